"""Segments of term vectors: base and delta of a sparse matrix, and the rows in which a term occurs.

The base lies on disk and is never copied; an article that changed has its terms in the delta. So a change costs what it
touches: nothing is moved, and only the delta is written again (`plugins.state.base_and_delta`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plugins.related.terms import Codes, TermMatrix
from plugins.state.base_and_delta import NumberedBaseAndDelta, Rows

_FEW_CODES = 1000


def filter_codes(codes: Codes, wanted: Codes) -> Rows:
    """Places in `codes` of the wanted ones (ascending): a Bloom filter lets few others through to the exact test."""
    if not len(wanted):
        return np.zeros(0, np.int64)
    mask = np.uint32(0xFFFF if len(wanted) < _FEW_CODES else 0x3FFFFF)  # the smaller filter is read faster
    bloom = np.zeros(int(mask) + 1, np.bool_)
    bloom[wanted & mask] = True
    maybe = np.flatnonzero(bloom[codes & mask])
    at = np.minimum(np.searchsorted(wanted, codes[maybe]), len(wanted) - 1)
    found: Rows = maybe[wanted[at] == codes[maybe]]
    return found


@dataclass(frozen=True)
class TermSegments(NumberedBaseAndDelta[TermMatrix]):
    """Terms by article, in a base and a delta."""

    def row(self, row: int) -> tuple[Codes, NDArray[Any]]:
        """Codes of one article, ascending, and the value of each."""
        segment, number = self.locate(row)
        at = slice(segment.offsets[number], segment.offsets[number + 1])
        return segment.codes[at], segment.values[at]

    def rows(self, some: Rows) -> list[tuple[Codes, NDArray[Any]]]:
        """`row` of several articles."""
        positions, size = self.positions[some], len(self.base)
        if not len(some) or positions.max() >= size:
            return [self.row(row) for row in some.tolist()]
        offsets, codes, values = self.base.offsets, self.base.codes, self.base.values
        spans = zip(offsets[positions].tolist(), offsets[positions + 1].tolist(), strict=True)
        return [(codes[start:end], values[start:end]) for start, end in spans]

    def occurrences(self, wanted: Codes) -> tuple[Rows, Codes, NDArray[Any]]:
        """Row, code and value of each entry of the wanted terms (ascending)."""
        base = self._occurrences(self.base, 0, wanted)
        delta = self._occurrences(self.delta, len(self.base), wanted)
        rows, codes, values = (np.concatenate([base[i], delta[i]]) for i in range(3))
        return rows, codes, values

    def _occurrences(
        self, segment: TermMatrix, start: int, wanted: Codes
    ) -> tuple[Rows, Codes, NDArray[Any]]:
        at = filter_codes(segment.codes, wanted)
        rows = self.row_at[start + np.searchsorted(segment.offsets, at, side="right") - 1]
        valid = rows >= 0
        return rows[valid], segment.codes[at[valid]], segment.values[at[valid]]
