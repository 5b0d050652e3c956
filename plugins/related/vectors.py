"""Term vectors of articles with integer weights (tf-idf): all terms, and the heaviest, which find candidates."""

from __future__ import annotations

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

Weights = NDArray[np.uint16]


@dataclass(frozen=True)
class Vectors:
    """Vectors of all articles; arrays are indexed by row."""

    weights: TermSegments
    heaviest: TermSegments  # the `KEPT_TERMS` heaviest of each article: dot products of all pairs cost too much else
    squared_norms: NDArray[np.int64]
    squared_norms_of_heaviest: NDArray[np.int64]
    rare_weight: int  # of a rare term that occurs once

    @cached_property
    def norms(self) -> NDArray[np.float64]:
        """Euclidean norm of each article."""
        return np.sqrt(self.squared_norms.astype(np.float64))

    @cached_property
    def inverse_norms_of_heaviest(self) -> NDArray[np.float64]:
        """One over the norm of the heaviest terms; 0 for an article without any."""
        norms = np.sqrt(self.squared_norms_of_heaviest.astype(np.float64))
        return np.divide(1.0, norms, out=np.zeros_like(norms), where=norms > 0)

    @property
    def min_cosine(self) -> float:
        """Cosine from which on two articles are related."""
        smallness = max(1.0, tuned.FULL_RARE_WEIGHT / max(1, self.rare_weight))
        return float(tuned.MIN_COSINE * smallness**tuned.MIN_COSINE_EXPONENT)


def _weigh(terms: TermMatrix, frequencies: DocumentFrequencies) -> TermMatrix:
    weights = frequencies.weights[frequencies.buckets_of(terms.codes), terms.values]
    return _only(terms.offsets, terms.codes, weights, weights > 0)


def _only(offsets: Offsets, codes: Codes, weights: Weights, kept: NDArray[np.bool_]) -> TermMatrix:
    ends = np.concatenate([[0], np.cumsum(kept)])
    return TermMatrix(ends[offsets].astype(np.int64), codes[kept], weights[kept])


def heaviest_terms(vectors: TermMatrix) -> TermMatrix:
    """The `KEPT_TERMS` heaviest terms of each article, and those that weigh as much as the last of them."""
    sizes = np.diff(vectors.offsets)
    rows = np.repeat(np.arange(len(sizes), dtype=np.uint64), sizes)
    packed = rows << np.uint64(16) | np.uint64(0xFFFF) - vectors.values.astype(np.uint64)
    lasts = vectors.offsets[:-1] + np.minimum(sizes, tuned.KEPT_TERMS) - 1
    # Values sort several times as fast as places.
    kept = packed <= np.repeat(np.sort(packed)[lasts[sizes > 0]], sizes[sizes > 0])
    return _only(vectors.offsets, vectors.codes, vectors.values, kept)


def weigh_terms(terms: TermMatrix, frequencies: DocumentFrequencies) -> tuple[TermMatrix, TermMatrix]:
    """The weights of every article's terms, on all cores: of all that are no stop words, and of the heaviest."""

    def work(rows: Sequence[int]) -> tuple[TermMatrix, TermMatrix]:
        offsets = terms.offsets[rows[0] : rows[-1] + 2]
        at = slice(offsets[0], offsets[-1])
        vectors = _weigh(TermMatrix(offsets - offsets[0], terms.codes[at], terms.values[at]), frequencies)
        return vectors, heaviest_terms(vectors)

    if len(terms) > CHUNK:
        _ = frequencies.not_rare  # made before forking, so that the workers share it
    parts = list(run_forked(work, range(len(terms))))
    return join_matrices([part for part, _ in parts]), join_matrices([part for _, part in parts])


def squared_norms_of(weights: TermMatrix) -> NDArray[np.int64]:
    """Sum of squared weights of each article."""
    sums = np.concatenate([[0], np.cumsum(weights.values.astype(np.int64) ** 2)])
    return np.diff(sums[weights.offsets])


def build_vectors(terms: TermMatrix, frequencies: DocumentFrequencies) -> Vectors:
    """Vectors of all articles."""
    weights, heaviest = weigh_terms(terms, frequencies)
    return Vectors(
        TermSegments.of(weights), TermSegments.of(heaviest), squared_norms_of(weights), squared_norms_of(heaviest),
        frequencies.rare_weight,
    )  # fmt: skip
