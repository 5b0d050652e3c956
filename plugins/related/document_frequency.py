"""Document frequency and idf of terms, counted on the oldest part of the archive and kept in coarse buckets.

Were idf fine and counted on all articles, each new article would move every list a little. So

* frequencies are counted on a reference sample, the oldest articles: as many as the largest ⌊√2^k⌋ not above their
  number, less those of the month in which the last of them falls. What is added at the new end changes no idf at all,
  until the archive has grown by two fifths and everything is computed anew; and where an old one goes, no other takes
  its place in the sample;
* the number of these articles a term is in counts in buckets. One old article added, edited, re-dated or deleted
  changes the idf of the few terms that cross an edge between two buckets, hence the vectors of the articles that have
  these terms, and no others. The exact counts are kept, so that the crossings are known.

Both are functions of the set of articles alone: a clean build finds the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from plugins.core.documents import Document
from plugins.related import weights as tuned
from plugins.related.terms import Codes

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
    oldest = age_order(documents)[: reference_size(len(documents))]
    if len(oldest) > tuned.LARGE_SAMPLE:
        last = documents[oldest[-1]].date.when
        month = last.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        earlier = [documents[row].date.when < month for row in oldest[len(oldest) // 2 :].tolist()]
        oldest = oldest[: len(oldest) // 2 + sum(earlier)]
    in_reference[oldest] = True
    return in_reference


def tf_idf(inverse_share: float, count: int) -> float:
    """Weight of a term that occurs `count` times in its article: (1 + ln tf)·idf, as in the textbook.

    `inverse_share` is one over the term's share of the articles, at least 1.
    """
    return (1 + math.log(count)) * math.log(max(1.0, inverse_share)) if count else 0.0


@dataclass(frozen=True)
class DocumentFrequencies:
    """In how many articles of the reference sample each term is, by code; shares are of its `reference_size`."""

    size: int
    counts: Frequencies

    @cached_property
    def edges(self) -> NDArray[np.int64]:
        """The largest count of each bucket, from the rare terms to the commonest that are no stop words."""
        rare = max(1, int(self.size * tuned.RARE_SHARE))
        highest = max(rare, int(self.size * tuned.MAX_SHARE), min(-(-self.size // 2), tuned.SMALL_MAX_COUNT))
        if self.size < tuned.LARGE_SAMPLE:
            edges = [rare * tuned.SMALL_BUCKET_RATIO**step for step in range(self.size.bit_length())]
        else:  # so that distinctive terms end at an edge
            distinctive = int(self._grown(tuned.DISTINCTIVE_COUNT))
            above = [distinctive * tuned.BUCKET_RATIO**step for step in range(self.size.bit_length())]
            edges = [distinctive // tuned.BUCKET_RATIO, *above]
        between = [edge for edge in edges if tuned.SMALL_BUCKET_RATIO * rare <= edge < highest]
        return np.array(sorted({rare, *between, highest}), np.int64)

    @cached_property
    def buckets(self) -> Buckets:
        """Bucket of each code: 0 for rare terms, `STOP_BUCKET` for stop words."""
        of_count = np.searchsorted(self.edges, np.arange(self.size + 1)).astype(np.uint8)
        of_count[of_count == len(self.edges)] = STOP_BUCKET
        found: Buckets = of_count[self.counts]
        return found

    @cached_property
    def are_distinctive(self) -> NDArray[np.bool_]:
        """Which codes find candidates: those of the buckets of few enough articles."""
        return self._up_to(tuned.DISTINCTIVE_COUNT)

    @cached_property
    def are_searched(self) -> NDArray[np.bool_]:
        """Which codes find candidates of a short article: the distinctive ones and more."""
        return self._up_to(tuned.SHORT_COUNT)

    def _up_to(self, count: int) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = self.buckets < np.searchsorted(
            self.edges, self._grown(count), side="right"
        )
        return found

    def _grown(self, count: int) -> float:
        return count * math.sqrt(max(1.0, self.size / tuned.COUNTS_GROW_FROM))

    @cached_property
    def are_common(self) -> NDArray[np.bool_]:
        """Which codes are neither distinctive nor stop words."""
        found: NDArray[np.bool_] = (self.buckets != STOP_BUCKET) & ~self.are_distinctive
        return found

    def most_frequent_first(self, wanted: NDArray[np.bool_]) -> NDArray[np.int64]:
        """The wanted codes in the order of a matrix's columns, so that what is looked up most lies close together.

        Products take a fifth less time.
        """
        codes = np.flatnonzero(wanted)
        most = np.iinfo(np.uint16).max
        rarity = (most - np.minimum(self.counts[codes], most)).astype(np.uint16)
        return codes[np.argsort(rarity, kind="stable")]

    @cached_property
    def weights(self) -> NDArray[np.uint16]:
        """Integer weight by bucket and occurrences, shape (33, 256); 0 for stop words.

        A bucket counts as the geometric mean of its edges, the first as its upper one.
        """
        weights = np.zeros((STOP_BUCKET + 1, tuned.MAX_COUNT + 1), np.uint16)
        edges = self.edges.tolist()
        means = [edges[0], *(math.sqrt(low * high) for low, high in pairwise(edges))]
        for bucket, count in np.ndindex(len(means), tuned.MAX_COUNT + 1):
            weights[bucket, count] = round(tuned.UNIT * tf_idf(self.size / means[bucket], count))
        return weights

    @property
    def rare_weight(self) -> int:
        """Weight of a rare term that occurs once."""
        return int(self.weights[0, 1])

    def weigh(self, codes: Codes, occurrences: NDArray[np.uint8]) -> NDArray[np.uint16]:
        """Weights of terms that occur so often."""
        found: NDArray[np.uint16] = self.weights[self.buckets[codes], occurrences]
        return found

    def updated(self, removed: Codes, added: Codes) -> DocumentFrequencies:
        """Frequencies when articles leave the sample and others join it, given by the distinct terms of each."""
        return DocumentFrequencies(self.size, self.counts - _tally([removed]) + _tally([added]))


def count_frequencies(size: int, articles: Iterable[Codes]) -> DocumentFrequencies:
    """Frequencies in `size` articles given by their terms, each article's distinct, in parts."""
    return DocumentFrequencies(size, _tally(articles))


def _tally(parts: Iterable[Codes]) -> Frequencies:
    counts = np.zeros(1 << tuned.CODE_BITS, np.int32)
    for codes in parts:
        np.add.at(counts, codes, np.int32(1))
    return counts
