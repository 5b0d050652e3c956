"""Candidate generation: of each article those that are nearest by its heaviest terms, with the cosine of all terms.

Two stages, as in most retrieval systems: dot products of all pairs are only affordable on a part of the terms; the few
dozen articles these bring are compared by all of them. The table of candidates is kept between builds, and a change of
an article is a change of the rows it enters or leaves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plugins.related import weights as tuned
from plugins.related.inverted_index import InvertedIndex, dot_products
from plugins.related.segments import TermSegments
from plugins.related.vectors import Vectors
from plugins.state.base_and_delta import Rows
from plugins.system.parallel import run_forked

Nearness = NDArray[np.float32]


@dataclass(frozen=True)
class CandidateRow:
    """Candidates of one article, nearest first: dot product of the heaviest terms over their norm, and cosine of all.

    Whatever is not among them has at most the nearness `bound`; 0: nothing else shares a term.
    """

    rows: Rows
    nearness: Nearness
    cosines: NDArray[np.float32]
    bound: float


@dataclass(frozen=True)
class CandidateTable:
    """Candidates of all articles; arrays have a row for each, filled with -1 and 0. See `CandidateRow`."""

    rows: NDArray[np.int32]
    nearness: Nearness
    cosines: NDArray[np.float32]
    bounds: Nearness

    @classmethod
    def empty(cls, size: int) -> CandidateTable:
        """No candidates of so many articles."""
        shape = size, tuned.CANDIDATES_KEPT
        nothing = np.zeros(shape, np.float32)
        return cls(np.full(shape, -1, np.int32), nothing, nothing.copy(), np.zeros(size, np.float32))

    def put(self, row: int, found: CandidateRow) -> None:
        """Replace the candidates of one article."""
        some = len(found.rows)
        self.rows[row, :some], self.rows[row, some:] = found.rows, -1
        self.nearness[row, :some], self.nearness[row, some:] = found.nearness, 0
        self.cosines[row, :some], self.cosines[row, some:] = found.cosines, 0
        self.bounds[row] = found.bound

    def get(self, row: int) -> CandidateRow:
        """The candidates of one article."""
        some = int(np.count_nonzero(self.rows[row] >= 0))
        return CandidateRow(
            self.rows[row, :some].astype(np.int64), self.nearness[row, :some], self.cosines[row, :some],
            float(self.bounds[row]),
        )  # fmt: skip

    def is_complete(self) -> NDArray[np.bool_]:
        """Of which articles the nearest `CANDIDATES` are surely known."""
        known = np.count_nonzero(self.nearness > self.bounds[:, None], axis=1)
        complete: NDArray[np.bool_] = (self.bounds == 0) | (known >= tuned.CANDIDATES)
        return complete


_LARGEST = 0x7FFE  # place that a slot can hold; beyond, codes are looked for the long way


class PairwiseCosines:
    """Cosines of one article with some others, by all terms: the terms of one are looked up for the terms of all."""

    _BITS = 18

    def __init__(self, vectors: Vectors) -> None:
        self._weights: TermSegments = vectors.weights
        self._norms = vectors.norms
        self._slots = np.zeros(1 << self._BITS, np.int16)  # half a megabyte: it stays in the cache

    def of(self, row: int, others: Rows) -> NDArray[np.float32]:
        """Cosines in the order of `others`; sums are of whole numbers, so the same from either side."""
        own, own_weights = self._weights.row(row)
        parts = self._weights.rows(others)
        if not parts or not len(own):
            return np.zeros(len(others), np.float32)
        codes = np.concatenate([codes for codes, _ in parts])
        places, found = self._matches(own, codes)
        products = np.concatenate([values for _, values in parts])[found].astype(np.float64)
        products *= own_weights[places]
        ends = np.cumsum([len(codes) for codes, _ in parts])
        dots = np.bincount(np.searchsorted(ends, found, side="right"), products, len(parts))
        dots = dots.astype(np.float64, copy=False)  # of nothing, bincount makes integers
        norms = self._norms[row] * self._norms[others]
        cosines: Nearness = np.divide(dots, norms, out=np.zeros_like(dots), where=norms > 0).astype(
            np.float32
        )
        return cosines

    def _matches(self, own: NDArray[np.uint32], codes: NDArray[np.uint32]) -> tuple[Rows, Rows]:
        """Of the codes that are among `own`: their place there, and in `codes`."""
        shift = np.uint32(32 - self._BITS)
        used = own >> shift
        self._slots[used] = np.arange(1, len(own) + 1) % _LARGEST + 1  # of two codes in one slot the last
        slots = self._slots[codes >> shift]
        self._slots[used] = 0
        maybe = np.flatnonzero(slots)
        candidates = codes[maybe]
        places = np.minimum(slots[maybe].astype(np.int64) - 2, len(own) - 1)
        wrong = np.flatnonzero(own[places] != candidates)
        places[wrong] = np.minimum(np.searchsorted(own, candidates[wrong]), len(own) - 1)
        right = own[places] == candidates
        return places[right], maybe[right]


def nearness_to(vectors: Vectors, row: int, dots: NDArray[np.float64]) -> Nearness:
    """Nearness of an article as a candidate of every other, given its dot products with them."""
    nearness: Nearness = (dots * vectors.inverse_norms_of_heaviest[row]).astype(np.float32)
    return nearness


def nearest(
    vectors: Vectors, row: int, dots: NDArray[np.float64], pairwise: PairwiseCosines,
    limit: int | None = None,
) -> CandidateRow:  # fmt: skip
    """Candidates of an article, of equal nearness those of the smaller row."""
    limit = limit or tuned.CANDIDATES_KEPT
    at = np.flatnonzero(dots)
    nearness = (dots[at] * vectors.inverse_norms_of_heaviest[at]).astype(np.float32)
    complete = len(at) <= limit
    if not complete:
        best = np.flatnonzero(nearness >= np.partition(nearness, len(at) - limit)[len(at) - limit])
        at, nearness = at[best], nearness[best]
    order = np.lexsort((at, -nearness))[:limit]
    at, nearness = at[order], nearness[order]
    return CandidateRow(at, nearness, pairwise.of(row, at), 0.0 if complete else float(nearness[-1]))


def search_rows(
    vectors: Vectors, index: InvertedIndex, rows: Sequence[int], limit: int | None = None
) -> Iterator[tuple[int, CandidateRow]]:
    """Candidates of some articles, on all cores where they are many."""

    def work(some: Sequence[int]) -> list[tuple[int, CandidateRow]]:
        pairwise = PairwiseCosines(vectors)
        return [
            (row, nearest(vectors, row, dots, pairwise, limit))
            for row, dots in dot_products(vectors, index, some)
        ]

    for part in run_forked(work, rows):
        yield from part


def search_all(vectors: Vectors, index: InvertedIndex) -> CandidateTable:
    """Candidates of every article."""
    table = CandidateTable.empty(len(vectors.squared_norms))
    _ = (
        vectors.norms,
        vectors.inverse_norms_of_heaviest,
    )  # made before forking, so that the workers share them
    for row, found in search_rows(vectors, index, range(len(vectors.squared_norms))):
        table.put(row, found)
    return table


def merged(before: CandidateRow, entrants: Mapping[int, tuple[float, float]]) -> CandidateRow:
    """Candidates with others (row → nearness, cosine) put among them."""
    rows = np.concatenate([before.rows, np.fromiter(entrants, np.int64, len(entrants))])
    nearness, cosines = (
        np.concatenate([old, np.array([pair[i] for pair in entrants.values()], np.float32)])
        for i, old in enumerate((before.nearness, before.cosines))
    )
    order = np.lexsort((rows, -nearness))
    bound = before.bound
    if len(order) > tuned.CANDIDATES_KEPT:
        bound = max(bound, float(nearness[order[tuned.CANDIDATES_KEPT]]))
        order = order[: tuned.CANDIDATES_KEPT]
    return CandidateRow(rows[order], nearness[order], cosines[order], bound)
