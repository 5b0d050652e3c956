"""Benchmark of a build beside Hugo and Pagefind, on the same articles with the same blocks: CPU, wall time, memory.

python -m scripts.bench.build CORPUS [--count N …] [--runs R]

Ours in five situations: everything new, nothing changed, the newest article added, one edited, the article's template
changed. It has related articles, the search index, sanitising and typography; Hugo's site has none of these, and
Pagefind makes its search. Both do all of their work again for any change, so one such build tells of all. They are
named by HUGO=path and PAGEFIND=path or found on the PATH; without Hugo our figures stand alone. Each figure is the
median of the runs; where there are several, the least and the most stand beside it.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path

from plugins.core.article import Article
from plugins.core.dates import HANOI, Moment
from scripts.bench import hugo, search_pagefind
from scripts.bench.corpus import corpus_articles, write_archive

LOOK = 1.0  # seconds between two looks at a build's memory: each costs some hundredths of a second
COLD = "ours, cold"
PEER, BOTH = "Hugo, cold", "Hugo + Pagefind, cold"


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU and wall seconds, and the peak memory in MB: of the largest process, and of all together.

    What processes share counts once in the latter (Linux's PSS); it is looked at once a second.
    """

    cpu: float
    wall: float
    memory: float
    together: float

    def __add__(self, other: Cost) -> Cost:
        """One after the other."""
        memory, together = max(self.memory, other.memory), max(self.together, other.together)
        return Cost(self.cpu + other.cpu, self.wall + other.wall, memory, together)


Costs = dict[str, Cost]
"""Costs by what was built, and in which situation."""


def measure(command: list[str]) -> Cost:
    """Run a command to its end and say what it and its children cost; what it says is shown where it fails."""
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)
        seen, ended = [0.0], threading.Event()
        watch = threading.Thread(target=_watch, args=(process.pid, seen, ended))
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        ended.set()
        watch.join()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise SystemExit(f"{said.read().decode()}\nbuild failed with exit code {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, max(seen))


def _watch(pid: int, seen: list[float], ended: threading.Event) -> None:
    while not ended.wait(LOOK):
        seen.append(_memory(pid))


def _memory(pid: int) -> float:
    """MB of a process and of all it has started, what they share counted once; 0 where the system does not tell."""
    try:
        rolled = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        started = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:  # it has ended in the meantime; no Linux
        return 0.0
    own = re.search(r"^Pss: +(\d+) kB", rolled, re.MULTILINE)
    return (int(own[1]) / 1024 if own else 0.0) + sum(_memory(int(child)) for child in started)


class AllButOne:
    """Articles one by one, never all in memory; the last is kept back, dated after all others.

    So it changes *Tin mới nhất* of the running period when it is added.
    """

    def __init__(self, articles: Iterator[Article]) -> None:
        self._articles, self._latest = articles, datetime.min.replace(tzinfo=HANOI)
        self.newest = next(articles)

    def __iter__(self) -> Iterator[Article]:
        """All but the last."""
        for article in self._articles:
            yield self.newest
            self.newest = article
            self._latest = max(self._latest, article.date.when if article.date else self._latest)
        self.newest = replace(self.newest, date=Moment(self._latest + timedelta(days=1)))


def ours(articles: AllButOne, folder: Path) -> Costs:
    """This project's build in each situation, one after the other."""
    content, theme = folder / "content", folder / "theme"
    paths = write_archive(iter(articles), content)
    shutil.copytree("theme", theme)
    build = [sys.executable, "-m", "pelican", str(content), "-o", str(folder / "output"), "-t", str(theme)]
    build += ["-s", "pelicanconf.py", "-q", "-e", f'CACHE_PATH="{folder / "cache"}"']
    costs = {COLD: measure(build), "ours, unchanged": measure(build)}
    write_archive(iter([articles.newest]), content)
    costs["ours, newest added"] = measure(build)
    _append(paths[len(paths) // 2], "\nMột đoạn thêm vào.\n")
    costs["ours, one edited"] = measure(build)
    _append(theme / "templates" / "article.html", "\n")
    costs["ours, template changed"] = measure(build)
    return costs


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def theirs(program: str, search: list[str] | None, articles: AllButOne, folder: Path) -> Costs:
    """Hugo's build, once more with one article edited, and Pagefind on its pages."""
    shutil.copytree(hugo.SITE, folder)
    paths = hugo.write_articles(articles, folder)
    build = [program, "--source", str(folder), "--quiet"]
    costs = {PEER: measure(build)}
    if search:
        costs["Pagefind"] = measure([*search, "--site", str(folder / "public")])
        costs[BOTH] = costs[PEER] + costs["Pagefind"]
    _append(paths[len(paths) // 2], "\nMột đoạn thêm vào.\n")
    return costs | {"Hugo, one edited": measure(build)}


def compare(corpus: Path, count: int, runs: int, folder: Path) -> list[Costs]:
    """Theirs and ours with `count` articles, one after the other in each of `runs` runs.

    Nothing is deleted from `folder`: for minutes after many files are gone, ext4 takes five times as long to make
    each new one (it passes over inodes that were freed lately), and the next run would be charged for it.
    """
    program, search = hugo.find_hugo(), search_pagefind.find(os.environ.get("PAGEFIND", ""))
    found = []
    for run in range(runs):
        here = folder / f"{count}-{run}"
        (here / "ours").mkdir(parents=True)
        articles = partial(corpus_articles, corpus, count + 1)
        other = theirs(program, search, AllButOne(articles()), here / "hugo") if program else {}
        found.append(other | ours(AllButOne(articles()), here / "ours"))
    return found


def _median(runs: list[Costs], name: str, figure: str) -> float:
    return float(statistics.median(getattr(run[name], figure) for run in runs))


def _told(runs: list[Costs], name: str, figure: str) -> str:
    """A median, with the least and the most where there are several runs."""
    found = [getattr(run[name], figure) for run in runs]
    noise = f" ({min(found):.1f}–{max(found):.1f})" if len(found) > 1 else ""
    return f"{statistics.median(found):.1f}{noise}"


def _times(runs: list[Costs], name: str, peer: str) -> str:
    """CPU and wall time as multiples of a peer's."""
    if peer not in runs[0]:
        return ""
    of = [_median(runs, name, figure) / _median(runs, peer, figure) for figure in ("cpu", "wall")]
    return f"{of[0]:.2f} / {of[1]:.2f}"


def report(count: int, runs: list[Costs]) -> None:
    """One table: what each build cost, and as a multiple of the peers' and of our own cold one."""
    heading = ("", "CPU s", "wall s", "MB", "together", f"× {PEER}", f"× {BOTH}", f"× {COLD}")
    print(f"{count} articles, {len(runs)} run(s); multiples are CPU / wall")
    rows: list[tuple[str, ...]] = [heading]
    for name in runs[0]:
        figures = [_told(runs, name, figure) for figure in ("cpu", "wall")]
        memory = [f"{_median(runs, name, figure):.0f}" for figure in ("memory", "together")]
        rows.append((name, *figures, *memory, *(_times(runs, name, peer) for peer in (PEER, BOTH, COLD))))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell.ljust(width) if not at else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print("  ".join(cells).rstrip(), flush=True)


def report_growth(measured: list[tuple[int, list[Costs]]]) -> None:
    """The exponents of CPU and of memory between counts, of each situation: 1 is in proportion to the articles."""
    for (n, few), (m, many) in pairwise(measured):
        for name in few[0]:
            cpu, memory = (
                math.log(max(_median(many, name, figure), 1e-3) / max(_median(few, name, figure), 1e-3))
                / math.log(m / n)
                for figure in ("cpu", "together")
            )
            print(f"growth exponent {n} → {m}, {name}: CPU {cpu:.2f}, memory {memory:.2f}")


def main() -> int:
    """Print a table a count, and the growth exponents between counts."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("corpus", type=Path, help="folder of .txt files: title, lead, body")
    ask.add_argument("--count", type=int, nargs="+", default=[2000], help="how many articles, one table each")
    ask.add_argument("--runs", type=int, default=1, help="medians of this many runs")
    options = ask.parse_args()
    if not hugo.find_hugo():
        print("Hugo was not found (HUGO=path): our figures alone")
    measured: list[tuple[int, list[Costs]]] = []
    with tempfile.TemporaryDirectory(prefix="bench-build-") as folder:
        for count in options.count:
            runs = compare(options.corpus, count, options.runs, Path(folder))
            report(count, runs)
            measured.append((count, runs))
    report_growth(measured)
    return 0


if __name__ == "__main__":
    sys.exit(main())
