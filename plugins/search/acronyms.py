"""Query expansion by synonyms: acronyms learnt from the archive ("Full name (ACR)"), and lists kept as data.

The browser answers a query in each way in which it may be written (theme/static/js/search/45-synonyms.js): so the index
holds what articles say and nothing else, and an acronym that comes to mean something else changes one small file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from plugins.core.common_acronyms import common_acronyms
from plugins.core.documents import Document
from plugins.core.reviewed_acronyms import ReviewedAcronyms
from plugins.core.text import tidy
from plugins.search import weights as tuned
from plugins.search.folding import WORD, fold_word

SynonymGroup = tuple[str, ...]
"""Ways of writing the same, words in lower case parted by spaces: an acronym and its full name, or synonyms."""


def curated_acronyms() -> list[SynonymGroup]:
    """The list reviewed by hand."""
    return [(_spelling(acronym), _spelling(name)) for acronym, name in common_acronyms()]


def definitions(documents: Iterable[Document | None]) -> list[tuple[str, str]]:
    """(acronym, full name), as they are spelled in queries, of every definition in an archive, in order."""
    found = Counter(pair for document in documents if document for pair in document.acronyms)
    return sorted((_spelling(a), _spelling(name)) for a, name in found.elements())


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
