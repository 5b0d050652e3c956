"""Methods of finding related articles side by side: the engine, the engine without one ingredient, what others do."""

from __future__ import annotations

import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from plugins.related import document_frequency, terms
from plugins.related import weights as tuned
from plugins.related.document_frequency import count_frequencies, reference_sample
from plugins.related.hubness import sampling_hashes, scale_locally, scaling_sample
from plugins.related.inverted_index import dot_products, invert
from plugins.related.syllables import Hashes
from plugins.related.term_counting import count_documents
from plugins.related.terms import CountedArticles, term_codes
from plugins.related.vectors import build_vectors
from scripts.bench.related_corpus import Corpus, Pair

Change = tuple[ModuleType, str, Any]
Ranks = list[float]
"""Place of the wanted article among all (1: first), infinite if nothing leads to it."""
Factor = Callable[[int], NDArray[np.float64]]
"""Row → what the scores of all articles are multiplied by: evidence beside the text."""


def plain_tf_idf(inverse_share: float, count: int) -> float:
    """The textbook weight: (1 + ln tf)·idf."""
    return (1 + math.log(count)) * math.log(max(1.0, inverse_share)) if count else 0.0


def single_codes(syllables: Hashes, fields: NDArray[np.int64]) -> tuple[terms.Codes, NDArray[np.bool_]]:
    """Codes of single syllables alone, in place of `terms.term_codes`."""
    codes, exists = term_codes(syllables, fields)
    return codes, exists & np.array([True, False])


ALL = 10**9
UNSCALED = np.ones(tuned.SCALE_BUCKETS)
LONG = tuned.LONG_NORM
TEXTBOOK: list[Change] = [
    (tuned, "REFERENCE_SIZES", 1000), (tuned, "BUCKET_RATIO", 1.5), (tuned, "SMALL_BUCKET_RATIO", 1.5),
    (tuned, "RARE_SHARE", 0.0), (document_frequency, "tf_idf", plain_tf_idf), (tuned, "SHORT_NORM", LONG),
    (tuned, "SCALE_DIVISORS", UNSCALED), (tuned, "KEPT_TERMS", ALL),
]  # fmt: skip
PLAIN: list[Change] = [(tuned, "EMPHASIS", (1, 1, 1))]
SINGLE: list[Change] = [(terms, "term_codes", single_codes)]

# Each of the engine's ingredients, taken out or moved: what changes how texts are read, and how terms are weighed.
ABLATIONS: dict[str, tuple[list[Change], list[Change]]] = {
    "engine": ([], []),
    "no local scaling": ([], [(tuned, "SCALE_DIVISORS", UNSCALED)]),
    "scaled among all articles": ([], [(tuned, "SCALING_SAMPLE", ALL)]),
    "scaled among 2048": ([], [(tuned, "SCALING_SAMPLE", 2048)]),
    "not over the norm again": ([], [(tuned, "SHORT_NORM", LONG)]),
    "… from the shortest on": ([], [(tuned, "SHORT_NORM", 1.0)]),
    "… up to 14": ([], [(tuned, "LONG_NORM", 14.0)]),
    "… up to 20": ([], [(tuned, "LONG_NORM", 20.0)]),
    "buckets of two": ([], [(tuned, "BUCKET_RATIO", 2)]),
    "buckets of four": ([], [(tuned, "BUCKET_RATIO", 4)]),
    "rare: up to 1/16384": ([], [(tuned, "RARE_SHARE", 1 / 16384)]),
    "tf ignored": ([], [(tuned, "SATURATION", 1e-9)]),
    "tf hardly saturated": ([], [(tuned, "SATURATION", 20.0)]),
    "96 heaviest": ([], [(tuned, "KEPT_TERMS", 96)]),
    "320 heaviest": ([], [(tuned, "KEPT_TERMS", 320)]),
    "title and summary count once": (PLAIN, []),
    "no pairs of syllables": (SINGLE, []),
    "TF-IDF, syllables and pairs": (PLAIN, TEXTBOOK),
    "TF-IDF, 256 heaviest": (PLAIN, [*TEXTBOOK[:-1], (tuned, "KEPT_TERMS", 256)]),
    "TF-IDF, single syllables": (PLAIN + SINGLE, TEXTBOOK),
}


@contextmanager
def changed(changes: Sequence[Change]) -> Iterator[None]:
    """The engine with some of its constants changed."""
    with ExitStack() as stack:
        for module, name, value in changes:
            stack.enter_context(patch.object(module, name, value))
        yield


def read_for(corpus: Corpus, changes: Sequence[Change]) -> CountedArticles:
    """The corpus counted, in its order."""
    with changed(changes):
        return count_documents(corpus.documents, corpus.texts)


def engine_ranks(
    corpus: Corpus,
    counts: CountedArticles,
    groups: Sequence[Sequence[Pair]],
    changes: Sequence[Change],
    factor: Factor | None = None,
) -> list[Ranks]:
    """Place of the second of each pair in the full ranking of the first; near-duplicates are not dropped here."""
    scaled = not any(name == "SCALE_DIVISORS" for _, name, _ in changes)
    with changed(changes):
        in_reference = reference_sample(corpus.documents)
        reference_terms = counts.terms.take(np.flatnonzero(in_reference)).codes
        frequencies = count_frequencies(int(in_reference.sum()), reference_terms)
        vectors = build_vectors(counts.terms, frequencies)
        index = invert(vectors)
        sampled = scaling_sample(
            sampling_hashes([document.key for document in corpus.documents]), in_reference
        )
        if scaled:
            vectors, _ = scale_locally(vectors, index, sampled)
        score_factors = vectors.score_factors
    number = {document.key: i for i, document in enumerate(corpus.documents)}
    wanted = [(number[one], number[two]) for group in groups for one, two in group]
    places = []
    for (row, dots), (_, two) in zip(
        dot_products(vectors, index, [one for one, _ in wanted]), wanted, strict=True
    ):
        scores = dots * score_factors
        places.append(_place(scores if factor is None else scores * factor(row), two))
    left = iter(places)
    return [[next(left) for _ in group] for group in groups]


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


_NUMBER = re.compile(r"\b\d+[a-zđ]?/(?:\d{4}/)?[A-ZĐ]{2,}(?:-[A-ZĐ]+)*")


def sharing(having: Sequence[set[str]], gain: float) -> Factor:
    """`1 + gain` for the articles that have anything of the same, else 1."""
    owners: dict[str, list[int]] = defaultdict(list)
    for i, found in enumerate(having):
        for one in found:
            owners[one].append(i)

    def factor(row: int) -> NDArray[np.float64]:
        made = np.ones(len(having))
        for one in having[row]:
            made[owners[one]] = 1 + gain
        return made

    return factor


def close_in_time(days: NDArray[np.float64], gain: float, within: float = 30.0) -> Factor:
    """`1 + gain` on the same day, falling off over `within` days."""
    return lambda row: 1 + gain * np.exp(-np.abs(days - days[row]) / within)


def evidence(corpus: Corpus, seed: int) -> dict[str, Factor]:
    """Evidence beside the text: what is gained by each, were it added.

    Halves stand side by side in the order of the corpus, and so in time: what time gains there the sample gave it.
    With dates drawn at random it gains nothing. Sections are dealt out at random, too, and halves have their article's
    by construction: only reports of one event could tell, and have none in common but by chance.
    """
    rng = random.Random(seed)  # noqa: S311  # dates, not keys
    days = np.array([d.date.when.timestamp() / 86400 for d in corpus.documents])
    apart = np.array([rng.random() * 5000 for _ in corpus.documents])
    numbers = [set(_NUMBER.findall(f"{d.title} {d.summary} {corpus.body(d)}")) for d in corpus.documents]
    return {
        "+ document numbers": sharing(numbers, 0.3),
        "+ tags (names in titles)": sharing([set(d.tags) for d in corpus.documents], 0.3),
        "+ section (dealt out)": sharing([{d.section} for d in corpus.documents], 0.1),
        "+ time, in the corpus' order": close_in_time(days, 0.3),
        "+ time, dates drawn at random": close_in_time(apart, 0.3),
    }
