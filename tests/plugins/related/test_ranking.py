"""Lists from candidates: near-duplicates stand once, ties go to the smaller row, and what is loose is left out."""

from __future__ import annotations

import numpy as np
import pytest

from plugins.related import weights as tuned
from plugins.related.candidates import Candidates, CandidateTable
from plugins.related.ranking import NONE, Scoring, choose_list, duplicates_by_row, rank_all, rows_of


def test_near_duplicates_of_the_article_and_of_each_other_stand_once():
    duplicates = duplicates_by_row([(0, 3), (4, 5), (5, 6)])
    assert choose_list(0, [3, 5, 4, 6, 7], duplicates) == [5, 7]
    assert choose_list(1, range(2, 30), {}) == list(range(2, 12))


def scoring(size: int, **changes: float) -> Scoring:
    factors = np.ones(size)
    for row, factor in changes.items():
        factors[int(row[1:])] = factor
    return Scoring(factors, np.full(size, 1000.0), 0.05, 1.0)


def test_keys_are_in_the_order_of_scores_then_of_rows():
    others = np.array([3, 1, 2, -1, 4])
    cosines = np.array([0.5, 0.5, 0.3, 0.9, 0.04], np.float32)
    keys = np.sort(scoring(5, r2=2.0).sort_keys(np.int64(0), others, cosines))
    assert rows_of(keys) == [2, 1, 3]
    assert keys[-1] == NONE


def test_too_little_evidence_is_none():
    few = Scoring(np.ones(2), np.full(2, 10.0), 0.05, 1.0)
    assert not few.are_related(np.int64(0), np.array([1]), np.array([0.9], np.float32))[0]


def test_the_bound_falls_for_short_articles():
    bound = Scoring(np.ones(3), np.array([4000.0, 4000.0, 1000.0]), 0.08, 2000.0)
    cosines = np.array([0.05, 0.05], np.float32)
    assert bound.are_related(np.int64(0), np.array([1, 2]), cosines).tolist() == [False, True]


def table_of(rows: list[list[int]]) -> CandidateTable:
    table = CandidateTable.empty(len(rows))
    for row, some in enumerate(rows):
        near = np.linspace(0.9, 0.5, len(some), dtype=np.float32)
        owners = np.full(len(some), row)
        found = Candidates(owners, np.array(some, np.int64), near, near)
        table.put(np.array([row]), found, np.zeros(1, np.float32))
    return table


def test_where_copies_use_candidates_up_more_are_looked_for(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tuned, "CANDIDATES", 3)
    table = table_of([[1, 2, 3], [0], [0], [0], [0]])
    asked: list[int] = []

    def further(rows):
        asked.extend(rows)
        near = np.array([0.9, 0.8, 0.7, 0.6], np.float32)
        return [(row, Candidates(np.full(4, row), np.array([1, 2, 3, 4]), near, near)) for row in rows]

    lists = rank_all(table, scoring(5), duplicates_by_row([(1, 2), (1, 3), (2, 3)]), further)
    assert asked == [0]
    assert lists[0].tolist()[:3] == [1, 4, -1]
    assert lists[4].tolist()[:2] == [0, -1]
