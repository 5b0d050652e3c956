"""All postings of one kind as sorted integers on disk, of which a build reads and changes only what it needs.

A row is one uint64: key (24 bits), class (2), forms (10), slot (24). The sorted files of the last full build stay
as they are; articles posted again since then are told by their slots, their new rows are kept beside.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from plugins.search.bit_codes import Ints, Words
from plugins.search.postings import IMPLIED, SLOT_MASK, TITLE

KEY = np.uint64(36)  # bits below the key
CLASS = np.uint64(1 << 34)
FORMS = 32  # rows a word may have in one article
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

    def of_keys(self, keys: Ints, limit: int | None = None) -> Words:
        """All rows of some keys (ascending), sorted; of keys with clearly more than `limit` rows the telling ones."""
        spans = [_whole(part, keys) for part in self.parts]
        frequent = np.zeros(len(keys), bool)
        if limit is not None:
            sure = limit + FORMS * int(self.void.sum())
            frequent |= np.sum([high - low for low, high in spans], axis=0) > sure
        found = [_select(self.added, _telling(self.added, keys, _whole(self.added, keys), frequent))]
        for part, whole in zip(self.parts, spans, strict=True):
            rows = _select(part, _telling(part, keys, whole, frequent))
            found.append(rows[~self.void[_slot(rows)]])
        return np.sort(np.concatenate(found))


def _slot(rows: Words) -> Ints:
    return (rows & SLOT_MASK).view(
        np.int64
    )  # as it is used for looking up: another type would be copied once more


Spans = tuple[Ints, Ints]
"""Where stretches of rows begin and end."""


def _whole(rows: Words, keys: Ints) -> Spans:
    """All rows of each key."""
    low, high = (np.searchsorted(rows, some.astype(np.uint64) << KEY) for some in (keys, keys + 1))
    return low, high


def _telling(rows: Words, keys: Ints, whole: Spans, frequent: npt.NDArray[np.bool_]) -> Spans:
    """Of the keys that are frequent the rows of the classes TITLE and STRONG alone, which stand side by side."""
    begin = keys[frequent].astype(np.uint64) << KEY
    low, high = (spans.copy() for spans in whole)
    low[frequent] = np.searchsorted(rows, begin | CLASS * np.uint64(TITLE))
    high[frequent] = np.searchsorted(rows, begin | CLASS * np.uint64(IMPLIED))
    return low, high


def _select(rows: Words, spans: Spans) -> Words:
    """The rows of some stretches."""
    low, high = spans
    counts = high - low
    step = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.asarray(rows[np.repeat(low, counts) + step])


def keys_of(rows: Words) -> Ints:
    """The distinct keys of rows."""
    return np.unique(rows >> KEY).astype(np.int64)
