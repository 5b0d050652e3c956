"""Inverted index in memory: the postings of each term, read one article at a time for dot products with all others.

It has the heaviest terms of each article alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plugins.related.terms import Codes, Offsets, distinct
from plugins.related.vectors import Vectors
from plugins.state.base_and_delta import Rows


@dataclass(frozen=True)
class InvertedIndex:
    """Term number t (code `codes[t]`, ascending) has the postings `articles[starts[t]:ends[t]]` and `weights`."""

    codes: Codes
    starts: Offsets
    ends: Offsets
    articles: NDArray[np.int32]
    weights: NDArray[np.uint16]
    entry_terms: NDArray[np.int32] | None
    """Where everything was inverted: the term number of each entry of the base, −1 for one no other article has."""
    size: int
    """How many articles the archive has."""

    def terms_of(self, vectors: Vectors, row: int) -> tuple[NDArray[Any], NDArray[np.uint16]]:
        """Numbers and weights of those terms of an article that others have, too."""
        codes, weights = vectors.heaviest.row(row)
        if self.entry_terms is not None:
            offsets = vectors.heaviest.base.offsets
            terms = self.entry_terms[offsets[row] : offsets[row + 1]]
            return terms[terms >= 0], weights[terms >= 0]
        at = np.minimum(np.searchsorted(self.codes, codes), max(0, len(self.codes) - 1))
        indexed = self.codes[at] == codes if len(self.codes) else np.zeros(len(codes), np.bool_)
        return at[indexed], weights[indexed]


def invert(vectors: Vectors) -> InvertedIndex:
    """The postings of every term that two or more articles have; the vectors must have no delta."""
    terms = vectors.heaviest.base
    codes, offsets, entries = _inverted(terms.codes)
    entry_terms = np.full(len(terms.codes), -1, np.int32)
    entry_terms[entries] = np.repeat(np.arange(len(codes), dtype=np.int32), np.diff(offsets))
    owners = np.repeat(np.arange(len(terms), dtype=np.int32), np.diff(terms.offsets))[entries]
    weights, size = terms.values[entries], len(vectors.squared_norms)
    return InvertedIndex(codes, offsets[:-1], offsets[1:], owners, weights, entry_terms, size)


def index_of_rows(vectors: Vectors, rows: Rows) -> InvertedIndex:
    """Inverted index of the terms of some articles, with all articles that have them."""
    return invert_terms(vectors, distinct(vectors.heaviest.take(rows).codes))


def invert_terms(vectors: Vectors, wanted: Codes) -> InvertedIndex:
    """The postings of those of the wanted terms (ascending) that two or more articles have."""
    rows, codes, weights = vectors.heaviest.occurrences(wanted)
    shared, offsets, entries = _inverted(codes)
    owners, size = rows.astype(np.int32)[entries], len(vectors.squared_norms)
    return InvertedIndex(shared, offsets[:-1], offsets[1:], owners, weights[entries], None, size)


def _inverted(codes: Codes) -> tuple[Codes, Offsets, NDArray[np.int64]]:
    """Codes that occur twice or more, ascending; where the entries of each stand in what comes third: their places.

    Large archives feel every array made here: each is as long as all articles' terms together.
    """
    order = _by_code(codes)
    ordered = codes[order]
    firsts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])[: len(order)])
    sizes = np.diff(firsts, append=len(order))
    shared = sizes > 1
    shared_codes = ordered[firsts[shared]]
    del ordered, firsts
    return shared_codes, np.append(0, np.cumsum(sizes[shared])), order[np.repeat(shared, sizes)]


def _by_code(codes: Codes) -> NDArray[np.int64]:
    """Places in the order of their codes, then their own; packed integers sort faster than an argsort."""
    packed = codes.astype(np.uint64)
    packed <<= np.uint64(32)
    packed |= np.arange(len(codes), dtype=np.uint32)
    packed.sort()
    packed &= np.uint64(0xFFFFFFFF)
    return packed.view(np.int64)


def dot_products(
    vectors: Vectors, index: InvertedIndex, rows: Iterable[int]
) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Each of `rows` with its dot products with all articles of the index (with itself: 0).

    They are whole numbers below 2⁵³ kept as float64, hence exact in whatever order they are summed.
    """
    for row in rows:
        terms, weights = index.terms_of(vectors, row)
        lengths = index.ends[terms] - index.starts[terms]
        ends = np.cumsum(lengths)
        entries = np.repeat(index.ends[terms] - ends, lengths)
        entries += np.arange(len(entries))
        products = np.repeat(weights.astype(np.float64), lengths)
        products *= index.weights[entries]
        dots = np.bincount(index.articles[entries], products, index.size).astype(np.float64, copy=False)
        dots[row] = 0
        yield row, dots
