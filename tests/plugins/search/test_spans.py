"""Tokenisation by code points: the same as splitting each text with a regular expression."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.search.folding import SPLIT
from plugins.search.spans import HashedStrings, find_spans

TEXTS = st.lists(st.text(st.sampled_from("aàĐ1 _-\n\0²😀𝒜\ud800"), max_size=12), min_size=1, max_size=5)


@given(TEXTS)
def test_texts_are_split_as_by_a_regular_expression(texts: list[str]) -> None:
    spans = find_spans(texts)
    found = [spans.joined[a:b] for a, b in zip(spans.starts.tolist(), spans.ends.tolist(), strict=True)]
    parts = [SPLIT.split(text) for text in texts]
    assert found == [token for part in parts for token in part]
    assert spans.sizes.tolist() == [len(part) for part in parts]


@given(TEXTS)
def test_equal_tokens_alone_have_equal_hashes(texts: list[str]) -> None:
    spans = find_spans(texts)
    tokens = [spans.joined[a:b] for a, b in zip(spans.starts.tolist(), spans.ends.tolist(), strict=True)]
    by_hash = dict(zip(spans.hashes().tolist(), tokens, strict=True))
    assert [by_hash[value] for value in spans.hashes().tolist()] == tokens
    assert len(by_hash) == len(set(tokens))


def test_strings_are_found_by_their_hashes() -> None:
    words = [f"từ{number}" for number in range(3000)]
    known = HashedStrings(words[:2000])
    spans = find_spans([f" {' '.join(words)} "])
    numbers = known.numbers(spans.hashes())[1::2]
    assert numbers.tolist() == [*range(2000), *[-1] * 1000]


def test_a_string_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="one hash"):
        HashedStrings(["hai", "một", "hai"])


def test_no_strings_know_nothing() -> None:
    assert HashedStrings([]).numbers(np.ones(3, np.uint64)).tolist() == [-1, -1, -1]
