"""Lists from candidates: near-duplicates stand once, ties go to the smaller row, and what is loose is left out."""

from __future__ import annotations

import numpy as np
import pytest

from plugins.related import weights as tuned
from plugins.related.candidates import Candidates, CandidateTable, Found
from plugins.related.events import EventPairs
from plugins.related.pairs import PairSet
from plugins.related.ranking import NONE, Copies, Scoring, choose_list, rank_all, rows_of


def events_of(size: int, *pairs: tuple[int, int], days: dict[int, float] | None = None) -> EventPairs:
    """Events of some pairs, found as the engine finds them: among candidates that are very near, by their dates."""
    rows = [[two for one, two in pairs if one == row] for row in range(size)]
    when = np.array([(days or {}).get(row, 0.0) for row in range(size)])
    return EventPairs.of(table_of(rows), when)


def copies_of(duplicates: list[tuple[int, int]], overlapping: list[tuple[int, int]] | None = None) -> Copies:
    return Copies(pairs_of(duplicates), pairs_of(overlapping or []))


def pairs_of(pairs: list[tuple[int, int]]) -> PairSet:
    rows = np.array(pairs, np.int64).reshape(-1, 2)
    return PairSet.of(rows[:, 0], rows[:, 1], 30)


NO_COPIES = copies_of([])


def test_near_duplicates_of_the_article_and_of_each_other_stand_once():
    copies = copies_of([(0, 3), (4, 5), (5, 6)])
    # 5 is a copy of both 4 and 6
    assert choose_list(0, [3, 4, 5, 6, 7], copies, events_of(8)) == [4, 6, 7]
    assert choose_list(1, range(2, 30), NO_COPIES, events_of(30)) == list(range(2, 12))


def test_of_copies_the_best_that_does_not_repeat_the_article_stands_at_the_place_of_the_best():
    copies = copies_of([(1, 3), (1, 4), (4, 5), (1, 6)], [(0, 1), (0, 3)])
    # 6 does not repeat the article either, but is not related
    assert choose_list(0, range(1, 6), copies, events_of(7)) == [4, 2]
    assert choose_list(2, [1, 3, 4, 5], copies, events_of(7)) == [1, 5]


def test_where_every_copy_repeats_the_article_the_best_stands():
    assert choose_list(0, [1, 2, 3], copies_of([(1, 2)], [(0, 1), (0, 2)]), events_of(4)) == [1, 3]


def scoring(size: int, **changes: float) -> Scoring:
    factors = np.ones(size, np.float32)
    for row, factor in changes.items():
        factors[int(row[1:])] = factor
    return Scoring(factors, np.full(size, 1000.0, np.float32), 0.05, 1.0)


def test_keys_are_in_the_order_of_scores_then_of_rows():
    others = np.array([3, 1, 2, -1, 4])
    cosines = np.array([0.5, 0.5, 0.3, 0.9, 0.04], np.float32)
    keys = np.sort(scoring(5, r2=2.0).sort_keys(np.int64(0), others, cosines))
    assert rows_of(keys) == [2, 1, 3]
    assert keys[-1] == NONE


def test_too_little_evidence_is_none():
    few = Scoring(np.ones(2, np.float32), np.full(2, 10.0, np.float32), 0.05, 1.0)
    assert not few.are_related(np.int64(0), np.array([1]), np.array([0.9], np.float32))[0]


def test_the_bound_falls_for_short_articles():
    bound = Scoring(np.ones(3, np.float32), np.array([4000, 4000, 1000], np.float32), 0.08, 2000.0)
    cosines = np.array([0.05, 0.05], np.float32)
    assert bound.are_related(np.int64(0), np.array([1, 2]), cosines).tolist() == [False, True]


def test_the_bound_is_one_of_scores():
    bound = Scoring(np.array([1.0, 0.9, 1.2], np.float32), np.full(3, 4000.0, np.float32), 0.08, 1.0)
    cosines = np.array([0.08, 0.07], np.float32)
    assert bound.are_related(np.int64(0), np.array([1, 2]), cosines).tolist() == [False, True]


def table_of(rows: list[list[int]]) -> CandidateTable:
    table = CandidateTable.empty(len(rows))
    for row, some in enumerate(rows):
        near = np.linspace(0.9, 0.5, len(some), dtype=np.float32)
        owners = np.full(len(some), row)
        found = Candidates(owners, np.array(some, np.int64), near, near)
        table.put(Found(np.array([row]), found, np.zeros(1, np.float32)))
    return table


def test_where_copies_use_candidates_up_more_are_looked_for(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tuned, "CANDIDATES", 3)
    table = table_of([[1, 2, 3], [0], [0], [0], [0]])
    asked: list[int] = []

    def further(rows):
        asked.extend(rows)
        near = np.array([0.9, 0.8, 0.7, 0.6], np.float32)
        return [(row, Candidates(np.full(4, row), np.array([1, 2, 3, 4]), near, near)) for row in rows]

    lists = rank_all(table, scoring(5), copies_of([(1, 2), (1, 3), (2, 3)]), events_of(5), further)
    assert asked == [0]
    assert lists[0].tolist()[:3] == [1, 4, -1]
    assert lists[4].tolist()[:2] == [0, -1]


CHAIN = tuple((row, other) for row in range(1, 9) for other in range(row + 1, 9))
"""Eight reports of one event."""


def test_reports_of_one_event_leave_room_for_others_where_there_are_any():
    events = events_of(30, *CHAIN)
    assert choose_list(0, range(1, 30), NO_COPIES, events) == [*range(1, 8), 9, 10, 11]
    assert choose_list(0, range(1, 11), NO_COPIES, events) == [*range(1, 8), 9, 10, 8]


def test_lists_that_one_event_fills_are_chosen_again_and_no_others(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tuned, "CANDIDATES", 12)
    rows = [[*range(1, 13)], *([] for _ in range(12))]
    table = table_of(rows)
    lists = rank_all(table, scoring(13), NO_COPIES, events_of(13, *CHAIN), lambda _: ())
    assert lists[0].tolist() == [*range(1, 8), 9, 10, 11]


def test_reports_of_one_event_stand_together_after_the_first():
    events = events_of(9, (1, 4), (1, 7), (4, 8), (5, 6), days={6: tuned.EVENT_DAYS + 1.0})
    lists, same = events.grouped(np.array([[5, 1, 6, 4, 7, 8], [2, 3, -1, -1, -1, -1]], np.int32))
    assert lists.tolist() == [
        [5, 1, 4, 7, 6, 8],
        [2, 3, -1, -1, -1, -1],
    ]  # 8 is near 4 alone, 6 a month later
    assert same.tolist() == [[False, False, True, True, False, False], [False] * 6]
