"""Neighbour search over many articles: candidates and near-duplicates of each row, and the lists chosen from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plugins.related import weights as tuned
from plugins.related.inverted_index import InvertedIndex, dot_products
from plugins.related.near_duplicates import Shingles, duplicates_among
from plugins.related.ranking import Candidates, Duplicates, Scored, choose_list, rank_candidates
from plugins.related.vectors import Vectors
from plugins.system.parallel import run_forked

Pair = tuple[int, int]


@dataclass(frozen=True)
class RelatedLists:
    """Lists of some articles: `rows` (n, 10) of related ones, filled with -1, and their scores, filled with 0."""

    rows: NDArray[np.int32]
    scores: NDArray[np.int64]

    @classmethod
    def empty(cls, size: int) -> RelatedLists:
        """So many empty lists."""
        shape = size, tuned.LIST_LENGTH
        return cls(np.full(shape, -1, np.int32), np.zeros(shape, np.int64))

    def get(self, row: int) -> Scored:
        """The items of one list with their scores, without gaps."""
        pairs = zip(self.rows[row].tolist(), self.scores[row].tolist(), strict=True)
        return [(related, score) for related, score in pairs if related >= 0]

    def put(self, row: int, items: Sequence[tuple[int, int]]) -> None:
        """Replace one list."""
        self.rows[row], self.scores[row] = -1, 0
        for rank, (related, score) in enumerate(items):
            self.rows[row, rank], self.scores[row, rank] = related, score


def search_all(
    vectors: Vectors, index: InvertedIndex, shingles: Shingles
) -> tuple[list[Candidates], list[Pair]]:
    """Candidates of every article, and all pairs of near-duplicates (smaller row first)."""

    def work(rows: Sequence[int]) -> tuple[list[Candidates], list[Pair]]:
        candidates: list[Candidates] = []
        pairs: list[Pair] = []
        for row, dots in dot_products(vectors, index, rows):
            candidates.append(rank_candidates(vectors, row, dots))
            suspects = candidates[-1].suspects
            pairs.extend((row, other) for other in duplicates_among(row, suspects[suspects > row], shingles))
        return candidates, pairs

    all_candidates: list[Candidates] = []
    all_pairs: list[Pair] = []
    for candidates, pairs in run_forked(work, range(len(vectors.squared_norms))):
        all_candidates.extend(candidates)
        all_pairs.extend(pairs)
    return all_candidates, all_pairs


def search_rows(
    vectors: Vectors, index: InvertedIndex, rows: Sequence[int], limit: int | None = None
) -> dict[int, Candidates]:
    """Candidates of some articles; all of them where `limit` is None."""
    limit = limit or len(vectors.squared_norms)
    return {
        row: rank_candidates(vectors, row, dots, limit) for row, dots in dot_products(vectors, index, rows)
    }


def choose_lists(
    candidates: Mapping[int, Candidates], duplicates: Duplicates, all_candidates: Callable[[int], Candidates]
) -> RelatedLists:
    """Lists of the rows of `candidates`, in its order; where near-duplicates used them up, of `all_candidates`."""
    lists = RelatedLists.empty(len(candidates))
    for at, (row, some) in enumerate(candidates.items()):
        chosen = choose_list(row, some, duplicates)
        lists.put(at, choose_list(row, all_candidates(row), duplicates) or () if chosen is None else chosen)
    return lists
