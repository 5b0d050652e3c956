"""What only a browser can tell: room, print, the menu without scripts, and the conveniences with them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.theme import sample_pages
from tests.theme.samples import ARTICLES, SECTION_TERMS, YEARS

ADDRESSES = [values["page"].url for _, values in sample_pages.pages(sample_pages.environment())]
ARTICLE = ARTICLES[1].url
SECTION = SECTION_TERMS[0].url.removesuffix(".html")
RENAMED = "2016/10/ten-cu-{}.html"
PARTS = {
    "ngay/2017-11-24.html": "2017/11/index.html#ngay-24",
    "2017/11/trang-9.html": "2017/11/index.html",
    f"{SECTION}/trang-31.html": f"{SECTION}.html",
}
LEGACY = "404.html?/PortalPlus.aspx?/vi-VN/News/75//101147/0/{}/"
# WCAG 1.4.12: a reader may widen the text so far without losing any of it.
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
)


@pytest.fixture(scope="module", name="site")
def _site(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    folder = tmp_path_factory.mktemp("theme")
    sample_pages.write(folder, sample_pages.environment())
    (folder / "dia-chi-cu").mkdir()
    for part in ("265", "999"):
        (folder / f"dia-chi-cu/{part}.json").write_text(json.dumps({"26573": ARTICLE}), "utf-8")
    # As a host answers where nothing stands: under an address whose number is known, under one whose is not, under
    # those of pages that are part of another now.
    for gone in (RENAMED.format(26573), RENAMED.format(99999), *PARTS):
        (folder / gone).parent.mkdir(parents=True, exist_ok=True)
        (folder / gone).write_bytes((folder / "404.html").read_bytes())
    return serve(folder)


@pytest.fixture(name="page")
def _page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []
    context.close()


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_leaves_a_narrow_screen(browser: Browser, site: str, address: str) -> None:
    # The policy would refuse the spacing a reader's own tool puts in; tools are exempt from it.
    context = browser.new_context(viewport={"width": 320, "height": 700}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{site}/{address}")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.add_style_tag(content=SPACING)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    context.close()


def test_menu_is_one_touch_away_on_a_phone_and_open_on_a_desk(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/{ARTICLE}")
    link = page.locator(".menu details a").first
    assert not link.is_visible()
    page.locator(".menu summary").click()
    assert link.is_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.reload()
    assert link.is_visible()
    assert not page.locator(".menu summary").is_visible()
    context.close()


PAPER = "getComputedStyle(document.body).backgroundColor"


def test_contrast_is_a_box_to_tick_and_is_remembered_only_then(page: Page, site: str) -> None:
    page.goto(f"{site}/{ARTICLE}")
    before = page.evaluate(PAPER)
    assert page.evaluate("localStorage.length") == 0
    page.locator("#tuong-phan").check()
    assert page.evaluate(PAPER) == "rgb(255, 255, 255)" != before
    page.goto(f"{site}/luu-tru.html")
    assert page.evaluate(PAPER) == "rgb(255, 255, 255)"
    page.locator("#tuong-phan").uncheck()
    page.goto(f"{site}/{ARTICLE}")
    assert page.evaluate(PAPER) == before
    assert page.evaluate("localStorage.length") == 0


def test_contrast_needs_no_script(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    page.goto(f"{site}/{ARTICLE}")
    page.locator("#tuong-phan").check()
    assert page.evaluate(PAPER) == "rgb(0, 0, 0)"
    context.close()


def test_print_keeps_the_article_and_its_origin_only(page: Page, site: str) -> None:
    page.emulate_media(media="print")
    page.goto(f"{site}/{ARTICLE}")
    assert page.locator("h1").is_visible()
    assert ARTICLES[1].metadata.original_url in page.locator(".printed").inner_text()
    for hidden in ("nav", "aside", "form", ".tools", ".near", ".card", "footer"):
        assert not [e for e in page.locator(hidden).all() if e.is_visible()], hidden


def test_controls_appear_where_they_work_and_do_what_they_say(page: Page, site: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site}/{ARTICLE}")
    page.locator("[data-do=copy]").click()
    expect(page.locator(".said")).to_have_text("Đã sao chép liên kết của bài.")
    assert page.evaluate("navigator.clipboard.readText()") == f"{sample_pages.SITEURL}/{ARTICLE}"
    page.locator(".cite summary").click()
    page.get_by_role("button", name="Sao chép: RIS").click()
    expect(page.locator(".said")).to_have_text("Đã sao chép trích dẫn (RIS).")
    assert page.evaluate("navigator.clipboard.readText()").startswith("TY  - NEWS")
    # Desktop Chromium on Linux has no share sheet, so no button may promise one.
    assert page.locator("[data-do=share]").is_visible() == page.evaluate("'share' in navigator")


@pytest.mark.parametrize(
    "address",
    [
        LEGACY.format(26573),
        "PortalPlus.aspx?/vi-VN/News/75//101147/0/26573/",  # the folder that stands at the portal's address
        "PortalPlus.aspx/index.html?/vi-VN/News/75//101147/0/26573/&in=1",
        "PortalPlus.aspx/?bai=26573",
        RENAMED.format(26573),
        "PortalPlus.aspx/?bai=http%3A%2F%2Fcu.vn%2FPortalPlus.aspx%3F%2Fvi-VN%2FNews%2F75%2F%2F101147%2F0%2F26573%2F",
    ],
)
def test_an_address_of_the_old_portal_leads_to_its_article(page: Page, site: str, address: str) -> None:
    page.goto(f"{site}/{address}")
    page.wait_for_url(f"{site}/{ARTICLE}")


@pytest.mark.parametrize("gone", PARTS)
def test_a_page_that_is_part_of_another_now_leads_there(page: Page, site: str, gone: str) -> None:
    page.goto(f"{site}/{gone}")
    page.wait_for_url(f"{site}/{PARTS[gone]}")


def test_a_reader_without_scripts_is_shown_other_ways_from_the_old_address(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/PortalPlus.aspx?/vi-VN/News/75//101147/0/26573/")
    assert page.locator("noscript a").get_attribute("href") == "../tim-kiem.html"
    assert page.locator("main .drawers a").count() == len(YEARS)
    context.close()


@pytest.mark.parametrize("key", ["99999", "constructor"])
def test_an_unknown_address_of_the_old_portal_is_said_to_be_unknown(page: Page, site: str, key: str) -> None:
    page.goto(f"{site}/{LEGACY.format(key)}")
    said = "Không tìm thấy bài mang mã 99999 của trang tin cũ trong kho." if key.isdecimal() else ""
    expect(page.locator(".legacy")).to_have_text(said)


def test_an_unknown_address_of_the_archive_is_said_to_be_unknown(page: Page, site: str) -> None:
    page.goto(f"{site}/{RENAMED.format(99999)}")
    expect(page.locator(".legacy")).to_have_text("Không tìm thấy bài mang mã 99999 trong kho.")


def test_the_home_page_shows_what_happened_on_the_readers_day(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    days = {"24": [True, [[ARTICLE, "Ngày ấy năm 2017", "24/11/2017"]]], "25": [False, []]}
    page.route("**/ngay-nay/11.json", lambda route: route.fulfill(json=days))
    page.clock.set_fixed_time("2026-11-23T18:30:00Z")  # the 24th in Vietnam
    page.goto(f"{site}/index.html")
    expect(page.locator(".this-day .list a")).to_have_text("Ngày ấy năm 2017")
    assert page.locator(".this-day .small").inner_text() == "Ngày 24/11"
    page.clock.set_fixed_time("2026-11-25T02:00:00Z")
    page.reload()
    expect(page.locator(".this-day .all")).to_be_visible()
    assert page.locator(".this-day .list").count() == 0
    context.close()
