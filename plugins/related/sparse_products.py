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
    """Unit vectors of all articles in two parts: the terms that find candidates, and common ones.

    An article searches by its distinctive terms; a short one, which has few, by commoner ones as well (`wide`). So a
    product by these terms depends on who asks; what it left out is among the common terms.
    """

    queries: scipy.sparse.csr_array  # of each article what it searches by
    postings: scipy.sparse.csr_array  # terms that find candidates: the articles of each
    common: scipy.sparse.csr_array
    are_short: NDArray[np.bool_]  # by row
    wide: NDArray[np.bool_]  # by column of `common`: terms that short articles search by

    @classmethod
    def of(cls, vectors: Vectors, rows: Rows | None = None) -> ProductIndex:
        """Of all terms, or of those of some articles alone, which are then searched for."""
        frequencies = vectors.frequencies
        distinctive, searched, common = (
            frequencies.are_distinctive, frequencies.are_searched, frequencies.are_common,
        )  # fmt: skip
        if rows is not None:
            asked = np.zeros(len(searched), np.bool_)
            asked[vectors.terms.take(rows).codes] = True
            searched, common = searched & asked, common & asked
        found, rest = vectors.matrices(searched, common)
        postings = scipy.sparse.csr_array(found.T)
        left_out = (~distinctive[searched])[found.indices]
        left_out &= np.repeat(~vectors.are_short, np.diff(found.indptr))
        found.data[left_out] = 0
        found.eliminate_zeros()
        return cls(found, postings, rest, vectors.are_short, frequencies.are_searched[common])

    def dot_products(self, rows: Rows) -> scipy.sparse.csr_array:
        """Of articles with all others, by the terms these articles search by."""
        return self.queries[rows] @ self.postings

    def products_of_others(self, rows: Rows) -> scipy.sparse.csr_array:
        """Of articles with all others, by the terms each of the others searches by."""
        return scipy.sparse.csr_array(self.postings.T)[rows] @ scipy.sparse.csr_array(self.queries.T)

    def common_products(self, owners: Rows, others: Rows) -> NDArray[np.float32]:
        """Of pairs of articles, by the common terms that the owner does not search by; `owners` ascend."""
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
        own[self.are_short[owners[new]][:, None] & self.wide] = 0
        rows = self.common[others]
        shift = np.repeat((np.cumsum(new, dtype=np.int32) - 1) * own.shape[1], np.diff(rows.indptr))
        indices = rows.indices + shift.astype(np.int32)
        shifted = scipy.sparse.csr_array((rows.data, indices, rows.indptr), shape=(len(others), own.size))
        products: NDArray[np.float32] = shifted @ own.ravel()
        return products
