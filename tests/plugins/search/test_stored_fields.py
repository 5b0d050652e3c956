"""Blocks of texts: of even size, read back as written."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.search.stored_fields import block_bounds, decode_block, encode_block, encode_record, text_of
from plugins.search.weights import BLOCK_BYTES, BLOCK_SLACK
from tests.plugins.search.archive import document


@given(st.lists(st.binary(max_size=200), max_size=400))
def test_records_are_read_back(some: list[bytes]) -> None:
    assert list(decode_block(encode_block(some))) == some


@given(st.lists(st.integers(0, 4000), max_size=300))
def test_blocks_are_of_even_size(sizes: list[int]) -> None:
    cuts = block_bounds(np.array(sizes, np.int64)).tolist()
    assert cuts[-1] == len(sizes)
    assert all(
        b - a == 1 or sum(sizes[a : b - 1]) <= BLOCK_BYTES * (1 + BLOCK_SLACK) for a, b in pairwise(cuts)
    )


@pytest.mark.parametrize("url", ["2015/01/dau-de-1.html", "2015/01/dau-de-1", "khac/.html", "x" * 300])
def test_the_text_stands_behind_any_address(url: str) -> None:
    made = encode_record(replace(document("1", "Đầu đề"), url=url), 3, 200, b"coded text")
    assert text_of(made) == b"coded text"
