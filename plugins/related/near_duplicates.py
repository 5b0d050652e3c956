"""Near-duplicate detection: texts that share most of their five-syllable shingles (resemblance and containment).

Bodies alone count: another headline and lead do not make another text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plugins.related import weights as tuned
from plugins.related.candidates import CandidateTable
from plugins.related.terms import Codes, distinct
from plugins.related.vectors import Vectors
from plugins.state.base_and_delta import Rows
from plugins.system.parallel import run_forked

Pairs = NDArray[np.int32]
"""Pairs of rows, the smaller first, ascending, shape (m, 2)."""
Shingles = Callable[[int], Codes]
"""Row of an article → its shingles, ascending."""
APART, OVERLAPPING, NEAR_DUPLICATE = 0, 1, 2
"""Degrees of overlap of two texts: little, a good part of the shorter one, nearly all."""


@dataclass(frozen=True)
class Suspects:
    """Pairs of candidates whose terms are so alike that their texts were compared, and what came of it."""

    pairs: Pairs
    overlaps: NDArray[np.uint8]  # APART, OVERLAPPING or NEAR_DUPLICATE

    @property
    def duplicates(self) -> Pairs:
        """The near-duplicates among them."""
        return self._of(NEAR_DUPLICATE)

    @property
    def overlapping(self) -> Pairs:
        """Those of which one repeats a good part of the other, but not nearly all."""
        return self._of(OVERLAPPING)

    def _of(self, much: int) -> Pairs:
        found: Pairs = self.pairs[self.overlaps == much]
        return found


def suspects(vectors: Vectors, table: CandidateTable) -> Pairs:
    """Pairs that may be near-duplicates, by what terms they share; a function of the archive, not of its history."""
    rows, cosines = table.rows[:, : tuned.CANDIDATES], table.cosines[:, : tuned.CANDIDATES]
    norms = vectors.norms.astype(np.float32)
    own, others = norms[:, None], np.append(norms, 0)[rows]
    shared = cosines * np.maximum(own, others)
    at = np.nonzero((rows >= 0) & (shared >= tuned.SUSPECT_SHARE * np.minimum(own, others)))
    pairs = np.sort(np.stack([at[0], rows[at]], axis=1), axis=1)
    return _unpacked(distinct(_packed(pairs)))


def _packed(pairs: NDArray[np.int64] | Pairs) -> NDArray[np.int64]:
    return pairs[:, 0].astype(np.int64) << 32 | pairs[:, 1]


def _unpacked(packed: NDArray[np.int64]) -> Pairs:
    return np.stack([packed >> 32, packed & 0xFFFFFFFF], axis=1).astype(np.int32)


def compared_before(before: Suspects, new_rows: Rows, pairs: Pairs) -> tuple[NDArray[np.bool_], Rows]:
    """Which of the pairs were compared by an earlier build, and which of its pairs each of these was.

    `new_rows` are the rows of today, −1 for articles gone or changed.
    """
    carried = new_rows[before.pairs]
    kept = np.flatnonzero((carried >= 0).all(axis=1))
    known, packed = _packed(carried[kept]), _packed(pairs)
    if not len(known):
        return np.zeros(len(pairs), np.bool_), kept
    order = np.argsort(known)
    at = np.minimum(np.searchsorted(known[order], packed), len(known) - 1)
    found = known[order][at] == packed
    return found, kept[order[at[found]]]


def compare(pairs: Pairs, shingles: Shingles) -> NDArray[np.uint8]:
    """How much each pair has in common."""

    def work(some: Sequence[list[int]]) -> list[int]:
        return [overlap(shingles(one), shingles(two)) for one, two in some]

    return np.array([found for part in run_forked(work, pairs.tolist()) for found in part], np.uint8)


def overlap(one: Codes, two: Codes) -> int:
    """How much two articles, given by their shingles, have in common; those without text are `APART`."""
    few, many = sorted((one, two), key=len)
    if not len(few):
        return APART
    at = np.minimum(np.searchsorted(many, few), len(many) - 1)
    shared = int(np.count_nonzero(many[at] == few))
    union = len(one) + len(two) - shared
    if shared >= tuned.MIN_RESEMBLANCE * union or shared >= tuned.MIN_CONTAINMENT * len(few):
        return NEAR_DUPLICATE
    return OVERLAPPING if shared >= tuned.MIN_OVERLAP * len(few) else APART
