"""Benchmark of the search: ``python -m scripts.bench.search CORPUS_DIR [--count N] [--queries N] [--pagefind PATH]``.

Builds an index of a folder of texts, adds one article to it, opens the real page in Chromium behind 40 ms a request,
types known-item queries of every kind and prints how well and at what cost they are answered; beside it the same for
Pagefind as shipped, where it is installed. The weights were set on the half of the queries called "tuning" alone.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from statistics import mean

from playwright.sync_api import sync_playwright

from scripts.bench import search_pagefind
from scripts.bench.search_page import ROOT, QueryAnswer, run, site
from scripts.bench.search_queries import Drawer
from scripts.bench.search_server import Host
from scripts.bench.search_texts import TUNING, UNTOUCHED, Query, SearchedText, read
from scripts.support import browser as browsers

FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
ADDED = 1000  # the number of the article that is added


def build(corpus: Path, folder: Path, count: int, *more: str) -> dict[str, float]:
    """Build the index in a process of its own, so that its CPU and memory can be told apart."""
    command = [sys.executable, "-m", "plugins.search", str(corpus), str(folder), "--count", str(count), *more]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def build_both(corpus: Path, folder: Path, count: int) -> None:
    """Build without one article, then with it, and say what each took."""
    before, cache = folder / "before", folder / "cache"
    without = ("--cache", str(cache), "--skip", str(ADDED))
    print("built:", json.dumps(build(corpus, before, count, *without)), flush=True)
    index = folder / "tim-kiem"
    added = build(corpus, index, count, "--cache", str(cache), "--last", str(before))
    print("one article added:", json.dumps(added), flush=True)
    shutil.rmtree(before)
    shutil.rmtree(cache)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which a share of the values lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def report(title: str, answers: Sequence[QueryAnswer]) -> None:
    """One line on cost."""
    sizes, requests = [a.bytes / 1000 for a in answers], [a.requests for a in answers]
    seconds = [a.seconds for a in answers]
    print(
        f"{title}: {mean(sizes):.0f} kB mean, {percentile(sizes, 0.95):.0f} p95, {max(sizes):.0f} most;"
        f" {mean(requests):.1f} requests mean, {max(requests)} most;"
        f" {percentile(seconds, 0.5):.2f} s median, {percentile(seconds, 0.95):.2f} s p95"
    )


def measured(folder: Path, queries: Sequence[Query]) -> tuple[list[QueryAnswer], list[QueryAnswer]]:
    """Answers of our page."""
    host = Host(folder)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browsers.find(), args=FLAGS)
        answers = run(chromium, host, queries)
        chromium.close()
    return answers


def measured_pagefind(
    folder: Path, texts: Sequence[SearchedText], queries: Sequence[Query], command: str
) -> None:
    """The same for Pagefind, or a line that says it is not there."""
    program = search_pagefind.find(command)
    if not program:
        print("Pagefind: not found (npm install pagefind, then --pagefind PATH); ours only")
        return
    print("Pagefind built:", json.dumps(search_pagefind.build(program, texts, folder)), flush=True)
    host = Host(folder)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browsers.find(), args=FLAGS)
        first, then = search_pagefind.first_answer, search_pagefind.next_answer
        show(*run(chromium, host, queries, first, then), misses=False)
        chromium.close()


def main() -> int:
    """Build, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--count", type=int, default=0, help="only so many texts, spread evenly")
    parser.add_argument("--queries", type=int, default=60, help="of each kind")
    parser.add_argument("--seed", type=int, default=20261122, help="of the draw of the queries")
    parser.add_argument("--site", type=Path, help="keep the site here; an index already there is used again")
    parser.add_argument("--pagefind", default="", help="its program, or - to leave it out")
    parser.add_argument("--misses", action="store_true", help="print the queries not answered first")
    args = parser.parse_args()
    paths = sorted(args.corpus.glob("*.txt"))
    paths = paths[:: max(1, len(paths) // args.count)][: args.count] if args.count else paths
    folder = args.site or Path(tempfile.mkdtemp())
    if not (folder / "tim-kiem").exists():
        folder.mkdir(parents=True, exist_ok=True)
        build_both(args.corpus, folder, args.count)
    site(folder)
    texts = read(paths)
    queries = Drawer(texts, args.seed).draw(args.queries)
    show(*measured(folder, queries), args.misses)
    if args.pagefind != "-":
        measured_pagefind(folder / "pagefind-site", texts, queries, args.pagefind)
    if not args.site:
        shutil.rmtree(folder)
    return 0


def show(cold: Sequence[QueryAnswer], warm: Sequence[QueryAnswer], misses: bool) -> None:
    """Quality by kind, then cost."""
    kinds = defaultdict(list)
    for answer in warm:
        kinds[answer.query.kind].append(answer)
    print(f"{'':26}    n  MRR@10: {TUNING}  {UNTOUCHED}   success@10   kB")
    for kind, answers in [*kinds.items(), ("all", list(warm))]:
        halves = [[a for a in answers if a.query.half == half] for half in (TUNING, UNTOUCHED)]
        tuning, untouched = (mean(1 / a.rank if a.rank else 0.0 for a in half or answers) for half in halves)
        success, size = mean(a.rank > 0 for a in answers), mean(a.bytes for a in answers) / 1000
        print(f"{kind:26} {len(answers):4} {tuning:14.3f} {untouched:10.3f} {success:12.3f} {size:4.0f}")
    report("first query", cold)
    report("following queries", warm)
    for answer in warm if misses else ():
        if answer.rank != 1:
            print(
                f"{answer.rank:3} {answer.query.kind:24} {answer.query.text}   → {sorted(answer.query.wanted)[:3]}"
            )


if __name__ == "__main__":
    raise SystemExit(main())
