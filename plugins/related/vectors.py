"""Term vectors of articles (tf-idf), scaled to one length in whole numbers: sums of products are exact in any order.

Nothing is kept of them but their norms: weights are looked up in tables by code wherever they are wanted.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from plugins.related import weights as tuned
from plugins.related.document_frequency import DocumentFrequencies
from plugins.related.segments import TermSegments
from plugins.related.terms import TermMatrix
from plugins.state.base_and_delta import Rows

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

    @property
    def min_cosine(self) -> float:
        """Cosine from which on two articles are related."""
        smallness = max(1.0, tuned.FULL_RARE_WEIGHT / max(1, self.frequencies.rare_weight))
        return float(tuned.MIN_COSINE * smallness**tuned.MIN_COSINE_EXPONENT)

    def unit_vectors(self, rows: Rows, wanted: NDArray[np.bool_]) -> TermMatrix:
        """Some articles' weights of the wanted terms (flags by code), of vectors of length `UNIT_LENGTH`."""
        terms = self.terms.take(rows)
        kept = wanted[terms.codes]
        codes = terms.codes[kept]
        scales = tuned.UNIT_LENGTH / np.maximum(self.norms[rows], 1.0)
        weights = self.frequencies.weigh(codes, terms.values[kept])
        values = np.rint(weights * np.repeat(scales, np.diff(terms.offsets))[kept]).astype(np.float32)
        ends = np.append(0, np.cumsum(kept))
        return TermMatrix(ends[terms.offsets], codes, values)

    def matrix(self, wanted: NDArray[np.bool_]) -> csr_array:
        """Unit vectors of all articles, with a column for each wanted term."""
        columns = np.cumsum(wanted, dtype=np.int32) - np.int32(1)
        every = np.arange(len(self.terms))
        parts = [
            self.unit_vectors(every[start : start + ROWS_AT_ONCE], wanted)
            for start in range(0, len(every), ROWS_AT_ONCE)
        ]
        sizes = np.concatenate([np.zeros(1, np.int32), *(np.diff(part.offsets) for part in parts)])
        indices = np.concatenate([np.zeros(0, np.int32), *(columns[part.codes] for part in parts)])
        data = np.concatenate([np.zeros(0, np.float32), *(part.values for part in parts)])
        shape = len(every), int(np.count_nonzero(wanted))
        return csr_array((data, indices, np.cumsum(sizes, dtype=np.int32)), shape=shape)


def squared_norms_of(terms: TermMatrix, frequencies: DocumentFrequencies) -> NDArray[np.int64]:
    """Sum of squared weights of each article."""
    norms = [np.zeros(0, np.int64)]
    for start in range(0, len(terms), ROWS_AT_ONCE):
        offsets = terms.offsets[start : start + ROWS_AT_ONCE + 1]
        at = slice(offsets[0], offsets[-1])
        weights = frequencies.weigh(terms.codes[at], terms.values[at]).astype(np.int64)
        norms.append(np.diff(np.append(0, np.cumsum(weights**2))[offsets - offsets[0]]))
    return np.concatenate(norms)
