"""Sparse products: dot products of articles with all others, and of pairs of articles (SciPy).

Vectors are whole numbers short enough that float32 sums them exactly: whoever asks first, whatever is left out, a pair
has the same product.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy  # `scipy.sparse` is imported where it is used: a third of a second that most builds need not spend
from numpy.typing import NDArray

from plugins.related.vectors import Vectors
from plugins.state.base_and_delta import Rows

_OWNERS_AT_ONCE = 16  # their vectors lie side by side in the cache


@dataclass(frozen=True)
class ProductIndex:
    """Unit vectors of all articles in two parts: distinctive terms, which find candidates, and common ones.

    `postings` are the distinctive terms transposed: the articles of each.
    """

    distinctive: scipy.sparse.csr_array
    postings: scipy.sparse.csr_array
    common: scipy.sparse.csr_array

    @classmethod
    def of(cls, vectors: Vectors, rows: Rows | None = None) -> ProductIndex:
        """Of all terms, or of those of some articles alone, which are then searched for."""
        frequencies = vectors.frequencies
        distinctive, common = frequencies.are_distinctive, frequencies.are_common
        if rows is not None:
            asked = np.zeros(len(distinctive), np.bool_)
            asked[vectors.terms.take(rows).codes] = True
            distinctive, common = distinctive & asked, common & asked
        found, rest = vectors.matrices(distinctive, common)
        return cls(found, scipy.sparse.csr_array(found.T), rest)

    def dot_products(self, rows: Rows) -> scipy.sparse.csr_array:
        """Of articles with all others, by distinctive terms."""
        return self.distinctive[rows] @ self.postings

    def common_products(self, owners: Rows, others: Rows) -> NDArray[np.float32]:
        """Of pairs of articles, by common terms; `owners` ascend."""
        firsts = np.flatnonzero(np.append(True, owners[1:] != owners[:-1])[: len(owners)])
        starts = firsts[::_OWNERS_AT_ONCE].tolist()
        parts = [
            self._few_products(owners[start:end], others[start:end])
            for start, end in zip(starts, [*starts[1:], len(owners)], strict=False)
        ]
        return np.concatenate([np.zeros(0, np.float32), *parts])

    def _few_products(self, owners: Rows, others: Rows) -> NDArray[np.float32]:
        new = np.append(True, owners[1:] != owners[:-1])
        own = self.common[owners[new]].toarray()
        rows = self.common[others]
        shift = np.repeat((np.cumsum(new, dtype=np.int32) - 1) * own.shape[1], np.diff(rows.indptr))
        indices = rows.indices + shift.astype(np.int32)
        shifted = scipy.sparse.csr_array((rows.data, indices, rows.indptr), shape=(len(others), own.size))
        products: NDArray[np.float32] = shifted @ own.ravel()
        return products
