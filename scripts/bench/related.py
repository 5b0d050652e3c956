"""Benchmark of related articles: how good they are, and what they cost.

python -m scripts.bench.related CORPUS [--count N] [--seed N] [--no-ablations]

Quality, on samples drawn with `--seed`: does half of an article find its other half (cut three ways: every other
sentence; the same with the summary in the other half; at the middle; the title is in the first half alone); do two
reports of one event find each other, by bodies alone (titles taken away) or by names; near-duplicates among ten;
articles that some list leads to. Beside it what tags, section and date, and plain TF-IDF give on the same articles, the
engine without each of its ingredients, and with evidence beside the text. Cost: CPU and memory, cold at 10,000 and at
all; a new article added, and an old one added, edited and deleted.

The figures at all 35,440 articles are in docs/related.md; the whole takes about ten minutes of CPU there. A part of
the corpus (`--count`) is quickly measured and finds halves more easily: compare runs of one count only.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.core.documents import Document
from plugins.related.engine import related_lists
from plugins.related.terms import CountedArticles
from scripts.bench.related_corpus import (
    WAYS,
    Corpus,
    Pair,
    name_pairs,
    near_duplicates,
    read_corpus,
    title_pairs,
    with_halves,
    without_titles,
)
from scripts.bench.related_cost import report_cost
from scripts.bench.related_methods import (
    ABLATIONS,
    Ranks,
    date_ranks,
    engine_ranks,
    evidence,
    read_for,
    tag_ranks,
)

QUERIES = 1200  # halved articles; a third in each way of halving
EVENTS = 600
LISTS_READ = 1500  # sampled lists in which near-duplicates are counted


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
    """One row: MRR@10 and recall@10 of halves, MRR@10 by the way of cutting, recall@10 of both kinds of reports."""
    ways = " ".join(f"{_mrr(halves[way::WAYS]):.3f}" for way in range(WAYS))
    return f"{_mrr(halves):.3f} {_recall(halves):.3f}   {ways}   {_recall(blind):.3f} {_recall(named):.3f}"


def _mrr(ranks: Ranks) -> float:
    return sum(1 / rank for rank in ranks if rank <= 10) / max(1, len(ranks))


def _recall(ranks: Ranks) -> float:
    return sum(rank <= 10 for rank in ranks) / max(1, len(ranks))


def list_ranks(documents: Sequence[Document], lists: Sequence[Sequence[int]], pairs: Sequence[Pair]) -> Ranks:
    """Place of the second of each pair in the finished list of the first."""
    number = {document.key: i for i, document in enumerate(documents)}
    listed = [(lists[number[one]], number[two]) for one, two in pairs]
    return [1.0 + list(found).index(two) if two in found else math.inf for found, two in listed]


def duplicates_share(corpus: Corpus, lists: Sequence[Sequence[int]], seed: int) -> float:
    """Share of items that are near-duplicates of their article or of an earlier item, in sampled lists."""
    owners = random.Random(seed).sample(range(len(lists)), min(LISTS_READ, len(lists)))  # noqa: S311  # a sample, not keys
    items = bad = 0
    for owner in owners:
        seen = [corpus.documents[owner]]
        for item in lists[owner]:
            document = corpus.documents[item]
            bad += any(near_duplicates(corpus, document, other) for other in seen)
            seen.append(document)
        items += len(lists[owner])
    return bad / max(1, items)


def linked_share(lists: Sequence[Sequence[int]]) -> float:
    """Share of articles that some list leads to."""
    return len({item for found in lists for item in found}) / max(1, len(lists))


def report_quality(sample: Sample, seed: int, *, ablations: bool) -> None:
    """Print the tables of quality."""
    documents = sample.corpus.documents
    groups = (sample.halves, sample.blind, sample.named)
    print(
        f"{len(documents)} articles, {len(sample.halves)} halves, {len(sample.blind)} + {len(sample.named)} reports"
    )
    print(f"{'':36}halves: MRR, R@10, MRR by cut; reports R@10: titles hidden, names")
    with tempfile.TemporaryDirectory() as cache:
        lists = related_lists(documents, sample.corpus.texts, Path(cache))
    print(f"{'finished lists':36}{figures(*(list_ranks(documents, lists, pairs) for pairs in groups))}")
    for name, ranks in (("tags (names in titles)", tag_ranks), ("section and date", date_ranks)):
        print(f"{name:36}{figures(*(ranks(sample.corpus, pairs) for pairs in groups))}", flush=True)
    if ablations:
        report_ablations(sample, groups, seed)
    print(f"near-duplicates among ten: {duplicates_share(sample.corpus, lists, seed):.2%} of items")
    print(
        f"linked from somewhere: {linked_share(lists):.1%}; items a list: {sum(map(len, lists)) / len(lists):.1f}"
    )


def report_ablations(sample: Sample, groups: Sequence[Sequence[Pair]], seed: int) -> None:
    """Print one row for each ingredient taken out or added; texts are read once for each way of reading them."""
    read: dict[str, CountedArticles] = {}
    for name, (reading, weighing) in ABLATIONS.items():
        key = repr(reading)
        if key not in read:
            read = {key: read_for(sample.corpus, reading)}
        ranks = engine_ranks(sample.corpus, read[key], groups, weighing)
        print(f"{'rank by: ' + name:36}{figures(*ranks)}", flush=True)
    counts = read_for(sample.corpus, [])
    for name, factor in evidence(sample.corpus, seed).items():
        ranks = engine_ranks(sample.corpus, counts, groups, [], factor)
        print(f"{name:36}{figures(*ranks)}", flush=True)


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
