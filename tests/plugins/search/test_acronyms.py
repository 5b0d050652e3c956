"""Acronyms learnt from "Full name (ACR)"."""

from __future__ import annotations

import pytest

from plugins.search.acronyms import curated_acronyms, learn_acronyms
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


def test_the_archive_prevails_and_ambiguity_is_left_alone() -> None:
    found = [("cc", "chung cư")] * 2 + [("cc", "công chức")] * 2 + [("cchc", "cải cách hợp chất")] * 3
    table = learn_acronyms(found)
    assert ("cc",) not in table
    assert table["cchc",] == ("cải", "cách", "hợp", "chất")


def test_the_curated_list_spells_its_acronyms() -> None:
    table = curated_acronyms()
    assert table["cchc",] == ("cải", "cách", "hành", "chính")
    assert len(table) > 30
