"""Search where something is missing: old phones, hosts and files that fail, no scripts."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plugins.search.stored_fields import PAGE
from scripts.bench.search_server import Host
from tests.browser.search.answers import ask, found

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route


_OLD = {
    "Safari 13": "delete globalThis.DecompressionStream; delete Array.prototype.at; delete String.prototype.at;"
    "delete Element.prototype.replaceChildren; delete Object.hasOwn; delete globalThis.structuredClone;"
    "delete String.prototype.replaceAll; delete Array.prototype.findLast; delete Promise.any",
    "Chromium 80": "delete Array.prototype.at; delete String.prototype.at; delete Element.prototype.replaceChildren;"
    "delete Object.hasOwn; delete globalThis.structuredClone; delete String.prototype.replaceAll; delete Promise.any",
}


@pytest.mark.parametrize("name", sorted(_OLD))
def test_an_old_phone_searches_too(page: Page, address: str, name: str) -> None:
    page.add_init_script(_OLD[name])
    assert ask(page, address, "dat dai dong thap")[:1] == ["dat"]
    page.locator("[data-filters] summary").click()
    page.wait_for_selector("[name=section] option:nth-child(2)", state="attached")


def test_a_browser_too_old_is_told_so(page: Page, address: str) -> None:
    page.add_init_script("delete String.prototype.matchAll")
    page.goto(f"{address}?q=dat")
    page.wait_for_selector("[data-results][data-state=error]", state="attached")
    assert "quá cũ" in page.inner_text("[data-notice]")
    assert page.locator("[data-browse]").is_visible()


def test_a_shard_that_fails_gives_a_message_and_a_retry(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.route("**/tim-kiem/x/**", lambda route: route.abort())
    page.goto(f"{address}?q=dat+dai")
    page.wait_for_selector("[data-results][data-state=error]", state="attached")
    assert "Không tải được" in page.locator("[data-notice]").inner_text()
    page.unroute("**/tim-kiem/x/**")
    page.locator("[data-retry]").click()
    assert found(page)[0] in {"dat", "datdo"}
    page.close()


def test_from_a_file_the_page_says_why_not(browser: Browser, folder: Path) -> None:
    page = browser.new_page()
    page.goto(f"{(folder / 'tim-kiem.html').as_uri()}?q=dat")
    page.wait_for_selector("[data-notice] p")
    assert "make serve" in page.locator("[data-notice]").inner_text()
    assert page.locator("[data-browse]").is_visible()
    page.close()


def test_without_scripts_the_page_leads_on(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator("a[href='luu-tru.html']").is_visible()
    assert page.locator("[data-filters]").is_hidden()
    context.close()


def test_a_stale_copy_of_the_index_is_asked_anew(
    browser: Browser, folder: Path, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    copy = tmp_path / "site"
    shutil.copytree(folder, copy)
    address = f"{serve(copy)}/tim-kiem.html"
    page = browser.new_page()
    for path in (copy / "tim-kiem").glob("model.*"):
        path.rename(path.with_suffix(".gone"))
    page.goto(f"{address}?q=dat+dai")
    page.wait_for_selector("[data-retry]")
    for path in (copy / "tim-kiem").glob("*.gone"):
        path.rename(path.with_suffix(".bin"))
    page.locator("[data-retry]").click()
    assert found(page)
    page.close()


def test_a_host_without_range_requests_is_searched_too(page: Page, address: str) -> None:
    """The host answers with whole files, each of which is asked for once."""
    asked: list[str] = []

    def whole(route: Route) -> None:
        asked.append(route.request.url)
        headers = {name: value for name, value in route.request.headers.items() if name != "range"}
        answer = route.fetch(headers=headers)
        assert answer.status == 200
        route.fulfill(response=answer)

    page.route("**/tim-kiem/x/**", whole)
    assert ask(page, address, "dat dai dong thap")[:1] == ["dat"]
    assert ask(page, address, "cải cách hành chính")[:1] == ["cchc"]
    assert asked
    assert len(asked) <= 2 * len(set(asked))


def test_a_few_pages_of_a_file_are_fetched_for_a_result(page: Page, folder: Path) -> None:
    host = Host(folder)
    assert ask(page, f"{host.address}/tim-kiem.html", "dat dai dong thap")[:1] == ["dat"]
    host.shutdown()
    host.server_close()
    texts = [(address, size) for address, size in host.sent if "/tim-kiem/x/" in address]
    assert texts
    for address, size in texts:
        whole = folder.joinpath(address.removeprefix("/")).stat().st_size
        assert size < min(whole, 3 * PAGE + 1)
