"""Ways of finding related articles, side by side: the engine, the engine without one ingredient, and what others do."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from plugins.related import crowding, table, terms, vectors
from plugins.related.reading import read, read_table, sampled_rows
from plugins.related.scoring import dot_products, invert
from plugins.related.syllables import Hashes
from plugins.related.terms import term_codes
from scripts.bench.related_corpus import Corpus, Pair

Change = tuple[ModuleType, str, Any]
Ranks = list[float]
"""Place of the wanted article among all (1: first), infinite if nothing leads to it."""


def plain_tf_idf(rarity: float, times: int) -> float:
    """The textbook weight: (1 + ln tf)·idf."""
    return (1 + math.log(times)) * math.log(max(1.0, rarity)) if times else 0.0


def single_codes(syllables: Hashes, fields: NDArray[np.int64]) -> tuple[terms.Codes, NDArray[np.bool_]]:
    """Codes of single syllables alone, in place of `terms.term_codes`."""
    codes, exists = term_codes(syllables, fields)
    return codes, exists & np.array([True, False])


ALL = 10**9
TEXTBOOK: list[Change] = [
    (table, "SAMPLE", ALL),
    (table, "GROWTH", 1.0001),
    (vectors, "ROOM", ALL),
    (vectors, "HEAVIEST", ALL),
    (table, "worth", plain_tf_idf),
]

# Each of the engine's ingredients, taken out or moved: one constant changed, all else as in the build.
ABLATIONS: dict[str, list[Change]] = {
    "engine": [],
    "cosine (no crowding)": [(vectors, "ROOM", ALL)],
    "crowding by 3 neighbours": [(crowding, "NEAREST", 3)],
    "crowding by 30 neighbours": [(crowding, "NEAREST", 30)],
    "more room (.03)": [(vectors, "ROOM", 0.03)],
    "sample of 2,048": [(table, "SAMPLE", 2048)],
    "tf hardly saturated": [(table, "SATURATION", 20.0)],
    "tf ignored": [(table, "SATURATION", 1e-9)],
    "96 heaviest": [(vectors, "HEAVIEST", 96)],
    "320 heaviest": [(vectors, "HEAVIEST", 320)],
    "no pairs of syllables": [(terms, "term_codes", single_codes)],
    "TF-IDF, syllables and pairs": TEXTBOOK,
    "TF-IDF, single syllables": [*TEXTBOOK, (terms, "term_codes", single_codes)],
}


@contextmanager
def changed(changes: Sequence[Change]) -> Iterator[None]:
    """The engine with some of its constants changed."""
    with ExitStack() as stack:
        for module, name, value in changes:
            stack.enter_context(patch.object(module, name, value))
        yield


def engine_ranks(corpus: Corpus, groups: Sequence[Sequence[Pair]], changes: Sequence[Change]) -> list[Ranks]:
    """Place of the second of each pair in the full ranking of the first; copies are not dropped here."""
    with changed(changes):
        documents = sorted(corpus.documents, key=lambda d: d.key)
        number = {document.key: i for i, document in enumerate(documents)}
        found = read(documents, corpus.texts, read_table(documents, corpus.texts)).vectors
        postings = invert(found)
        if vectors.ROOM < ALL:
            found = crowding.measure(found, postings, sampled_rows(documents), np.arange(len(documents)))
        rows = [number[one] for group in groups for one, _ in group]
        places: dict[str, dict[int, float]] = defaultdict(dict)
        wanted = {number[one]: number[two] for group in groups for one, two in group}
        for row, dots in dot_products(found, postings, rows):
            places[documents[row].key] = {wanted[row]: _place(dots * found.shares, wanted[row])}
    return [[places[one][number[two]] for one, two in group] for group in groups]


def _place(scores: NDArray[np.float64], wanted: int) -> float:
    if scores[wanted] <= 0:
        return math.inf
    before = np.count_nonzero(scores[:wanted] >= scores[wanted]) + np.count_nonzero(
        scores[wanted:] > scores[wanted]
    )
    return 1.0 + float(before)


def _counted(having: Callable[[Any], Sequence[int]], order: Sequence[str], pairs: Sequence[Pair]) -> Ranks:
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
