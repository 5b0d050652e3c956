"""What a term is worth: counted on the oldest part of the archive, in steps so coarse that few articles feel another.

Were the worth of terms counted finely and on all articles, each new article would move every list a little. So

* it is counted on the oldest articles: as many as the largest ⌊√2^k⌋ not above their number. What is added at the
  new end changes no worth at all, until the archive has grown by two fifths and everything is computed anew;
* the number of these articles a term is in counts in steps. One old article added, edited, re-dated or deleted
  changes the worth of the few terms that cross an edge between two steps, hence the vectors of the articles that
  have these terms, and no others. The exact counts are kept, so that the crossings are known.

Both are functions of the set of articles alone: a clean build finds the same. Measured by the halves that find each
other (docs/related.md), steps of eight lose nothing beside steps of four or two.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from plugins.core.documents import Document
from plugins.related.terms import MOST, Codes, distinct

STEPS = 2  # sizes of tables from one to its double
COMMON = 0.1  # a term of more than this share of the articles says nothing
FEW = 8  # … but in a small archive a term may be in up to this many of them, and in half of them
RARE = 1 / 4096  # a term of at most this share of the articles has the highest worth
RATIO = 8  # between the edges of two steps: the coarser, the fewer articles feel a change
LARGE, SMALL_RATIO = 512, 2  # below so many articles a clean build costs nothing, and steps may be finer
# tf·(1 + s)/(tf + s) as in BM25; the measured plateau reaches from .5 to 2.
SATURATION = 1.0
UNIT = 32  # weights are integers: this stands for 1.0
MANY = 10_000  # codes to be looked up, from which on the terms that are not rare are worth being put aside
TOO_COMMON = 32  # the step of terms that are dropped


def age_order(documents: Sequence[Document]) -> NDArray[np.int64]:
    """Indices of the documents, oldest first, ties by key."""
    keys = [document.key for document in documents]
    by_key = np.array(sorted(range(len(keys)), key=keys.__getitem__), np.int64)
    when = np.array([document.date.when.timestamp() for document in documents], np.float64)
    return by_key[np.argsort(when[by_key], kind="stable")]


def _ladder(number: int) -> int:
    """The largest of 1, …, ⌊√2^k⌋, … not above `number`; 0 for nothing."""
    sizes = [int(2.0 ** (k / STEPS)) for k in range(STEPS * number.bit_length())]
    return max((size for size in sizes if size <= number), default=0)


def base_rows(documents: Sequence[Document]) -> NDArray[np.bool_]:
    """Which documents the table is counted on: a function of the set of documents alone."""
    chosen = np.zeros(len(documents), np.bool_)
    chosen[age_order(documents)[: _ladder(len(documents))]] = True
    return chosen


def worth(rarity: float, times: int) -> float:
    """Weight of a term that occurs `times` in its article; `rarity` is one over its share of the articles."""
    return math.log(max(1.0, rarity)) * times * (1 + SATURATION) / (times + SATURATION)


def _no_codes() -> Codes:
    return np.zeros(0, np.uint32)


def _no_counts() -> NDArray[np.int32]:
    return np.zeros(0, np.int32)


@dataclass(frozen=True)
class Table:
    """How many (`counts`) of the `size` oldest articles have each term; codes ascend, terms not listed are in none.

    What an earlier build counted stays as it is; the counts of terms that changed since are in `later`.
    """

    size: int
    codes: Codes
    counts: NDArray[np.int32]
    later_codes: Codes = field(default_factory=_no_codes)
    later_counts: NDArray[np.int32] = field(default_factory=_no_counts)

    @cached_property
    def edges(self) -> NDArray[np.int64]:
        """The largest count of each step, from the rare terms to the commonest that say something."""
        highest = max(int(self.size * COMMON), min(-(-self.size // 2), FEW))
        ratio = RATIO if self.size >= LARGE else SMALL_RATIO
        edges = [max(1, int(self.size * RARE))]
        while edges[-1] * ratio < highest:
            edges.append(edges[-1] * ratio)
        return np.array([*edges, highest] if edges[-1] < highest else edges, np.int64)

    def steps(self, counts: NDArray[np.int32]) -> NDArray[np.uint8]:
        """Step of each count: 0 for rare terms, `TOO_COMMON` for terms that say nothing."""
        found = np.searchsorted(self.edges, counts).astype(np.uint8)
        found[found == len(self.edges)] = TOO_COMMON
        return found

    @cached_property
    def weights(self) -> NDArray[np.uint16]:
        """Integer weight by step and occurrences, shape (33, 256); 0: says nothing."""
        made = np.zeros((TOO_COMMON + 1, MOST + 1), np.uint16)
        lowest = [int(self.edges[0]), *self.edges[:-1].tolist()]
        for step, times in np.ndindex(len(lowest), MOST + 1):
            made[step, times] = round(UNIT * worth(self.size / lowest[step], times))
        return made

    @property
    def rare(self) -> int:
        """Weight of a rare term that occurs once."""
        return int(self.weights[0, 1])

    @cached_property
    def graded(self) -> tuple[Codes, NDArray[np.uint8]]:
        """The terms that are not rare, and their steps: an eighth of all, so that they are found faster."""
        at = np.flatnonzero(self.counts > self.edges[0])
        return self.codes[at], self.steps(self.counts[at])

    def look_up(self, codes: Codes) -> NDArray[np.uint8]:
        """Step of each code."""
        if len(self.later_codes) or len(codes) < MANY:
            return self.steps(self.count(codes))
        known, steps = self.graded
        if not len(known):
            return np.zeros(len(codes), np.uint8)
        at = np.minimum(np.searchsorted(known, codes), len(known) - 1)
        return np.where(known[at] == codes, steps[at], np.uint8(0))

    def count(self, codes: Codes) -> NDArray[np.int32]:
        """How many articles have each of the terms."""
        found = np.zeros(len(codes), np.int32)
        for known, counts in ((self.codes, self.counts), (self.later_codes, self.later_counts)):
            if len(known):
                at = np.minimum(np.searchsorted(known, codes), len(known) - 1)
                found = np.where(known[at] == codes, counts[at], found)
        return found

    def changed(self, gone: Codes, come: Codes) -> tuple[Table, Codes]:
        """The table when articles leave and others come (each one's distinct terms), and the terms of another step."""
        codes = distinct(np.concatenate([gone, come]))
        left, joined = (
            np.bincount(np.searchsorted(codes, some), minlength=len(codes)) for some in (gone, come)
        )
        change = joined - left
        codes, change = codes[change != 0], change[change != 0].astype(np.int32)
        before = self.count(codes)
        moved = codes[self.steps(before) != self.steps(before + change)]
        kept = ~_among(self.later_codes, codes)
        later = np.concatenate([self.later_codes[kept], codes])
        counts = np.concatenate([self.later_counts[kept], before + change])
        order = np.argsort(later)
        return Table(self.size, self.codes, self.counts, later[order], counts[order]), moved

    def together(self) -> Table:
        """The same with nothing left for `later`."""
        kept = ~_among(self.codes, self.later_codes)
        codes = np.concatenate([self.codes[kept], self.later_codes])
        counts = np.concatenate([self.counts[kept], self.later_counts])
        order = np.flatnonzero(counts)[np.argsort(codes[counts > 0])]
        return Table(self.size, codes[order], counts[order])


def _among(codes: Codes, others: Codes) -> NDArray[np.bool_]:
    """Which codes are among the others, which ascend."""
    if not len(others):
        return np.zeros(len(codes), np.bool_)
    found: NDArray[np.bool_] = others[np.minimum(np.searchsorted(others, codes), len(others) - 1)] == codes
    return found


def make_table(size: int, codes: Codes) -> Table:
    """Count the table on `size` articles given by their terms (each article's distinct), in any order."""
    ordered = np.sort(codes)
    firsts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)])
    return Table(size, ordered[firsts], np.diff(firsts, append=len(ordered)).astype(np.int32))
