"""Why two articles are related: the terms they share and what each adds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from plugins.core.documents import Document, Texts
from plugins.core.text import words
from plugins.related.copies import are_copies
from plugins.related.reading import bodies, read, read_table
from plugins.related.syllables import scan
from plugins.related.table import UNIT
from plugins.related.terms import term_codes
from plugins.related.vectors import EVIDENCE, make_vectors


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


def explain(documents: Sequence[Document], texts: Texts, key_a: str, key_b: str) -> Explanation:
    """Shared terms of two documents with their weights; KeyError for an unknown key.

    Weighs against the whole archive as a clean build does, without a cache.
    """
    by_key = {document.key: document for document in documents}
    pair = [by_key[key_a], by_key[key_b]]
    found = read(pair, texts)
    vectors = make_vectors(found.terms, read_table(documents, texts))
    middle = vectors.offsets[1]
    codes, at_a, at_b = np.intersect1d(vectors.codes[:middle], vectors.codes[middle:], return_indices=True)
    a, b = vectors.weights[:middle][at_a].astype(np.int64), vectors.weights[middle:][at_b].astype(np.int64)
    names = term_texts([pair[0].title, pair[0].summary, bodies(pair[:1], texts)[0]])
    dot = int((a * b).sum())
    terms = [
        SharedTerm(names[code], x / UNIT, y / UNIT, x * y / dot)
        for code, x, y in zip(codes.tolist(), a.tolist(), b.tolist(), strict=True)
    ]
    return Explanation(
        shared=tuple(sorted(terms, key=lambda t: (-t.part, t.text))),
        cosine=dot / (float(vectors.norms[0]) * float(vectors.norms[1])) if dot else 0.0,
        near=dot >= max(EVIDENCE, float(vectors.norms[0] * vectors.leasts[1])),
        score=dot * int(vectors.shares[1]),
        copies=are_copies(found.shingles_of(0), found.shingles_of(1)),
    )
