"""Dot products of articles with all others: an inverted file in memory, read one article at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plugins.related.terms import Offsets, take_rows
from plugins.related.vectors import Vectors

_SIEVE = np.uint32(0xFFFF)


@dataclass(frozen=True)
class Postings:
    """Term number t occurs in `articles[starts[t]:starts[t] + lengths[t]]` with `weights`.

    `numbers` gives the term number of each entry of the vectors, −1 for a term that no other article has (or that
    was not wanted).
    """

    numbers: NDArray[np.int32]
    starts: Offsets
    lengths: Offsets
    articles: NDArray[np.int32]
    weights: NDArray[np.uint16]


def sift(codes: NDArray[np.uint32], wanted: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Places in `codes` of the wanted ones (ascending): a table of 2¹⁶ lets few through to the exact test."""
    if not len(wanted):
        return np.zeros(0, np.int64)
    sieve = np.zeros(int(_SIEVE) + 1, np.bool_)
    sieve[wanted & _SIEVE] = True
    through = np.flatnonzero(sieve[codes & _SIEVE])
    at = np.minimum(np.searchsorted(wanted, codes[through]), len(wanted) - 1)
    found: NDArray[np.int64] = through[wanted[at] == codes[through]]
    return found


def invert(vectors: Vectors, wanted: NDArray[np.uint32] | None = None) -> Postings:
    """The articles of every term that two or more have, or of the `wanted` terms (distinct, ascending) alone."""
    codes = vectors.codes
    order = _by_term(codes, np.arange(len(codes)) if wanted is None else sift(codes, wanted))
    sorted_codes = codes[order]
    firsts = np.flatnonzero(np.append(True, sorted_codes[1:] != sorted_codes[:-1])[: len(order)])
    shared = np.flatnonzero(np.diff(firsts, append=len(order)) > 1)
    starts, kept = take_rows(np.append(firsts, len(order)).astype(np.int64), shared)
    entries = order[kept]
    numbers = np.full(len(codes), -1, np.int32)
    numbers[entries] = np.repeat(np.arange(len(shared), dtype=np.int32), np.diff(starts))
    size = len(vectors.offsets) - 1
    articles = np.repeat(np.arange(size, dtype=np.int32), np.diff(vectors.offsets))[entries]
    weights = vectors.weights[entries]
    return Postings(numbers, starts[:-1], np.diff(starts), articles, weights)


def _by_term(codes: NDArray[np.uint32], places: NDArray[np.int64]) -> NDArray[np.int64]:
    """The places in the order of their codes, then their own; packed integers sort faster than an argsort."""
    packed = codes[places].astype(np.uint64) << np.uint64(32) | places.astype(np.uint64)
    packed.sort()
    return (packed & np.uint64(0xFFFFFFFF)).view(np.int64)


def dot_products(
    vectors: Vectors, postings: Postings, rows: Iterable[int]
) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Each of `rows` with its dot products with all articles (with itself: 0).

    They are whole numbers below 2⁵³ kept as float64, hence exact in whatever order they are summed.
    """
    for row in rows:
        entries = slice(vectors.offsets[row], vectors.offsets[row + 1])
        numbers = postings.numbers[entries]
        known = numbers >= 0
        terms, weights = numbers[known], vectors.weights[entries][known]
        lengths = postings.lengths[terms]
        ends = np.cumsum(lengths)
        places = np.repeat(postings.starts[terms] - ends + lengths, lengths)
        places += np.arange(len(places))
        parts = np.repeat(weights.astype(np.float64), lengths)
        parts *= postings.weights[places]
        size = len(vectors.offsets) - 1
        dots = np.bincount(postings.articles[places], parts, size).astype(np.float64, copy=False)
        dots[row] = 0
        yield row, dots
