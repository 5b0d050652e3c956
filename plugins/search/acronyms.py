"""Query expansion by synonyms: acronyms learnt from the archive ("Full name (ACR)"), and lists kept as data.

The browser answers a query in each way in which it may be written (theme/static/js/search/45-synonyms.js): so the index
holds what articles say and nothing else, and an acronym that comes to mean something else changes one small file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from plugins.core.common_acronyms import common_acronyms
from plugins.core.reviewed_acronyms import ReviewedAcronyms
from plugins.core.text import tidy
from plugins.search import weights as tuned
from plugins.search.folding import WORD, fold_word
from plugins.search.tokens import BREAK, CLOSE, GLUE, OPEN

SKIPPED = frozenset(("và", "của", "các", "về", "cho", "trong", "the", "of", "and", "for"))
"""Words an acronym may leave out."""

SynonymGroup = tuple[str, ...]
"""Ways of writing the same, words in lower case parted by spaces: an acronym and its full name, or synonyms."""


def _is_acronym(word: str) -> bool:
    return (
        2 <= len(word) <= tuned.MAX_ACRONYM_LETTERS
        and word.isupper()
        and word.isalpha()
        and word == word.upper() != word.lower()
    )


def _parenthesis_start(flags: Sequence[int], at: int) -> int | None:
    """First word of the parenthesis that the word `at` closes, if it is at most four words long."""
    for first in range(at, max(at - 4, -1), -1):
        if flags[first] & OPEN:
            return first
        if flags[first] & BREAK:
            return None
    return None


def _full_name_start(letters: str, words: Sequence[str], flags: Sequence[int], end: int) -> int | None:
    """Where the words before `end` begin whose initials spell `letters`; None if they do not."""
    initials = [fold_word(w)[0][:1] for w in words[:end]]
    at, skipped = end, 0
    for letter in reversed(letters):
        while True:
            if at == 0 or flags[at] & BREAK:
                return None
            at -= 1
            if initials[at] == letter:
                break
            skipped += 1
            if words[at] not in SKIPPED or skipped > 3:
                return None
    return at


def find_definitions(
    surfaces: Sequence[str], words: npt.NDArray[np.int32], flags: npt.NDArray[np.uint8]
) -> list[tuple[str, str, int]]:
    """(acronym, full name, place of the acronym) for each "Full name (ACR)"; words joined by spaces, lower case."""
    capital = np.array([_is_acronym(w) for w in surfaces] or [False])
    places = np.flatnonzero(capital[words] & ((flags & CLOSE) > 0)) if len(words) else np.zeros(0, np.int64)
    found = []
    for place in places.tolist():
        low = max(0, place - 40)
        near = [surfaces[i] for i in words[low : place + 1].tolist()]
        found += [(*pair, place) for pair in _definition(near, flags[low : place + 1].tolist())]
    return found


def _definition(near: list[str], flags: list[int]) -> list[tuple[str, str]]:
    first = _parenthesis_start(flags, len(near) - 1)
    if first is None:
        return []
    start = len(near) - 1
    while start > first and flags[start] & GLUE and _is_acronym(near[start - 1]):
        start -= 1
    acronym = [w.lower() for w in near[start:]]
    letters = "".join(fold_word(w)[0] for w in acronym)
    name = _full_name_start(letters, [w.lower() for w in near], flags, first)
    if name is None or len(letters) < 2 or first - name < 2:
        return []
    return [(" ".join(acronym), " ".join(w.lower() for w in near[name:first]))]


def curated_acronyms() -> list[SynonymGroup]:
    """The list reviewed by hand."""
    return [
        (" ".join(WORD.findall(acronym.lower())), " ".join(WORD.findall(name.lower())))
        for acronym, name in common_acronyms()
    ]


def learn_acronyms(definitions: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """(acronym, full name) of an archive from all its definitions, most often defined first."""
    forms: dict[tuple[str, str], Counter[str]] = {}
    for acronym, name in definitions:
        key = " ".join(fold_word(w)[0] for w in name.split())
        forms.setdefault((acronym, key), Counter())[name] += 1
    total: Counter[str] = Counter()
    for (acronym, _), names in forms.items():
        total[acronym] += names.total()
    kept = [
        (-names.total(), acronym, min(names, key=lambda n: (-names[n], n)))
        for (acronym, _), names in forms.items()
        if names.total() >= _least(acronym, total[acronym])
    ]
    return [(acronym, name) for _, acronym, name in sorted(kept)[: tuned.MAX_ACRONYMS]]


def _least(acronym: str, total: int) -> float:
    """Definitions a full name must have among all of an acronym; two letters stand for too many things."""
    if len(acronym) < tuned.SHORT_ACRONYM:
        return max(tuned.MIN_SHORT_DEFINITIONS, 2 * tuned.MIN_DEFINITION_SHARE * total)
    return max(tuned.MIN_DEFINITIONS, tuned.MIN_DEFINITION_SHARE * total)


@dataclass(frozen=True, slots=True)
class ReviewedSynonyms:
    """What archivists reviewed: groups of synonyms, acronyms among them, and what is no acronym of the archive."""

    groups: tuple[SynonymGroup, ...] = ()
    left_out: tuple[str, ...] = ()


NOTHING_REVIEWED = ReviewedSynonyms()


def reviewed_synonyms(groups: Iterable[SynonymGroup], acronyms: ReviewedAcronyms) -> ReviewedSynonyms:
    """The groups of ``dong-nghia.toml`` and the acronyms of ``viet-tat.toml``."""
    pairs = ((entry.acronym, entry.name) for entry in acronyms.entries)
    return ReviewedSynonyms((*groups, *pairs), tuple(sorted(acronyms.left_out)))


def _spelling(text: str) -> str:
    return " ".join(WORD.findall(tidy(text).lower()))


def synonym_table(definitions: Iterable[tuple[str, str]], reviewed: ReviewedSynonyms) -> bytes:
    """What the browser expands queries by: a line for each group, its spellings parted by ``|``."""
    groups = [tuple(map(_spelling, group)) for group in reviewed.groups]
    left_out = set(map(_spelling, reviewed.left_out))
    found = [*curated_acronyms(), *learn_acronyms(definitions)]
    groups += [group for group in found if group[0] not in left_out]
    return "\n".join("|".join(group) for group in dict.fromkeys(groups)).encode()
