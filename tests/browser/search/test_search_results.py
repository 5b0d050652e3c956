"""What results show and where they lead, in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.search.answers import ask, found

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_results_show_title_date_section_and_marks(page: Page, address: str) -> None:
    ask(page, address, "dat dai dong thap")
    item = page.locator("[data-results] > li").first
    assert item.locator("a").inner_text() == "Quản lý đất đai tại Đồng Tháp"
    assert item.locator("a mark").all_inner_texts() == ["đất đai", "Đồng Tháp"]
    assert item.locator("time").get_attribute("datetime") == "2017-12-16T09:05:00+07:00"
    assert item.locator("time").inner_text() == "16/12/2017 09:05"
    assert "Đất đai" in item.locator(".meta").inner_text()
    assert "30c/NQ-CP" in item.locator(".excerpt").inner_text()
    assert page.locator("[data-status]").inner_text().startswith("Tìm thấy")


def test_the_excerpt_surrounds_the_match(page: Page, address: str) -> None:
    ask(page, address, "mot cua nhan ho so")
    item = page.locator("[data-results] > li", has=page.locator("a[href*='bai-cchc']"))
    assert item.locator(".excerpt mark").all_inner_texts() == ["một cửa nhận hồ sơ"]


def test_more_results(page: Page, address: str) -> None:
    page.goto(f"{address}?chuyen-muc=muc-0")
    assert len(found(page)) == 10
    page.locator("[data-more]").click()
    page.wait_for_selector("[data-results] > li:nth-child(14)")
    assert page.locator("[data-more]").is_hidden()
    place = (
        "[...document.querySelectorAll('[data-results] > li')].indexOf(document.activeElement.closest('li'))"
    )
    assert page.evaluate(place) == 10


def test_a_word_typed_with_marks_marks_no_other(page: Page, address: str) -> None:
    ask(page, address, "bán nhà")
    marks = page.locator("[data-results] mark").all_inner_texts()
    assert "bán nhà" in marks
    assert not [mark for mark in marks if "bạn" in mark]


def test_a_link_leads_to_the_place_that_is_shown(page: Page, address: str) -> None:
    ask(page, address, "nhiệm vụ trọng tâm")
    link = page.locator("[data-results] > li > a").first
    assert str(link.get_attribute("href")).endswith(".html")
    link.hover()
    assert "#:~:text=nhi" in str(link.get_attribute("href"))


def test_the_first_result_stands_in_the_first_screen_of_a_phone(page: Page, address: str) -> None:
    ask(page, address, "đất đai", "&nam=2010-2020")
    box = page.locator("[data-results] > li > a").first.bounding_box()
    assert box
    assert box["y"] + box["height"] < 844
    assert not page.evaluate("document.querySelector('[data-filters]').open")


@pytest.mark.parametrize(
    ("ending", "wanted"), [("csv", "Tiêu đề,"), ("ris", "TY  - NEWS"), ("bib", "@misc{")]
)
def test_results_are_exported(page: Page, address: str, ending: str, wanted: str) -> None:
    ask(page, address, "kiem tra")
    with page.expect_download() as download:
        page.locator(f"[data-exports] button[value={ending}]").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert wanted in text
    assert text.count("bai-") >= 50  # all that was found, not what is shown


def test_markup_in_a_query_stays_text(page: Page, address: str) -> None:
    ask(page, address, "<img src=x onerror=alert(1)> đất đai")
    assert page.locator("main img").count() == 0


def test_nothing_scrolls_sideways_on_a_phone(page: Page, address: str) -> None:
    ask(page, address, "hành chính", "&sap-xep=moi")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
