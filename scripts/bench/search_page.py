"""The real search page in Chromium behind a late host: the page, the questions, what they cost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote

import jinja2
from playwright.sync_api import Browser, Page

from plugins.search.text_model import model_name
from scripts.bench.search_server import Host
from scripts.bench.search_texts import Query

ROOT = Path(__file__).resolve().parents[2]
COLD = 24  # queries measured from an empty cache
VISIT = 10  # queries a visit: seldom more
_BASE = """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; script-src 'self';
 connect-src 'self'; img-src 'self' data:">
<title>Tìm kiếm</title><link rel="stylesheet" href="{{ root }}{{ assets.css }}"><link rel="icon" href="data:,">
{% block head %}{% endblock %}</head><body><main>{% block content %}{% endblock %}</main>
{% block scripts %}{% endblock %}</body></html>"""


_ASK = """query => {
    history.pushState(null, '', '?q=' + encodeURIComponent(query));
    dispatchEvent(new PopStateEvent('popstate'));
}"""


@dataclass(frozen=True)
class QueryAnswer:
    """One query answered: reciprocal rank, place (0: not among ten), bytes, requests and seconds."""

    query: Query
    rank: int
    bytes: int
    requests: int
    seconds: float


def site(folder: Path) -> None:
    """The search page with its style and script around an index in `folder`/tim-kiem."""
    theme = ROOT / "theme"
    templates = jinja2.FileSystemLoader(theme / "templates")
    loader = jinja2.ChoiceLoader([jinja2.DictLoader({"base.html": _BASE}), templates])
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    page = environment.get_template("search.html")
    parts_of = {"search.css": "css/*.css", "search.js": "js/search/*.js", "start.js": "js/search-start/*.js"}
    for name, pattern in parts_of.items():
        parts = [p.read_text(encoding="utf-8") for p in sorted((theme / "static").glob(pattern))]
        (folder / name).write_text("".join(parts), encoding="utf-8")
    html = page.render(
        root="",
        assets=SimpleNamespace(
            css="search.css", search_css="search.css", search_js="search.js", start_js="start.js"
        ),
        manifest="tim-kiem/manifest.json",
        model=f"tim-kiem/{model_name()}",
        years=[],
        section_terms=[],
    )
    (folder / "tim-kiem.html").write_text(html, encoding="utf-8")


def results(page: Page) -> list[str]:
    """Keys of the results shown, from their addresses."""
    page.wait_for_selector("[data-results][data-state=ready]", timeout=60_000, state="attached")
    links: list[str] = page.eval_on_selector_all(
        "[data-results] > li > a:first-child", "all => all.map((a) => a.href)"
    )
    return [link.rsplit("-", 1)[-1].removesuffix(".html") for link in links]


def first_answer(page: Page, host: Host, text: str) -> list[str]:
    """Open the page on a query."""
    page.goto(f"{host.address}/tim-kiem.html?q={quote(text)}")
    return results(page)


def next_answer(page: Page, text: str) -> list[str]:
    """Ask from the page already open."""
    page.evaluate(_ASK, text)
    return results(page)


def timed(host: Host, query: Query, answer: Callable[[], list[str]]) -> QueryAnswer:
    """Ask and measure."""
    before, begin = len(host.sent), time.monotonic()
    keys = answer()
    seconds = time.monotonic() - begin
    rank = next((i for i, key in enumerate(keys, 1) if key in query.wanted), 0)
    sent = host.sent[before:]
    return QueryAnswer(query, rank, sum(n for _, n in sent), len(sent), seconds)


First = Callable[[Page, Host, str], list[str]]
Next = Callable[[Page, str], list[str]]


def run(
    browser: Browser,
    host: Host,
    queries: Sequence[Query],
    first: First = first_answer,
    then: Next = next_answer,
) -> tuple[list[QueryAnswer], list[QueryAnswer]]:
    """(answers from an empty cache, answers one after another in visits of some queries each)."""
    cold = []
    for query in queries[:: max(1, len(queries) // COLD)]:
        context = browser.new_context(viewport={"width": 390, "height": 844})
        page = context.new_page()
        cold.append(timed(host, query, lambda: first(page, host, query.text)))  # noqa: B023  # called at once
        context.close()
    return cold, list(_warm(browser, host, queries, first, then))


def _warm(
    browser: Browser, host: Host, queries: Sequence[Query], first: First, then: Next
) -> Iterator[QueryAnswer]:
    page = None
    for number, query in enumerate(queries):
        if page is None or number % VISIT == 0:
            if page:
                page.context.close()
            page = browser.new_context().new_page()
            first(page, host, "x")
        yield timed(host, query, lambda: then(page, query.text))  # noqa: B023  # called at once
