"""The short way gives what the converter gives: compared on text made of everything Markdown cares about."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.core.text import tidy_lines
from plugins.html import rendering
from plugins.html.paragraphs import only_paragraphs, plain_paragraphs, split_paragraphs, split_runs
from plugins.html.rendering import render_markdown
from plugins.html.typography import typeset

WORDS = [
    "Cải cách",
    "số",
    "ngày",
    "TP.",
    "HCM",
    "35/NQ-CP",
    "17",
    "1.",
    "2)",
    "R&D",
    "a&b;",
    "&amp;",
    "&#34;",
    "a",
    "& ",
]
MARKS = [
    *"\\`*_{}[]()#+-.!|<>&\"'=~:^;/@\u00a0\u2003–“”…",
    *[
        "**",
        "__",
        "``",
        "--",
        "---",
        "...",
        "***",
        "* * *",
        "===",
        "](",
        "![",
        "[a]: b",
        "[x](y)",
        "> ",
        "- ",
        "+ ",
    ],
    *[
        "# ",
        "1. ",
        "    ",
        "\t",
        "  ",
        " ",
        " ",
        " ",
        "<b>",
        "</b>",
        "<div>",
        "http://a.vn",
        "a@b.vn",
        "|--|",
    ],
]
ENDS = ["\n", "\n\n", "\n\n", "\n\n\n", "  \n", " \n", "\n "]
TEXT = st.lists(st.sampled_from(WORDS * 3 + MARKS + ENDS), max_size=24).map("".join)
GENTLE = st.lists(
    st.sampled_from([*WORDS, " ", " ", ", ", "\\*", "\\[", "\\#", "&", ";", '"', "'", "**", "\n\n", "\n"]),
    max_size=30,
)


BEGINNINGS = [
    "",
    "",
    "",
    "## ",
    "### ",
    "- ",
    "+ ",
    "1. ",
    "10. ",
    "> ",
    "    ",
    "  ",
    "***",
    "- ## ",
    "> - ",
    "a|b\n-|-\n",
    "# ",
    "=",
]
LINES = st.builds(
    lambda begin, words, end: begin + " ".join(words) + end,
    st.sampled_from(BEGINNINGS),
    st.lists(
        st.sampled_from([*WORDS, "**đậm**", "*x*", "[l](u)", '"y"', "\\*", "`c`", "-", "|"]), max_size=3
    ),
    st.sampled_from([*["\n\n"] * 6, "\n", "\n", "\n\n    ", "\n    ", "  \n", "\n\n\n", "\n[a]: b\n"]),
)
STRUCTURED = st.lists(LINES, min_size=1, max_size=8).map("".join)


def whole(body: str) -> str:
    """The long way: the converter for all of the body at once."""
    return rendering._cleaner().clean(rendering._typed(body))


def short(body: str) -> str:
    assert only_paragraphs(body), body
    each = "\n".join(map(rendering._paragraph, split_paragraphs(body))).strip()
    return rendering._plain(body) or rendering._cleaner().clean(each)


def bodies(text: str) -> str:
    """As the reader gives them: tidied, without white space at either end."""
    return tidy_lines(text).strip()


@settings(max_examples=300)
@given(st.one_of(TEXT, GENTLE.map("".join)))
def test_paragraphs_converted_one_by_one_are_the_body_converted_whole(text: str) -> None:
    body = bodies(text)
    if only_paragraphs(body):
        assert short(body) == whole(body)


@settings(max_examples=300)
@given(st.one_of(TEXT, GENTLE.map("".join)))
def test_plain_paragraphs_are_what_the_converter_makes_of_them(text: str) -> None:
    for block in (bodies(text), *re.split(r"\n{2,}", bodies(text))):
        plain = plain_paragraphs(block)
        if only_paragraphs(block) and plain is not None:
            made = rendering._converter().reset().convert(block)
            assert plain == made
            assert rendering._cleaner().clean(made) == made


@settings(max_examples=300)
@given(GENTLE.map("".join))
def test_what_is_not_sanitised_holds_nothing_to_sanitise(text: str) -> None:
    body = bodies(text)
    html = rendering._plain(body) if only_paragraphs(body) else None
    if html is not None:
        assert not set("<>&") & set(re.sub("</?p>|&nbsp;|&amp;", "", html))
        assert rendering._cleaner().clean(html) == html


@pytest.mark.parametrize(
    "body",
    [
        "Một đoạn.",
        "Một.\n\nHai “ba”.",
        "Có \\*sao\\* và \\#.",
        '"Một" -- hai...',
        "Một\nhai",
        "Số 5, ngày 3.",
    ],
)
def test_ordinary_prose_takes_the_short_way(body: str) -> None:
    assert only_paragraphs(body)
    assert rendering._plain(body) == whole(body)


@settings(max_examples=500)
@given(STRUCTURED)
def test_runs_converted_one_by_one_are_the_body_converted_whole(text: str) -> None:
    body = bodies(text)
    assert rendering._cleaner().clean(rendering._by_runs(body)) == whole(body)


def test_a_heading_leaves_paragraphs_on_the_short_way() -> None:
    body = "Một.\n\n## Đề\n\n- a\n\n- b\n\nHai.\n\nBa."
    runs = [(True, ["Một."]), (False, ["## Đề", "- a", "- b"]), (True, ["Hai.", "Ba."])]
    assert split_runs(body) == runs
    assert rendering._cleaner().clean(rendering._by_runs(body)) == whole(body)


@pytest.mark.parametrize(
    "body", ["A\n\n# Đề", "- # Đề\n\nA", "Đề\n==", "> Đề\n> =", "A\n\n[a]: b", "    mã\n\n\n\nA", "<b>\n\nA"]
)
def test_what_reaches_beyond_its_block_is_converted_whole(body: str) -> None:
    assert split_runs(body) is None


@pytest.mark.parametrize(
    "body",
    [
        "# Đề",
        "Đề\n===",
        "- một",
        "1. một",
        "> lời",
        "    mã",
        "<b>đậm</b>",
        "[a]: b",
        "***",
        "a\n- b",
        "a\\\\b",
    ],
)
def test_structure_is_left_to_the_converter(body: str) -> None:
    assert not only_paragraphs(body)


def test_marks_within_a_paragraph_cost_that_paragraph_alone() -> None:
    body = 'Một đoạn.\n\n**Đậm** và [liên kết](../a.md).\n\n![ảnh](/anh/a.jpg "Chú thích")\n\nHết.'
    assert [plain_paragraphs(p) is None for p in split_paragraphs(body)] == [False, True, True, False]
    assert short(body) == whole(body)
    assert "<figcaption>Chú thích</figcaption>" in render_markdown(body, "")


def test_typography_looks_at_each_paragraph_as_at_the_whole() -> None:
    lines = ['<p>"Một" và số 5</p>', "<p>hai -- ba</p>", "<p>TP. HCM, năm 2017</p>"]
    assert "\n".join(map(typeset, lines)) == typeset("\n".join(lines))
