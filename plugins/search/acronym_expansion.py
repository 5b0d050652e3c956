"""Acronym expansion: where acronyms and full names stand in the texts, and the other way of writing as postings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from plugins.search.acronyms import Acronyms
from plugins.search.bit_codes import Ints
from plugins.search.corpus import Batch, Vocabulary, form_number
from plugins.search.folding import fold_word
from plugins.search.postings import BY_ACRONYM, IN_TITLE
from plugins.search.raw_postings import TermIds
from plugins.search.text_model import Model
from plugins.search.tokens import BREAK, TITLE


@dataclass(frozen=True)
class Expansion:
    """The other way of writing something: numbers of its words (keys, common keys, forms)."""

    keys: Ints
    common_keys: Ints
    forms: Ints
    everywhere: bool  # index its words alone too, not only in titles: an acronym is one word


@dataclass(frozen=True)
class Pattern:
    """Words to be found: `ids` in the numbering of acronym surfaces or of keys."""

    ids: tuple[int, ...]
    expansion: Expansion


@dataclass(frozen=True)
class Patterns:
    """All acronyms and all full names; `acronym_words` maps a surface to a word of an acronym (-1: none)."""

    acronym_words: npt.NDArray[np.int32]
    acronyms: list[Pattern]
    full_names: list[Pattern]


def compile_patterns(acronyms: Acronyms, vocabulary: Vocabulary, term_ids: TermIds, model: Model) -> Patterns:
    """Patterns for all acronyms; words that no article has get numbers too."""
    numbers = {w: i for i, w in enumerate(sorted({w for acronym in acronyms for w in acronym}))}
    acronym_words = np.array(
        [numbers.get(s.lower(), -1) if s.isupper() else -1 for s in vocabulary.surfaces], np.int32
    )
    short_patterns, name_patterns = [], []
    for acronym, name in sorted(acronyms.items()):
        short = _expansion(acronym, term_ids, model, everywhere=True)
        full = _expansion(name, term_ids, model, everywhere=False)
        short_patterns.append(Pattern(tuple(numbers[w] for w in acronym), full))
        name_patterns.append(Pattern(tuple(full.keys.tolist()), short))
    return Patterns(acronym_words, short_patterns, name_patterns)


def _expansion(words: Sequence[str], term_ids: TermIds, model: Model, *, everywhere: bool) -> Expansion:
    folded = [fold_word(w) for w in words]
    return Expansion(
        np.array([term_ids.add(key) for key, _ in folded], np.int64),
        np.array([model.keys.get(key, -1) for key, _ in folded], np.int64),
        np.array([form_number(key, form, model) for key, form in folded], np.int64),
        everywhere,
    )


@dataclass(frozen=True)
class Match:
    """Places (first words, in a batch) of a pattern `length` words long."""

    at: Ints
    length: int
    expansion: Expansion


def _search(ids: Ints, paragraphs: npt.NDArray[Any], patterns: Sequence[Pattern]) -> Iterator[Match]:
    """Every occurrence of every pattern inside a paragraph."""
    top = int(max(ids.max(initial=0), max((max(p.ids) for p in patterns), default=0))) + 1
    starts = np.zeros(top + 1, bool)
    starts[[p.ids[0] for p in patterns]] = True
    places = np.flatnonzero(starts[ids])  # -1 is the last entry: never a start
    order = np.argsort(ids[places], kind="stable")
    places = places[order]
    first_ids = ids[places]
    for pattern in patterns:
        low, high = np.searchsorted(first_ids, [pattern.ids[0], pattern.ids[0] + 1])
        at, length = places[low:high], len(pattern.ids)
        at = at[at + length <= len(ids)]
        for step, wanted in enumerate(pattern.ids[1:], 1):
            at = at[ids[at + step] == wanted]
        at = at[paragraphs[at] == paragraphs[at + length - 1]]
        if len(at):
            yield Match(at, length, pattern.expansion)


def find_patterns(batch: Batch, vocabulary: Vocabulary, patterns: Patterns) -> list[Match]:
    """Acronyms written in capitals, and full names, in a batch."""
    if not len(batch.words):
        return []
    paragraphs = np.cumsum((batch.flags & BREAK) > 0)
    keys = vocabulary.keys[batch.words].astype(np.int64)
    acronym_words = patterns.acronym_words[batch.words].astype(np.int64)
    return [
        *_search(acronym_words, paragraphs, patterns.acronyms),
        *_search(keys, paragraphs, patterns.full_names),
    ]


Side = tuple[npt.NDArray[Any] | int, npt.NDArray[Any] | int]
"""Common keys and forms of the words on one side of pairs, or of one word."""
OccurrenceColumns = tuple[Ints, Ints, Ints, Ints]
"""Term, form, document id, zone of occurrences."""


def _zones(batch: Batch, at: Ints) -> Ints:
    return np.where(batch.flags[at] & TITLE, IN_TITLE, BY_ACRONYM)


def implied_unigrams(batch: Batch, match: Match) -> OccurrenceColumns:
    """The words of the other way of writing; those of a full name only where it stands in a title."""
    zones = _zones(batch, match.at)
    kept = np.flatnonzero((zones == IN_TITLE) | match.expansion.everywhere)
    size, count = len(match.expansion.keys), len(kept)
    return (
        np.tile(match.expansion.keys, count),
        np.tile(match.expansion.forms, count),
        np.repeat(batch.doc_ids[match.at[kept]], size).astype(np.int64),
        np.repeat(zones[kept], size),
    )


def implied_bigrams(batch: Batch, match: Match, vocabulary: Vocabulary, common: int) -> OccurrenceColumns:
    """Pairs inside the other way of writing and with the words around it; `common` is the number of common keys."""
    at, after, words = match.at, match.at + match.length, batch.words
    follows = np.flatnonzero((at > 0) & ((batch.flags[at] & BREAK) == 0))
    inside = after < len(words)
    inside[inside] = (batch.flags[after[inside]] & BREAK) == 0
    goes_on = np.flatnonzero(inside)
    inner = list(zip(match.expansion.common_keys.tolist(), match.expansion.forms.tolist(), strict=True))
    before_words, after_words = words[at[follows] - 1], words[after[goes_on]]
    pairs: list[tuple[Side, Side, Ints]] = [
        ((vocabulary.common_keys[before_words], vocabulary.forms[before_words]), inner[0], follows),
        (inner[-1], (vocabulary.common_keys[after_words], vocabulary.forms[after_words]), goes_on),
        *((one, two, np.arange(len(at))) for one, two in pairwise(inner)),
    ]
    parts = [_pair_columns(batch, at[kept], one, two, common) for one, two, kept in pairs]
    term, form, doc_id, zone = (np.concatenate([part[i] for part in parts]) for i in range(4))
    return term, form, doc_id, zone


def _pair_columns(batch: Batch, at: Ints, one: Side, two: Side, common: int) -> OccurrenceColumns:
    """Occurrences of a pair, where both words are common, of the matches that begin `at` some places."""
    key_1, form_1, key_2, form_2 = (
        np.broadcast_to(np.asarray(value, np.int64), len(at)) for value in (*one, *two)
    )
    both = (key_1 >= 0) & (key_2 >= 0)
    doc_ids = batch.doc_ids[at].astype(np.int64)
    return (
        (key_1 * common + key_2)[both],
        (form_1 * 32 + form_2)[both],
        doc_ids[both],
        _zones(batch, at)[both],
    )
