"""All postings of one kind as sorted integers on disk, of which a build reads and changes only what it needs.

A row is one uint64: key (24 bits), class (2), forms (10), slot (24). The sorted files of the last full build stay
as they are; articles posted again since then are told by their slots, their new rows are kept beside.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from plugins.search.bits import Ints, Words
from plugins.search.postings import SLOT_MASK

KEY = np.uint64(36)  # bits below the key
NONE: Words = np.zeros(0, np.uint64)


class Names:
    """Numbers of strings, given in order of first use; what is written never depends on that order."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.names = list(names)
        self.number = {name: i for i, name in enumerate(self.names)}

    def add(self, name: str) -> int:
        """The number of a name, a new one if need be."""
        found = self.number.get(name)
        if found is None:
            found = self.number[name] = len(self.names)
            self.names.append(name)
        return found


class Rows:
    """Rows in parts of ascending keys, rows added since, and the slots whose rows in the parts are void."""

    def __init__(self, parts: Sequence[Words], added: Words, void: npt.NDArray[np.bool_]) -> None:
        self.parts, self.added, self.void = parts, added, void

    def of_slots(self, slots: npt.NDArray[np.bool_]) -> Words:
        """Every row of some slots (a mask), in no order."""
        found = [self.added[slots[_slot(self.added)]]]
        living = slots & ~self.void
        found += [part[living[_slot(part)]] for part in self.parts] if living.any() else []
        return np.concatenate(found)

    def replace(self, slots: npt.NDArray[np.bool_], rows: Words) -> None:
        """Forget the rows of some slots and take new ones."""
        kept = self.added[~slots[_slot(self.added)]]
        self.added = np.sort(np.concatenate([kept, rows]))
        self.void = self.void | slots

    def of_keys(self, keys: Ints) -> Words:
        """All rows of some keys (ascending), sorted."""
        found = [_select(self.added, keys)]
        for part in self.parts:
            rows = _select(part, keys)
            found.append(rows[~self.void[_slot(rows)]])
        return np.sort(np.concatenate(found))


def _slot(rows: Words) -> npt.NDArray[Any]:
    return (rows & SLOT_MASK).astype(np.uint32)


def _select(rows: Words, keys: Ints) -> Words:
    """The rows of some keys, from sorted rows."""
    low = np.searchsorted(rows, keys.astype(np.uint64) << KEY)
    high = np.searchsorted(rows, (keys + 1).astype(np.uint64) << KEY)
    counts = high - low
    step = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.asarray(rows[np.repeat(low, counts) + step])


def keys_of(rows: Words) -> Ints:
    """The distinct keys of rows."""
    return np.unique(rows >> KEY).astype(np.int64)
