"""Term vectors of articles with integer weights (tf-idf): all rare terms of an article and its heaviest others."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from plugins.related import weights as tuned
from plugins.related.document_frequency import DocumentFrequencies
from plugins.related.segments import TermSegments
from plugins.related.terms import Codes, Offsets, TermMatrix, join_matrices
from plugins.system.parallel import CHUNK, run_forked


@dataclass(frozen=True)
class Vectors:
    """Vectors of all articles; arrays are indexed by row."""

    weights: TermSegments
    squared_norms: NDArray[np.int64]
    scale_buckets: NDArray[np.uint8]  # (n,): see `hubness`
    rare_weight: int  # of a rare term that occurs once

    @cached_property
    def norms(self) -> NDArray[np.float64]:
        """Euclidean norm of each article."""
        return np.sqrt(self.squared_norms.astype(np.float64))

    @cached_property
    def min_dots(self) -> NDArray[np.float64]:
        """Smallest dot product of a related article with each, for a norm of one."""
        smallness = max(1.0, tuned.FULL_RARE_WEIGHT / max(1, self.rare_weight))
        min_cosine: float = tuned.MIN_COSINE * smallness**tuned.MIN_COSINE_EXPONENT
        return min_cosine * self.norms

    @cached_property
    def lowest_min_dot(self) -> float:
        """The least of `min_dots`."""
        return float(self.min_dots.min(initial=math.inf))

    @cached_property
    def score_factors(self) -> NDArray[np.int64]:
        """Factor of a dot product with each article, in 1/`FIXED_POINT`; see `LONG_NORM` and `hubness`."""
        unit = max(1, self.rare_weight)
        lengths = np.clip(self.norms / unit, tuned.SHORT_NORM, tuned.LONG_NORM) / tuned.LONG_NORM
        divisors = self.norms * lengths * tuned.SCALE_DIVISORS[self.scale_buckets]
        factors = np.divide(tuned.FIXED_POINT, divisors, out=np.zeros_like(divisors), where=divisors > 0)
        return np.rint(factors).astype(np.int64)


def _heaviest(
    offsets: Offsets, codes: Codes, weights: NDArray[np.uint16], eligible: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Which of the `eligible` entries are among their article's `KEPT_TERMS` (ties: the smaller code)."""
    at = np.flatnonzero(eligible)
    rows = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))[at]
    lightness = np.uint64(0xFFFF) - weights[at].astype(np.uint64)
    packed = rows.astype(np.uint64) << np.uint64(48) | lightness << np.uint64(32) | codes[at]
    sizes = np.bincount(rows, minlength=len(offsets) - 1)
    # Values sort several times as fast as places.
    lasts = np.cumsum(sizes) - sizes + np.minimum(sizes, tuned.KEPT_TERMS) - 1
    kept = np.zeros(len(codes), np.bool_)
    kept[at] = packed <= np.sort(packed)[lasts[rows]]
    return kept


def _weigh(
    offsets: Offsets, codes: Codes, counts: NDArray[np.uint8], frequencies: DocumentFrequencies
) -> TermMatrix:
    buckets = frequencies.buckets_of(codes)
    weights = frequencies.weights[buckets, counts]
    weighty = weights > 0
    kept = weighty & (buckets == 0) | _heaviest(offsets, codes, weights, weighty & (buckets > 0))
    ends = np.concatenate([[0], np.cumsum(kept)])
    return TermMatrix(ends[offsets].astype(np.int64), codes[kept], weights[kept])


def weigh_terms(terms: TermMatrix, frequencies: DocumentFrequencies) -> TermMatrix:
    """The weights of every article's terms, on all cores: of all its rare terms, and the heaviest of the others."""

    def work(rows: Sequence[int]) -> TermMatrix:
        offsets = terms.offsets[rows[0] : rows[-1] + 2]
        at = slice(offsets[0], offsets[-1])
        return _weigh(offsets - offsets[0], terms.codes[at], terms.values[at], frequencies)

    if len(terms) > CHUNK:
        _ = frequencies.not_rare  # made before forking, so that the workers share it
    return join_matrices(list(run_forked(work, range(len(terms)))))


def squared_norms_of(weights: TermMatrix) -> NDArray[np.int64]:
    """Sum of squared weights of each article."""
    sums = np.concatenate([[0], np.cumsum(weights.values.astype(np.int64) ** 2)])
    return np.diff(sums[weights.offsets])


def build_vectors(terms: TermMatrix, frequencies: DocumentFrequencies) -> Vectors:
    """Vectors of all articles, not scaled yet."""
    weights = weigh_terms(terms, frequencies)
    unscaled = np.zeros(len(terms), np.uint8)
    return Vectors(TermSegments.of(weights), squared_norms_of(weights), unscaled, frequencies.rare_weight)
