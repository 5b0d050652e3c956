"""Segments of counted terms: base and delta of a sparse matrix, and the rows in which terms occur.

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


@dataclass(frozen=True)
class TermSegments(NumberedBaseAndDelta[TermMatrix]):
    """Terms by article, in a base and a delta."""

    def row(self, row: int) -> tuple[Codes, NDArray[Any]]:
        """Codes of one article, ascending, and the value of each."""
        segment, number = self.locate(row)
        at = slice(segment.offsets[number], segment.offsets[number + 1])
        return segment.codes[at], segment.values[at]

    @property
    def sizes(self) -> NDArray[np.int64]:
        """How many terms each article has."""
        both = [np.diff(self.base.offsets), np.diff(self.delta.offsets)]
        found: NDArray[np.int64] = np.concatenate(both)[self.positions]
        return found

    def occurring_in(self, rows: Rows, size: int) -> NDArray[np.bool_]:
        """Which of `size` codes some articles have."""
        occurring = np.zeros(size, np.bool_)
        occurring[self.take(rows).codes] = True
        return occurring

    def rows_with(self, wanted: NDArray[np.bool_]) -> Rows:
        """Rows that have one of the wanted terms (flags by code)."""
        if not wanted.any():
            return np.zeros(0, np.int64)
        found = [
            start + np.searchsorted(segment.offsets, np.flatnonzero(wanted[segment.codes]), side="right") - 1
            for start, segment in ((0, self.base), (len(self.base), self.delta))
        ]
        has = np.zeros(len(self), np.bool_)
        rows = self.row_at[np.concatenate(found)]
        has[rows[rows >= 0]] = True
        return np.flatnonzero(has)
