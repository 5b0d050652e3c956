"""Cost of visits to a site's search page: ``python -m scripts.bench.search_visits SITE_DIR [--queries N] [--seed N]``.

SITE_DIR is a built site. Subjects (two to four neighbouring words that stand in several titles) are drawn from its
``archive.jsonl`` and asked in Chromium: each from an empty cache, then each of another draw from a page that has
answered ten of them. Printed are bytes (bodies as hosts send them, text compressed), requests, and round trips that
wait for one another, with range requests and without.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import mean, median
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright

from scripts.bench.search_page import VISIT, next_answer, results
from scripts.bench.search_server import Host
from scripts.bench.search_texts import WORD
from scripts.support import browser as browsers

FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
INDEX = "/tim-kiem/"


def subjects(titles: Sequence[str], count: int, seed: int) -> list[str]:
    """Runs of two to four words of titles, each pair of which stands in three titles or more."""
    chance = random.Random(seed)  # noqa: S311  # a reproducible draw, nothing secret
    words = [[word.lower() for word in WORD.findall(title)] for title in titles]
    pairs = Counter(pair for some in words for pair in set(pairwise(some)))
    found: dict[str, None] = {}
    while len(found) < count:
        some, size = chance.choice(words), chance.randint(2, 4)
        run = some[(at := chance.randrange(max(1, len(some) - size + 1))) : at + size]
        if len(run) == size and all(pairs[pair] >= 3 for pair in pairwise(run)):
            found[" ".join(run)] = None
    return list(found)


@dataclass(frozen=True)
class VisitCost:
    """One query: bytes in all and of the index, requests of the index, round trips one after another."""

    text: str
    bytes: int
    of_index: int
    requests: int
    waits: int


class Requests:
    """When a page asked for each file, and when it had it, as the browser tells."""

    def __init__(self, page: Page) -> None:
        self.begun: dict[str, tuple[float, str]] = {}
        self.done: list[tuple[float, float, str]] = []
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._begin)
        session.on("Network.loadingFinished", self._end)

    def _begin(self, event: dict[str, Any]) -> None:
        self.begun[event["requestId"]] = event["timestamp"], event["request"]["url"]

    def _end(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.begun:
            begin, url = self.begun[event["requestId"]]
            self.done.append((event["timestamp"], begin, url))

    def waits(self, part: str) -> int:
        """The longest chain of requests (whose address has `part`), each begun when the one before it had ended."""
        chain, last = 0, float("-inf")
        for end, begin, url in sorted(self.done):
            if part in url and begin >= last:
                chain, last = chain + 1, end
        self.done.clear()
        return chain


def cost(host: Host, requests: Requests, text: str, before: int, part: str) -> VisitCost:
    """What was sent since `before`."""
    sent = host.sent[before:]
    index = [size for path, size in sent if path.startswith(INDEX)]
    return VisitCost(text, sum(size for _, size in sent), sum(index), len(index), requests.waits(part))


def first_queries(browser: Browser, host: Host, texts: Sequence[str], *, typed: bool) -> list[VisitCost]:
    """Each from an empty cache; `typed` into the page that stands there, or in its address."""
    out = []
    for text in texts:
        context = browser.new_context(viewport={"width": 390, "height": 844})
        page = context.new_page()
        requests, before = Requests(page), len(host.sent)
        page.goto(f"{host.address}/tim-kiem.html" + ("" if typed else f"?q={quote(text)}"))
        if typed:
            requests.done.clear()
            page.fill("[name=q]", text)
            page.keyboard.press("Enter")
            page.wait_for_function("location.search.length > 1")
        results(page)
        out.append(cost(host, requests, text, before, "/"))
        context.close()
    return out


def next_queries(browser: Browser, host: Host, texts: Sequence[str]) -> list[VisitCost]:
    """Each from a page that has answered others: visits of some queries."""
    out, page, requests = [], None, None
    for number, text in enumerate(texts):
        if page is None or requests is None or number % VISIT == 0:
            if page:
                page.context.close()
            page = browser.new_context().new_page()
            requests = Requests(page)
            page.goto(f"{host.address}/tim-kiem.html?q=x")
            results(page)
            continue
        requests.done.clear()
        before = len(host.sent)
        next_answer(page, text)
        out.append(cost(host, requests, text, before, INDEX))
    return out


def line(name: str, costs: Sequence[VisitCost]) -> str:
    """One line of the table."""

    def shown(values: list[float]) -> str:
        return f"{mean(values):.0f} mean {median(values):.0f} median {sorted(values)[int(len(values) * 0.95)]:.0f} p95"

    parts = {
        "kB": [c.bytes / 1000 for c in costs],
        "kB of the index": [c.of_index / 1000 for c in costs],
        "requests of the index": [float(c.requests) for c in costs],
        "waits": [float(c.waits) for c in costs],
    }
    return f"{name} ({len(costs)}): " + "; ".join(f"{key} {shown(some)}" for key, some in parts.items())


def main() -> int:
    """Draw, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--seed", type=int, default=20261129)
    args = parser.parse_args()
    with (args.site / "archive.jsonl").open(encoding="utf-8") as lines:
        titles = [json.loads(text)["title"] for text in lines]
    texts = subjects(titles, 2 * args.queries, args.seed)
    first, then = texts[: args.queries], texts[args.queries :]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browsers.find(), args=FLAGS)
        for ranges in (True, False):
            host = Host(args.site, ranges=ranges)
            name = "range requests" if ranges else "none"
            print(
                line(f"{name}, first, in the address", first_queries(browser, host, first, typed=False)),
                flush=True,
            )
            if ranges:
                print(
                    line(f"{name}, first, typed", first_queries(browser, host, first, typed=True)), flush=True
                )
            print(line(f"{name}, next", next_queries(browser, host, then)), flush=True)
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
