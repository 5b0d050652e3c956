"""Lists from candidates: near-duplicates stand once, and ask for more candidates where they use them up."""

from __future__ import annotations

import numpy as np

from plugins.related.incremental import CarriedLists, patched_list
from plugins.related.neighbours import RelatedLists, choose_lists
from plugins.related.ranking import Candidates, choose_list, duplicates_by_row


def candidates(rows: list[int], *, complete: bool = True) -> Candidates:
    scores = np.arange(len(rows), 0, -1, np.int64)
    return Candidates(np.array(rows, np.int64), scores, complete, np.zeros(0, np.int64))


def test_near_duplicates_of_the_article_and_of_each_other_stand_once():
    duplicates = duplicates_by_row([(0, 3), (4, 5), (5, 6)])
    assert choose_list(0, candidates([3, 5, 4, 6, 7]), duplicates) == [(5, 4), (7, 1)]


def test_a_list_ends_at_ten_or_asks_for_more():
    assert choose_list(0, candidates(list(range(1, 20))), {}) == [(row, 20 - row) for row in range(1, 11)]
    assert choose_list(0, candidates([1, 2], complete=False), {}) is None
    lists = choose_lists({7: candidates([1, 2], complete=False)}, {}, lambda _: candidates([1, 2, 3]))
    assert lists.get(0) == [(1, 3), (2, 2), (3, 1)]


def carried(items: list[tuple[int, int]], tenth_score: int) -> CarriedLists:
    lists = RelatedLists.empty(1)
    lists.put(0, items)
    return CarriedLists(lists, np.array([tenth_score]), set(), set())


def test_a_list_is_patched_where_nothing_else_can_enter():
    short = carried([(3, 50), (4, 40)], 0)
    assert patched_list(short, 0, [(9, 45)], {}) == [(3, 50), (9, 45), (4, 40)]
    assert patched_list(short, 0, [(9, 45)], {9: {8}}) is None
    full = [(row, 100 - row) for row in range(1, 11)]
    assert patched_list(carried(full, 90), 0, [(20, 95)], {}) == [*full[:5], (20, 95), *full[5:9]]
    assert patched_list(carried(full[1:], 90), 0, [], {}) is None  # the tenth is not known
    assert patched_list(carried(full[1:], 90), 0, [(20, 90)], {}) is None  # no better than what was left out
