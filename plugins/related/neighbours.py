"""The work over many articles: candidates and copies of each row, and the lists chosen from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plugins.related.inverted_index import Postings, dot_products
from plugins.related.near_duplicates import Shingles, copies_among
from plugins.related.ranking import LENGTH_OF_LIST, Candidates, Copies, candidates, choose
from plugins.related.vectors import Vectors
from plugins.system.parallel import run_forked

Pair = tuple[int, int]


@dataclass(frozen=True)
class Lists:
    """Lists of some articles: `articles` (rows, 10), filled with -1, and their scores, filled with 0."""

    articles: NDArray[np.int32]
    scores: NDArray[np.int64]

    @classmethod
    def empty(cls, size: int) -> Lists:
        """So many lists of nothing."""
        return cls(np.full((size, LENGTH_OF_LIST), -1, np.int32), np.zeros((size, LENGTH_OF_LIST), np.int64))

    def of(self, row: int) -> list[tuple[int, int]]:
        """The articles of one list with their scores, without gaps."""
        pairs = zip(self.articles[row].tolist(), self.scores[row].tolist(), strict=True)
        return [(article, score) for article, score in pairs if article >= 0]

    def put(self, row: int, items: Sequence[tuple[int, int]]) -> None:
        """Make one list anew."""
        self.articles[row], self.scores[row] = -1, 0
        for place, (article, score) in enumerate(items):
            self.articles[row, place], self.scores[row, place] = article, score


def survey(vectors: Vectors, postings: Postings, shingles: Shingles) -> tuple[list[Candidates], list[Pair]]:
    """Candidates of every article, and all pairs of copies (smaller number first)."""

    def work(rows: Sequence[int]) -> tuple[list[Candidates], list[Pair]]:
        found: list[Candidates] = []
        pairs: list[Pair] = []
        for row, dots in dot_products(vectors, postings, rows):
            found.append(candidates(vectors, row, dots))
            later = found[-1].likely[found[-1].likely > row]
            pairs.extend((row, copy) for copy in copies_among(row, later, shingles))
        return found, pairs

    near: list[Candidates] = []
    copies: list[Pair] = []
    for found, pairs in run_forked(work, range(len(vectors.squares))):
        near.extend(found)
        copies.extend(pairs)
    return near, copies


def find_candidates(
    vectors: Vectors, postings: Postings, rows: Sequence[int], limit: int | None = None
) -> dict[int, Candidates]:
    """Candidates of some articles; all of them where `limit` is None."""
    size = limit or len(vectors.squares)
    return {row: candidates(vectors, row, dots, size) for row, dots in dot_products(vectors, postings, rows)}


def choose_lists(
    near: Mapping[int, Candidates], copies: Copies, all_of: Callable[[int], Candidates]
) -> Lists:
    """Lists of the articles in `near`, in its order; where copies used up the candidates, `all_of` them are asked."""
    lists = Lists.empty(len(near))
    for at, (row, found) in enumerate(near.items()):
        chosen = choose(row, found, copies)
        lists.put(at, choose(row, all_of(row), copies) or () if chosen is None else chosen)
    return lists
