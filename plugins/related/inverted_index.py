"""Dot products of articles with all others: an inverted file in memory, read one article at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plugins.related.terms import Codes, Offsets
from plugins.related.vectors import Vectors


@dataclass(frozen=True)
class Postings:
    """Term number t (its code is `codes[t]`, ascending) occurs in `articles[starts[t]:ends[t]]` with `weights`."""

    codes: Codes
    starts: Offsets
    ends: Offsets
    articles: NDArray[np.int32]
    weights: NDArray[np.uint16]
    numbers: NDArray[np.int32] | None
    """Where everything was inverted: the number of each entry of the first layer, −1 for one no other article has."""
    places: NDArray[np.int32]
    """Of each article of the archive its number in `articles`, the number of them for one that is not in there."""
    size: int
    """How many articles are in there."""

    def terms_of(self, vectors: Vectors, row: int) -> tuple[NDArray[Any], NDArray[np.uint16]]:
        """Numbers and weights of those terms of an article that others have, too."""
        codes, weights = vectors.entries.row(row)
        if self.numbers is not None:
            offsets = vectors.entries.first.offsets
            numbers = self.numbers[offsets[row] : offsets[row + 1]]
            return numbers[numbers >= 0], weights[numbers >= 0]
        at = np.minimum(np.searchsorted(self.codes, codes), max(0, len(self.codes) - 1))
        known = self.codes[at] == codes if len(self.codes) else np.zeros(len(codes), np.bool_)
        return at[known], weights[known]

    def only(self, articles: NDArray[np.bool_]) -> Postings:
        """The same terms in the chosen articles alone, which are numbered from 0."""
        chosen = articles[self.articles]
        before = np.concatenate([[0], np.cumsum(chosen)])
        size = int(articles.sum())
        places = np.where(articles, np.cumsum(articles) - 1, size).astype(np.int32)
        return replace(
            self, starts=before[self.starts], ends=before[self.ends],
            articles=places[self.articles[chosen]], weights=self.weights[chosen], places=places, size=size,
        )  # fmt: skip


def invert(vectors: Vectors) -> Postings:
    """The articles of every term that two or more have; the vectors must lie in one layer."""
    terms = vectors.entries.first
    codes, offsets, entries = _inverted(terms.codes)
    numbers = np.full(len(terms.codes), -1, np.int32)
    numbers[entries] = np.repeat(np.arange(len(codes), dtype=np.int32), np.diff(offsets))
    rows = np.repeat(np.arange(len(terms), dtype=np.int32), np.diff(terms.offsets))
    weights, size = terms.values[entries], len(vectors.squares)
    return Postings(codes, offsets[:-1], offsets[1:], rows[entries], weights, numbers, _everyone(size), size)


def invert_some(vectors: Vectors, wanted: Codes) -> Postings:
    """The articles of those of the wanted terms (ascending) that two or more have."""
    rows, codes, weights = vectors.entries.having(wanted)
    found, offsets, entries = _inverted(codes)
    owners, size = rows.astype(np.int32)[entries], len(vectors.squares)
    return Postings(found, offsets[:-1], offsets[1:], owners, weights[entries], None, _everyone(size), size)


def _everyone(size: int) -> NDArray[np.int32]:
    return np.arange(size, dtype=np.int32)


def _inverted(codes: Codes) -> tuple[Codes, Offsets, NDArray[np.int64]]:
    """Codes that occur twice or more, ascending, and of each where the places of its entries stand; the places.

    Large archives feel every array made here: each is as long as all articles' terms together.
    """
    order = _by_code(codes)
    ordered = codes[order]
    firsts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])[: len(order)])
    sizes = np.diff(firsts, append=len(order))
    shared = sizes > 1
    found = ordered[firsts[shared]]
    del ordered, firsts
    return found, np.append(0, np.cumsum(sizes[shared])), order[np.repeat(shared, sizes)]


def _by_code(codes: Codes) -> NDArray[np.int64]:
    """Places in the order of their codes, then their own; packed integers sort faster than an argsort."""
    packed = codes.astype(np.uint64)
    packed <<= np.uint64(32)
    packed |= np.arange(len(codes), dtype=np.uint32)
    packed.sort()
    packed &= np.uint64(0xFFFFFFFF)
    return packed.view(np.int64)


def dot_products(
    vectors: Vectors, postings: Postings, rows: Iterable[int]
) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Each of `rows` with its dot products with all articles of the postings (with itself: 0).

    They are whole numbers below 2⁵³ kept as float64, hence exact in whatever order they are summed.
    """
    for row in rows:
        terms, weights = postings.terms_of(vectors, row)
        lengths = postings.ends[terms] - postings.starts[terms]
        ends = np.cumsum(lengths)
        places = np.repeat(postings.ends[terms] - ends, lengths)
        places += np.arange(len(places))
        parts = np.repeat(weights.astype(np.float64), lengths)
        parts *= postings.weights[places]
        dots = np.bincount(postings.articles[places], parts, postings.size + 1).astype(np.float64, copy=False)
        dots[postings.places[row]] = 0
        yield row, dots[:-1]
