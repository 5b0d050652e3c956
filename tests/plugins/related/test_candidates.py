"""Candidates and their cosines equal the plain definition; hubs are scaled by neighbours of the reference sample."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.related import weights as tuned
from plugins.related.candidates import (
    FULL,
    Candidates,
    CandidateTable,
    Found,
    search_all,
    search_entered,
    search_rows,
)
from plugins.related.document_frequency import DocumentFrequencies, count_frequencies
from plugins.related.hubness import scaling_factors
from plugins.related.segments import TermSegments
from plugins.related.sparse_products import SearchIndex
from plugins.related.terms import TermMatrix
from plugins.related.vectors import Vectors, squared_norms_of

SHORT = 3
"""Terms of a short article here."""
ARTICLES = st.lists(
    st.dictionaries(st.integers(0, 15), st.integers(1, 40), max_size=6), min_size=1, max_size=9
)
DISTINCTIVE, SEARCHED = 8, 12
"""Codes below the first are rare in `vectors_of`, by those below the second short articles search as well; those from
there on are common, the last a stop word."""
SAMPLE = 40_000


@pytest.fixture(autouse=True, scope="module")
def _few_terms_are_short() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tuned, "SHORT_TERMS", SHORT)
        yield


@cache
def frequencies() -> DocumentFrequencies:
    counts = np.full(1 << tuned.CODE_BITS, 3, np.int32)
    counts[DISTINCTIVE:SEARCHED], counts[SEARCHED:15], counts[15] = 500, 3000, SAMPLE
    return DocumentFrequencies(SAMPLE, counts)


def vectors_of(rows: list[dict[int, int]]) -> Vectors:
    entries = [sorted(row.items()) for row in rows]
    codes = np.array([code for row in entries for code, _ in row], np.uint32)
    counts = np.array([count for row in entries for _, count in row], np.uint8)
    terms = TermMatrix(np.cumsum([0, *map(len, rows)]).astype(np.int64), codes, counts)
    return Vectors(TermSegments.of(terms), frequencies(), squared_norms_of(terms, frequencies()))


def weight(code: int, count: int) -> float:
    found = frequencies()
    return float(found.weights[found.buckets[code], count])


def dot(one: dict[int, int], two: dict[int, int]) -> float:
    return sum(weight(code, n) * weight(code, two[code]) for code, n in one.items() if code in two)


def cosine(one: dict[int, int], two: dict[int, int]) -> float:
    norms = math.sqrt(dot(one, one) * dot(two, two))
    return dot(one, two) / norms if norms else 0.0


@settings(max_examples=25)  # each makes tables of four million codes
@given(ARTICLES)
def test_candidates_share_terms_that_are_searched_by_and_have_the_cosine_of_all(rows):
    vectors = vectors_of(rows)
    table = search_all(vectors)
    found = table.get(np.arange(len(rows)))
    by_pair = dict(
        zip(
            zip(found.owners.tolist(), found.others.tolist(), strict=True),
            found.cosines.tolist(),
            strict=True,
        )
    )
    for (one, two), near in by_pair.items():  # the same from either side
        assert by_pair.get((two, one), near) == near
    for one, two in ((one, two) for one in range(len(rows)) for two in range(len(rows)) if one != two):
        searched = SEARCHED if len(rows[one]) <= SHORT else DISTINCTIVE
        shared = [{c: n for c, n in rows[row].items() if c < searched} for row in (one, two)]
        if (one, two) in by_pair:
            assert by_pair[one, two] == pytest.approx(cosine(rows[one], rows[two]), abs=2e-3)
        else:
            norms = math.sqrt(dot(rows[one], rows[one]) * dot(rows[two], rows[two]))
            assert dot(*shared) <= (tuned.MIN_NEARNESS + 2e-3) * norms
    assert not table.bounds.any()


@settings(max_examples=25)  # each makes tables of four million codes
@given(ARTICLES, st.data())
def test_some_articles_find_what_they_find_among_all(rows, data):
    vectors = vectors_of(rows)
    table = search_all(vectors)
    some = np.array(sorted(data.draw(st.sets(st.integers(0, len(rows) - 1), min_size=1))))
    index = SearchIndex.of(vectors, some)
    found = search_rows(vectors, index, some)
    expected = table.get(some)
    assert found.candidates.others.tolist() == expected.others.tolist()
    assert found.candidates.cosines.tolist() == expected.cosines.tolist()
    entered = search_entered(vectors, index, some, np.zeros(len(rows), np.float32))
    every = table.get(np.arange(len(rows)))
    expected = every.where(np.isin(every.others, some))
    assert sorted(zip(*columns(entered), strict=True)) == sorted(zip(*columns(expected), strict=True))


def columns(found: Candidates) -> list[list[float]]:
    return [getattr(found, name).tolist() for name in ("owners", "others", "nearness", "cosines")]


def neighbours(rows: list[int], nearness: list[float], owner: int = 0) -> Candidates:
    near = np.array(nearness, np.float32)
    return Candidates(np.full(len(rows), owner), np.array(rows, np.int64), near, near / 2)


def row_of(pairs: Candidates) -> Found:
    """The candidates of one article, nothing else nearer than 7."""
    return Found(pairs.owners[:1], pairs, np.array([7], np.float32))


def test_what_enters_a_full_row_raises_the_bound(monkeypatch):
    monkeypatch.setattr(tuned, "CANDIDATES_KEPT", 3)
    table = CandidateTable.empty(7)
    table.put(row_of(neighbours([4, 5, 6], [9, 8, 7])))
    table.merge(neighbours([2], [8]))
    assert table.rows[0].tolist() == [4, 2, 5]  # of equal nearness the smaller row
    assert table.bounds[0] == 7
    table.merge(neighbours([1], [20]))
    assert table.bounds[0] == 8


def test_a_row_is_complete_while_enough_is_nearer_than_its_bound(monkeypatch):
    monkeypatch.setattr(tuned, "CANDIDATES", 2)
    monkeypatch.setattr(tuned, "CANDIDATES_KEPT", 3)
    table = CandidateTable.empty(3)
    table.put(row_of(neighbours([1, 2], [9, 8])))
    table.put(row_of(neighbours([0, 2], [9, 7], owner=1)))
    assert table.is_complete().tolist() == [True, False, True]


def test_sums_are_exact_up_to_the_longest_vector():
    assert 1.02 * FULL < 2**24  # rounding lengthens a vector of fifty thousand terms by one hundredth


def test_neighbours_outside_the_reference_sample_do_not_scale(monkeypatch):
    monkeypatch.setattr(tuned, "HUB_NEIGHBOURS", 1)
    table = search_all(vectors_of([{1: 10}, {1: 9, 2: 1}, {1: 1, 2: 9}, {3: 1}]))
    near = scaling_factors(table, np.array([True, True, True, True]))
    far = scaling_factors(table, np.array([True, False, True, True]))
    assert near[0] < far[0]  # its nearest is not counted: it is less crowded there
    assert near[3] == tuned.SCALE_FACTORS[0]


def test_few_codes_are_counted_as_they_occur():
    found = count_frequencies(3, [np.array([5, 9], np.uint32), np.array([5], np.uint32)])
    assert found.counts[[5, 9, 10]].tolist() == [2, 1, 0]
