"""The glossary: reviewed acronyms first, defined ones beside them, few letters only where many define them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from plugins.core.reviewed_acronyms import ReviewedAcronym, ReviewedAcronyms
from plugins.pages.glossary import MOST, glossary


def _article(number: int, *acronyms: tuple[str, str]) -> Any:
    reading = SimpleNamespace(acronyms=acronyms)
    return SimpleNamespace(record=SimpleNamespace(reading=reading), link=f"bài {number}")


def test_what_people_reviewed_stands_for_what_was_learnt() -> None:
    articles = [
        _article(3, ("CCHC", "Cải cách hành chính"), ("BV", "bệnh viện")),
        _article(2, ("CCHC", "cải cách hành chính"), ("TTHC", "thủ tục hành chính"), ("XYZ", "x y z")),
        _article(1, ("TTHC", "thủ tục hành chính")),
    ]
    reviewed = ReviewedAcronyms(
        (ReviewedAcronym("CCHC", "cải cách hành chính", "Một ghi chú"),), frozenset(("XYZ",))
    )
    found = {entry.acronym: entry.meanings for entry in glossary(articles, reviewed)}
    assert [*found] == ["CCHC", "TTHC"]
    (cchc,), (tthc,) = found["CCHC"], found["TTHC"]
    assert (cchc.name, cchc.note, cchc.articles, cchc.first) == (
        "cải cách hành chính",
        "Một ghi chú",
        2,
        "bài 2",
    )
    assert (tthc.articles, tthc.first) == (2, "bài 1")


def test_of_very_many_those_stand_that_most_articles_define() -> None:
    names = [f"{a}{b}{c}" for a in "ABCDEFGH" for b in "ABCDEFGH" for c in "ABCDEFGH"][: MOST + 50]
    articles = [_article(n, *((name, f"tên {name}") for name in names[n:])) for n in range(3)]
    kept = [entry.acronym for entry in glossary(articles, ReviewedAcronyms())]
    assert len(kept) == MOST
    assert not {*names[:2]} & {*kept}
