"""Each article as its telling terms with integer weights."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from plugins.related.document_frequency import RARE, UNIT, Table
from plugins.related.segments import Layers
from plugins.related.terms import Codes, Offsets, Terms, join_terms
from plugins.system.parallel import CHUNK, run_forked

HEAVIEST = (
    120  # terms kept an article besides the rare ones; with more, reports of one event are found less well
)
# A score is a dot product over the other's norm and, between these two (in rare terms' weights), over its norm again:
# a short article that shares much is about that, but a very short one says little. Over the plain norm (the cosine)
# halves find each other less well; without the upper end no list leads to the long ones. Measured in docs/related.md.
SHORT, LONG = 10.0, 17.0
# Cosine below which two articles are not called related, in a large archive. What was read between .02 and .03 is
# mostly loose, but cut off higher up, articles drop out of every list (docs/related.md). In a small archive, where few
# terms are known to be common, what is in common by chance weighs more: of the lists of 52 articles, what lies above
# .03 is worth following, what lies below is mostly not. Between the two the cutoff follows the worth of a rare term.
LEAST = 0.021
FULL, EXPONENT = UNIT * math.log(1 / RARE), 1 / 2
# Smallest dot product of related articles: in a small archive, where idf is small, three or four words in common
# are no evidence; in a large one this hardly ever decides.
EVIDENCE = 20.0 * UNIT**2
FIXED = 2.0**32  # one over a power of a norm is kept as an integer of this unit, so that scores are exact
# Crowding is a cosine, kept in steps: step s reaches from LOWEST·RATIO^(s−1) to LOWEST·RATIO^s.
LOWEST, RATIO, LEVELS = 0.01, 1.25, 18
CROWDED = np.sqrt([LOWEST * RATIO**step for step in range(LEVELS)])  # what a score is divided by


@dataclass(frozen=True)
class Vectors:
    """Telling terms of articles with their weights, and the sum of the squared weights of each article."""

    entries: Layers
    squares: NDArray[np.int64]
    levels: NDArray[np.uint8]  # (n,): step of each article's crowding, see `crowding`
    rare: int  # weight of a rare term that occurs once

    @cached_property
    def norms(self) -> NDArray[np.float64]:
        """Euclidean norm of each article."""
        return np.sqrt(self.squares.astype(np.float64))

    @cached_property
    def leasts(self) -> NDArray[np.float64]:
        """Smallest dot product of a related article with each, for a norm of one."""
        least: float = LEAST * max(1.0, FULL / max(1, self.rare)) ** EXPONENT
        return least * self.norms

    @cached_property
    def least(self) -> float:
        """The least of `leasts`."""
        return float(self.leasts.min(initial=math.inf))

    @cached_property
    def shares(self) -> NDArray[np.int64]:
        """What a dot product with an article is multiplied by, in 1/`FIXED`: see `LONG` and `crowding`."""
        unit = max(1, self.rare)
        lengths = np.clip(self.norms / unit, SHORT, LONG) / LONG
        divisors = self.norms * lengths * CROWDED[self.levels]
        shares = np.divide(FIXED, divisors, out=np.zeros_like(divisors), where=divisors > 0)
        return np.rint(shares).astype(np.int64)


def _heaviest(
    offsets: Offsets, codes: Codes, weights: NDArray[np.uint16], ranked: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Which of the `ranked` entries are among their article's `HEAVIEST` (ties: the smaller code)."""
    at = np.flatnonzero(ranked)
    articles = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))[at]
    lightness = np.uint64(0xFFFF) - weights[at].astype(np.uint64)
    packed = articles.astype(np.uint64) << np.uint64(48) | lightness << np.uint64(32) | codes[at]
    sizes = np.bincount(articles, minlength=len(offsets) - 1)
    lasts = (
        np.cumsum(sizes) - sizes + np.minimum(sizes, HEAVIEST) - 1
    )  # values sort several times as fast as places
    kept = np.zeros(len(codes), np.bool_)
    kept[at] = packed <= np.sort(packed)[lasts[articles]]
    return kept


def _weigh(offsets: Offsets, codes: Codes, times: NDArray[np.uint8], table: Table) -> Terms:
    steps = table.look_up(codes)
    weights = table.weights[steps, times]
    telling = weights > 0
    kept = telling & (steps == 0) | _heaviest(offsets, codes, weights, telling & (steps > 0))
    ends = np.concatenate([[0], np.cumsum(kept)])
    return Terms(ends[offsets].astype(np.int64), codes[kept], weights[kept])


def weigh(terms: Terms, table: Table) -> Terms:
    """The weights of every article's terms, on all cores: of all its rare terms, and the `HEAVIEST` of the others."""

    def work(rows: Sequence[int]) -> Terms:
        offsets = terms.offsets[rows[0] : rows[-1] + 2]
        at = slice(offsets[0], offsets[-1])
        return _weigh(offsets - offsets[0], terms.codes[at], terms.values[at], table)

    if len(terms) > CHUNK:
        _ = table.graded  # made before forking, so that the workers share it
    return join_terms(list(run_forked(work, range(len(terms)))))


def squares_of(weights: Terms) -> NDArray[np.int64]:
    """Sum of squared weights of each article."""
    sums = np.concatenate([[0], np.cumsum(weights.values.astype(np.int64) ** 2)])
    return np.diff(sums[weights.offsets])


def make_vectors(terms: Terms, table: Table) -> Vectors:
    """All articles weighed."""
    made = weigh(terms, table)
    return Vectors(Layers.of(made), squares_of(made), np.zeros(len(terms), np.uint8), table.rare)
