from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.html import rendering
from plugins.html.typography import typeset, typeset_plain

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("plain", "set_"),
    [
        ("<p>số 35/NQ-CP</p>", f"<p>số{NBSP}35/NQ-CP</p>"),
        ("<p>ngày 17/11</p>", f"<p>ngày{NBSP}17/11</p>"),
        ("<p>TP. HCM</p>", f"<p>TP.{NBSP}HCM</p>"),
        ("<p>số liệu năm nay</p>", "<p>số liệu năm nay</p>"),
        ('<a title="số 3">x</a>', '<a title="số 3">x</a>'),
        ("<p>2011-2020, 30c/NQ-CP, TP.HCM, UBND</p>", "<p>2011-2020, 30c/NQ-CP, TP.HCM, UBND</p>"),
    ],
)
def test_numbers_stay_with_the_word_that_announces_them(plain: str, set_: str) -> None:
    assert typeset(plain) == set_


def test_quotes_are_curled_and_dashes_joined() -> None:
    assert "&#8220;một cửa&#8221; &#8212; tốt" in typeset('<p>"một cửa" -- tốt</p>')


def test_code_is_left_alone() -> None:
    assert typeset('<pre>"a" -- b</pre>') == '<pre>"a" -- b</pre>'


@given(st.from_regex(r"[0-9]{1,4}[a-z]?/[0-9]{4}/[A-ZĐ]{2,4}-[A-ZĐ]{2,5}", fullmatch=True))
def test_no_character_of_a_document_number_changes(number: str) -> None:
    assert number in re.sub(NBSP, " ", typeset(f"<p>Theo {number}, và số {number}.</p>"))


PLAIN = st.lists(
    st.sampled_from(
        [
            *"aĐ5 \n.,-—–'!()[]{}“”…%?:;*_|\u2003",
            '"',
            '"',
            '"',
            "--",
            '--"a',
            "...",
            ". . .",
            "số 5",
            "TP. HCM",
        ]
    ),
    min_size=1,
    max_size=14,
).map("".join)


@settings(max_examples=500)
@given(st.lists(PLAIN, min_size=1, max_size=3))
def test_the_short_way_sets_plain_text_as_smartypants_does(paragraphs: list[str]) -> None:
    each = [f"<p>{text}</p>" for text in paragraphs]
    short = typeset_plain("\n".join(each))
    if short is not None:
        assert short == rendering._cleaner().clean("\n".join(map(typeset, each)))


def test_ordinary_prose_takes_the_short_way() -> None:
    text = '<p>"Một cửa" -- tốt... Ông nói: "Số 5 ("năm") ở TP. HCM".</p>'
    short = typeset_plain(text)
    assert short == "<p>“Một cửa” — tốt… Ông nói: “Số&nbsp;5 (“năm”) ở TP.&nbsp;HCM”.</p>"
    assert short == rendering._cleaner().clean(typeset(text))
