"""Weights and contrasts: figures of the design that a careless line would break."""

from __future__ import annotations

import gzip
import re

import pytest
from bs4 import BeautifulSoup

from tests.theme import sample_pages

ENV = sample_pages.environment()
PAGES = {c["page"].url: ENV.get_template(name).render(c) for name, c in sample_pages.pages(ENV)}
CSS = sample_pages.bundle("css", "css")
SCRIPT = sample_pages.bundle("js/site", "js")
# Bytes after gzip, as a server sends them, and nodes of the document.
CSS_LIMIT, SCRIPT_LIMIT, ARTICLE_LIMIT, LIST_LIMIT, NODE_LIMIT = 6_144, 5_120, 15_360, 25_600, 1_500


def weight(*texts: str) -> int:
    return sum(len(gzip.compress(t.encode(), 9, mtime=0)) for t in texts)


def test_style_and_script_are_within_budget() -> None:
    assert weight(CSS) <= CSS_LIMIT
    assert weight(SCRIPT) <= SCRIPT_LIMIT


@pytest.mark.parametrize("url", PAGES)
def test_page_is_within_budget(url: str) -> None:
    html = PAGES[url]
    is_article = 'name="page-kind" content="article"' in html
    assert weight(html, CSS, SCRIPT) <= (ARTICLE_LIMIT if is_article else LIST_LIMIT)
    assert len(BeautifulSoup(html, "lxml").find_all(True)) <= NODE_LIMIT


def test_style_fetches_nothing() -> None:
    assert "@import" not in CSS
    assert all(url.startswith("data:") for url in re.findall(r'url\("?([^")]{5})', CSS))


def palettes() -> dict[str, dict[str, str]]:
    """Colours of each scheme; later ones inherit what they leave unsaid."""
    css = sample_pages.THEME.joinpath("static/css/00-base.css").read_text("utf-8")
    blocks = re.findall(r":root \{(.*?)\}", css, re.S)
    light, dark, more, more_dark = (dict(re.findall(r"--(\w+): (#[0-9a-f]+)", block)) for block in blocks)
    night = light | dark
    return {"light": light, "dark": night, "more": light | more, "more dark": night | more | more_dark}


def test_the_contrast_control_gives_what_the_system_setting_gives() -> None:
    css = sample_pages.THEME.joinpath("static/css/00-base.css").read_text("utf-8")
    asked = re.findall(r":root \{ (--paper: #(?:fff|000);.*?) \}", css)
    ticked = re.findall(r":root:has\(#tuong-phan:checked\) \{ (.*?) \}", css)
    assert len(ticked) == 2
    assert ticked == asked


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark", "more", "more dark"])
@pytest.mark.parametrize("text", ["ink", "dim", "link", "seen"])
@pytest.mark.parametrize("ground", ["paper", "card", "tint"])
def test_text_stands_out_from_every_ground(scheme: str, text: str, ground: str) -> None:
    colours = palettes()[scheme]
    bright, dark = sorted((luminance(colours[text]), luminance(colours[ground])), reverse=True)
    # WCAG 1.4.3 asks 4.5; who asks the system for more contrast gets 1.4.6's 7.
    assert (bright + 0.05) / (dark + 0.05) >= (7 if scheme.startswith("more") else 4.5)
