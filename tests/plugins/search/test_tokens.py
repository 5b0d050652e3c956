"""Words with flags from the signs around them, whatever stands beside them in a group."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.search.analysis import analyse_group
from plugins.search.folding import WORD
from plugins.search.postings import IN_BODY, IN_LEAD, IN_TITLE
from plugins.search.text_model import load
from plugins.search.tokens import BREAK, TERMS_LINE, TITLE, full_text, tokenize, words_of
from tests.plugins.search.archive import document


def flags(text: str) -> list[tuple[str, int]]:
    words = words_of(tokenize([text], load()), load())
    return [(words.surfaces[w], f) for w, f in zip(words.words.tolist(), words.flags.tolist(), strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Một (hai) ba\n", [("Một", BREAK | TITLE), ("hai", TITLE), ("ba", TITLE)]),
        ("A\nGD&ĐT\n", [("A", BREAK | TITLE), ("GD", BREAK), ("ĐT", 0)]),
        ("A\nB.\n \nC\n", [("A", BREAK | TITLE), ("B", BREAK), ("C", BREAK)]),
        (
            "A\nmột - hai\nzyx",
            [("A", BREAK | TITLE), ("một", BREAK), ("hai", 0), ("zyx", BREAK | TERMS_LINE)],
        ),
        ("\n\nmột", [("một", BREAK | TERMS_LINE)]),
        ("?!", []),
    ],
)
def test_flags(text: str, expected: list[tuple[str, int]]) -> None:
    assert flags(text) == expected


@given(st.lists(st.text("aăđ .()&\n-Ω9", max_size=30), min_size=1, max_size=4))
def test_words_are_those_of_each_text(texts: list[str]) -> None:
    words = words_of(tokenize(texts, load()), load())
    for number, text in enumerate(texts):
        inside = slice(words.bounds[number], words.bounds[number + 1])
        assert [words.surfaces[w] for w in words.words[inside].tolist()] == WORD.findall(text)
        assert words.flags[inside].tolist() == [flag for _, flag in flags(text)]


def test_an_article_is_analysed_alike_in_any_group() -> None:
    items = [
        (document(str(i), f"Bài {i} (B{i})"), f"Cải cách hành chính (CCHC) số {i}/NQ-CP") for i in range(3)
    ]
    group = analyse_group(items)
    for number, item in enumerate(items):
        alone = analyse_group([item])
        assert group.texts[number] == alone.texts[0]
        assert [(n, z) for n, d, z in group.numbers if d == number] == [(n, z) for n, _, z in alone.numbers]


def test_the_full_text_has_a_line_for_each_paragraph() -> None:
    text = full_text(document("1", "Đầu đề", summary="Tóm tắt."), "Một.\nHai.")
    assert text == "Đầu đề\nTóm tắt.\nMột.\nHai.\nkiểm tra; Thu Hà"


def test_a_number_is_in_the_lead_where_a_summary_or_the_beginning_of_a_text_has_it() -> None:
    long = "chữ " * 200
    texts = {
        "lead": (document("1", "Tin", summary=f"{long}theo 30c/NQ-CP"), "Bài."),
        "begins": (document("2", "Tin"), "Theo 30c/NQ-CP, bài."),
        "body": (document("3", "Tin"), f"{long}theo 30c/NQ-CP"),
        "second": (document("4", "Tin"), "Đoạn một.\nTheo 30c/NQ-CP"),
        "title": (document("5", "Về 30c/NQ-CP"), "Theo 30c/NQ-CP"),
    }
    zones = {name: analyse_group([(d, body)]).numbers[0][2] for name, (d, body) in texts.items()}
    assert zones == {
        "lead": IN_LEAD,
        "begins": IN_LEAD,
        "body": IN_BODY,
        "second": IN_BODY,
        "title": IN_TITLE,
    }
