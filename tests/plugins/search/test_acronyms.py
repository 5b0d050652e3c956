"""Acronyms learnt from "Full name (ACR)"."""

from __future__ import annotations

from dataclasses import replace

from plugins.core.reviewed_acronyms import ReviewedAcronym, ReviewedAcronyms
from plugins.search.acronyms import (
    curated_acronyms,
    definitions,
    learn_acronyms,
    reviewed_synonyms,
    synonym_table,
)
from tests.plugins.search.archive import document


def test_definitions_are_those_of_the_articles_as_queries_spell_them() -> None:
    named = ("GD&ĐT", "Giáo dục và  Đào tạo"), ("CCHC", "cải cách hành chính")
    one, other = replace(document("1", "Đầu đề"), acronyms=named), document("2", "Đầu đề")
    found = [("cchc", "cải cách hành chính"), ("gd đt", "giáo dục và đào tạo")]
    assert definitions([one, None, other]) == found
    assert definitions([one, one]) == sorted(2 * found)


def test_an_acronym_of_two_meanings_keeps_both_and_slips_count_for_nothing() -> None:
    found = [("bch", "ban chấp hành")] * 4 + [("bch", "bộ chỉ huy")] * 3 + [("cchc", "cải cách hợp chất")]
    assert learn_acronyms(found) == [("bch", "ban chấp hành"), ("bch", "bộ chỉ huy")]


def test_two_letters_need_most_of_the_definitions() -> None:
    assert learn_acronyms([("dn", "doanh nghiệp")] * 5 + [("dn", "đà nẵng")] * 4) == []
    assert learn_acronyms([("dn", "doanh nghiệp")] * 5) == [("dn", "doanh nghiệp")]


def test_the_table_begins_with_what_archivists_reviewed() -> None:
    acronyms = ReviewedAcronyms((ReviewedAcronym("PAPI", "Chỉ số hiệu quả"),), frozenset(["EFGH", "CCHC"]))
    reviewed = reviewed_synonyms([("sổ đỏ", "Giấy chứng nhận  quyền sử dụng đất")], acronyms)
    learnt = [("abcd", "an bài cơ động"), ("efgh", "em, phở gà hà")] * 2
    lines = synonym_table(learnt, reviewed)
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
