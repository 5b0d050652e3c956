"""Sparse products: dot products of articles with all others, and of pairs of articles (SciPy).

Vectors are whole numbers short enough that float32 sums them exactly: whoever asks first, whatever is left out, a pair
has the same product.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy  # `scipy.sparse` is imported where it is used: a third of a second that most builds need not spend
from numpy.typing import NDArray

from plugins.related.terms import distinct
from plugins.related.vectors import ROWS_AT_ONCE, Vectors
from plugins.state.base_and_delta import Rows
from plugins.state.growing_array import GrowingArray

_OWNERS_AT_ONCE = 16  # their vectors lie side by side in the cache


@dataclass(frozen=True)
class SearchIndex:
    """The terms that find candidates: of each article what it searches by, of each term the articles that have it.

    An article searches by its distinctive terms; a short one, which has few, by commoner ones as well. So a product by
    these terms depends on who asks; what it left out is among the common terms.
    """

    queries: scipy.sparse.csr_array
    postings: scipy.sparse.csr_array
    searched: NDArray[np.bool_]  # by code: the terms in here

    @classmethod
    def of(cls, vectors: Vectors, rows: Rows | None = None) -> SearchIndex:
        """Of all articles, by all terms that find candidates, or by those of some articles alone."""
        searched = vectors.frequencies.are_searched
        if rows is not None:
            searched = searched & vectors.terms.occurring_in(rows, len(searched))
        (found,) = vectors.matrices(np.arange(len(vectors.terms)), searched)
        codes = vectors.frequencies.most_frequent_first(searched)
        queries = _narrowed(found, vectors.frequencies.are_distinctive[codes], vectors.are_short)
        return cls(queries, scipy.sparse.csr_array(found.T), searched)

    def dot_products(self, rows: Rows) -> scipy.sparse.csr_array:
        """Of articles with all others, by the terms these articles search by."""
        return self.queries[rows] @ self.postings

    def products_of_others(self, others: Rows, entering: scipy.sparse.csr_array) -> scipy.sparse.csr_array:
        """Of some articles with others that are given by their searched terms, by the terms the former search by."""
        return self.queries[others] @ scipy.sparse.csr_array(entering.T)


@dataclass(frozen=True)
class CommonTerms:
    """The terms that are not distinctive: their weights by article, and which of them short articles search by."""

    weights: scipy.sparse.csr_array
    are_short: NDArray[np.bool_]  # by row
    wide: NDArray[np.bool_]  # by column: terms that short articles search by

    @classmethod
    def of(cls, vectors: Vectors) -> CommonTerms:
        """Of all articles."""
        common = vectors.frequencies.are_common
        (weights,) = vectors.matrices(np.arange(len(vectors.terms)), common)
        codes = vectors.frequencies.most_frequent_first(common)
        return cls(weights, vectors.are_short, vectors.frequencies.are_searched[codes])

    def products(self, owners: Rows, others: Rows) -> NDArray[np.float32]:
        """Of pairs of articles, by the common terms that the owner does not search by; `owners` ascend."""
        return _products_of_pairs(
            self.weights, owners, others, lambda some: self.are_short[some][:, None] & self.wide
        )


def dot_products_of(vectors: Vectors, owners: Rows, others: Rows) -> NDArray[np.float32]:
    """Of pairs of articles, by all terms; `owners` ascend, and should be few: their terms alone are looked at."""
    rows = distinct(np.concatenate([owners, others]))
    weighed = vectors.frequencies.are_distinctive | vectors.frequencies.are_common
    (weights,) = vectors.matrices(rows, weighed & vectors.terms.occurring_in(distinct(owners), len(weighed)))
    return _products_of_pairs(weights, np.searchsorted(rows, owners), np.searchsorted(rows, others))


def _products_of_pairs(
    weights: scipy.sparse.csr_array,
    owners: Rows,
    others: Rows,
    left_out: Callable[[Rows], NDArray[np.bool_]] | None = None,
) -> NDArray[np.float32]:
    """Dot products of rows of a matrix; `left_out` tells which columns do not count, given some owners."""
    firsts = np.flatnonzero(np.append(True, owners[1:] != owners[:-1])[: len(owners)])
    starts = firsts[::_OWNERS_AT_ONCE].tolist()
    parts = [np.zeros(0, np.float32)]
    for start, end in zip(starts, [*starts[1:], len(owners)], strict=False):
        some = owners[start:end]
        new = np.append(True, some[1:] != some[:-1])
        own = weights[some[new]].toarray()
        if left_out:
            own[left_out(some[new])] = 0
        rows = weights[others[start:end]]
        shift = np.repeat((np.cumsum(new, dtype=np.int32) - 1) * own.shape[1], np.diff(rows.indptr))
        indices = rows.indices + shift.astype(np.int32)
        shifted = scipy.sparse.csr_array((rows.data, indices, rows.indptr), shape=(end - start, own.size))
        parts.append(shifted @ own.ravel())
    return np.concatenate(parts)


def _narrowed(
    matrix: scipy.sparse.csr_array, columns: NDArray[np.bool_], rows: NDArray[np.bool_]
) -> scipy.sparse.csr_array:
    """Some columns of a matrix, and all of the chosen rows; in new arrays, some rows at a time, for memory's sake."""
    sizes, indices, data = GrowingArray(np.int32), GrowingArray(np.int32), GrowingArray(np.float32)
    for start in range(0, matrix.shape[0], ROWS_AT_ONCE):
        part = matrix[start : start + ROWS_AT_ONCE]
        kept = columns[part.indices] | np.repeat(rows[start : start + ROWS_AT_ONCE], np.diff(part.indptr))
        sizes.append(np.diff(np.append(0, np.cumsum(kept))[part.indptr]))
        indices.append(part.indices[kept])
        data.append(part.data[kept])
    starts = np.append(0, np.cumsum(sizes.array)).astype(np.int32)
    return scipy.sparse.csr_array((data.array, indices.array, starts), shape=matrix.shape)
