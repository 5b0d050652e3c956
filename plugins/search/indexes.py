"""The three families of posting lists: pairs of neighbouring words, single words, numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from plugins.search.acronym_expansion import Found, Patterns, find, implied_pairs, implied_singles
from plugins.search.bit_codes import Ints, Words
from plugins.search.corpus import Corpus, Slab, Vocabulary
from plugins.search.dictionary import Entries, Labels
from plugins.search.postings import (
    IN_BODY,
    IN_TITLE,
    KEYS,
    code,
    lists,
    occurrences,
    rows,
    telling,
)
from plugins.search.raw_postings import NONE, Names
from plugins.search.token_flags import TITLE

LEAST_PAIR = 7  # articles with a pair; single words and the text itself find the others
OFTEN_PAIR, OFTEN_WORD = 3, 6  # occurrences in a body that make an article STRONG for a pair, a word


@dataclass(frozen=True)
class Kind:
    """One family: its letter, wanted bits of a shard, forms in a label, which of its rows enter the index."""

    letter: str
    wanted: int
    forms: int
    chosen: Callable[[Words, int], Words]


PAIRS = Kind("b", 8 * 9800, 2, lambda found, size: telling(found, size, LEAST_PAIR))
WORDS = Kind("s", 8 * 3600, 1, telling)
NUMBERS = Kind("n", 8 * 6000, 0, lambda found, _: telling(found, KEYS))


@dataclass(frozen=True)
class Posted:
    """Sorted rows of some articles: pairs of common words, single words, document numbers."""

    pairs: Words
    words: Words
    numbers: Words


def post(corpus: Corpus, patterns: Patterns, common: int) -> Iterable[Posted]:
    """The rows of pairs and words of a corpus, slab after slab; `common` is the number of common keys."""
    for slab in corpus.slabs():
        found = find(slab, corpus.vocabulary, patterns)
        yield Posted(
            rows(_pairs(slab, found, corpus.vocabulary, common), OFTEN_PAIR),
            rows(_singles(slab, found, corpus.vocabulary), OFTEN_WORD),
            NONE,
        )


def numbers(found: Sequence[tuple[str, int]], names: Names) -> Words:
    """Rows of (document number or date, slot)."""
    key = np.array([names.add(number) for number, _ in found], np.int64)
    nothing = np.zeros(len(found), np.int64)
    slots = np.array([slot for _, slot in found], np.int64)
    return rows(occurrences(key, nothing, slots, nothing + IN_BODY), len(found) + 1)


def _kinds(slab: Slab) -> Ints:
    return np.where(slab.flags & TITLE, IN_TITLE, IN_BODY)


def _pairs(slab: Slab, found: Sequence[Found], vocabulary: Vocabulary, common: int) -> Words:
    """Occurrences of pairs of common words side by side, written or implied."""
    key = vocabulary.common[slab.words].astype(np.int64)
    form = vocabulary.form[slab.words].astype(np.int64)
    good = (
        np.flatnonzero(slab.joined & (key[1:] >= 0) & (key[:-1] >= 0)) if len(key) else np.zeros(0, np.int64)
    )
    both = form[good] * 32 + form[good + 1]
    article = slab.article[good].astype(np.int64)
    out = [occurrences(key[good] * common + key[good + 1], both, article, _kinds(slab)[good])]
    out += [occurrences(*implied_pairs(slab, f, vocabulary, common)) for f in found]
    return np.concatenate(out)


def _singles(slab: Slab, found: Sequence[Found], vocabulary: Vocabulary) -> Words:
    """Occurrences of single words, written or implied."""
    key = vocabulary.single[slab.words].astype(np.int64)
    form = vocabulary.form[slab.words].astype(np.int64)
    out = [occurrences(key, form, slab.article.astype(np.int64), _kinds(slab))]
    out += [occurrences(*implied_singles(slab, f)) for f in found]
    return np.concatenate(out)


def coded(found: Words, kind: Kind, size: int, names: Sequence[str] | None) -> Entries:
    """Entries of sorted rows, in the order of their numbers; `names` are the strings of numbered keys."""
    some = lists(kind.chosen(found, size))
    data, sizes = code(some, size, kind.forms)
    return Entries(labels(some.keys, names), sizes, [data], [len(sizes)], [0])


def labels(keys: Ints, names: Sequence[str] | None) -> Labels:
    """Keys as the index orders them: numbers of pairs as they are, or strings."""
    if names is None:
        return keys
    out = np.empty(len(keys), object)
    out[:] = [names[key] for key in keys.tolist()]
    return out
