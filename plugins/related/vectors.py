"""Term vectors of articles (tf-idf), scaled to one length in whole numbers: sums of products are exact in any order.

Nothing is kept of them but their norms: weights are looked up in tables by code wherever they are wanted.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy  # `scipy.sparse` is imported where it is used
from numpy.typing import NDArray

from plugins.related import weights as tuned
from plugins.related.document_frequency import DocumentFrequencies
from plugins.related.segments import TermSegments
from plugins.related.terms import TermMatrix
from plugins.state.base_and_delta import Rows
from plugins.state.growing_array import GrowingArray, unload

ROWS_AT_ONCE = 2000  # memory alone


@dataclass(frozen=True)
class Vectors:
    """Vectors of all articles; arrays are indexed by row."""

    terms: TermSegments
    frequencies: DocumentFrequencies
    squared_norms: NDArray[np.int64]

    @cached_property
    def norms(self) -> NDArray[np.float64]:
        """Euclidean norm of each article."""
        return np.sqrt(self.squared_norms.astype(np.float64))

    @cached_property
    def are_short(self) -> NDArray[np.bool_]:
        """Which articles have so few terms that the distinctive ones do not find their candidates."""
        short: NDArray[np.bool_] = self.terms.sizes <= tuned.SHORT_TERMS
        return short

    @property
    def min_score(self) -> float:
        """Score from which on two articles are related: the cosine of such as are neither crowded nor short."""
        smallness = max(1.0, tuned.FULL_RARE_WEIGHT / max(1, self.frequencies.rare_weight))
        return float(tuned.MIN_SCORE * smallness**tuned.MIN_SCORE_EXPONENT)

    def unit_vectors(self, rows: Rows, *wanted: NDArray[np.bool_]) -> list[TermMatrix]:
        """Some articles' weights, of vectors of length `UNIT_LENGTH`, of each set of wanted terms (flags by code)."""
        terms = self.terms.take(rows)
        scales = np.repeat(tuned.UNIT_LENGTH / np.maximum(self.norms[rows], 1.0), np.diff(terms.offsets))
        found = []
        for flags in wanted:
            kept = np.flatnonzero(flags[terms.codes])
            codes = terms.codes[kept]
            values = self.frequencies.weigh(codes, terms.values[kept]) * scales[kept]
            offsets = np.searchsorted(kept, terms.offsets)
            found.append(TermMatrix(offsets, codes, np.rint(values).astype(np.float32)))
        return found

    def matrices(self, rows: Rows, *wanted: NDArray[np.bool_]) -> list[scipy.sparse.csr_array]:
        """Unit vectors of some articles, for each set of wanted terms (flags by code): a column for each term.

        The most frequent term comes first (`most_frequent_first`).
        """
        columns = []
        for flags in wanted:
            codes = self.frequencies.most_frequent_first(flags)
            columns.append(np.zeros(len(flags), np.int32))
            columns[-1][codes] = np.arange(len(codes))
        made = [(GrowingArray(np.int32), GrowingArray(np.int32), GrowingArray(np.float32)) for _ in wanted]
        for start in range(0, len(rows), ROWS_AT_ONCE):
            parts = self.unit_vectors(rows[start : start + ROWS_AT_ONCE], *wanted)
            for part, column, (sizes, indices, data) in zip(parts, columns, made, strict=True):
                sizes.append(np.diff(part.offsets))
                indices.append(column[part.codes])
                data.append(part.values)
        unload(self.terms.base.codes, self.terms.base.values)
        return [
            scipy.sparse.csr_array(
                (data.array, indices.array, np.append(0, np.cumsum(sizes.array)).astype(np.int32)),
                shape=(len(rows), int(np.count_nonzero(flags))),
            )
            for flags, (sizes, indices, data) in zip(wanted, made, strict=True)
        ]


def squared_norms_of(terms: TermMatrix, frequencies: DocumentFrequencies) -> NDArray[np.int64]:
    """Sum of squared weights of each article."""
    norms = [np.zeros(0, np.int64)]
    for start in range(0, len(terms), ROWS_AT_ONCE):
        offsets = terms.offsets[start : start + ROWS_AT_ONCE + 1]
        at = slice(offsets[0], offsets[-1])
        weights = frequencies.weigh(terms.codes[at], terms.values[at]).astype(np.int64)
        norms.append(np.diff(np.append(0, np.cumsum(weights**2))[offsets - offsets[0]]))
    return np.concatenate(norms)
