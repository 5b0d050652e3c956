"""Each article as its telling terms with integer weights."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from plugins.related.table import UNIT, Table
from plugins.related.terms import Codes, Counts, Offsets, join_offsets, take_rows

HEAVIEST = 160  # terms of the table kept an article; more gain nothing and cost more
# Scores are divided by √(crowding + this): see `plugins.related.crowding`.
ROOM = 0.008
# Cosine below which two articles are not called related. Of tenth items read between .015 and .02 about half have a
# subject in common with their article; at .018 lists have 9.6 items and some list leads to 98.5 % of all articles.
LEAST = 0.018
# Smallest dot product of related articles: in a small archive, where idf is small, two or three words in common
# are no evidence; in a large one this hardly ever decides.
EVIDENCE = 15.0 * UNIT**2
FIXED = 2.0**36  # one over a norm is kept as an integer of this unit, so that scores are exact
_BATCH = 2048  # articles weighed at once: bounds memory, changes nothing


@dataclass(frozen=True)
class Vectors:
    """Telling terms of articles: those of article i are `codes[offsets[i]:offsets[i + 1]]`, ascending, with weights.

    `crowding`, shape (n,), is zero until it has been measured.
    """

    offsets: Offsets
    codes: Codes
    weights: NDArray[np.uint16]
    crowding: NDArray[np.float64]

    @cached_property
    def squares(self) -> NDArray[np.int64]:
        """Sum of squared weights of each article."""
        sums = np.concatenate([[0], np.cumsum(self.weights.astype(np.int64) ** 2)])
        return np.diff(sums[self.offsets])

    @cached_property
    def norms(self) -> NDArray[np.float64]:
        """Euclidean norm of each article."""
        return np.sqrt(self.squares.astype(np.float64))

    @cached_property
    def leasts(self) -> NDArray[np.float64]:
        """Smallest dot product of a related article with each, for a norm of one."""
        return LEAST * self.norms

    @cached_property
    def shares(self) -> NDArray[np.int64]:
        """What a dot product with an article is multiplied by, in 1/`FIXED`: one over its norm and √crowding."""
        divisors = (self.norms * np.sqrt(self.crowding + ROOM)).tolist()
        return np.array([round(FIXED / divisor) if divisor else 0 for divisor in divisors], np.int64)

    def take(self, rows: NDArray[np.int64]) -> Vectors:
        """The vectors of the chosen articles, in that order."""
        offsets, places = take_rows(self.offsets, rows)
        return Vectors(offsets, self.codes[places], self.weights[places], self.crowding[rows])


def _heaviest(
    offsets: Offsets, codes: Codes, weights: NDArray[np.uint16], ranked: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Which of the `ranked` entries are among their article's `HEAVIEST` (ties: the smaller code)."""
    at = np.flatnonzero(ranked)
    articles = np.repeat(np.arange(len(offsets) - 1, dtype=np.uint64), np.diff(offsets))[at]
    lightness = np.uint64(0xFFFF) - weights[at].astype(np.uint64)
    order = np.argsort(articles << np.uint64(48) | lightness << np.uint64(32) | codes[at].astype(np.uint64))
    sizes = np.bincount(articles.astype(np.int64), minlength=len(offsets) - 1)
    begins = np.repeat(np.cumsum(sizes) - sizes, sizes)
    kept = np.zeros(len(codes), np.bool_)
    kept[at[order[np.arange(len(order)) - begins < HEAVIEST]]] = True
    return kept


def _weigh(offsets: Offsets, codes: Codes, times: NDArray[np.uint8], table: Table) -> Vectors:
    steps = table.look_up(codes)
    weights = table.weights[steps, times]
    telling = weights > 0
    kept = telling & (steps == 0) | _heaviest(offsets, codes, weights, telling & (steps > 0))
    ends = np.concatenate([[0], np.cumsum(kept)])
    return Vectors(ends[offsets].astype(np.int64), codes[kept], weights[kept], np.zeros(len(offsets) - 1))


def make_vectors(counts: Counts, table: Table) -> Vectors:
    """Weigh every article: all its rare terms, and the `HEAVIEST` of the others."""
    parts = []
    for start in range(0, len(counts.offsets) - 1, _BATCH):
        offsets = counts.offsets[start : start + _BATCH + 1]
        at = slice(offsets[0], offsets[-1])
        parts.append(_weigh(offsets - offsets[0], counts.codes[at], counts.times[at], table))
    return join_vectors(parts)


def join_vectors(parts: list[Vectors]) -> Vectors:
    """Several groups of vectors as one, in order."""
    return Vectors(
        join_offsets([p.offsets for p in parts]),
        np.concatenate([np.zeros(0, np.uint32), *(p.codes for p in parts)]),
        np.concatenate([np.zeros(0, np.uint16), *(p.weights for p in parts)]),
        np.concatenate([np.zeros(0), *(p.crowding for p in parts)]),
    )
