"""Candidates and their cosines equal the plain definition; hubs are scaled by neighbours of the reference sample."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given

from plugins.related import weights as tuned
from plugins.related.candidates import CandidateRow, CandidateTable, PairwiseCosines, merged, search_all
from plugins.related.hubness import scaling_factors
from plugins.related.inverted_index import invert
from plugins.related.near_duplicates import among_candidates
from tests.plugins.related.test_inverted_index import VECTORS, dot, vectors_of


@given(VECTORS)
def test_cosines_are_those_of_all_terms_from_either_side(rows):
    vectors = vectors_of(rows)
    pairwise = PairwiseCosines(vectors)
    everyone = np.arange(len(rows))
    for one in everyone.tolist():
        for two, cosine in zip(everyone.tolist(), pairwise.of(one, everyone).tolist(), strict=True):
            norms = math.sqrt(dot(rows[one], rows[one])) * math.sqrt(dot(rows[two], rows[two]))
            assert cosine == pytest.approx(dot(rows[one], rows[two]) / norms if norms else 0)
            assert cosine == pairwise.of(two, np.array([one]))[0]


def test_codes_that_share_a_slot_of_the_look_up_are_told_apart():
    near = {1: 3, 2: 5, (1 << 14) - 1: 7}  # one slot for all three
    vectors = vectors_of([near, {1: 2}, {2: 2, 3: 9}, {4: 1}])
    norm = math.sqrt(dot(near, near))
    expected = [3 / norm, 10 / norm / math.sqrt(85), 0]
    assert PairwiseCosines(vectors).of(0, np.array([1, 2, 3])).tolist() == pytest.approx(expected)


@given(VECTORS)
def test_candidates_are_the_nearest_and_all_of_them_where_they_are_few(rows):
    vectors = vectors_of(rows)
    table = search_all(vectors, invert(vectors))
    for row, found in ((row, table.get(row)) for row in range(len(rows))):
        sharing = {other for other in range(len(rows)) if other != row and dot(rows[row], rows[other])}
        assert set(found.rows.tolist()) == sharing
        assert found.bound == 0
        assert sorted(found.nearness.tolist(), reverse=True) == found.nearness.tolist()


def neighbours(rows: list[int], nearness: list[float], bound: float) -> CandidateRow:
    near = np.array(nearness, np.float32)
    return CandidateRow(np.array(rows, np.int64), near, near / 2, bound)


def test_what_enters_a_full_row_raises_the_bound(monkeypatch):
    monkeypatch.setattr(tuned, "CANDIDATES_KEPT", 3)
    found = merged(neighbours([4, 5, 6], [9, 8, 7], 7), {2: (8.0, 0.5)})
    assert found.rows.tolist() == [4, 2, 5]  # of equal nearness the smaller row
    assert found.bound == 7
    assert merged(found, {1: (20.0, 0.5)}).bound == 8


def test_a_row_is_complete_while_enough_is_nearer_than_its_bound(monkeypatch):
    monkeypatch.setattr(tuned, "CANDIDATES", 2)
    monkeypatch.setattr(tuned, "CANDIDATES_KEPT", 3)
    table = CandidateTable.empty(3)
    table.put(0, neighbours([1, 2], [9, 8], 7))
    table.put(1, neighbours([0, 2], [9, 7], 7))
    assert table.is_complete().tolist() == [True, False, True]


def test_neighbours_outside_the_reference_sample_do_not_scale(monkeypatch):
    monkeypatch.setattr(tuned, "HUB_NEIGHBOURS", 1)
    vectors = vectors_of([{1: 10}, {1: 9, 2: 1}, {1: 1, 2: 9}, {3: 1}])
    table = search_all(vectors, invert(vectors))
    near = scaling_factors(vectors, table, np.array([True, True, True, True]))
    far = scaling_factors(vectors, table, np.array([True, False, True, True]))
    assert near[0] < far[0]  # its nearest is not counted: it is less crowded there
    assert near[3] == tuned.SCALE_FACTORS[0]


def test_only_pairs_that_are_candidates_now_are_duplicates():
    table = CandidateTable.empty(4)
    table.put(0, neighbours([1], [5], 0))
    table.put(3, neighbours([2], [5], 0))
    pairs = np.array([[0, 1], [0, 2], [2, 3]], np.int32)
    assert among_candidates(table, pairs).tolist() == [[0, 1], [2, 3]]
