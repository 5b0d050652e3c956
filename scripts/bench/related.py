"""How good related articles are, and what they cost.

python -m scripts.bench.related CORPUS [--count N] [--no-ablations]

Quality: does half of an article find its other half; do two reports of one event find each other, by bodies alone
(titles taken away) or by names; copies among ten; articles that some list leads to. Beside it what tags, section and
date, and plain TF-IDF give on the same articles. Cost: CPU and memory, cold at 10,000 and at all; one added.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from plugins.core.documents import Document
from plugins.related.engine import related_lists
from plugins.related.state import load
from scripts.bench.related_corpus import (
    Corpus,
    Pair,
    copied,
    name_pairs,
    read_corpus,
    title_pairs,
    with_halves,
    without_titles,
)
from scripts.bench.related_methods import ABLATIONS, Ranks, date_ranks, engine_ranks, tag_ranks

QUERIES = 1200  # halved articles; a third in each way of halving
EVENTS = 600
SMALL = 10_000  # the growth exponent is measured from here
LISTS_READ = 1500  # sampled lists in which copies are counted


@dataclass(frozen=True)
class Sample:
    """One corpus with everything that is looked for in it."""

    corpus: Corpus
    halves: list[Pair]
    blind: list[Pair]
    named: list[Pair]


def make_sample(corpus: Corpus, seed: int) -> Sample:
    """Draw pairs, take titles away, cut halves."""
    blind = title_pairs(corpus, EVENTS, seed)
    named = [
        pair
        for pair in name_pairs(corpus, EVENTS, seed)
        if not {*pair} & {key for both in blind for key in both}
    ]
    spared = {key for pair in blind + named for key in pair}
    bare = without_titles(corpus, {key for pair in blind for key in pair})
    halved, halves = with_halves(bare, min(QUERIES, len(corpus.documents) // 10), seed, spared)
    return Sample(halved, halves, blind, named)


def figures(halves: Ranks, blind: Ranks, named: Ranks) -> str:
    """One row: MRR@10 and recall@10 of halves, recall@10 of both kinds of reports."""
    found = [1 / rank if rank <= 10 else 0.0 for rank in halves]
    recalls = [sum(rank <= 10 for rank in ranks) / max(1, len(ranks)) for ranks in (halves, blind, named)]
    return f"{sum(found) / max(1, len(found)):.3f} {recalls[0]:.3f}   {recalls[1]:.3f} {recalls[2]:.3f}"


def list_ranks(documents: Sequence[Document], lists: Sequence[Sequence[int]], pairs: Sequence[Pair]) -> Ranks:
    """Place of the second of each pair in the finished list of the first."""
    number = {document.key: i for i, document in enumerate(documents)}
    listed = [(lists[number[one]], number[two]) for one, two in pairs]
    return [1.0 + list(found).index(two) if two in found else math.inf for found, two in listed]


def copies_share(corpus: Corpus, lists: Sequence[Sequence[int]], seed: int) -> float:
    """Share of items that are copies of their article or of an earlier item, in sampled lists."""
    owners = random.Random(seed).sample(range(len(lists)), min(LISTS_READ, len(lists)))  # noqa: S311  # a sample, not keys
    items = bad = 0
    for owner in owners:
        seen = [corpus.documents[owner]]
        for item in lists[owner]:
            document = corpus.documents[item]
            bad += any(copied(corpus, document, other) for other in seen)
            seen.append(document)
        items += len(lists[owner])
    return bad / max(1, items)


def linked_share(lists: Sequence[Sequence[int]]) -> float:
    """Share of articles that some list leads to."""
    return len({item for found in lists for item in found}) / max(1, len(lists))


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


def one_added(corpus: Corpus, key: str, cache: Path) -> str:
    """What adding one article costs, and whether only lists it enters change."""
    rest = [document for document in corpus.documents if document.key != key]
    before = related_lists(rest, corpus.texts, cache)
    began = time.process_time()
    load(cache)
    loading = time.process_time() - began
    began, children = time.process_time(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    after = related_lists(corpus.documents, corpus.texts, cache)
    spent = time.process_time() - began + resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - children
    old = {d.key: [rest[j].key for j in found] for d, found in zip(rest, before, strict=True)}
    new = {
        d.key: [corpus.documents[j].key for j in found]
        for d, found in zip(corpus.documents, after, strict=True)
    }
    moved = [other for other in old if old[other] != new[other]]
    strangers = sum(key not in new[other] for other in moved)
    return (
        f"{spent:.2f} s CPU, of it loading {loading:.2f}; {len(moved)} lists changed, {strangers} without it"
    )


def report_quality(sample: Sample, seed: int, *, ablations: bool) -> None:
    """Print the tables of quality."""
    documents = sample.corpus.documents
    groups = (sample.halves, sample.blind, sample.named)
    print(
        f"{len(documents)} articles, {len(sample.halves)} halves, {len(sample.blind)} + {len(sample.named)} reports"
    )
    print(f"{'':36}halves MRR, R@10; reports R@10: titles hidden, names")
    with tempfile.TemporaryDirectory() as cache:
        lists = related_lists(documents, sample.corpus.texts, Path(cache))
    print(
        f"{'finished lists':36}{figures(*(list_ranks(documents, lists, pairs) for pairs in groups))}",
        flush=True,
    )
    print(f"{'tags (names in titles)':36}{figures(*(tag_ranks(sample.corpus, pairs) for pairs in groups))}")
    print(
        f"{'section and date':36}{figures(*(date_ranks(sample.corpus, pairs) for pairs in groups))}",
        flush=True,
    )
    for name, changes in ABLATIONS.items() if ablations else ():
        print(f"{'rank by: ' + name:36}{figures(*engine_ranks(sample.corpus, groups, changes))}", flush=True)
    print(f"copies among ten: {copies_share(sample.corpus, lists, seed):.2%} of items")
    print(
        f"linked from somewhere: {linked_share(lists):.1%}; items a list: {sum(map(len, lists)) / len(lists):.1f}"
    )


def report_cost(folder: Path, corpus: Corpus) -> None:
    """Print the tables of cost."""
    runs = [
        cold(folder, count) for count in sorted({min(SMALL, len(corpus.documents)), len(corpus.documents)})
    ]
    for count, cpu, memory in runs:
        print(f"cold, {count} articles: {cpu:.1f} s CPU, {memory:.0f} MB")
    for (n, a, _), (m, b, _) in pairwise(runs):
        print(f"growth exponent {n} → {m}: {math.log(b / a) / math.log(m / n):.2f}")
    with tempfile.TemporaryDirectory() as cache:
        print("newest added:", one_added(corpus, corpus.documents[-1].key, Path(cache)))
        middle = corpus.documents[len(corpus.documents) // 2].key
        print("one from the middle added:", one_added(corpus, middle, Path(cache)))


def main() -> int:
    """Print quality, then cost."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("corpus", type=Path, help="folder of .txt files: title, lead, body")
    ask.add_argument("--count", type=int, help="only the first N articles")
    ask.add_argument("--seed", type=int, default=1, help="another sample of queries")
    ask.add_argument("--no-ablations", action="store_true", help="only the engine and what others do")
    options = ask.parse_args()
    corpus = read_corpus(options.corpus, options.count)
    report_quality(make_sample(corpus, options.seed), options.seed, ablations=not options.no_ablations)
    report_cost(options.corpus, read_corpus(options.corpus, options.count))
    return 0


if __name__ == "__main__":
    sys.exit(main())
