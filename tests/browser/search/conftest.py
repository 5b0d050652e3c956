"""A search page over an index of a few articles, served to a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scripts.bench.search_page import site
from tests.browser.search.answers import TEXTS
from tests.plugins.search.archive import archive, build, document

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A search page with its index."""
    out = tmp_path_factory.mktemp("search")
    items = [(d, body) for d, body in archive(40)]
    items += [
        (document(key, title, 1000 + 40 * i, "Đất đai" if key == "dat" else "Tin tức", source="Báo B"), body)
        for i, (key, title, body) in enumerate(TEXTS)
    ]
    build(items, out / "tim-kiem", out / "cache")
    site(out)
    return out


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A phone; anything said on the console fails the test."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert said == []


@pytest.fixture
def address(folder: Path, serve: Callable[[Path], str]) -> str:
    """Where the page is served, in a subfolder of a host."""
    return f"{serve(folder.parent)}/{folder.name}/tim-kiem.html"
