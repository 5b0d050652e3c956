"""Measure the search: ``python -m scripts.bench.search CORPUS_DIR [--count N] [--queries N]``.

Builds an index of a folder of texts, opens the real page in Chromium behind 40 ms a request, types known-item
queries of every kind and prints how well and at what cost they are answered.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from types import SimpleNamespace
from urllib.parse import quote

import jinja2
from playwright.sync_api import Browser, Page, sync_playwright

from scripts import browser as browsers
from scripts.bench.search_queries import Drawer, Query, read
from scripts.bench.search_server import Host

ROOT = Path(__file__).resolve().parents[2]
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
COLD = 12  # queries measured from an empty cache
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
class Answer:
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
    for kind, pattern in (("css", "css/*.css"), ("js", "js/search/*.js")):
        parts = [p.read_text(encoding="utf-8") for p in sorted((theme / "static").glob(pattern))]
        (folder / f"search.{kind}").write_text("".join(parts), encoding="utf-8")
    html = page.render(
        root="",
        assets=SimpleNamespace(
            css="search.css", js="search.js", search_css="search.css", search_js="search.js"
        ),
        search=SimpleNamespace(manifest="tim-kiem/manifest.json"),
        years=[],
        section_terms=[],
    )
    (folder / "tim-kiem.html").write_text(html, encoding="utf-8")


def build(corpus: Path, folder: Path, count: int) -> dict[str, float]:
    """Build the index in a process of its own, so that its CPU and memory can be told apart."""
    command = [
        sys.executable,
        "-m",
        "plugins.search",
        str(corpus),
        str(folder / "tim-kiem"),
        "--count",
        str(count),
    ]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def results(page: Page) -> list[str]:
    """Keys of the results shown, from their addresses."""
    page.wait_for_selector("[data-results][data-state=ready]", timeout=20_000, state="attached")
    links: list[str] = page.eval_on_selector_all(
        "[data-results] > li > a:first-child", "all => all.map((a) => a.href)"
    )
    return [link.rsplit("-", 1)[-1].removesuffix(".html") for link in links]


def ask(page: Page, host: Host, query: Query, cold: bool) -> Answer:
    """Open the page on a query (`cold`), or ask it from the page already open."""
    before, begin = len(host.sent), time.monotonic()
    if cold:
        page.goto(f"{host.address}/tim-kiem.html?q={quote(query.text)}")
    else:
        page.evaluate(_ASK, query.text)
    keys = results(page)
    seconds = time.monotonic() - begin
    rank = next((i for i, key in enumerate(keys, 1) if key in query.wanted), 0)
    sent = host.sent[before:]
    return Answer(query, rank, sum(n for _, n in sent), len(sent), seconds)


def run(browser: Browser, host: Host, queries: Sequence[Query]) -> tuple[list[Answer], list[Answer]]:
    """(answers from an empty cache, answers one after another in one page whose cache is emptied by kind)."""
    cold = []
    for query in queries[:: max(1, len(queries) // COLD)]:
        context = browser.new_context(viewport={"width": 390, "height": 844})
        cold.append(ask(context.new_page(), host, query, cold=True))
        context.close()
    return cold, list(_warm(browser, host, queries))


def _warm(browser: Browser, host: Host, queries: Sequence[Query]) -> Iterator[Answer]:
    page = None
    for number, query in enumerate(queries):
        if page is None or number % 10 == 0:  # a visit is seldom longer than ten queries
            if page:
                page.context.close()
            page = browser.new_context().new_page()
            page.goto(f"{host.address}/tim-kiem.html?q=x")
            results(page)
        yield ask(page, host, query, cold=False)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which a share of the values lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def report(title: str, answers: Sequence[Answer]) -> None:
    """One line on cost."""
    sizes, requests = [a.bytes / 1000 for a in answers], [a.requests for a in answers]
    seconds = [a.seconds for a in answers]
    print(
        f"{title}: {mean(sizes):.0f} kB mean, {percentile(sizes, 0.95):.0f} p95, {max(sizes):.0f} most;"
        f" {mean(requests):.1f} requests mean, {max(requests)} most;"
        f" {percentile(seconds, 0.5):.2f} s median, {percentile(seconds, 0.95):.2f} s p95"
    )


def main() -> int:
    """Build, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--count", type=int, default=0, help="only so many texts, spread evenly")
    parser.add_argument("--queries", type=int, default=60, help="of each kind")
    parser.add_argument("--site", type=Path, help="keep the site here; an index already there is used again")
    parser.add_argument("--misses", action="store_true", help="print the queries not answered first")
    args = parser.parse_args()
    paths = sorted(args.corpus.glob("*.txt"))
    paths = paths[:: max(1, len(paths) // args.count)][: args.count] if args.count else paths
    folder = args.site or Path(tempfile.mkdtemp())
    if not (folder / "tim-kiem").exists():
        folder.mkdir(parents=True, exist_ok=True)
        print("build:", json.dumps(build(args.corpus, folder, args.count)), flush=True)
    site(folder)
    queries = Drawer(read(paths)).draw(args.queries)
    host = Host(folder)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browsers.find(), args=FLAGS)
        cold, warm = run(chromium, host, queries)
        chromium.close()
    show(cold, warm, args.misses)
    if not args.site:
        shutil.rmtree(folder)
    return 0


def show(cold: Sequence[Answer], warm: Sequence[Answer], misses: bool) -> None:
    """Quality by kind, then cost."""
    kinds = defaultdict(list)
    for answer in warm:
        kinds[answer.query.kind].append(answer)
    for kind, answers in [*kinds.items(), ("all", list(warm))]:
        reciprocal = mean(1 / a.rank if a.rank else 0.0 for a in answers)
        success, size = mean(a.rank > 0 for a in answers), mean(a.bytes for a in answers) / 1000
        print(
            f"{kind:26} n={len(answers):4}  MRR@10 {reciprocal:.3f}  success@10 {success:.3f}  {size:5.0f} kB"
        )
    report("first query", cold)
    report("following queries", warm)
    for answer in warm if misses else ():
        if answer.rank != 1:
            print(
                f"{answer.rank:3} {answer.query.kind:24} {answer.query.text}   → {sorted(answer.query.wanted)[:3]}"
            )


if __name__ == "__main__":
    raise SystemExit(main())
