"""Dot products by an inverted index are those of the vectors themselves."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from plugins.related.inverted_index import dot_products, invert, invert_terms
from plugins.related.segments import TermSegments
from plugins.related.terms import TermMatrix
from plugins.related.vectors import Vectors, squared_norms_of

VECTORS = st.lists(
    st.dictionaries(st.integers(0, 15), st.integers(1, 900), max_size=6), min_size=1, max_size=9
)


def vectors_of(rows: list[dict[int, int]]) -> Vectors:
    entries = [sorted(row.items()) for row in rows]
    codes = np.array([code for row in entries for code, _ in row], np.uint32)
    weights = np.array([weight for row in entries for _, weight in row], np.uint16)
    matrix = TermMatrix(np.cumsum([0, *map(len, rows)]).astype(np.int64), codes, weights)
    segments, norms = TermSegments.of(matrix), squared_norms_of(matrix)
    return Vectors(segments, segments, norms, norms, 1)


def dot(one: dict[int, int], two: dict[int, int]) -> int:
    return sum(weight * two.get(code, 0) for code, weight in one.items())


@given(VECTORS, st.data())
def test_all_terms_some_terms_and_some_articles(rows, data):
    vectors = vectors_of(rows)
    index = invert(vectors)
    for row, dots in dot_products(vectors, index, range(len(rows))):
        assert dots.tolist() == [0 if i == row else dot(rows[row], other) for i, other in enumerate(rows)]
    row = data.draw(st.integers(0, len(rows) - 1))
    some = invert_terms(vectors, np.array(sorted(rows[row]), np.uint32))
    assert (
        next(dot_products(vectors, some, [row]))[1].tolist()
        == next(dot_products(vectors, index, [row]))[1].tolist()
    )
