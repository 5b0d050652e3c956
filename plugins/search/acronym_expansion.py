"""Where acronyms and full names stand in the texts, and the other way of writing that the index adds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from plugins.search.acronyms import Table
from plugins.search.bit_codes import Ints
from plugins.search.corpus import Slab, Vocabulary, form_number
from plugins.search.folding import fold_word
from plugins.search.postings import BY_ACRONYM, IN_TITLE
from plugins.search.raw_postings import Names
from plugins.search.text_model import Model
from plugins.search.token_flags import BREAK, TITLE


@dataclass(frozen=True)
class Other:
    """The other way of writing something: numbers of its words (single keys, common keys, forms)."""

    single: Ints
    common: Ints
    form: Ints
    whole: bool  # index its words alone too, not only in titles: an acronym is one word


@dataclass(frozen=True)
class Pattern:
    """Words to be found: `ids` in the numbering of acronym surfaces or of single keys."""

    ids: tuple[int, ...]
    other: Other


@dataclass(frozen=True)
class Patterns:
    """All acronyms and all full names; `capital` maps a surface to its acronym number (-1: none)."""

    capital: npt.NDArray[np.int32]
    acronyms: list[Pattern]
    names: list[Pattern]


def prepare(table: Table, vocabulary: Vocabulary, names: Names, model: Model) -> Patterns:
    """Patterns for all rows of the table; words that no article has get numbers too."""
    parts = {w: i for i, w in enumerate(sorted({w for acronym in table for w in acronym}))}
    capital = np.array(
        [parts.get(s.lower(), -1) if s.isupper() else -1 for s in vocabulary.surfaces], np.int32
    )
    acronyms, full_names = [], []
    for acronym, name in sorted(table.items()):
        short, full = _other(acronym, names, model, True), _other(name, names, model, False)
        acronyms.append(Pattern(tuple(parts[w] for w in acronym), full))
        full_names.append(Pattern(tuple(full.single.tolist()), short))
    return Patterns(capital, acronyms, full_names)


def _other(words: Sequence[str], names: Names, model: Model, whole: bool) -> Other:
    folded = [fold_word(w) for w in words]
    return Other(
        np.array([names.add(key) for key, _ in folded], np.int64),
        np.array([model.keys.get(key, -1) for key, _ in folded], np.int64),
        np.array([form_number(key, form, model) for key, form in folded], np.int64),
        whole,
    )


@dataclass(frozen=True)
class Found:
    """Places (first words, in a slab) of a pattern `length` words long."""

    at: Ints
    length: int
    other: Other


def _search(ids: Ints, paragraph: npt.NDArray[Any], patterns: Sequence[Pattern]) -> Iterator[Found]:
    """Every occurrence of every pattern inside a paragraph."""
    top = int(max(ids.max(initial=0), max((max(p.ids) for p in patterns), default=0))) + 1
    starts = np.zeros(top + 1, bool)
    starts[[p.ids[0] for p in patterns]] = True
    places = np.flatnonzero(starts[ids])  # -1 is the last entry: never a start
    order = np.argsort(ids[places], kind="stable")
    places = places[order]
    heads = ids[places]
    for pattern in patterns:
        low, high = np.searchsorted(heads, [pattern.ids[0], pattern.ids[0] + 1])
        at, length = places[low:high], len(pattern.ids)
        at = at[at + length <= len(ids)]
        for step, wanted in enumerate(pattern.ids[1:], 1):
            at = at[ids[at + step] == wanted]
        at = at[paragraph[at] == paragraph[at + length - 1]]
        if len(at):
            yield Found(at, length, pattern.other)


def find(slab: Slab, vocabulary: Vocabulary, patterns: Patterns) -> list[Found]:
    """Acronyms written in capitals, and full names, in a slab."""
    if not len(slab.words):
        return []
    paragraph = np.cumsum((slab.flags & BREAK) > 0)
    single = vocabulary.single[slab.words].astype(np.int64)
    capital = patterns.capital[slab.words].astype(np.int64)
    return [*_search(capital, paragraph, patterns.acronyms), *_search(single, paragraph, patterns.names)]


Column = npt.NDArray[Any] | int
Columns = tuple[Ints, Ints, Ints, Ints]
"""key, form, article, kind of occurrences."""


def _kind(slab: Slab, at: Ints) -> Ints:
    return np.where(slab.flags[at] & TITLE, IN_TITLE, BY_ACRONYM)


def implied_singles(slab: Slab, found: Found) -> Columns:
    """The words of the other way of writing; those of a full name only where it stands in a title."""
    kind = _kind(slab, found.at)
    kept = np.flatnonzero((kind == IN_TITLE) | found.other.whole)
    size, count = len(found.other.single), len(kept)
    article = np.repeat(slab.article[found.at[kept]], size).astype(np.int64)
    return (
        np.tile(found.other.single, count),
        np.tile(found.other.form, count),
        article,
        np.repeat(kind[kept], size),
    )


def implied_pairs(slab: Slab, found: Found, vocabulary: Vocabulary, common: int) -> Columns:
    """Pairs inside the other way of writing and with the words around it; `common` is the number of common keys."""
    other, at, kind = found.other, found.at, _kind(slab, found.at)
    before = np.where((slab.flags[at] & BREAK) == 0, at - 1, -1)
    after = at + found.length
    inside = after < len(slab.words)
    inside[inside] = (slab.flags[after[inside]] & BREAK) == 0
    rows: list[Columns] = []
    words = slab.words

    def add(first: Column, form_1: Column, second: Column, form_2: Column, kept: Ints) -> None:
        size = len(kept)
        a, f, b, g = (np.broadcast_to(np.asarray(v, np.int64), size) for v in (first, form_1, second, form_2))
        good = (a >= 0) & (b >= 0)
        article = slab.article[at[kept]].astype(np.int64)
        rows.append(((a * common + b)[good], (f * 32 + g)[good], article[good], kind[kept][good]))

    kept = np.flatnonzero(before >= 0)
    near = words[before[kept]]
    add(vocabulary.common[near], vocabulary.form[near], int(other.common[0]), int(other.form[0]), kept)
    kept = np.flatnonzero(inside)
    near = words[after[kept]]
    add(int(other.common[-1]), int(other.form[-1]), vocabulary.common[near], vocabulary.form[near], kept)
    everywhere = np.arange(len(at))
    for i in range(len(other.common) - 1):
        add(
            int(other.common[i]),
            int(other.form[i]),
            int(other.common[i + 1]),
            int(other.form[i + 1]),
            everywhere,
        )
    key, form, article, kinds = (np.concatenate([row[i] for row in rows]) for i in range(4))
    return key, form, article, kinds
