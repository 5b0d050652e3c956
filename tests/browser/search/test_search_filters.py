"""Filters, orders and the history of searches, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.search.answers import READY, ask, found

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_filters_alone_and_with_a_query(page: Page, address: str) -> None:
    page.goto(f"{address}?chuyen-muc=dat-dai")
    assert found(page) == ["dat"]
    page.goto(f"{address}?chuyen-muc=%C4%90%E1%BA%A5t%20%C4%91ai")
    assert found(page) == ["dat"]
    assert "datdo" not in ask(page, address, "dat dai", "&chuyen-muc=dat-dai")
    page.goto(f"{address}?nam=2015-2016&nguon=bao-a")
    found(page)
    years = {str(t.get_attribute("datetime"))[:4] for t in page.locator("time").all()}
    assert years <= {"2015", "2016"}
    page.goto(f"{address}?nam=2015&the=kiem-tra&tac-gia=thu-ha&sap-xep=cu")
    assert found(page)[:3] == ["0", "1", "2"]


def test_everything_by_date(page: Page, address: str) -> None:
    page.goto(f"{address}?nam=2015-2017&sap-xep=cu")
    page.wait_for_selector(READY, state="attached")
    while page.locator("[data-more]").is_visible():
        count = page.locator("[data-results] > li").count()
        page.locator("[data-more]").click()
        page.wait_for_selector(f"[data-results] > li:nth-child({count + 1})")
    stamps = [str(t.get_attribute("datetime")) for t in page.locator("[data-results] time").all()]
    assert stamps == sorted(stamps)
    assert len(stamps) > 40


def test_sorting(page: Page, address: str) -> None:
    newest = ask(page, address, "hành chính", "&sap-xep=moi")
    stamps = [str(t.get_attribute("datetime")) for t in page.locator("[data-results] time").all()]
    assert stamps == sorted(stamps, reverse=True)
    assert ask(page, address, "hành chính", "&sap-xep=cu") != newest


def test_the_state_lives_in_the_address(page: Page, address: str) -> None:
    ask(page, address, "đất đai")
    page.fill("#q", "hòa giải")
    page.press("#q", "Enter")
    page.wait_for_selector("[data-results] > li:first-child > a[href*='bai-hoa']")
    assert "q=h%C3%B2a+gi%E1%BA%A3i" in page.url
    page.locator("[data-filters] summary").click()
    page.wait_for_selector("[name=section] option:nth-child(2)", state="attached")
    page.select_option("[name=section]", "tin-tuc")
    page.wait_for_url("**chuyen-muc=tin-tuc**")
    page.go_back()
    page.go_back()
    page.wait_for_selector("[data-results] > li:first-child > a[href*='bai-dat']")
    assert page.input_value("#q") == "đất đai"


def test_filters_tell_counts(page: Page, address: str) -> None:
    ask(page, address, "dat dai", "&sap-xep=moi")
    page.locator("[data-filters] summary").click()  # folded on a phone, however they are used
    page.wait_for_selector("[name=section] option:nth-child(2)", state="attached")
    assert "Đất đai (1)" in page.locator("[name=section] option").all_inner_texts()
    assert page.input_value("[name=order]") == "moi"


def test_a_search_looked_at_is_a_step_back(page: Page, address: str) -> None:
    page.goto(address)
    for query, first in (("đất đai", "dat"), ("hòa giải", "hoa")):
        page.fill("#q", query)
        page.wait_for_selector(f"[data-results] > li:first-child > a[href*='bai-{first}']")
        page.wait_for_timeout(1300)
    page.go_back()
    page.wait_for_selector("[data-results] > li:first-child > a[href*='bai-dat']")
    assert page.input_value("#q") == "đất đai"


def test_back_from_an_article_returns_to_the_same_place(page: Page, address: str) -> None:
    page.goto(f"{address}?q=kiem+tra")
    found(page)
    page.locator("[data-more]").click()
    page.wait_for_selector("[data-results] > li:nth-child(15)")
    page.locator("[data-results] > li:nth-child(15)").scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    before = page.evaluate("scrollY")
    page.goto("about:blank")
    page.go_back()
    page.wait_for_selector("[data-results][data-state=ready] > li:nth-child(20)")
    page.wait_for_timeout(200)
    assert before > 300
    assert abs(page.evaluate("scrollY") - before) < 5


def test_sorting_finds_as_many(page: Page, address: str) -> None:
    said = set()
    for order in ("", "&sap-xep=moi", "&sap-xep=cu"):
        ask(page, address, "hành chính", order)
        said.add(page.inner_text("[data-status]"))
    assert len(said) == 1
