"""What a build costs: cold, unchanged, one article added, one edited; CPU, wall time and peak memory.

python -m scripts.bench.build CORPUS [--count N …]
"""

from __future__ import annotations

import argparse
import math
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from scripts.bench.corpus import corpus_articles, write_archive


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU and wall seconds, and the peak memory of the largest process in MB."""

    cpu: float
    wall: float
    memory: float

    def __str__(self) -> str:
        """One row of the report."""
        return f"{self.cpu:8.1f} s CPU {self.wall:8.1f} s wall {self.memory:7.0f} MB"


def measure(command: list[str]) -> Cost:
    """Run a command to its end and say what it and its children cost."""
    began = os.times()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"build failed with exit code {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, os.times().elapsed - began.elapsed, usage.ru_maxrss / 1024)


def bench(corpus: Path, count: int, folder: Path) -> dict[str, Cost]:
    """Build `count` articles in `folder` in each of the four situations."""
    content, output = folder / "content", folder / "output"
    articles = list(corpus_articles(corpus, count + 1))
    paths = write_archive(iter(articles[:-1]), content)
    build = [
        sys.executable,
        "-m",
        "pelican",
        str(content),
        "-o",
        str(output),
        "-s",
        "pelicanconf.py",
        "-q",
        "-e",
    ]
    build.append(f'CACHE_PATH="{folder / "cache"}"')
    costs = {"cold": measure(build), "unchanged": measure(build)}
    write_archive(iter(articles[-1:]), content)
    costs["one added"] = measure(build)
    with paths[count // 2].open("a", encoding="utf-8") as file:
        file.write("\nMột đoạn thêm vào.\n")
    costs["one edited"] = measure(build)
    return costs


def main() -> int:
    """Print a table a count, and the growth exponent of the cold build between counts."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("corpus", type=Path, help="folder of .txt files: title, lead, body")
    ask.add_argument(
        "--count", type=int, nargs="+", default=[2000], help="how many articles, one build series each"
    )
    options = ask.parse_args()
    cold: list[tuple[int, float]] = []
    for count in options.count:
        folder = Path(tempfile.mkdtemp(prefix="bench-build-"))
        try:
            costs = bench(options.corpus, count, folder)
        finally:
            shutil.rmtree(folder)
        print(f"{count} articles")
        for name, cost in costs.items():
            print(f"  {name:11}{cost}  ({cost.cpu / costs['cold'].cpu:.3f} × cold)", flush=True)
        cold.append((count, costs["cold"].cpu))
    for (n, a), (m, b) in pairwise(cold):
        print(f"growth exponent {n} → {m}: {math.log(b / a) / math.log(m / n):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
