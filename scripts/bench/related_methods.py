"""Baselines of the related-articles benchmark: TF-IDF and BM25 of the textbook, tags, section and date.

They share no code with the engine but how a text is cut into syllables.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from plugins.core.text import words
from plugins.related import weights as tuned
from scripts.bench.related_corpus import Corpus, Pair

Ranks = list[float]
"""Place of the wanted article (1: first), infinite if it is not found."""
MAX_SHARE = 0.1  # of the articles; a commoner term is a stop word in both baselines
K1, B = 1.2, 0.75  # BM25 as published

# The engine with one of its numbers changed: what each gives, as finished lists.
ABLATIONS: dict[str, Mapping[str, Any]] = {
    "title and summary count once": {"EMPHASIS": (1, 1, 1)},
    "title and summary count thrice": {"EMPHASIS": (3, 3, 1)},
    "no scaling against hubs": {"SCALE_FACTORS": np.ones(tuned.SCALE_BUCKETS)},
    "distinctive: 32 articles": {"DISTINCTIVE_COUNT": 32},
    "distinctive: 512 articles": {"DISTINCTIVE_COUNT": 512},
    "short articles no further": {"SHORT_TERMS": 0},
    "64 candidates": {"CANDIDATES": 64},
    "200 candidates": {"CANDIDATES": 200, "CANDIDATES_KEPT": 210},
    "buckets of two": {"BUCKET_RATIO": 2},
    "buckets of four": {"BUCKET_RATIO": 4},
    "stop words from a tenth on": {"MAX_SHARE": 0.1},
    "no least score": {"MIN_SCORE": 0.0},
    "near-duplicates stay": {"MIN_RESEMBLANCE": 2.0, "MIN_CONTAINMENT": 2.0},
    "of copies always the best": {"MIN_OVERLAP": 2.0},
    "any number of an event": {"EVENT_AT_MOST": 10},
}


@contextmanager
def changed(changes: Mapping[str, Any]) -> Iterator[None]:
    """The engine with some of its constants changed."""
    with ExitStack() as stack:
        for name, value in changes.items():
            stack.enter_context(patch.object(tuned, name, value))
        yield


@dataclass(frozen=True)
class Counts:
    """Sparse counts: of entry i the article, the term and how often it occurs there; articles ascend."""

    articles: NDArray[np.int64]
    terms: NDArray[np.int64]
    counts: NDArray[np.float64]
    lengths: NDArray[np.float64]  # syllables of each article
    frequencies: NDArray[np.int64]  # articles of each term


def count_terms(corpus: Corpus) -> Counts:
    """Syllables and pairs of syllables of title, summary and body of every article."""
    numbers: dict[str, int] = {}
    articles, terms, counts, lengths = [], [], [], []
    for row, document in enumerate(corpus.documents):
        fields = [words(text) for text in (document.title, document.summary, corpus.body(document))]
        found = Counter(word for field in fields for word in field)
        found.update(f"{one} {two}" for field in fields for one, two in pairwise(field))
        articles.append(np.full(len(found), row, np.int64))
        terms.append(np.array([numbers.setdefault(term, len(numbers)) for term in found], np.int64))
        counts.append(np.array(list(found.values()), np.float64))
        lengths.append(sum(map(len, fields)))
    every = np.concatenate(terms)
    frequencies = np.bincount(every, minlength=len(numbers))
    return Counts(
        np.concatenate(articles), every, np.concatenate(counts), np.array(lengths, float), frequencies
    )


def tf_idf(counts: Counts) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weights of a query's and of a document's terms: (1 + ln tf)·ln(N/df), cosine, all terms but stop words."""
    idf = _idf(counts, lambda df, n: np.log(n / df))
    weights = (1 + np.log(counts.counts)) * idf[counts.terms]
    norms = np.sqrt(np.bincount(counts.articles, weights**2, len(counts.lengths)))
    return weights, weights / np.maximum(norms, 1e-9)[counts.articles]


def bm25(counts: Counts) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weights of a query's and of a document's terms by Robertson's BM25; the query's count as often as they occur."""
    idf = _idf(counts, lambda df, n: np.log(1 + (n - df + 0.5) / (df + 0.5)))
    length = (1 - B + B * counts.lengths / max(1.0, counts.lengths.mean()))[counts.articles]
    return counts.counts, idf[counts.terms] * counts.counts * (K1 + 1) / (counts.counts + K1 * length)


def _idf(counts: Counts, formula: Callable[[NDArray[Any], int], NDArray[np.float64]]) -> NDArray[np.float64]:
    df, articles = counts.frequencies, len(counts.lengths)
    found: NDArray[np.float64] = formula(np.maximum(df, 1), articles)
    return np.where((df > 1) & (df <= max(2, MAX_SHARE * articles)), found, 0.0)


def term_ranks(corpus: Corpus, counts: Counts, weights: tuple[Any, Any], pairs: Sequence[Pair]) -> Ranks:
    """Place of the second of each pair among all articles, ranked for the first by the sum of products."""
    queries, documents = weights
    number = {document.key: i for i, document in enumerate(corpus.documents)}
    order = np.argsort(counts.terms, kind="stable")
    starts = np.concatenate([[0], np.cumsum(counts.frequencies)])
    rows = np.searchsorted(counts.articles, np.arange(len(counts.lengths) + 1))
    posted, posted_weights = counts.articles[order], documents[order]
    ranks = []
    for one, two in pairs:
        entries = range(rows[number[one]], rows[number[one] + 1])
        scores = np.zeros(len(counts.lengths))
        for entry in entries:
            if documents[entry]:
                at = slice(starts[counts.terms[entry]], starts[counts.terms[entry] + 1])
                scores[posted[at]] += queries[entry] * posted_weights[at]
        scores[number[one]] = 0
        wanted = scores[number[two]]
        ranks.append(1.0 + np.count_nonzero(scores > wanted) if wanted > 0 else math.inf)
    return ranks


def _counted(having: Callable[[int], Sequence[int]], order: Sequence[str], pairs: Sequence[Pair]) -> Ranks:
    number = {key: i for i, key in enumerate(order)}
    ranks = []
    for one, two in pairs:
        listed = list(having(number[one]))[:10]
        ranks.append(1.0 + listed.index(number[two]) if number[two] in listed else math.inf)
    return ranks


def tag_ranks(corpus: Corpus, pairs: Sequence[Pair]) -> Ranks:
    """Most tags in common first, then the newest, as tag plugins do; tags are the names in titles."""
    documents = corpus.documents
    having: dict[str, list[int]] = defaultdict(list)
    for i, document in enumerate(documents):
        for tag in document.tags:
            having[tag].append(i)

    def listed(i: int) -> Sequence[int]:
        shared = Counter(j for tag in documents[i].tags for j in having[tag] if j != i)
        return sorted(shared, key=lambda j: (-shared[j], -j))

    return _counted(listed, [d.key for d in documents], pairs)


def date_ranks(corpus: Corpus, pairs: Sequence[Pair]) -> Ranks:
    """The ten before an article in its section, as on the legacy page."""
    documents = corpus.documents
    members: dict[str, list[int]] = defaultdict(list)
    for i, document in enumerate(documents):
        members[document.section].append(i)
    at = {i: place for indices in members.values() for place, i in enumerate(indices)}

    def listed(i: int) -> Sequence[int]:
        return members[documents[i].section][max(0, at[i] - 10) : at[i]][::-1]

    return _counted(listed, [d.key for d in documents], pairs)
