"""A contact sheet of the site for whoever changes its looks: each kind of page, narrow and wide, light and dark.

python -m scripts.shots [OUTPUT] [--to FOLDER]      writes FOLDER/index.html, one picture a view, and sheet-*.png
"""

from __future__ import annotations

import sys
from html import escape
from itertools import product
from pathlib import Path
from typing import Any

from scripts.check_site.budgets import load_budgets
from scripts.check_site.links import survey_pages
from scripts.check_site.page import read_site
from scripts.check_site.rendered import SCHEMES, SIZES, chromium, hosted
from scripts.check_site.sample import by_kind
from scripts.support import browser
from scripts.support.command import UsageError, VietnameseParser, run
from scripts.support.tools import say

TALL = 2  # screens a picture shows
SHOWN = 300  # CSS pixels a view takes on the sheet
STYLE = f"""section[hidden] {{ display: none }} body {{ font: 14px sans-serif; background: #888 }}
img {{ width: {SHOWN}px; margin: 4px; vertical-align: top }} h2 {{ margin: 8px 4px 0 }}"""


def _parser() -> VietnameseParser:
    ask = VietnameseParser(
        "python -m scripts.shots",
        "python -m scripts.shots [THƯ-MỤC] [--to THƯ-MỤC-ẢNH]",
        "Chụp mỗi loại trang ở hai bề ngang, sáng và tối, và xếp thành một tờ để xem.",
    )
    ask.add_argument("output", nargs="?", type=Path, default=Path("output"), help="thư mục đã dựng (output)")
    ask.add_argument("--to", type=Path, default=Path(".cache/shots"), help="nơi để ảnh (.cache/shots)")
    return ask


def _shoot(running: Any, address: str, picture: Path, scheme: str, size: tuple[int, int]) -> None:
    width, height = size
    context = running.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    tall = min(height * TALL, page.evaluate("document.documentElement.scrollHeight"))
    page.screenshot(path=picture, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": tall})
    context.close()


def _sheet(running: Any, folder: Path, sections: list[str]) -> None:
    """The page that shows all pictures, and a picture of every four kinds for viewers without a browser."""
    html = (
        f"<!DOCTYPE html><meta charset=utf-8><title>Tờ ảnh</title><style>{STYLE}</style>{''.join(sections)}"
    )
    (folder / "index.html").write_text(html, encoding="utf-8")
    page = running.new_page(viewport={"width": (SHOWN + 8) * len(SCHEMES) * len(SIZES) + 24, "height": 900})
    for number in range(0, len(sections), 4):
        page.goto((folder / "index.html").as_uri())
        page.evaluate(
            "([from, to]) => [...document.querySelectorAll('section')]"
            ".forEach((s, i) => { s.hidden = i < from || i >= to })",
            [number, number + 4],
        )
        page.screenshot(path=folder / f"sheet-{number // 4 + 1}.png", full_page=True)


def main(argv: list[str]) -> int:
    """Take the pictures; 1 where there is no browser."""
    options = _parser().parse_args(argv)
    if not browser.get():
        raise UsageError(f"Không có Chromium để chụp trang; {browser.REMEDY}.")
    site = read_site(options.output, load_budgets())
    survey = survey_pages(site, lambda _: None)
    kinds = by_kind({u: kind for u, kind in survey.kinds.items() if u not in survey.forwarding}, 1)
    options.to.mkdir(parents=True, exist_ok=True)
    sections = []
    with hosted(site) as host, chromium() as running:
        for kind, (url, *_) in kinds.items():
            pictures = []
            for (width, height), scheme in product(SIZES, SCHEMES):
                name = f"{kind}-{width}-{scheme}.png"
                _shoot(running, host + site.base_path + url, options.to / name, scheme, (width, height))
                pictures.append(f'<a href="{name}"><img src="{name}" alt="{kind} {width} {scheme}"></a>')
            sections.append(f"<section><h2>{kind}: {escape(url)}</h2>{''.join(pictures)}</section>")
            say(f"{kind}: {url}")
        _sheet(running, options.to.resolve(), sections)
    print(options.to / "index.html")
    return 0


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
