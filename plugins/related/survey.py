"""The work over many articles: candidates and copies of each row, and the lists chosen from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plugins.core.parallel import run_forked
from plugins.related.copies import Shingles, copies_among
from plugins.related.lists import LENGTH_OF_LIST, Candidates, Copies, candidates, choose
from plugins.related.scoring import Postings, dot_products
from plugins.related.vectors import Vectors

Pair = tuple[int, int]


@dataclass(frozen=True)
class Lists:
    """Lists of some articles: `articles` (rows, 10), filled with -1, and the tenth's score, 0 where there is none."""

    articles: NDArray[np.int32]
    lasts: NDArray[np.int64]


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
    for found, pairs in run_forked(work, range(len(vectors.offsets) - 1)):
        near.extend(found)
        copies.extend(pairs)
    return near, copies


def find_candidates(
    vectors: Vectors, postings: Postings, rows: Sequence[int], limit: int | None = None
) -> dict[int, Candidates]:
    """Candidates of some articles; all of them where `limit` is None."""
    size = limit or len(vectors.offsets)
    return {row: candidates(vectors, row, dots, size) for row, dots in dot_products(vectors, postings, rows)}


def choose_lists(
    vectors: Vectors, postings: Postings, near: Mapping[int, Candidates], copies: Copies
) -> Lists:
    """Lists of the articles in `near`, in its order; where copies used up the candidates, all are looked at."""
    articles = np.full((len(near), LENGTH_OF_LIST), -1, np.int32)
    lasts = np.zeros(len(near), np.int64)
    for at, (row, found) in enumerate(near.items()):
        chosen = choose(row, found, copies)
        if chosen is None:
            chosen = choose(row, find_candidates(vectors, postings, [row])[row], copies)
        for place, (other, score) in enumerate(chosen or ()):
            articles[at, place] = other
            lasts[at] = score if place == LENGTH_OF_LIST - 1 else 0
    return Lists(articles, lasts)
