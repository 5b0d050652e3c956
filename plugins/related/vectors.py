"""Each article as its telling terms with integer weights."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from plugins.core.parallel import run_forked
from plugins.related.table import RARE, UNIT, Table
from plugins.related.terms import Codes, Offsets, Terms, join_offsets, take_rows, take_runs

HEAVIEST = 160  # terms kept an article besides the rare ones; more gain nothing and cost more
# A score is a dot product over the other's norm and, up to this many rare terms' weight, over its norm again: a short
# article that shares much is about that. Over the plain norm (the cosine) halves find each other less well; over a
# higher power of it no list leads to the long ones. Measured in docs/related.md. A function of the article alone:
# what it is worth to others does not move when its neighbours come and go.
KNEE = 10.0
# Cosine below which two articles are not called related, in a large archive. Of tenth items read between .015 and
# .02 about half have a subject in common with their article. In a small one, where few terms are known to be common,
# what is in common by chance weighs more: of the lists of 52 articles read (docs/related.md), what lies above .03 is
# worth following, what lies below is mostly not. Between the two the cutoff follows the worth of a rare term.
LEAST = 0.018
FULL, EXPONENT = UNIT * math.log(1 / RARE), 2 / 3
# Smallest dot product of related articles: in a small archive, where idf is small, two or three words in common
# are no evidence; in a large one this hardly ever decides.
EVIDENCE = 15.0 * UNIT**2
FIXED = 2.0**32  # one over a power of a norm is kept as an integer of this unit, so that scores are exact


@dataclass(frozen=True)
class Vectors:
    """Telling terms of articles: those of article i are `codes[offsets[i]:offsets[i + 1]]`, ascending, with weights."""

    offsets: Offsets
    codes: Codes
    weights: NDArray[np.uint16]
    rare: int  # weight of a rare term that occurs once

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
        least: float = LEAST * max(1.0, FULL / max(1, self.rare)) ** EXPONENT
        return least * self.norms

    @cached_property
    def shares(self) -> NDArray[np.int64]:
        """What a dot product with an article is multiplied by, in 1/`FIXED`: see `KNEE`."""
        norms, knee = self.norms, max(1.0, KNEE * self.rare)
        divisors = (norms * np.minimum(norms / knee, 1.0)).tolist()
        return np.array([round(FIXED / divisor) if divisor else 0 for divisor in divisors], np.int64)

    def take(self, rows: NDArray[np.int64]) -> Vectors:
        """The vectors of the chosen articles, in that order."""
        offsets, places = take_rows(self.offsets, rows)
        return Vectors(offsets, self.codes[places], self.weights[places], self.rare)

    def runs(self, rows: NDArray[np.int64]) -> Vectors:
        """`take` of mostly consecutive rows, at the speed of copying."""
        return Vectors(*take_runs(self.offsets, rows, self.codes, self.weights), self.rare)


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
    return Vectors(ends[offsets].astype(np.int64), codes[kept], weights[kept], table.rare)


def make_vectors(terms: Terms, table: Table) -> Vectors:
    """Weigh every article on all cores: all its rare terms, and the `HEAVIEST` of the others."""

    def work(rows: Sequence[int]) -> Vectors:
        offsets = terms.offsets[rows[0] : rows[-1] + 2]
        at = slice(offsets[0], offsets[-1])
        return _weigh(offsets - offsets[0], terms.codes[at], terms.times[at], table)

    return join_vectors(list(run_forked(work, range(len(terms.offsets) - 1))), table.rare)


def join_vectors(parts: Sequence[Vectors], rare: int) -> Vectors:
    """Several groups of vectors as one, in order."""
    return Vectors(
        join_offsets([p.offsets for p in parts]),
        np.concatenate([np.zeros(0, np.uint32), *(p.codes for p in parts)]),
        np.concatenate([np.zeros(0, np.uint16), *(p.weights for p in parts)]),
        rare,
    )
