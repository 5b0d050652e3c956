"""Benchmark of related articles: how good they are beside the textbook, and what they cost.

python -m scripts.bench.related CORPUS [--count N] [--seed N] [--no-ablations]

Quality, on sets drawn with `--seed`: does a part of an article find the other (cut at the middle, in every other
sentence, into a long and a short part, and into three sentences and the rest, all both ways; the title is in the first
part alone, or in none); do two reports of one event find each other by bodies alone (titles taken away) or by names.
Only the wanted article counts, no copy of it. Beside the finished lists stand TF-IDF and BM25 of the textbook on the
same articles, tags, section and date, and the engine with each of its numbers changed; and again, of the wanted
articles without a near-duplicate: of others the lists show one copy, the textbook all.

Then items that are near-duplicates by bodies alone, articles that some list leads to, and, on the whole corpus, items
judged by eye (`related_judgements.tsv`). Cost: CPU and memory, cold at 10,000 and at all; a new article added, and an
old one added, edited and deleted.

The figures at all 35,440 articles are in docs/related.md. A part of the corpus (`--count`) is quickly measured and
finds parts more easily: compare runs of one count only.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from plugins.core.documents import Document
from plugins.related.engine import related_lists, related_rows
from scripts.bench.related_corpus import (
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
    bm25,
    changed,
    count_terms,
    date_ranks,
    tag_ranks,
    term_ranks,
    tf_idf,
)

QUERIES = 2400  # articles that are cut; a fourth in each way
EVENTS = 600  # pairs, asked both ways
LISTS_READ = 1500  # sampled lists in which near-duplicates are counted
JUDGEMENTS = Path(__file__).with_name("related_judgements.tsv")
TOP = 3


@dataclass(frozen=True)
class Sample:
    """One corpus with everything that is looked for in it: pairs by the name of their set."""

    corpus: Corpus
    sets: dict[str, list[Pair]]


def make_sample(corpus: Corpus, seed: int) -> Sample:
    """Draw pairs, take titles away, cut articles."""
    blind = title_pairs(corpus, EVENTS, seed)
    named = [
        pair
        for pair in name_pairs(corpus, EVENTS, seed)
        if not {*pair} & {key for both in blind for key in both}
    ]
    spared = {key for pair in blind + named for key in pair}
    bare = without_titles(corpus, {key for pair in blind for key in pair})
    halved, asked = with_halves(bare, min(QUERIES, len(corpus.documents) // 10), seed, spared)
    return Sample(halved, {**asked, "one event": _both_ways(blind), "names": _both_ways(named)})


def _both_ways(pairs: Sequence[Pair]) -> list[Pair]:
    return [way for one, two in pairs for way in ((one, two), (two, one))]


def figures(ranks: Ranks) -> str:
    """MRR@10 and recall@10."""
    return f"{_mrr(ranks):.3f} {_recall(ranks):.3f}"


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


def judged_share(corpus: Corpus, lists: Sequence[Sequence[int]], first: int) -> tuple[float, int]:
    """Share of the first items worth following among those judged, and how many were never judged.

    Judgements are of keys of the whole corpus: `article, item, grade` (0: not worth following; c: a mere copy).
    """
    grades: dict[str, dict[str, str]] = {}
    for line in JUDGEMENTS.read_text(encoding="utf-8").splitlines():
        article, item, grade = line.split("\t")
        grades.setdefault(article, {})[item] = grade
    found = [
        grades[document.key].get(corpus.documents[item].key, "")
        for document, listed in zip(corpus.documents, lists, strict=True)
        for item in listed[:first]
        if document.key in grades
    ]
    judged = [grade in "12" for grade in found if grade]
    return sum(judged) / max(1, len(judged)), len(found) - len(judged)


def copied_articles(corpus: Corpus) -> set[str]:
    """Keys of the articles that have a near-duplicate, as the engine finds them."""
    with tempfile.TemporaryDirectory() as cache:
        pairs = related_rows(corpus.documents, corpus.texts, Path(cache)).duplicates
    return {corpus.documents[row].key for row in pairs.ravel().tolist()}


def _print_row(name: str, ranks: Mapping[str, Ranks]) -> None:
    """One row of the table, at its end the mean of the sets."""
    mrr, recall = (sum(map(of, ranks.values())) / len(ranks) for of in (_mrr, _recall))
    cells = "  ".join(f"{figures(found):18}" for found in ranks.values())
    print(f"{name:36}{cells}  {mrr:.3f} {recall:.3f}", flush=True)


def report_quality(sample: Sample, *, ablations: bool) -> None:
    """Print the tables of quality."""
    corpus, sets = sample.corpus, sample.sets
    print(f"{len(corpus.documents)} articles; MRR@10 and recall@10")
    print(f"{'':36}" + "  ".join(f"{f'{name} ({len(pairs)})':18}" for name, pairs in sets.items()) + "  mean")

    def row(name: str, ranks: Callable[[Sequence[Pair]], Ranks]) -> dict[str, Ranks]:
        found = {of: ranks(pairs) for of, pairs in sets.items()}
        _print_row(name, found)
        return found

    def finished() -> list[list[int]]:
        with tempfile.TemporaryDirectory() as cache:
            return related_lists(corpus.documents, corpus.texts, Path(cache))

    lists = finished()
    found = {"finished lists": row("finished lists", partial(list_ranks, corpus.documents, lists))}
    counts = count_terms(corpus)
    for name, weighing in (("TF-IDF cosine, all terms", tf_idf), ("BM25", bm25)):
        found[name] = row(name, partial(term_ranks, corpus, counts, weighing(counts)))
    del counts
    copied = copied_articles(corpus)
    for name, ranks_of in found.items():
        _print_row(
            f"{name}, no copies",
            {
                of: [rank for rank, (_, two) in zip(ranks_of[of], pairs, strict=True) if two not in copied]
                for of, pairs in sets.items()
            },
        )
    for name, ranks in (("tags (names in titles)", tag_ranks), ("section and date", date_ranks)):
        row(name, partial(ranks, corpus))
    for name, changes in ABLATIONS.items() if ablations else ():
        with changed(changes):
            row(name, partial(list_ranks, corpus.documents, finished()))
    print(
        f"linked from somewhere: {linked_share(lists):.1%}; items a list: {sum(map(len, lists)) / len(lists):.1f}"
    )


def report_lists(corpus: Corpus, seed: int) -> None:
    """Print what is told of the lists of the corpus as it is: near-duplicates, and what was judged by eye."""
    with tempfile.TemporaryDirectory() as cache:
        lists = related_lists(corpus.documents, corpus.texts, Path(cache))
    print(f"near-duplicates among ten, by bodies: {duplicates_share(corpus, lists, seed):.2%} of items")
    for first in (TOP, 10):
        share, unknown = judged_share(corpus, lists, first)
        print(
            f"worth following among the first {first}: {share:.1%} of those judged ({unknown} never judged)"
        )


def main() -> int:
    """Print quality, then cost."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("corpus", type=Path, help="folder of .txt files: title, lead, body")
    ask.add_argument("--count", type=int, help="only the first N articles")
    ask.add_argument("--seed", type=int, default=1, help="another sample of queries")
    ask.add_argument("--no-ablations", action="store_true", help="only the engine and the baselines")
    options = ask.parse_args()
    corpus = read_corpus(options.corpus, options.count)
    report_quality(make_sample(corpus, options.seed), ablations=not options.no_ablations)
    report_lists(corpus, options.seed)
    report_cost(options.corpus, read_corpus(options.corpus, options.count))
    return 0


if __name__ == "__main__":
    sys.exit(main())
