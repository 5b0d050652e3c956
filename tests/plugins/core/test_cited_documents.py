"""Documents that a text names by number: which count, what they are called, and as what they stand there."""

from __future__ import annotations

import pytest

from plugins.core.cited_documents import BODY, LEAD, TITLE, cited_documents, document_url, kind_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nghị quyết số 35/NQ-CP ngày 16/05/2016", [("35/nq-cp", "35/NQ-CP", "2016-05-16")]),
        ("theo 63/2010/NĐ–CP.", [("63/2010/nd-cp", "63/2010/NĐ-CP", "")]),
        ("theo 92/2017/NÐ - CP;", [("92/2017/nd-cp", "92/2017/NĐ-CP", "")]),
        ("Luật số 57/2014/QH13 ngày 26 tháng 11 năm 2014", [("57/2014/qh13", "57/2014/QH13", "2014-11-26")]),
        ("Nghị quyết 18–NQ/TW", [("18/nq-tw", "18-NQ/TW", "")]),
        ("công văn 301/ BGDĐT-GDMN", [("301/bgddt-gdmn", "301/BGDĐT-GDMN", "")]),
        ("Nghị định 67/CP (ký ngày 32/13/1993)", [("67/cp", "67/CP", "")]),
        ("mạng 3G/HSPA, lớp 7/A, 24/7-ABC, 100 km/h, 24/11/2017, Điều 136-BLHS", []),
        ("Nghị định 61 năm 2018, quy chuẩn 10-MT:2015/BTNMT", []),
    ],
)  # fmt: skip
def test_what_counts_as_a_document(text: str, found: list[tuple[str, str, str]]) -> None:
    assert [(one.term, one.written, one.date) for one in cited_documents("", "", text)] == found


def test_a_document_stands_where_it_is_named_first_and_gathers_what_is_said_later() -> None:
    one, other = cited_documents(
        "Một năm thực hiện 35/NQ-CP",
        "Theo 19/2017/NQ-CP.",
        "Nghị quyết số 35/NQ-CP ngày 16/5/2016; Nghị quyết 35/NQ-CP.",
    )
    assert (one.place, one.kind, one.date) == (TITLE, "nghị quyết", "2016-05-16")
    assert (other.term, other.place) == ("19/2017/nq-cp", LEAD)


def test_a_title_may_name_a_document_by_kind_and_number_alone() -> None:
    text = "Nghị định số 61/2018/NĐ-CP thay Nghị định 63/2010/NĐ-CP; Quyết định 61/2018/QĐ-TTg."
    places = {one.term: one.place for one in cited_documents("Nghị định 61 sau một năm", "", text)}
    assert places == {"61/2018/nd-cp": TITLE, "63/2010/nd-cp": BODY, "61/2018/qd-ttg": BODY}


def test_kinds_are_those_of_the_codes_where_they_say_one_thing() -> None:
    assert kind_of("61/2018/nd-cp", "quyết định") == "nghị định"
    assert kind_of("102/qd-tw", "quy định") == "quy định"
    assert kind_of("102/qd-tw", "") == "quyết định"
    assert kind_of("57/2014/qh13", "") == "luật"
    assert kind_of("70/2014/qh13", "nghị quyết") == "nghị quyết"
    assert kind_of("301/bgddt-gdmn", "văn bản") == "công văn"


def test_an_address_is_the_number() -> None:
    assert document_url("61/2018/nd-cp") == "van-ban/61-2018-nd-cp.html"
