"""What is found for a query, and in which order, in a real browser."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest

from tests.browser.search.answers import ask

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("dat dai dong thap", "dat"),
        ("đất đai", "dat"),
        ("ĐẤT ĐAI", "dat"),
        ("dắt dai", "datdo"),
        ("đất dai", "dat"),
        (unicodedata.normalize("NFD", "đất đai Đồng Tháp"), "dat"),
        ("hoà giải ở uỷ ban", "hoa"),
        ("kĩ năng hòa giải", "hoa"),
        ("bán nhà", "ban"),
        ("bạn nhà", "bancun"),
        ("cair cachs hanhf chinhs owr cow sowr", "cchc"),
        ("35/NQ-CP", "so"),
        ("35/nq", "so"),
        ("30c", "dat"),
        ("30c/NQ", "dat"),
        ("16/05/2016", "so"),
        ("8-11-2011", "dat"),
        ("đẩy mạnh cải cách hành chính", "cchc"),
        ("đẩy mạnh CCHC", "cchc"),
        ("kết quả cải cách hành chính quý một", "tat"),
        ("dịch vụ công trực tuy", "cum"),
        ('"vụ công trực tuyến"', "cum"),
        ("nhiệm vụ trọng tâm", "cchc"),
    ],
)
def test_first_result(page: Page, address: str, query: str, first: str) -> None:
    assert ask(page, address, query)[:1] == [first]


def test_quoted_phrases_leave_out_scattered_words(page: Page, address: str) -> None:
    assert "xa" not in ask(page, address, '"dịch vụ công trực tuyến"')
    assert ask(page, address, '"tuyen truc"') == []


def test_accents_decide_in_quotes(page: Page, address: str) -> None:
    assert ask(page, address, '"đất đai"') == ["dat"]
    assert set(ask(page, address, '"dat dai"')) == {"dat", "datdo"}


def test_a_date_leads_to_the_day_of_publication(page: Page, address: str) -> None:
    assert ask(page, address, "02/01/2015") == []
    assert ask(page, address, "01/01/2015") == ["0"]
    assert set(ask(page, address, "tháng 1/2015")) >= {"0", "1", "2", "3"}


def test_acronyms_are_marked_for_names(page: Page, address: str) -> None:
    ask(page, address, "cải cách hành chính quý một")
    item = page.locator("[data-results] > li", has=page.locator("a[href*='bai-tat']"))
    assert "CCHC quý một" in item.locator("a mark").all_inner_texts()


def test_a_document_nobody_names_is_looked_for_as_words(page: Page, address: str) -> None:
    assert "so" in ask(page, address, "99/NQ-CP")
    assert "99/NQ-CP" in page.inner_text("[data-lost]")


@pytest.mark.parametrize(
    "typed", ["Nghị quyết 35", "nq 35", "35 / NQ – CP", "35-nq-cp", "nghi quyet so 35", "NQ35"]
)
def test_a_document_is_found_however_it_is_typed(page: Page, address: str, typed: str) -> None:
    assert ask(page, address, typed)[:1] == ["so"]


def test_tags_authors_and_sections_are_found(page: Page, address: str) -> None:
    assert ask(page, address, "Thu Hà")
    assert ask(page, address, "kiem tra")
    assert ask(page, address, "Đất đai")[:1] == ["dat"]
