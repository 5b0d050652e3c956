"""Base and delta: after any changes a store says what a dictionary says, and the base is never touched."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from plugins.related.terms import TermMatrix
from plugins.state.base_and_delta import (
    BaseAndDelta,
    NumberedBaseAndDelta,
    contained_in,
    needs_compaction,
)


@dataclass(frozen=True)
class Entries:
    """A dictionary as a keyed segment, its keys being a set: how a build's overview of sources may use this."""

    entries: dict[int, int]

    def without(self, keys: frozenset[int]) -> Entries:
        return Entries({key: value for key, value in self.entries.items() if key not in keys})

    def joined(self, later: Entries) -> Entries:
        return Entries({**self.entries, **later.entries})


@given(
    st.dictionaries(st.integers(0, 9), st.integers()),
    st.lists(st.tuples(st.frozensets(st.integers(0, 9)), st.dictionaries(st.integers(0, 9), st.integers()))),
)
def test_replaced_entries_are_those_of_a_dictionary(
    first: dict[int, int], changes: list[tuple[frozenset[int], dict[int, int]]]
) -> None:
    store = BaseAndDelta(Entries(dict(first)), Entries({}), frozenset[int]())
    expected = dict(first)
    for lost, fresh in changes:
        store = store.replaced(lost | fresh.keys(), Entries(fresh))
        expected = {key: value for key, value in expected.items() if key not in lost} | fresh
        assert store.merged().entries == expected
    assert store.base.entries == first


def matrix(rows: list[list[int]]) -> TermMatrix:
    offsets = np.cumsum([0, *map(len, rows)]).astype(np.int64)
    codes = np.array([code for row in rows for code in row], np.uint32)
    return TermMatrix(offsets, codes, codes.astype(np.uint8))


def rows_of(some: TermMatrix) -> list[list[int]]:
    return [some.codes[a:b].tolist() for a, b in zip(some.offsets[:-1], some.offsets[1:], strict=True)]


ROWS = st.lists(st.lists(st.integers(0, 99), max_size=3), max_size=6)


@given(ROWS, st.lists(st.tuples(ROWS, st.randoms(use_true_random=False)), max_size=4))
def test_rows_are_found_under_their_new_numbers(first, changes):
    store, expected = NumberedBaseAndDelta.of(matrix(first)), list(first)
    for fresh, chance in changes:
        kept = [row for row in range(len(expected)) if chance.random() < 0.6]
        old_rows = [*kept, *[-1] * len(fresh)]
        chance.shuffle(old_rows)
        waiting = iter(fresh)
        store = store.renumbered(np.array(old_rows, np.int64), matrix(fresh))
        expected = [expected[row] if row >= 0 else next(waiting) for row in old_rows]
        assert rows_of(store.take(np.arange(len(store)))) == expected
        segments = [store.locate(row) for row in range(len(store))]
        assert [rows_of(segment)[number] for segment, number in segments] == expected
        assert sorted(row for row in store.row_at.tolist() if row >= 0) == list(range(len(expected)))
        compacted = store.compacted()
        assert rows_of(compacted.base) == expected
        assert not len(compacted.delta)
    assert rows_of(store.base) == first


def test_a_delta_is_compacted_beyond_its_share() -> None:
    assert not needs_compaction(800, 100, 1 / 8)
    assert needs_compaction(800, 101, 1 / 8)
    assert not needs_compaction(0, 10, 1 / 8, at_least=10)


@given(st.sets(st.integers(0, 20)), st.lists(st.integers(0, 20)))
def test_contained_values(some: set[int], values: list[int]) -> None:
    found = contained_in(np.array(sorted(some), np.int64), np.array(values, np.int64))
    assert found.tolist() == [value in some for value in values]
