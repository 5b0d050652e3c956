"""Attacks as titles, leads, bodies and names of articles: the search shows them as text, and runs nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from scripts.bench.search_page import site
from scripts.torture.hostile import ATTACKS
from tests.browser.test_policy import TOUCH
from tests.plugins.search.archive import build, document

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

READY = "[data-results][data-state=ready]"
# What every attack here leads to when it runs, however it gets there.
WATCH = """window.ran = [];
for (const f of ["alert", "confirm", "prompt", "print"]) window[f] = () => window.ran.push(f);"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A search page with an index of attacks, every one in every field."""
    out = tmp_path_factory.mktemp("attacks")
    items = []
    for number, attack in enumerate(ATTACKS):
        text = " ".join(attack.split())
        name = f"{text} {number}"
        told = document(f"{number}", name, number, section=name, source=name, summary=f"Hồ sơ {text}")
        items.append((told, f"Hồ sơ {text} thủ tục {text} hồ sơ"))
    build(items, out / "tim-kiem", out / "cache")
    site(out)
    return out


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(bypass_csp=True)  # the policy is tested apart: here the script stands alone
    context.add_init_script(WATCH)
    yield context.new_page()
    context.close()


def titles(page: Page) -> list[str]:
    """Titles of all results, after asking for more until there are no more."""
    page.wait_for_selector(READY, state="attached")
    more = page.locator("[data-more]")
    while more.is_visible():
        shown = page.locator("[data-results] > li").count()
        more.click()
        page.wait_for_function("n => document.querySelectorAll('[data-results] > li').length > n", arg=shown)
    return page.locator("[data-results] > li > a:first-child").evaluate_all(
        "all => all.map((a) => a.textContent)"
    )


def test_results_of_attacks_are_text(page: Page, folder: Path, serve: Callable[[Path], str]) -> None:
    page.goto(f"{serve(folder)}/tim-kiem.html?q={quote('hồ sơ')}")
    shown = titles(page)
    assert sorted(shown) == sorted(f"{' '.join(a.split())} {n}" for n, a in enumerate(ATTACKS))
    page.locator("[data-filters] summary").click()
    page.wait_for_function("document.querySelectorAll('[name=source] option').length > 10")
    page.evaluate(TOUCH)
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") == []
    page.evaluate(
        "attacks => { document.querySelector('main').innerHTML = attacks.join(' ') }", list(ATTACKS)
    )
    page.wait_for_function("window.ran.length > 0")  # taken for markup they would have run


def test_attacks_asked_for_are_text(page: Page, folder: Path, serve: Callable[[Path], str]) -> None:
    address = serve(folder)
    for attack in ATTACKS:
        for parameters in (f"q={quote(attack)}", f"chuyen-muc={quote(attack)}&nguon={quote(attack)}"):
            page.goto(f"{address}/tim-kiem.html?{parameters}")
            page.wait_for_selector(READY, state="attached")
            assert page.evaluate("window.ran") == [], attack
            assert page.locator("main :is(img, svg, iframe, object, embed, base)").count() == 0
