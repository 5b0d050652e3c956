"""Cost of related articles: cold, by size, and for one article added, edited or deleted."""

from __future__ import annotations

import math
import multiprocessing
import os
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from plugins.core.documents import Document
from plugins.related.engine import related_lists
from plugins.related.state import load
from scripts.bench.related_corpus import Corpus, read_corpus

SMALL = 10_000  # the growth exponent is measured from here


def _peak() -> float:
    """Peak memory of this process in MB; getrusage would count that of the process it was started from."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def _cold(
    folder: Path, count: int | None, results: multiprocessing.SimpleQueue[tuple[int, float, float]]
) -> None:
    corpus = read_corpus(folder, count)
    before = os.times()
    with tempfile.TemporaryDirectory() as cache:
        related_lists(corpus.documents[::-1], corpus.texts, Path(cache))
    after = os.times()
    cpu = sum(after[:4]) - sum(before[:4])
    results.put((len(corpus.documents), cpu, _peak()))


def cold(folder: Path, count: int | None) -> tuple[int, float, float]:
    """Articles, CPU seconds of all processes and peak memory (MB) of the main one, measured in a process of its own."""
    context = multiprocessing.get_context("spawn")
    results = context.SimpleQueue()
    process = context.Process(target=_cold, args=(folder, count, results))
    process.start()
    found: tuple[int, float, float] = results.get()
    process.join()
    return found


def _keyed(documents: Sequence[Document], lists: Sequence[Sequence[int]]) -> dict[str, list[str]]:
    return {d.key: [documents[j].key for j in found] for d, found in zip(documents, lists, strict=True)}


def one_changed(corpus: Corpus, before: Sequence[Document], after: Sequence[Document], cache: Path) -> str:
    """What the step from one state of the archive to another costs, and how many other lists it changes."""
    old = _keyed(before, related_lists(before, corpus.texts, cache))
    began = time.process_time()
    saved = load(cache)
    assert saved is not None
    assert saved.state() is not None
    loading = time.process_time() - began
    began, children = time.process_time(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    made = related_lists(after, corpus.texts, cache)
    spent = time.process_time() - began + resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - children
    new = _keyed(after, made)
    keys = {d.key for d in before} ^ {d.key for d in after}
    moved = [key for key in old.keys() & new.keys() if old[key] != new[key]]
    others = sum(not keys & {*old[key], *new[key]} for key in moved)
    return f"{spent:.2f} s CPU, of it loading {loading:.2f}; {len(moved)} lists changed, {others} of them without it"


def report_steps(corpus: Corpus) -> None:
    """Print what single changes of a whole archive cost."""
    documents = list(corpus.documents)
    old = len(documents) // 5
    edited = [replace(d, title=f"{d.title} (bổ sung)") if i == old else d for i, d in enumerate(documents)]
    with tempfile.TemporaryDirectory() as cache:
        for name, before, after in (
            ("newest added", documents[:-1], documents),
            ("an old one edited", documents, edited),
            ("an old one deleted", edited, edited[:old] + edited[old + 1 :]),
            ("an old one added", edited[:old] + edited[old + 1 :], documents),
        ):
            print(f"{name}: {one_changed(corpus, before, after, Path(cache))}", flush=True)


def report_cost(folder: Path, corpus: Corpus) -> None:
    """Print the tables of cost."""
    runs = [
        cold(folder, count) for count in sorted({min(SMALL, len(corpus.documents)), len(corpus.documents)})
    ]
    for count, cpu, memory in runs:
        print(f"cold, {count} articles: {cpu:.1f} s CPU, {memory:.0f} MB")
    for (n, a, _), (m, b, _) in pairwise(runs):
        print(f"growth exponent {n} → {m}: {math.log(b / a) / math.log(m / n):.2f}")
    report_steps(corpus)
