"""Queries are typed as readers type, and what counts as found is what holds the words."""

from __future__ import annotations

import random

import pytest

from plugins.core.text import fold
from scripts.bench import search_pagefind
from scripts.bench.search_mined import acronyms, numbers, respelled
from scripts.bench.search_spelling import mixed, other_i, other_tone_place, telex
from scripts.bench.search_texts import Haystack, SearchedText

TEXT = SearchedText("1", "Họp Bộ Nội vụ về 35/NQ-CP", "Bộ Nội vụ (BNV) họp. Bộ Nội vụ (BNV) theo 35/NQ-CP.")


@pytest.mark.parametrize(
    ("text", "typed"), [("cải cách", "cair cachs"), ("được", "dduowcj"), ("huyện", "huyeenj"), ("an", None)]
)
def test_telex(text: str, typed: str | None) -> None:
    assert telex(text) == typed


def test_other_spellings() -> None:
    assert other_tone_place("hòa giải") == "hoà giải"
    assert other_i("kỹ thuật") == "kĩ thuật"
    assert other_i("tay chân") is None


def test_mixed_marks_are_neither_all_nor_none() -> None:
    chance = random.Random(1)
    found = {mixed("cải cách hành chính", chance) for _ in range(20)} - {None}
    assert found
    assert all(text and fold(text) == "cai cach hanh chinh" != text for text in found)


def test_runs_are_found_at_words() -> None:
    hay = Haystack(["một hai ba", "hai ba bốn", "mười hai bay"])
    assert hay.texts_with("hai ba", 5) == {0, 1}
    assert hay.texts_with("hai", 2) == set()


def test_acronyms_and_numbers_come_from_the_texts() -> None:
    table = acronyms([TEXT])
    assert table == {"BNV": "bộ nội vụ"}
    assert respelled(TEXT, table, shorten=False) == ("họp bộ nội vụ về 35 nq", "Họp BNV về 35 NQ")
    whole, begun = numbers([TEXT], random.Random(1), 1)
    assert whole.text.upper() == "35/NQ-CP"
    assert begun.text.startswith("35/N")
    assert begun.wanted == {"1"}


def test_a_program_that_is_not_there_is_not_found() -> None:
    assert search_pagefind.find("/no/such/pagefind") is None
