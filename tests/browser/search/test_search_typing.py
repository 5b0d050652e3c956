"""Help while typing: completions, and guesses at what was meant, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.search.answers import ask, found

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route


def test_who_only_passes_by_fetches_no_search(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address, wait_until="networkidle")
    assert [url for url in asked if "search.js" in url or "/tim-kiem/" in url] == []
    assert page.locator("[data-browse] a").first.is_visible()
    page.locator("#q").focus()
    page.wait_for_selector("[data-filters]:not([hidden])")


def test_typing_answers_as_one_types(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#q").press_sequentially("dat da")
    page.wait_for_selector("[data-results] > li:first-child > a[href*='bai-dat']")


def test_the_combobox(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#q").press_sequentially("kiem t")
    page.wait_for_selector("[data-completions] [role=option]")
    assert page.get_attribute("#q", "aria-expanded") == "true"
    page.press("#q", "ArrowDown")
    active = page.get_attribute("#q", "aria-activedescendant")
    assert page.get_attribute(f"#{active}", "aria-selected") == "true"
    wanted = page.inner_text(f"#{active}")
    page.press("#q", "Enter")
    assert page.input_value("#q") == wanted
    page.press("#q", "Escape")
    assert page.get_attribute("#q", "aria-expanded") == "false"
    found(page)


def test_completions_for_what_was_typed_before_the_search_came(page: Page, address: str) -> None:
    waiting: list[Route] = []
    page.route("**/search.js", lambda route: waiting.append(route))  # playwright marks its handlers
    page.goto(address)
    page.locator("#q").press_sequentially("kiem t")
    page.wait_for_timeout(200)
    assert len(waiting) == 1
    waiting[0].continue_()
    page.wait_for_selector("[data-completions] [role=option]")
    found(page)


def test_completions_go_on_from_several_words(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#q").press_sequentially("trong kiểm t")
    page.wait_for_selector("[data-completions] [role=option]")
    assert "trong kiểm tra" in page.locator("[data-completions] [role=option]").all_inner_texts()


def test_nothing_found_helps_on(page: Page, address: str) -> None:
    assert ask(page, address, "qqzzxx") == []
    assert page.locator("[data-status]").inner_text() == "Không tìm thấy bài nào."
    assert "Kiểm tra lại chính tả" in page.locator("[data-notice]").inner_text()
    assert page.locator("[data-browse]").is_visible()


@pytest.mark.parametrize(
    "typed", ["kiểm tar", "kiểm trâ", "kiểmtra", "ki ểm tra", "kiể tra", "kiemr tra", "kieemr tra"]
)
def test_a_slip_of_the_pen_is_put_right(page: Page, address: str, typed: str) -> None:
    ask(page, address, typed)
    page.wait_for_selector("[data-guess] a", timeout=3000)
    assert page.inner_text("[data-guess] a") == "kiểm tra"


@pytest.mark.parametrize("typed", ["kiểm tra", "kiem tra", "hành chính", "bán nhà", "kỹ năng hòa giải"])
def test_what_is_right_is_left_alone(page: Page, address: str, typed: str) -> None:
    ask(page, address, typed)
    page.wait_for_timeout(300)
    assert page.locator("[data-guess]").count() == 0
