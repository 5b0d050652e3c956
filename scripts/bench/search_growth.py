"""Growth of the search index, computed from one that stands: ``python -m scripts.bench.search_growth INDEX_DIR``.

INDEX_DIR is the folder ``tim-kiem`` of a built site. Postings, texts and what the directory says of them grow with the
number of articles; phrases, word pairs and names with its power of HEAPS (Heaps' law). A list longer than a shard is a
shard of its own, and grows with the articles. Printed are files, bytes, and what a first query of two pairs fetches.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.search.shards import FOLDER_FILES
from plugins.search.stored_fields import PAGE
from plugins.search.weights import BIGRAM_SHARD_BITS, SHARD_SLACK

HEAPS = 0.6
SIZES = (35_440, 200_000, 1_000_000)  # articles
RESULTS, PAGES = 10, 1.75  # texts read for a first answer, pages of each
PAIRS = 2  # looked up for a query of three words
_VOCABULARY = "gtp"


@dataclass(frozen=True)
class IndexSizes:
    """Files and bytes of an index by letter, its directory and model as sent, and the sizes of shards of pairs."""

    articles: int
    files: dict[str, int]
    bytes: dict[str, int]
    directory: int
    model: int
    pair_shards: Sequence[int]


def measure(folder: Path) -> IndexSizes:
    """The sizes of an index."""
    info = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    sizes = {letter: [p.stat().st_size for p in folder.glob(f"{letter}/*/*")] for letter in "bsngtpx"}
    directory, model = ((folder / info[name]).stat().st_size for name in ("directory", "model"))
    return IndexSizes(
        info["articles"],
        {letter: len(some) for letter, some in sizes.items()},
        {letter: sum(some) for letter, some in sizes.items()},
        directory,
        model,
        sizes["b"],
    )


def grown(sizes: IndexSizes, articles: int) -> IndexSizes:
    """The same for an archive of so many articles."""
    times = articles / sizes.articles
    by_letter = {letter: times**HEAPS if letter in _VOCABULARY else times for letter in sizes.files}
    full = BIGRAM_SHARD_BITS / 8 * (1 + SHARD_SLACK)
    return IndexSizes(
        articles,
        {letter: round(count * by_letter[letter]) for letter, count in sizes.files.items()},
        {letter: round(count * by_letter[letter]) for letter, count in sizes.bytes.items()},
        round(sizes.directory * times),
        sizes.model,
        [round(size * times) if size > full else size for size in sizes.pair_shards],
    )


def first_query(sizes: IndexSizes) -> int:
    """Bytes of the index for a first query from an empty cache."""
    pair = sum(sizes.pair_shards) / max(1, len(sizes.pair_shards))
    return round(sizes.directory + sizes.model + RESULTS * PAGES * PAGE + PAIRS * pair)


def line(sizes: IndexSizes) -> str:
    """One line of the table."""
    return (
        f"{sizes.articles:9,} articles: {sum(sizes.files.values()):7,} files, {FOLDER_FILES} in a folder at most,"
        f" {sum(sizes.bytes.values()) / 1e6:7.1f} MB; directory {sizes.directory / 1000:5.0f} kB,"
        f" longest list {max(sizes.pair_shards, default=0) / 1000:5.0f} kB,"
        f" first query {first_query(sizes) / 1000:5.0f} kB"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    sizes = measure(parser.parse_args(arguments).index)
    for articles in (sizes.articles, *SIZES):
        print(line(grown(sizes, articles)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
