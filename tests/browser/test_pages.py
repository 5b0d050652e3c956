"""The built site in a real Chromium: the project's own content, one page of each kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import Built

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

KINDS = (
    "home",
    "article",
    "section",
    "tag",
    "author",
    "source",
    "period",
    "periods",
    "terms",
    "search",
    "page",
    "error",
)
WIDTHS = (320, 390, 1280)


def sample(output: Path) -> dict[str, str]:
    """The address of one page of each kind; of articles, the longest, which shows most."""
    found: dict[str, tuple[int, str]] = {}
    for path in output.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        kind = re.search(r'<meta name="page-kind" content="([a-z]+)">', text)
        assert kind, path
        found[kind[1]] = max(found.get(kind[1], (0, "")), (len(text), path.relative_to(output).as_posix()))
    return {kind: url for kind, (_, url) in found.items()}


@pytest.fixture(scope="module")
def site(house: Built, serve: Callable[[Path], str]) -> tuple[str, dict[str, str]]:
    """The address of the served site, and its sample pages."""
    assert house.code == 0, house.said
    pages = sample(house.output)
    assert set(KINDS) <= set(pages)
    return serve(house.output), pages


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_quiet_keeps_to_itself_and_fits(
    site: tuple[str, dict[str, str]], page: Page, kind: str
) -> None:
    base, pages = site
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(f"{base}/{pages[kind]}")
        page.wait_for_load_state("networkidle")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{kind} is {wide} px wide at {width} px"
    assert said == []
    assert all(url.startswith((base, "data:")) for url in asked)
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize("kind", ["home", "article", "section", "period", "search"])
def test_the_skip_link_comes_first_and_leads_to_the_text(
    site: tuple[str, dict[str, str]], page: Page, kind: str
) -> None:
    base, pages = site
    page.goto(f"{base}/{pages[kind]}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#noi-dung"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "noi-dung"


@pytest.mark.parametrize("kind", ["home", "article", "section", "periods"])
def test_without_scripts_readers_have_the_same_text(
    site: tuple[str, dict[str, str]], browser: Browser, page: Page, kind: str
) -> None:
    base, pages = site
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(f"{base}/{pages[kind]}")
    page.route(
        "**/ngay-nay/*.json", lambda route: route.abort()
    )  # the reader's day: some days have articles, others not
    page.goto(f"{base}/{pages[kind]}")
    without, with_ = (set(p.locator("body").inner_text().split()) for p in (plain, page))
    plain.context.close()
    assert len(with_ - without) <= 0.02 * len(with_)


def test_a_feed_opened_in_a_browser_is_a_page_to_read(
    site: tuple[str, dict[str, str]], page: Page, house: Built
) -> None:
    page.goto(f"{site[0]}/feeds/tat-ca.atom.xml")
    assert page.locator("feed > subtitle a").is_visible()
    assert page.locator("entry > title").first.is_visible()
    assert not page.locator("entry > id").first.is_visible()
    narrow = page.evaluate("document.documentElement.getBoundingClientRect().width <= innerWidth")
    assert narrow
    link = page.locator("entry > summary a").first.get_attribute("href") or ""
    assert (house.output / link.removeprefix("http://localhost:8000/")).is_file()


def test_a_picture_holds_its_place_before_it_is_there(
    site: tuple[str, dict[str, str]], page: Page, house: Built
) -> None:
    base, _ = site
    with_picture = next(
        p
        for p in sorted(house.output.rglob("*.html"))
        if re.search("<figure>(<a [^>]*>)?<img", p.read_text(encoding="utf-8"))
    )
    page.goto(f"{base}/{with_picture.relative_to(house.output).as_posix()}")
    image = page.locator("figure img").first
    image.scroll_into_view_if_needed()
    assert int(image.get_attribute("width") or 0) > 0
    assert page.locator("figure figcaption").first.inner_text()
    # Not a function that is waited for: where it must be asked twice, the page's policy refuses it.
    assert image.evaluate("async (img) => { await img.decode(); return img.naturalWidth }") > 0


@pytest.mark.parametrize("secure", [True, False])
def test_the_link_is_copied_on_a_host_with_https_and_without(
    site: tuple[str, dict[str, str]], page: Page, *, secure: bool
) -> None:
    host, pages = site
    if not secure:
        page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    else:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{host}/{pages['article']}")
    page.locator("[data-do=copy]").click()
    page.wait_for_function("document.querySelector('.said').textContent.startsWith('Đã sao chép')")
    page.locator("#q").focus()
    page.keyboard.press("Control+V")
    assert page.input_value("#q") == f"{host}/{pages['article']}"


def test_from_a_folder_on_disk_pages_link_to_each_other(house: Built, page: Page) -> None:
    page.goto((house.output / "index.html").as_uri())
    page.locator('[data-block="latest"] li a').first.click()
    page.wait_for_load_state()
    assert page.locator('meta[name="page-kind"]').get_attribute("content") == "article"
    assert page.evaluate("getComputedStyle(document.body).fontFamily") != ""
