"""Codes written by numpy, read back bit by bit."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from plugins.search.bit_codes import bit_length, gamma, join_codes, pack, rice
from tests.plugins.search.reading import Bits

numbers = st.lists(st.integers(0, (1 << 24) - 1), min_size=1, max_size=60)


@given(numbers)
def test_gamma(values: list[int]) -> None:
    data, _ = pack(*gamma(np.array(values) + 1), np.array([0]))
    bits = Bits(data)
    assert [bits.gamma() - 1 for _ in values] == values


@given(numbers, st.integers(0, 20))
def test_rice_with_far_gaps(values: list[int], k: int) -> None:
    data, _ = pack(*rice(np.array(values), np.full(len(values), k)), np.array([0]))
    bits = Bits(data)
    assert [bits.rice(k) for _ in values] == values


@given(st.lists(numbers, min_size=1, max_size=8))
def test_parts_begin_on_bytes(parts: list[list[int]]) -> None:
    flat = np.array([v for part in parts for v in part])
    starts = np.cumsum([0, *map(len, parts[:-1])])
    data, offsets = pack(*gamma(flat + 1), starts)
    for part, first in zip(parts, offsets[:-1].tolist(), strict=True):
        bits = Bits(data[first:])
        assert [bits.gamma() - 1 for _ in part] == part
    assert offsets[-1] == len(data)


def test_joined_codes_are_read_one_after_the_other() -> None:
    data, _ = pack(*join_codes(gamma(np.array([5])), gamma(np.array([9]))), np.array([0]))
    bits = Bits(data)
    assert (bits.gamma(), bits.gamma()) == (5, 9)


@given(st.integers(0, 1 << 52))
def test_bit_length(value: int) -> None:
    assert bit_length(np.array([value])).tolist() == [value.bit_length()]


def test_nothing_to_write() -> None:
    data, offsets = pack(np.zeros(0, np.uint64), np.zeros(0, np.int64), np.zeros(0, np.int64))
    assert data == b""
    assert offsets.tolist() == [0]
