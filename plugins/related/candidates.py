"""Candidate generation: of each article those that are nearest by distinctive terms, with the cosine of all terms.

Two stages, as in most retrieval systems: dot products of all pairs are only affordable over terms that few articles
have; the few dozen articles these bring are compared by the common terms as well. The table of candidates is kept
between builds, and a change of an article is a change of the rows it enters or leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import scipy
from numpy.typing import NDArray

from plugins.related import weights as tuned
from plugins.related.sparse_products import CommonTerms, SearchIndex, dot_products_of
from plugins.related.vectors import ROWS_AT_ONCE, Vectors
from plugins.state.base_and_delta import Rows
from plugins.system.parallel import CHUNK, run_forked

Nearness = NDArray[np.float32]
FULL = np.float32(tuned.UNIT_LENGTH**2)
_NEARNESS, _ROW = np.uint64(24), np.uint64(24)  # bits of a packed candidate
_MASK = np.uint64(0xFFFFFF)
PAIRS_AT_ONCE = 100_000  # a task on one core


@dataclass(frozen=True)
class Candidates:
    """Pairs of articles in flat arrays, by owner: dot product of distinctive terms, and cosine of all."""

    owners: Rows
    others: Rows
    nearness: Nearness
    cosines: NDArray[np.float32]

    def where(self, at: NDArray[np.bool_] | Rows) -> Candidates:
        """Some of the pairs."""
        return Candidates(*(getattr(self, field.name)[at] for field in fields(self)))

    def joined(self, later: Candidates) -> Candidates:
        """These pairs and others, of each owner the nearest first, of equal nearness the smaller row."""
        both = ((getattr(self, field.name), getattr(later, field.name)) for field in fields(self))
        every = Candidates(*(np.concatenate(pair) for pair in both))
        farness = np.int64(FULL) * 2 - every.nearness.astype(np.int64)  # whole numbers, below 2²⁵
        return every.where(np.lexsort((every.others, every.owners << 26 | farness)))

    @property
    def places(self) -> Rows:
        """Place of each pair among those of its owner, from 0."""
        return places_within(self.owners)


def places_within(owners: Rows) -> Rows:
    """Place of each element among equal ones that follow one another."""
    starts = np.flatnonzero(np.append(True, owners[1:] != owners[:-1])[: len(owners)])
    return np.arange(len(owners)) - np.repeat(starts, np.diff(starts, append=len(owners)))


@dataclass(frozen=True)
class CandidateTable:
    """Candidates of all articles, nearest first; arrays have a row for each, filled with -1 and 0.

    Whatever is not in a row is at most as near as its bound; 0: nothing else is near enough to be a candidate.
    """

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

    def take(self, rows: Rows) -> CandidateTable:
        """The candidates of the chosen articles, in that order; none for -1."""
        taken = CandidateTable(*(getattr(self, field.name).take(rows, axis=0) for field in fields(self)))
        taken.rows[rows < 0], taken.bounds[rows < 0] = -1, 0
        taken.nearness[rows < 0], taken.cosines[rows < 0] = 0, 0
        return taken

    def put(self, found: Found) -> None:
        """Replace the candidates of some articles."""
        rows, pairs = found.rows, found.candidates
        places = pairs.places
        at = places < tuned.CANDIDATES_KEPT
        self.rows[rows], self.nearness[rows], self.cosines[rows], self.bounds[rows] = -1, 0, 0, found.bounds
        cells = pairs.owners[at], places[at]
        self.rows[cells], self.nearness[cells], self.cosines[cells] = (
            pairs.others[at], pairs.nearness[at], pairs.cosines[at],
        )  # fmt: skip

    def get(self, rows: Rows) -> Candidates:
        """The candidates of some articles."""
        at, places = np.nonzero(self.rows[rows] >= 0)
        cells = rows[at], places
        return Candidates(
            cells[0], self.rows[cells].astype(np.int64), self.nearness[cells], self.cosines[cells]
        )

    def merge(self, entrants: Candidates) -> None:
        """Put more candidates among those of their owners; what no longer fits raises the bound."""
        rows = np.flatnonzero(np.bincount(entrants.owners, minlength=len(self.rows)))
        every = self.get(rows).joined(entrants)
        left_out = every.where(every.places == tuned.CANDIDATES_KEPT)
        bounds = self.bounds.copy()
        bounds[left_out.owners] = np.maximum(bounds[left_out.owners], left_out.nearness)
        self.put(Found(rows, every, bounds[rows]))

    def is_complete(self) -> NDArray[np.bool_]:
        """Of which articles the nearest `CANDIDATES` are surely known."""
        known = np.count_nonzero(self.nearness > self.bounds[:, None], axis=1)
        complete: NDArray[np.bool_] = (self.bounds == 0) | (known >= tuned.CANDIDATES)
        return complete


@dataclass(frozen=True)
class Found:
    """Candidates of some articles, with the bound of each (see `CandidateTable`)."""

    rows: Rows
    candidates: Candidates
    bounds: Nearness


def search_rows(vectors: Vectors, index: SearchIndex, rows: Rows, limit: int | None = None) -> Found:
    """Candidates of some articles (ascending), on all cores where they are many."""
    most = limit or tuned.CANDIDATES_KEPT
    parts = list(run_forked(lambda some: _nearest(index, np.array(some, np.int64), most), rows.tolist()))
    pairs = [part.candidates for part in parts]
    joined = Candidates(*(np.concatenate([getattr(p, f.name) for p in pairs]) for f in fields(Candidates)))
    bounds = np.concatenate([part.bounds for part in parts])
    return Found(rows, replace(joined, cosines=_compare(vectors, joined.owners, joined.others)), bounds)


def _nearest(index: SearchIndex, rows: Rows, limit: int) -> Found:
    """Candidates of some articles; their cosines are not known yet."""
    owners, others, nearness = _near_pairs(index.dot_products(rows), rows)
    owners, others, nearness = _ordered(owners, others, nearness)
    places = places_within(owners)
    bounds = np.zeros(len(rows), np.float32)
    last, full = places == limit - 1, np.bincount(owners, minlength=len(rows)) > limit
    bounds[full] = nearness[last & full[owners]]
    wanted = places < limit
    near = nearness[wanted]
    return Found(rows, Candidates(rows[owners[wanted]], others[wanted], near, np.zeros_like(near)), bounds)


def search_entered(vectors: Vectors, index: SearchIndex, rows: Rows, bounds: Nearness) -> Candidates:
    """Some articles as candidates of others, where they are nearer than a bound of these (by row)."""
    (entering,) = vectors.matrices(rows, index.searched)
    parts = []
    for start in range(0, len(bounds), ROWS_AT_ONCE):
        owners = np.arange(start, min(start + ROWS_AT_ONCE, len(bounds)))
        at, entered, nearness = _near_pairs(index.products_of_others(owners, entering), owners, rows)
        passed = nearness > bounds[owners[at]]
        parts.append((owners[at[passed]], rows[entered[passed]], nearness[passed]))
    owners, others, near = (np.concatenate(part) for part in zip(*parts, strict=True))
    few_first = np.argsort(others, kind="stable")
    cosines = np.empty_like(near)
    cosines[few_first] = _compare(vectors, others[few_first], owners[few_first])  # the same from either side
    return Candidates(owners, others, near, cosines)


def _compare(vectors: Vectors, owners: Rows, others: Rows) -> NDArray[np.float32]:
    """Cosines of pairs of articles, on all cores where they are many; `owners` ascend and are few."""

    def work(some: Sequence[int]) -> NDArray[np.float32]:
        at = slice(some[0], some[-1] + 1)
        return dot_products_of(vectors, owners[at], others[at]) / FULL

    parts = run_forked(work, range(len(owners)), chunk=PAIRS_AT_ONCE)
    return np.concatenate([np.zeros(0, np.float32), *parts])


def _near_pairs(
    products: scipy.sparse.csr_array, rows: Rows, others_of: Rows | None = None
) -> tuple[Rows, Rows, Nearness]:
    """Pairs that are near enough: place in `rows`, the other's column, dot product.

    A column is an article's row, or stands for one of `others_of`.
    """
    near = np.flatnonzero(products.data >= tuned.MIN_NEARNESS * FULL)
    at, others = np.searchsorted(products.indptr, near, side="right") - 1, products.indices[near]
    apart = (others if others_of is None else others_of[others]) != rows[at]
    return at[apart], others[apart], products.data[near[apart]]


def _cosines(common: CommonTerms, owners: Rows, others: Rows, nearness: Nearness) -> NDArray[np.float32]:
    """Cosines of pairs by all terms, given their dot products by those that found them; `owners` ascend."""
    cosines: NDArray[np.float32] = (nearness + common.products(owners, others)) / FULL
    return cosines


def _ordered(owners: Rows, others: Rows, nearness: Nearness) -> tuple[Rows, Rows, Nearness]:
    """Pairs by owner, the nearest first, then the smaller row: packed integers sort faster than by three keys."""
    packed = owners.astype(np.uint64) << _NEARNESS
    packed |= _MASK - np.minimum(nearness, np.float32(0xFFFFFF)).astype(np.uint64)
    packed <<= _ROW
    packed |= others.astype(np.uint64)
    packed.sort()
    near = (_MASK - (packed >> _ROW & _MASK)).astype(np.float32)
    return (packed >> _NEARNESS + _ROW).astype(np.int64), (packed & _MASK).astype(np.int64), near


def search_all(vectors: Vectors) -> CandidateTable:
    """Candidates of every article: first all that are near, then the cosines of these, for memory's sake alone."""
    every = np.arange(len(vectors.terms))
    table = CandidateTable.empty(len(every))
    _find_all(SearchIndex.of(vectors), table, every)
    _compare_all(CommonTerms.of(vectors), table, every)
    return table


def _find_all(index: SearchIndex, table: CandidateTable, every: Rows) -> None:
    def work(some: Sequence[int]) -> Found:
        return _nearest(index, np.array(some, np.int64), tuned.CANDIDATES_KEPT)

    for found in run_forked(work, every.tolist()):
        table.put(found)


def _compare_all(common: CommonTerms, table: CandidateTable, every: Rows) -> None:
    def work(some: Sequence[int]) -> NDArray[np.float32]:
        pairs = table.get(np.array(some, np.int64))
        return _cosines(common, pairs.owners, pairs.others, pairs.nearness)

    start = 0
    for cosines in run_forked(work, every.tolist()):
        rows = every[start : start + CHUNK]
        at, places = np.nonzero(table.rows[rows] >= 0)
        table.cosines[rows[at], places] = cosines
        start += CHUNK
