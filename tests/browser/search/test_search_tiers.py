"""A search page whose newest articles are a tier of their own, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plugins.search import weights
from scripts.bench.search_page import site
from tests.browser.search.answers import ask, found
from tests.plugins.search.archive import archive, build, document

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture(scope="module")
def tiered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A search page over two tiers, of which the recent one has an article on rivers and one of the base as well."""
    out = tmp_path_factory.mktemp("tiers")
    items = archive(100)
    items[10] = (document("cu", "Nạo vét kênh mương nội đồng", 90), "Sông và mương.")
    items[-1] = (document("moi", "Nạo vét kênh mương ven biển", 891), "Theo Nghị định 61/2018/NĐ-CP.")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weights, "TIERED_FROM", 80)
        patch.setattr(weights, "RECENT_ARTICLES", 40)
        build(items, out / "tim-kiem", out / "cache")
    info = json.loads((out / "tim-kiem" / "manifest.json").read_text(encoding="utf-8"))
    assert 0 < info["slots"] - info["base"] <= 40
    assert [year for year, *_ in info["years"]].count(2016) == 2  # the border lies in the year
    site(out)
    return out


def test_both_tiers_answer_as_one(page: Page, tiered: Path, serve: Callable[[Path], str]) -> None:
    address = f"{serve(tiered.parent)}/{tiered.name}/tim-kiem.html"
    assert sorted(ask(page, address, "nạo vét kênh mương")) == ["cu", "moi"]
    assert ask(page, address, "nao vet kenh muong ven")[0] == "moi"
    assert ask(page, address, '"kênh mương"', "&sap-xep=cu") == ["cu", "moi"]
    assert ask(page, address, "kênh mương", "&nam=2017") == ["moi"]
    assert ask(page, address, "NĐ 61") == ["moi"]
    newest = ask(page, address, "", "&nam=2017&sap-xep=moi")
    assert newest[0] == "moi"
    assert newest[1:] == [str(number) for number in range(98, 98 - len(newest) + 1, -1)]


def test_filters_and_completions_know_both(page: Page, tiered: Path, serve: Callable[[Path], str]) -> None:
    page.goto(f"{serve(tiered.parent)}/{tiered.name}/tim-kiem.html?nam=2016-2017")
    found(page)
    page.locator("[data-filters] summary").click()
    page.wait_for_selector("[name=from] option:nth-child(4)", state="attached")
    years = page.locator("[name=from] option").all_inner_texts()
    assert [year.split()[0] for year in years[1:]] == ["2015", "2016", "2017"]
    assert sum(int(year.split("(")[1].rstrip(")")) for year in years[1:]) == 100
    page.fill("#q", "nghị định 6")
    page.wait_for_selector("[role=option]")
    assert page.locator("[role=option]").first.inner_text() == "Nghị định 61/2018/NĐ-CP"
