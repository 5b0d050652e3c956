"""Strings and integers come back as they were."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from plugins.search.front_coding import front_coded, varint, varints
from tests.plugins.search.reading import read_strings


@given(st.lists(st.text("abăz", max_size=20)).map(sorted))
def test_front_coded_strings(strings: list[str]) -> None:
    data = front_coded(strings)
    assert read_strings(data, 0, len(strings)) == (strings, len(data))


@given(st.lists(st.integers(0, 1 << 40)))
def test_varints(values: list[int]) -> None:
    data, at, found = varints(values), 0, []
    while at < len(data):
        value, at = varint(data, at)
        found.append(value)
    assert found == values
