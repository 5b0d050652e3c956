"""The three indexes, of bigrams (neighbouring words), unigrams (single words) and document numbers: their postings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from plugins.search import weights as tuned
from plugins.search.bit_codes import Ints, Words
from plugins.search.corpus import Batch, TokenizedCorpus, Vocabulary
from plugins.search.dictionary import Dictionary, Terms
from plugins.search.postings import (
    IN_BODY,
    IN_TITLE,
    REST,
    cut_by_rank,
    encode_lists,
    group_postings,
    occurrences,
    prune_statically,
    to_postings,
)
from plugins.search.raw_postings import TermIds
from plugins.search.tokens import TERMS_LINE, TITLE


@dataclass(frozen=True)
class IndexSpec:
    """One index: its letter, wanted bits of a shard, forms in a list's header, which postings enter it."""

    letter: str
    shard_bits: int
    forms: int
    prune: Callable[[Words, int], Words]


BIGRAMS = IndexSpec(
    "b", tuned.BIGRAM_SHARD_BITS, 2, lambda some, size: _kept(some, size, tuned.MIN_BIGRAM_DOCS)
)
UNIGRAMS = IndexSpec("s", tuned.UNIGRAM_SHARD_BITS, 1, lambda some, size: _kept(some, size))
NUMBERS = IndexSpec("n", tuned.NUMBER_SHARD_BITS, 0, lambda some, _: some)
INDEXES = {"bigrams": BIGRAMS, "unigrams": UNIGRAMS, "numbers": NUMBERS}
"""By the name of their postings."""


REST_MARK = "|"
"""Begins the term, where terms are words, under which the rest of a long list stands; no word has it."""


def _kept(postings: Words, size: int, least: int = 1) -> Words:
    return cut_by_rank(prune_statically(postings, size, least), tuned.MAX_LIST)


@dataclass(frozen=True)
class BatchPostings:
    """Sorted postings of some documents: of bigrams of common words, and of single words."""

    bigrams: Words
    unigrams: Words


def extract_postings(corpus: TokenizedCorpus, common: int) -> Iterator[BatchPostings]:
    """The postings of a corpus, batch after batch; `common` is the number of common keys."""
    for batch in corpus.batches():
        yield BatchPostings(
            to_postings(_bigrams(batch, corpus.vocabulary, common), tuned.HIGH_IMPACT_BIGRAM),
            to_postings(_unigrams(batch, corpus.vocabulary), tuned.HIGH_IMPACT_UNIGRAM),
        )


def number_postings(numbers: Sequence[tuple[str, int, int]], term_ids: TermIds) -> Words:
    """Postings of (document number or date, document id, zone)."""
    terms = np.array([term_ids.add(number) for number, *_ in numbers], np.int64)
    zeros = np.zeros(len(numbers), np.int64)
    doc_ids = np.array([doc_id for _, doc_id, _ in numbers], np.int64)
    zones = np.array([zone for *_, zone in numbers], np.int64)
    return to_postings(occurrences(terms, zeros, doc_ids, zones), len(numbers) + 1)


def _zones(batch: Batch) -> Ints:
    return np.where(batch.flags & (TITLE | TERMS_LINE), IN_TITLE, IN_BODY)


def _bigrams(batch: Batch, vocabulary: Vocabulary, common: int) -> Words:
    """Occurrences of pairs of common words side by side."""
    keys = vocabulary.common_keys[batch.words].astype(np.int64)
    forms = vocabulary.forms[batch.words].astype(np.int64)
    at = np.zeros(0, np.int64)
    if len(keys):
        at = np.flatnonzero(batch.follows & (keys[1:] >= 0) & (keys[:-1] >= 0))
    both_forms = forms[at] * 32 + forms[at + 1]
    doc_ids = batch.doc_ids[at].astype(np.int64)
    return occurrences(keys[at] * common + keys[at + 1], both_forms, doc_ids, _zones(batch)[at])


def _unigrams(batch: Batch, vocabulary: Vocabulary) -> Words:
    """Occurrences of single words."""
    keys = vocabulary.keys[batch.words].astype(np.int64)
    forms = vocabulary.forms[batch.words].astype(np.int64)
    return occurrences(keys, forms, batch.doc_ids.astype(np.int64), _zones(batch))


def build_dictionary(
    postings: Words, spec: IndexSpec, size: int, strings: Sequence[str] | None
) -> Dictionary:
    """Entries of sorted postings in the order of their term ids; `strings` are the terms that are no numbers."""
    lists = group_postings(spec.prune(postings, size))
    data, entry_bits = encode_lists(lists, size, spec.forms)
    return Dictionary(named_terms(lists.terms, strings), entry_bits, [data], [len(entry_bits)], [0])


def named_terms(term_ids: Ints, strings: Sequence[str] | None) -> Terms:
    """Terms as the dictionary orders them: numbers of bigrams as they are, or strings; rests behind all others."""
    if strings is None:
        return term_ids
    terms = np.empty(len(term_ids), object)
    terms[:] = [strings[i] if i < REST else REST_MARK + strings[i - REST] for i in term_ids.tolist()]
    return terms
