"""Terms are found wherever they are: in the base or the delta, tombstones left out."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from plugins.related.segments import TermSegments, filter_codes
from plugins.related.terms import TermMatrix

CODES = st.integers(0, 40).map(lambda n: n * 0x1_0001 % 2**32)
ROWS = st.lists(st.sets(CODES, max_size=5), min_size=1, max_size=6)


def matrix(rows: list[set[int]]) -> TermMatrix:
    codes = np.array([code for row in rows for code in sorted(row)], np.uint32)
    return TermMatrix(np.cumsum([0, *map(len, rows)]).astype(np.int64), codes, (codes % 7).astype(np.uint8))


@given(st.lists(CODES), st.sets(CODES))
def test_filtered_codes_are_the_wanted_ones(codes, wanted):
    found = filter_codes(np.array(codes, np.uint32), np.array(sorted(wanted), np.uint32))
    assert found.tolist() == [i for i, code in enumerate(codes) if code in wanted]


@given(ROWS, ROWS, st.sets(CODES))
def test_occurrences_are_those_of_the_rows(first, fresh, wanted):
    kept = list(range(0, len(first), 2))
    old_rows = np.array([*kept, *[-1] * len(fresh)], np.int64)
    segments = TermSegments.of(matrix(first)).renumbered(old_rows, matrix(fresh))
    expected = [first[row] for row in kept] + fresh
    rows, codes, values = segments.occurrences(np.array(sorted(wanted), np.uint32))
    assert set(zip(rows.tolist(), codes.tolist(), strict=True)) == {
        (row, code) for row, some in enumerate(expected) for code in some & wanted
    }
    assert values.tolist() == (codes % 7).tolist()
    for row, some in enumerate(expected):
        assert segments.row(row)[0].tolist() == sorted(some)
