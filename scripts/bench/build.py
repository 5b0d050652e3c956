"""Benchmark of a build beside Hugo, on the same articles with the same blocks: CPU, wall time and peak memory.

python -m scripts.bench.build CORPUS [--count N …] [--runs R]

Five situations: everything new, nothing changed, the newest article added, one edited, the article's template changed.
Ours has related articles, the search index, sanitising and typography; Hugo's site has none of these. Hugo is named by
HUGO=path or found on the PATH; without it our figures stand alone.
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
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from plugins.core.article import Article
from plugins.core.dates import Moment
from scripts.bench import hugo
from scripts.bench.corpus import corpus_articles, write_archive

LOOK = 1.0  # seconds between two looks at a build's memory: each costs some hundredths of a second
SITUATIONS = ("cold", "unchanged", "one added", "one edited", "template changed")


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU and wall seconds, and the peak memory in MB: of the largest process, and of all together.

    What processes share counts once in the latter (Linux's PSS); it is looked at once a second.
    """

    cpu: float
    wall: float
    memory: float
    together: float

    def __str__(self) -> str:
        """The columns of one side."""
        memory = f"{self.memory:6.0f} MB, together {self.together:6.0f}"
        return f"{self.cpu:8.1f} s CPU {self.wall:8.1f} s wall {memory}"


Costs = dict[str, Cost]


def measure(command: list[str]) -> Cost:
    """Run a command to its end and say what it and its children cost."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    seen, ended = [0.0], threading.Event()
    watch = threading.Thread(target=_watch, args=(process.pid, seen, ended))
    watch.start()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    ended.set()
    watch.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"build failed with exit code {process.returncode}")
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


def series(build: list[str], paths: list[Path], add: Callable[[], object], template: Path) -> Costs:
    """One build in each situation, one after the other."""
    costs = {"cold": measure(build), "unchanged": measure(build)}
    add()
    costs["one added"] = measure(build)
    with paths[len(paths) // 2].open("a", encoding="utf-8") as file:
        file.write("\nMột đoạn thêm vào.\n")
    costs["one edited"] = measure(build)
    with template.open("a", encoding="utf-8") as file:
        file.write("\n")
    costs["template changed"] = measure(build)
    return costs


def newest(articles: list[Article]) -> Article:
    """The last of the articles, dated after all others: it changes *Tin mới nhất* of the running period."""
    last = max(a.date.when for a in articles if a.date)
    return replace(articles[-1], date=Moment(last + timedelta(days=1)))


def ours(articles: list[Article], folder: Path) -> Costs:
    """The series of this project's build."""
    content, theme = folder / "content", folder / "theme"
    paths = write_archive(iter(articles[:-1]), content)
    shutil.copytree("theme", theme)
    build = [sys.executable, "-m", "pelican", str(content), "-o", str(folder / "output"), "-t", str(theme)]
    build += ["-s", "pelicanconf.py", "-q", "-e", f'CACHE_PATH="{folder / "cache"}"']

    def add() -> None:
        write_archive(iter([newest(articles)]), content)

    return series(build, paths, add, theme / "templates" / "article.html")


def theirs(program: str, articles: list[Article], folder: Path) -> Costs:
    """The series of Hugo's build."""
    shutil.copytree(hugo.SITE, folder)
    paths = hugo.write_articles(articles[:-1], folder)
    build = [program, "--source", str(folder), "--quiet"]
    return series(
        build, paths, lambda: hugo.write_articles([newest(articles)], folder), folder / hugo.TEMPLATE
    )


def medians(runs: list[Costs]) -> Costs:
    """The median of each figure of each situation."""

    def median(name: str) -> Cost:
        return Cost(
            *(
                statistics.median(getattr(run[name], f) for run in runs)
                for f in ("cpu", "wall", "memory", "together")
            )
        )

    return {name: median(name) for name in SITUATIONS}


def compare(
    corpus: Path, count: int, runs: int, program: str | None, folder: Path
) -> tuple[Costs, Costs | None]:
    """Our costs and Hugo's with `count` articles, side by side in each of `runs` runs.

    Nothing is deleted from `folder`: for minutes after many files are gone, ext4 takes five times as long to make
    each new one (it passes over inodes that were freed lately), and the next run would be charged for it.
    """
    articles = list(corpus_articles(corpus, count + 1))
    mine, other = [], []
    for run in range(runs):
        here = folder / f"{count}-{run}"
        (here / "ours").mkdir(parents=True)
        mine.append(ours(articles, here / "ours"))
        if program:
            other.append(theirs(program, articles, here / "hugo"))
    return medians(mine), medians(other) if other else None


def report(count: int, mine: Mapping[str, Cost], other: Mapping[str, Cost] | None) -> None:
    """One table: ours, Hugo's, and ours as a multiple of Hugo's and of our own cold build."""
    print(f"{count} articles")
    for name in SITUATIONS:
        line = f"  {name:17}{mine[name]}  ({mine[name].cpu / mine['cold'].cpu:.3f} × cold)"
        if other:
            cpu, wall = mine[name].cpu / other[name].cpu, mine[name].wall / other[name].wall
            line += f"  | Hugo {other[name]}  | {cpu:.3f} × CPU {wall:.3f} × wall"
        print(line, flush=True)


def main() -> int:
    """Print a table a count, and the growth exponent of the cold build between counts."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("corpus", type=Path, help="folder of .txt files: title, lead, body")
    ask.add_argument("--count", type=int, nargs="+", default=[2000], help="how many articles, one table each")
    ask.add_argument("--runs", type=int, default=1, help="medians of this many runs")
    options = ask.parse_args()
    program = hugo.find_hugo()
    if not program:
        print("Hugo was not found (HUGO=path): our figures alone")
    cold: list[tuple[int, float]] = []
    with tempfile.TemporaryDirectory(prefix="bench-build-") as folder:
        for count in options.count:
            mine, other = compare(options.corpus, count, options.runs, program, Path(folder))
            report(count, mine, other)
            cold.append((count, mine["cold"].cpu))
    for (n, a), (m, b) in pairwise(cold):
        print(f"growth exponent {n} → {m}: {math.log(b / a) / math.log(m / n):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
