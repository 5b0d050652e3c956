"""Base and delta with tombstones: an immutable base on disk, what changed since beside it, and what is superseded.

Known from log-structured merge trees (O'Neil et al. 1996) and from Lucene's segments with their deleted documents: a
build then writes what changed, not what there is. All stores of that kind in this project follow this module:

* `BaseAndDelta`: entries known by a key that never changes. Used by search's raw postings (keys are a mask of document
  ids) and by the document frequencies of related articles (keys are the terms); a dictionary with a set of lost keys
  fits as well.
* `NumberedBaseAndDelta`: rows known by their number, which moves when a row is added before them. So each number has a
  position, and a tombstone is a row of the base that no number points to. Used by the terms of related articles.
* search's `shard_store` keeps bytes, appended to one file: of this module it shares `needs_compaction` alone, for its
  dead entries are found by address, and nothing is merged when it is read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from operator import or_
from typing import Any, Generic, Protocol, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
"""Numbers of rows."""


def needs_compaction(base: int, delta: int, share: float, at_least: int = 0) -> bool:
    """Whether a delta (or dead weight) is more than a share of its base, and more than `at_least`, in one unit."""
    return delta > max(at_least, share * base)


class KeyedSegment(Protocol):
    """Entries of a store, of which one is the base and one the delta."""

    def without(self, keys: Any, /) -> Self:
        """The entries that belong to none of the keys."""
        ...

    def joined(self, later: Self, /) -> Self:
        """These entries and later ones, which have other keys."""
        ...


S = TypeVar("S", bound=KeyedSegment)
K = TypeVar("K")


@dataclass(frozen=True)
class BaseAndDelta(Generic[S, K]):
    """Entries by key: those of the base whose keys are no `tombstones`, and all of the delta.

    Sets of keys are united by `|`.
    """

    base: S
    delta: S
    tombstones: K

    def replaced(self, keys: K, fresh: S) -> Self:
        """The store with the entries of `keys` gone and fresh ones of the same keys in their place."""
        delta = self.delta.without(keys).joined(fresh)
        return replace(self, delta=delta, tombstones=or_(self.tombstones, keys))

    def merged(self) -> S:
        """Everything that is valid, in one segment: the base of a compacted store."""
        return self.base.without(self.tombstones).joined(self.delta)


class RowSegment(Protocol):
    """Rows numbered from 0."""

    def __len__(self) -> int:
        """How many rows."""
        ...

    def take(self, rows: Rows, /) -> Self:
        """The chosen rows, in that order."""
        ...

    def joined(self, later: Self, /) -> Self:
        """These rows, then those."""
        ...


R = TypeVar("R", bound=RowSegment)


@dataclass(frozen=True)
class NumberedBaseAndDelta(Generic[R]):
    """Rows by number: row i stands at `positions[i]` of the base followed by the delta."""

    base: R
    delta: R
    positions: Rows

    @classmethod
    def of(cls, rows: R) -> Self:
        """Everything in the base."""
        return cls(rows, rows.take(np.zeros(0, np.int64)), np.arange(len(rows)))

    def __len__(self) -> int:
        """How many rows."""
        return len(self.positions)

    def needs_compaction(self, share: float) -> bool:
        """Whether the delta has more rows than a share of the base."""
        return needs_compaction(len(self.base), len(self.delta), share)

    def compacted(self) -> Self:
        """The same rows, all in the base."""
        return self.of(self.take(np.arange(len(self))))

    def locate(self, row: int) -> tuple[R, int]:
        """The segment of a row, and its number there."""
        position, size = int(self.positions[row]), len(self.base)
        return (self.base, position) if position < size else (self.delta, position - size)

    def take(self, rows: Rows) -> R:
        """The chosen rows, in that order."""
        positions, size = self.positions[rows], len(self.base)
        changed = positions >= size
        parts = self.base.take(positions[~changed]).joined(self.delta.take(positions[changed] - size))
        if not changed.any():
            return parts
        order = np.empty(len(rows), np.int64)
        unchanged = len(rows) - int(changed.sum())
        order[~changed], order[changed] = np.arange(unchanged), np.arange(unchanged, len(rows))
        return parts.take(order)

    def renumbered(self, old_rows: Rows, fresh: R) -> Self:
        """The rows under new numbers: of each its number here, or −1 for those which `fresh` has, in order."""
        size = len(self.base)
        positions = np.append(self.positions, -1)[old_rows]
        changed = positions >= size
        delta = self.delta.take(positions[changed] - size).joined(fresh)
        positions[changed] = size + np.arange(changed.sum())
        positions[old_rows < 0] = size + changed.sum() + np.arange(len(fresh))
        return replace(self, delta=delta, positions=positions)

    @cached_property
    def row_at(self) -> Rows:
        """Position → row; −1 for a tombstone."""
        rows = np.full(len(self.base) + len(self.delta), -1, np.int64)
        rows[self.positions] = np.arange(len(self.positions))
        return rows


def contained_in(sorted_values: NDArray[Any], values: NDArray[Any]) -> NDArray[np.bool_]:
    """Which of `values` (of any shape) are among others, which ascend."""
    if not len(sorted_values):
        return np.zeros(values.shape, np.bool_)
    at = np.minimum(np.searchsorted(sorted_values, values), len(sorted_values) - 1)
    found: NDArray[np.bool_] = sorted_values[at] == values
    return found
