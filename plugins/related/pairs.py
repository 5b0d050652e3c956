"""Pair sets: symmetric relations between articles (near-duplicates, reports of one event), looked up in arrays.

A pair is one integer, so that millions of pairs are asked for in one binary search.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plugins.state.base_and_delta import Rows, contained_in

_OTHER = np.int64(0xFFFFFFFF)


@dataclass(frozen=True)
class PairSet:
    """Pairs of rows, each from both sides."""

    packed: NDArray[np.int64]  # (row, other), ascending
    starts: Rows  # of each row's pairs, and the end
    involved: NDArray[np.bool_]  # by row, and one more for -1

    @classmethod
    def of(cls, one: Rows, two: Rows, size: int) -> PairSet:
        """Pairs given by their rows, of so many articles; one may be given twice."""
        packed = np.sort(np.concatenate([one << 32 | two, two << 32 | one]).astype(np.int64))
        involved = np.zeros(size + 1, np.bool_)
        involved[one], involved[two] = True, True
        return cls(packed, np.searchsorted(packed, np.arange(size + 1) << 32), involved)

    def of_row(self, row: int) -> set[int]:
        """The articles paired with this one."""
        if not self.involved[row]:
            return set()
        return {*(self.packed[self.starts[row] : self.starts[row + 1]] & _OTHER).tolist()}

    def contain(self, ones: NDArray[Any], others: NDArray[Any]) -> NDArray[np.bool_]:
        """Which rows are paired with others, in arrays that broadcast; -1 is with none."""
        found: NDArray[np.bool_] = contained_in(self.packed, ones.astype(np.int64) << 32 | others)
        return found
