"""Terms of many articles in two layers: what an earlier build wrote, and what has been added since.

The first layer lies on disk and is never copied; an article that changed has its terms in the second. So a change
costs what it touches: nothing is moved, and only the second layer is written again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plugins.related.terms import Codes, Terms, join_terms

Rows = NDArray[np.int64]
FEW = 1000


def sift(codes: Codes, wanted: Codes) -> Rows:
    """Places in `codes` of the wanted ones (ascending): a table lets few others through to the exact test."""
    if not len(wanted):
        return np.zeros(0, np.int64)
    mask = np.uint32(0xFFFF if len(wanted) < FEW else 0x3FFFFF)  # the smaller table is read faster
    sieve = np.zeros(int(mask) + 1, np.bool_)
    sieve[wanted & mask] = True
    through = np.flatnonzero(sieve[codes & mask])
    at = np.minimum(np.searchsorted(wanted, codes[through]), len(wanted) - 1)
    found: Rows = through[wanted[at] == codes[through]]
    return found


@dataclass(frozen=True)
class Layers:
    """Terms by article: row i is number `places[i]` of the first layer, then of the second."""

    first: Terms
    second: Terms
    places: Rows

    @classmethod
    def of(cls, terms: Terms) -> Layers:
        """Everything in the first layer."""
        return cls(terms, join_terms([]), np.arange(len(terms)))

    def __len__(self) -> int:
        """How many articles."""
        return len(self.places)

    @property
    def worn(self) -> bool:
        """Whether so much has been added that it should all be laid together."""
        return 8 * len(self.second) > len(self.first)

    def row(self, number: int) -> tuple[Codes, NDArray[Any]]:
        """Codes of one article, ascending, and what is said of each."""
        place, layer = int(self.places[number]), self.first
        if place >= len(layer):
            place, layer = place - len(layer), self.second
        at = slice(layer.offsets[place], layer.offsets[place + 1])
        return layer.codes[at], layer.values[at]

    def take(self, rows: Rows) -> Terms:
        """Terms of the chosen articles, in that order."""
        places, size = self.places[rows], len(self.first)
        late = places >= size
        parts = join_terms([self.first.take(places[~late]), self.second.take(places[late] - size)])
        order = np.empty(len(rows), np.int64)
        order[~late], order[late] = (
            np.arange(len(rows) - late.sum()),
            np.arange(len(rows) - late.sum(), len(rows)),
        )
        return parts.take(order) if late.any() else parts

    def together(self) -> Layers:
        """The same in one layer."""
        return Layers.of(self.take(np.arange(len(self))))

    def having(self, wanted: Codes) -> tuple[Rows, Codes, NDArray[Any]]:
        """Article, code and value of each entry of the wanted terms (ascending)."""
        found = [self._having(self.first, 0, wanted), self._having(self.second, len(self.first), wanted)]
        rows, codes, values = (np.concatenate(parts) for parts in zip(*found, strict=True))
        return rows, codes, values

    def _having(self, layer: Terms, before: int, wanted: Codes) -> tuple[Rows, Codes, NDArray[Any]]:
        at = sift(layer.codes, wanted)
        rows = self._owners[before + np.searchsorted(layer.offsets, at, side="right") - 1]
        living = rows >= 0
        return rows[living], layer.codes[at[living]], layer.values[at[living]]

    @cached_property
    def _owners(self) -> Rows:
        """Place → row, −1 where an article is gone."""
        owners = np.full(len(self.first) + len(self.second), -1, np.int64)
        owners[self.places] = np.arange(len(self.places))
        return owners

    def renewed(self, old: Rows, made: Terms) -> Layers:
        """These articles in new numbers: `old` are their rows here, −1 for those which `made` has, in order."""
        size = len(self.first)
        places = np.append(self.places, -1)[old]
        late = places >= size
        second = join_terms([self.second.take(places[late] - size), made])
        places[late] = size + np.arange(late.sum())
        places[old < 0] = size + late.sum() + np.arange(len(made))
        return Layers(self.first, second, places)
