"""Acronyms learnt from "Full name (ACR)"."""

from __future__ import annotations

import pytest

from plugins.core.reviewed_acronyms import ReviewedAcronym, ReviewedAcronyms
from plugins.search.acronyms import curated_acronyms, learn_acronyms, reviewed_synonyms, synonym_table
from plugins.search.analysis import analyse_group
from tests.plugins.search.archive import document


def defined(body: str) -> list[tuple[str, str]]:
    return [(a, n) for a, n, _ in analyse_group([(document("1", "Đầu đề"), body)]).definitions]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Cải cách hành chính (CCHC) là việc chung.", [("cchc", "cải cách hành chính")]),
        (
            "của Bộ Lao động - Thương binh và Xã hội (Bộ LĐTBXH) về",
            [("lđtbxh", "lao động thương binh và xã hội")],
        ),
        ("Sở Giáo dục và Đào tạo (GD&ĐT) cho biết", [("gd đt", "giáo dục và đào tạo")]),
        ("Thủ tục hành chính (tthc)", []),
        ("Ông Nam (Hà Nội) và bà Mai (TP)", []),
        ("Báo cáo (CCHC)", []),
    ],
)
def test_definitions(body: str, found: list[tuple[str, str]]) -> None:
    assert defined(body) == found


def test_a_definition_knows_its_article() -> None:
    texts = ["Không có gì.", "Cải cách hành chính (CCHC) và thủ tục hành chính (TTHC)", "Bộ Nội vụ (BNV)"]
    group = analyse_group([(document(str(i), "Đầu đề"), text) for i, text in enumerate(texts)])
    assert [(a, d) for a, _, d in group.definitions] == [("cchc", 1), ("tthc", 1), ("bnv", 2)]


def test_a_name_does_not_reach_over_paragraphs() -> None:
    assert defined("Cải cách\nhành chính (CCHC)") == []


def test_an_acronym_of_two_meanings_keeps_both_and_slips_count_for_nothing() -> None:
    found = [("bch", "ban chấp hành")] * 4 + [("bch", "bộ chỉ huy")] * 3 + [("cchc", "cải cách hợp chất")]
    assert learn_acronyms(found) == [("bch", "ban chấp hành"), ("bch", "bộ chỉ huy")]


def test_two_letters_need_most_of_the_definitions() -> None:
    assert learn_acronyms([("dn", "doanh nghiệp")] * 5 + [("dn", "đà nẵng")] * 4) == []
    assert learn_acronyms([("dn", "doanh nghiệp")] * 5) == [("dn", "doanh nghiệp")]


def test_the_table_begins_with_what_archivists_reviewed() -> None:
    acronyms = ReviewedAcronyms((ReviewedAcronym("PAPI", "Chỉ số hiệu quả"),), frozenset(["EFGH", "CCHC"]))
    reviewed = reviewed_synonyms([("sổ đỏ", "Giấy chứng nhận  quyền sử dụng đất")], acronyms)
    defined = [("abcd", "an bài cơ động"), ("efgh", "em, phở gà hà")] * 2
    lines = synonym_table(defined, reviewed)
    table = lines.decode().split("\n")
    assert table[0] == "sổ đỏ|giấy chứng nhận quyền sử dụng đất"
    assert table[1] == "papi|chỉ số hiệu quả"
    assert table[-1] == "abcd|an bài cơ động"
    assert not [line for line in table if line.startswith(("efgh|", "cchc|"))]  # what is left out is nothing


def test_the_curated_list_spells_its_acronyms() -> None:
    table = curated_acronyms()
    assert ("cchc", "cải cách hành chính") in table
    assert ("thpt", "trung học phổ thông") in table
    assert all((short and len(name.split()) > 1) or short in {"tp"} for short, name in table)
