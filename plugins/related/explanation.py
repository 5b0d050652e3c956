"""Explanation of a score: the terms two articles share and what each adds."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from plugins.core.documents import Document, Texts
from plugins.core.text import words
from plugins.related import weights as tuned
from plugins.related.ranking import scoring_of
from plugins.related.state import RelatedState
from plugins.related.syllables import hash_syllables
from plugins.related.term_counting import fetch_bodies
from plugins.related.terms import term_codes
from plugins.related.vectors import Vectors


@dataclass(frozen=True, slots=True)
class SharedTerm:
    """A term of both articles; weights in the unit of idf, `part` of the sum of all shared terms (0 … 1)."""

    text: str
    weight_a: float
    weight_b: float
    part: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Shared terms, heaviest first; the cosine; whether the two are `related` enough for each other's lists.

    `score` is b's in the list of a, before an event's reports come together. `near_duplicates` are dropped from
    each other's lists.
    """

    shared: tuple[SharedTerm, ...]
    cosine: float
    score: float
    related: bool
    near_duplicates: bool
    place: int  # of b in the list of a, from 1; 0: it is not in there


def term_texts(fields: Sequence[str]) -> dict[int, str]:
    """The text of each term of an article by its code."""
    codes, exists = term_codes(*hash_syllables(fields))
    syllables = [word for field in fields for word in words(field)]
    pairs = zip(syllables, [*syllables[1:], ""], strict=True)
    texts = [text for one, two in pairs for text in (one, f"{one} {two}")]
    return {
        code: text
        for code, text, real in zip(codes.ravel().tolist(), texts, exists.ravel().tolist(), strict=True)
        if real
    }


def explain(state: RelatedState, one: Document, two: Document, texts: Texts) -> Explanation:
    """Shared terms of two documents of a build, weighed as there; KeyError for one it did not know.

    Texts are asked for their words alone: a term that stands in neither any more has no text.
    """
    a, b = (_row(state, document.key) for document in (one, two))
    shared = _shared_weights(state.vectors, a, b)
    dot = sum(x * y for x, y in shared.values())
    text_of = _texts_by_code([one, two], texts)
    terms = [
        SharedTerm(text_of.get(code, "…"), x / tuned.UNIT, y / tuned.UNIT, x * y / dot)
        for code, (x, y) in shared.items()
    ]
    cosine = _cosine(state.vectors, a, b)
    scoring = scoring_of(state.vectors, state.candidates, state.in_reference)
    others, cosines = np.array([b]), np.array([cosine], np.float32)
    return Explanation(
        shared=tuple(sorted(terms, key=lambda term: (-term.part, term.text))),
        cosine=cosine,
        related=bool(scoring.are_related(np.int64(a), others, cosines)[0]),
        score=float(scoring.scores(others, cosines)[0]),
        near_duplicates=bool((state.suspects.duplicates == sorted((a, b))).all(axis=1).any()),
        place=state.lists[a].tolist().index(b) + 1 if b in state.lists[a] else 0,
    )


def _shared_weights(vectors: Vectors, *rows: int) -> dict[int, tuple[int, int]]:
    """The weights that each shared term has in both articles, by code."""
    by_code = []
    for row in rows:
        codes, counts = vectors.terms.row(row)
        weights = vectors.frequencies.weigh(codes, counts)
        by_code.append(dict(zip(codes.tolist(), weights.tolist(), strict=True)))
    one, two = by_code
    return {code: (weight, two[code]) for code, weight in one.items() if weight and code in two}


def _cosine(vectors: Vectors, *rows: int) -> float:
    """Cosine of two articles as candidates have it."""
    frequencies = vectors.frequencies
    weighed = frequencies.are_distinctive | frequencies.are_common
    (found,) = vectors.unit_vectors(np.array(rows), weighed)
    end = found.offsets[1]
    _, at, there = np.intersect1d(found.codes[:end], found.codes[end:], return_indices=True)
    return float(found.values[:end][at] @ found.values[end:][there]) / tuned.UNIT_LENGTH**2


def _row(state: RelatedState, key: str) -> int:
    at = bisect_left(state.keys, key)
    if state.keys[at : at + 1] != [key]:
        raise KeyError(key)
    return at


def _texts_by_code(documents: Sequence[Document], texts: Texts) -> dict[int, str]:
    by_code: dict[int, str] = {}
    for document, body in zip(documents, fetch_bodies(documents, texts), strict=True):
        by_code |= term_texts([document.title, document.summary, body])
    return by_code
