"""Why two articles are related: the terms they share and what each adds."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from plugins.core.documents import Document, Texts
from plugins.core.text import words
from plugins.related.document_frequency import UNIT
from plugins.related.state import State
from plugins.related.syllables import scan
from plugins.related.term_counting import bodies
from plugins.related.terms import term_codes
from plugins.related.vectors import EVIDENCE


@dataclass(frozen=True, slots=True)
class SharedTerm:
    """A term of both articles; weights in the unit of idf, `part` of the sum of all shared terms (0 … 1)."""

    text: str
    weight_a: float
    weight_b: float
    part: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Shared terms, heaviest first; the cosine; whether the two are `near` enough for each other's lists.

    `score` is b's in the list of a; a list ranks by it alone. `copies` are dropped from each other's lists.
    """

    shared: tuple[SharedTerm, ...]
    cosine: float
    score: float
    near: bool
    copies: bool


def term_texts(fields: Sequence[str]) -> dict[int, str]:
    """The text of each term of an article by its code."""
    codes, exists = term_codes(*scan(fields))
    flat = [word for field in fields for word in words(field)]
    texts = [text for one, two in zip(flat, [*flat[1:], ""], strict=True) for text in (one, f"{one} {two}")]
    return {
        code: text
        for code, text, real in zip(codes.ravel().tolist(), texts, exists.ravel().tolist(), strict=True)
        if real
    }


def explain(state: State, one: Document, two: Document, texts: Texts) -> Explanation:
    """Shared terms of two documents of a build, weighed as there; KeyError for one it did not know.

    Texts are asked for their words alone: a term that stands in neither any more has no name.
    """
    a, b = (_row(state, document.key) for document in (one, two))
    vectors = state.vectors
    (codes_a, weights_a), (codes_b, weights_b) = vectors.entries.row(a), vectors.entries.row(b)
    codes, at_a, at_b = np.intersect1d(codes_a, codes_b, return_indices=True)
    pairs = list(zip(weights_a[at_a].tolist(), weights_b[at_b].tolist(), strict=True))
    dot = sum(x * y for x, y in pairs)
    names = _names([one, two], texts)
    terms = [
        SharedTerm(names.get(code, "…"), x / UNIT, y / UNIT, x * y / dot)
        for code, (x, y) in zip(codes.tolist(), pairs, strict=True)
    ]
    return Explanation(
        shared=tuple(sorted(terms, key=lambda t: (-t.part, t.text))),
        cosine=dot / (float(vectors.norms[a]) * float(vectors.norms[b])) if dot else 0.0,
        near=dot >= max(EVIDENCE, float(vectors.norms[a] * vectors.leasts[b])),
        score=dot * int(vectors.shares[b]),
        copies=bool((state.copies == sorted((a, b))).all(axis=1).any()),
    )


def _row(state: State, key: str) -> int:
    at = bisect_left(state.keys, key)
    if state.keys[at : at + 1] != [key]:
        raise KeyError(key)
    return at


def _names(documents: Sequence[Document], texts: Texts) -> dict[int, str]:
    named: dict[int, str] = {}
    for document, body in zip(documents, bodies(documents, texts), strict=True):
        named |= term_texts([document.title, document.summary, body])
    return named
