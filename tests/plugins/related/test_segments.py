"""Terms are found wherever they are: in the base or the delta, tombstones left out."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from plugins.related.segments import TermSegments
from plugins.related.terms import TermMatrix

CODES = st.integers(0, 40)
ROWS = st.lists(st.sets(CODES, max_size=5), min_size=1, max_size=6)


def matrix(rows: list[set[int]]) -> TermMatrix:
    codes = np.array([code for row in rows for code in sorted(row)], np.uint32)
    return TermMatrix(np.cumsum([0, *map(len, rows)]).astype(np.int64), codes, (codes % 7).astype(np.uint8))


@given(ROWS, ROWS, st.sets(CODES))
def test_rows_with_a_term_are_found_wherever_they_are(first, fresh, wanted):
    kept = list(range(0, len(first), 2))
    old_rows = np.array([*kept, *[-1] * len(fresh)], np.int64)
    segments = TermSegments.of(matrix(first)).renumbered(old_rows, matrix(fresh))
    expected = [first[row] for row in kept] + fresh
    flags = np.zeros(41, np.bool_)
    flags[list(wanted)] = True
    assert segments.rows_with(flags).tolist() == [row for row, some in enumerate(expected) if some & wanted]
    for row, some in enumerate(expected):
        assert segments.row(row)[0].tolist() == sorted(some)
