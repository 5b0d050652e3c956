"""Document frequency and idf of terms, counted on the oldest part of the archive and kept in coarse buckets.

Were idf fine and counted on all articles, each new article would move every list a little. So

* frequencies are counted on a reference sample, the oldest articles: as many as the largest ⌊√2^k⌋ not above their
  number. What is added at the new end changes no idf at all, until the archive has grown by two fifths and everything
  is computed anew;
* the number of these articles a term is in counts in buckets. One old article added, edited, re-dated or deleted
  changes the idf of the few terms that cross an edge between two buckets, hence the vectors of the articles that have
  these terms, and no others. The exact counts are kept, so that the crossings are known.

Both are functions of the set of articles alone: a clean build finds the same. Measured by the halves that find each
other (docs/related.md), buckets of eight lose nothing beside buckets of four or two.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from plugins.core.documents import Document
from plugins.related import weights as tuned
from plugins.related.terms import Codes, distinct
from plugins.state.base_and_delta import BaseAndDelta, contained_in

Buckets = NDArray[np.uint8]
Frequencies = NDArray[np.int32]

STOP_BUCKET = 32
"""The bucket of stop words, which have no weight."""


def age_order(documents: Sequence[Document]) -> NDArray[np.int64]:
    """Indices of the documents, oldest first, ties by key."""
    keys = [document.key for document in documents]
    by_key = np.array(sorted(range(len(keys)), key=keys.__getitem__), np.int64)
    timestamps = np.array([document.date.when.timestamp() for document in documents], np.float64)
    return by_key[np.argsort(timestamps[by_key], kind="stable")]


def reference_size(articles: int) -> int:
    """The largest of 1, …, ⌊√2^k⌋, … not above the number of articles; 0 for none."""
    exponents = range(tuned.REFERENCE_SIZES * articles.bit_length())
    sizes = [int(2.0 ** (k / tuned.REFERENCE_SIZES)) for k in exponents]
    return max((size for size in sizes if size <= articles), default=0)


def reference_sample(documents: Sequence[Document]) -> NDArray[np.bool_]:
    """Which documents frequencies are counted on: a function of the set of documents alone."""
    in_reference = np.zeros(len(documents), np.bool_)
    in_reference[age_order(documents)[: reference_size(len(documents))]] = True
    return in_reference


def tf_idf(inverse_share: float, count: int) -> float:
    """Weight of a term that occurs `count` times in its article: (1 + ln tf)·idf, as in the textbook.

    `inverse_share` is one over the term's share of the articles, at least 1.
    """
    return (1 + math.log(count)) * math.log(max(1.0, inverse_share)) if count else 0.0


@dataclass(frozen=True)
class CodeSet:
    """Distinct codes, ascending; united by `|`."""

    codes: Codes

    def __or__(self, other: CodeSet) -> CodeSet:
        """The codes of both."""
        return CodeSet(distinct(np.concatenate([self.codes, other.codes])))


@dataclass(frozen=True)
class TermFrequencies:
    """Terms, ascending, and in how many articles of the reference sample each is."""

    codes: Codes
    counts: Frequencies

    def __len__(self) -> int:
        """How many terms."""
        return len(self.codes)

    def without(self, terms: CodeSet) -> TermFrequencies:
        """The other terms."""
        kept = ~contained_in(terms.codes, self.codes)
        return TermFrequencies(self.codes[kept], self.counts[kept])

    def joined(self, later: TermFrequencies) -> TermFrequencies:
        """The terms of both."""
        codes = np.concatenate([self.codes, later.codes])
        order = np.argsort(codes)
        return TermFrequencies(codes[order], np.concatenate([self.counts, later.counts])[order])

    def overlay(self, codes: Codes, counts: Frequencies) -> Frequencies:
        """`counts` of `codes`, with those that stand here in their place."""
        if not len(self.codes):
            return counts
        at = np.minimum(np.searchsorted(self.codes, codes), len(self.codes) - 1)
        return np.where(self.codes[at] == codes, self.counts[at], counts)


@dataclass(frozen=True)
class DocumentFrequencies:
    """In how many of the `size` articles of the reference sample each term is; terms not listed are in none."""

    size: int
    counts: BaseAndDelta[TermFrequencies, CodeSet]

    @classmethod
    def of(
        cls, size: int, base: TermFrequencies, delta: TermFrequencies | None = None
    ) -> DocumentFrequencies:
        """Frequencies counted by a clean build, and those of terms that changed since."""
        delta = delta or TermFrequencies(np.zeros(0, np.uint32), np.zeros(0, np.int32))
        return cls(size, BaseAndDelta(base, delta, CodeSet(delta.codes)))

    @cached_property
    def edges(self) -> NDArray[np.int64]:
        """The largest count of each bucket, from the rare terms to the commonest that are no stop words."""
        highest = max(int(self.size * tuned.MAX_SHARE), min(-(-self.size // 2), tuned.SMALL_MAX_COUNT))
        ratio = tuned.BUCKET_RATIO if self.size >= tuned.LARGE_SAMPLE else tuned.SMALL_BUCKET_RATIO
        edges = [max(1, int(self.size * tuned.RARE_SHARE))]
        while edges[-1] * ratio < highest:
            edges.append(edges[-1] * ratio)
        return np.array([*edges, highest] if edges[-1] < highest else edges, np.int64)

    def buckets(self, counts: Frequencies) -> Buckets:
        """Bucket of each count: 0 for rare terms, `STOP_BUCKET` for stop words."""
        buckets = np.searchsorted(self.edges, counts).astype(np.uint8)
        buckets[buckets == len(self.edges)] = STOP_BUCKET
        return buckets

    @cached_property
    def weights(self) -> NDArray[np.uint16]:
        """Integer weight by bucket and occurrences, shape (33, 256); 0 for stop words."""
        weights = np.zeros((STOP_BUCKET + 1, tuned.MAX_COUNT + 1), np.uint16)
        lowest = [int(self.edges[0]), *self.edges[:-1].tolist()]
        for bucket, count in np.ndindex(len(lowest), tuned.MAX_COUNT + 1):
            weights[bucket, count] = round(tuned.UNIT * tf_idf(self.size / lowest[bucket], count))
        return weights

    @property
    def rare_weight(self) -> int:
        """Weight of a rare term that occurs once."""
        return int(self.weights[0, 1])

    @cached_property
    def not_rare(self) -> tuple[Codes, Buckets]:
        """The terms of the base that are not rare, and their buckets: an eighth of all, found faster."""
        base = self.counts.base
        at = np.flatnonzero(base.counts > self.edges[0])
        return base.codes[at], self.buckets(base.counts[at])

    def buckets_of(self, codes: Codes) -> Buckets:
        """Bucket of each term."""
        if len(self.counts.delta) or len(codes) < tuned.LOOKUP_TABLE_FROM:
            return self.buckets(self.counts_of(codes))
        known, buckets = self.not_rare
        if not len(known):
            return np.zeros(len(codes), np.uint8)
        at = np.minimum(np.searchsorted(known, codes), len(known) - 1)
        return np.where(known[at] == codes, buckets[at], np.uint8(0))

    def counts_of(self, codes: Codes) -> Frequencies:
        """How many articles have each of the terms; the delta shadows the base."""
        none = np.zeros(len(codes), np.int32)
        return self.counts.delta.overlay(codes, self.counts.base.overlay(codes, none))

    def updated(self, removed: Codes, added: Codes) -> tuple[DocumentFrequencies, Codes]:
        """Frequencies when articles leave the sample and others join it, and the terms that came to another bucket.

        Both are given by the distinct terms of each article, in any order.
        """
        codes = distinct(np.concatenate([removed, added]))
        fewer, more = (
            np.bincount(np.searchsorted(codes, some), minlength=len(codes)) for some in (removed, added)
        )
        difference = more - fewer
        codes, difference = codes[difference != 0], difference[difference != 0].astype(np.int32)
        before = self.counts_of(codes)
        rebucketed = codes[self.buckets(before) != self.buckets(before + difference)]
        counts = self.counts.replaced(CodeSet(codes), TermFrequencies(codes, before + difference))
        return DocumentFrequencies(self.size, counts), rebucketed

    def compacted(self) -> DocumentFrequencies:
        """The same with everything in the base; a count of 0 is a tombstone, and goes."""
        merged = self.counts.merged()
        found = merged.counts > 0
        return self.of(self.size, TermFrequencies(merged.codes[found], merged.counts[found]))


def count_frequencies(size: int, codes: Codes) -> DocumentFrequencies:
    """Frequencies in `size` articles given by their terms (each article's distinct), in any order."""
    ordered = np.sort(codes)
    firsts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)])
    counts = np.diff(firsts, append=len(ordered)).astype(np.int32)
    return DocumentFrequencies.of(size, TermFrequencies(ordered[firsts], counts))
