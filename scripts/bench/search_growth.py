"""Growth of the search index, from one that stands: ``python -m scripts.bench.search_growth INDEX_DIR``.

INDEX_DIR is the folder ``tim-kiem`` of a built site. Postings and texts grow with the number of articles; phrases, word
pairs and names with its power of HEAPS (Heaps' law). The directory of the larger archive is written by the index's own
writer from terms put between those that stand, and so is a posting list of the greatest length. Printed are files,
bytes, and the most that a first query of two frequent pairs and ten results fetches of the index. The recent tier is as
large in any archive.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from plugins.search import weights as tuned
from plugins.search.bit_codes import Ints
from plugins.search.directory import FirstNumbers, FirstStrings, FirstTerms, PageTable, encode_directory
from plugins.search.front_coding import varint
from plugins.search.index import no_previous
from plugins.search.postings import NO_POSTINGS, encode_lists, group_postings, quantised_size
from plugins.search.shards import DIGEST_BYTES, FOLDER_FILES, IndexFiles, ShardDigests
from plugins.search.stored_fields import PAGE

HEAPS = 0.6
SIZES = (35_440, 200_000, 1_000_000)  # articles
RESULTS, PAGES = 10, 1.75  # texts read for a first answer, pages of each
PAIRS = 2  # looked up for a query of three words
LETTERS = "bsngtpx"
RECENT, RECENT_SHARDS = "r", 4  # of the recent tier, read for the word that two pairs share
_VOCABULARY = "gtp"


@dataclass(frozen=True)
class IndexSizes:
    """Files and bytes of an index by letter, the first terms of its shards, and what follows them in the directory."""

    articles: int
    files: dict[str, int]
    sent: dict[str, int]
    firsts: dict[str, FirstTerms]
    synonyms: bytes
    model: int


@dataclass(frozen=True)
class GrownSizes:
    """The same for a larger archive, in bytes as sent.

    `directory` is that of the manifest, `leaves` what a first query reads besides, `pair` what one frequent pair takes.
    """

    articles: int
    files: int
    bytes: int
    directory: int
    leaves: int
    pair: int
    first_query: int


def _strings(data: bytes, count: int) -> list[str]:
    found, at, last = [], 0, b""
    for _ in range(count):
        same, more = data[at : at + 2]
        last = last[:same] + data[at + 2 : at + 2 + more]
        found.append(last.decode("utf-8", "replace"))
        at += 2 + more
    return found


def _numbers(data: bytes) -> Iterator[int]:
    at = 0
    while at < len(data):
        value, at = varint(data, at)
        yield value


def _firsts(letter: str, data: bytes, count: int) -> FirstTerms:
    if letter not in "bx":
        return FirstStrings(_strings(data, count))
    numbers = np.array(list(_numbers(data)), np.int64)
    if letter == "b":
        return FirstNumbers(np.cumsum(numbers))
    return PageTable(numbers[:count], np.cumsum(numbers[count:]))


def measure(folder: Path) -> IndexSizes:
    """The sizes of an index, whose directory is of one level."""
    info = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    directory = gzip.decompress(base64.b64decode(info["directory"]))
    sizes = {letter: [p.stat().st_size for p in folder.glob(f"{letter}/*/*")] for letter in LETTERS}
    sizes[RECENT] = [p.stat().st_size for p in folder.glob(f"{RECENT}?/*/*")]
    at, firsts = 0, dict[str, FirstTerms]()
    for letter in LETTERS:
        if directory[at] != 1:
            raise SystemExit("the index is too large to be grown: its directory has two levels")
        count, size = (int.from_bytes(directory[i : i + 4], "little") for i in (at + 1, at + 5))
        hashes = 4 * -(-count // info["together"][letter == "x"])
        firsts[letter] = _firsts(letter, directory[at + 9 + hashes : at + 9 + hashes + size], count)
        at += 9 + hashes + size
    return IndexSizes(
        info["articles"],
        {letter: len(some) for letter, some in sizes.items()},
        {letter: sum(some) for letter, some in sizes.items()},
        firsts,
        directory[at:],
        (folder / info["model"]).stat().st_size,
    )


def _between(numbers: Ints, count: int) -> Ints:
    """So many ascending numbers, put evenly between those that are there."""
    places = np.linspace(0, max(0, len(numbers) - 1), count)
    return np.interp(places, np.arange(len(numbers)), numbers).astype(np.int64) if len(numbers) else numbers


def _more(firsts: FirstTerms, count: int) -> FirstTerms:
    """The first terms of so many shards."""
    if isinstance(firsts, PageTable):
        pages = np.resize(firsts.pages, count)
        return PageTable(pages, np.cumsum(np.resize(np.diff(firsts.firsts, prepend=0), int(pages.sum()))))
    if isinstance(firsts, FirstNumbers):
        return FirstNumbers(_between(firsts.terms, count))
    assert isinstance(firsts, FirstStrings)
    own = -(-count // max(1, len(firsts.terms)))
    return FirstStrings([f"{term}{i:x}" if i else term for term in firsts.terms for i in range(own)][:count])


def longest_entry(articles: int) -> int:
    """Bytes of the longest posting list that an entry holds."""
    count = min(tuned.MAX_LIST, articles)
    doc_ids = sorted(random.Random(1).sample(range(articles), count))  # noqa: S311  # a reproducible draw
    lists = group_postings(np.array(doc_ids, np.uint64) if doc_ids else NO_POSTINGS)
    return len(encode_lists(lists, quantised_size(articles), 2)[0])


def grown(sizes: IndexSizes, articles: int, out: Path) -> GrownSizes:
    """The same for an archive of so many articles, whose leaves are written into `out`."""
    times, chance = articles / sizes.articles, random.Random(1)  # noqa: S311  # hashes, nothing secret
    share = {letter: times**HEAPS if letter in _VOCABULARY else times for letter in LETTERS} | {RECENT: 1.0}
    files = {letter: round(count * share[letter]) for letter, count in sizes.files.items()}
    directory = b""
    for letter in LETTERS:
        together = tuned.BLOCKS_PER_HASH if letter == "x" else tuned.SHARDS_PER_HASH
        made = IndexFiles(letter, [b""] * files[letter], together, cut_directory=letter not in _VOCABULARY)
        digests = ShardDigests(chance.randbytes(DIGEST_BYTES * files[letter]), together)
        directory += encode_directory(
            made, _more(sizes.firsts[letter], files[letter]), digests, out, no_previous
        )
    sent = len(gzip.compress(base64.b64encode(gzip.compress(directory + sizes.synonyms, 6)), 6))
    leaves = {letter: [p.stat().st_size for p in out.glob(f"d{letter}/*/*")] for letter in LETTERS}
    read = sum(n * max(leaves[letter], default=0) for letter, n in (("b", PAIRS), ("x", RESULTS)))
    pair = max(tuned.BIGRAM_SHARD_BITS // 8, longest_entry(articles))
    recent = RECENT_SHARDS * tuned.RECENT_SHARD_BITS // 8
    return GrownSizes(
        articles,
        sum(files.values()) + sum(map(len, leaves.values())),
        sum(round(size * share[letter]) for letter, size in sizes.sent.items()),
        sent,
        read,
        pair,
        round(sent + read + sizes.model + RESULTS * PAGES * PAGE + PAIRS * pair + recent),
    )


def line(sizes: GrownSizes) -> str:
    """One line of the table."""
    return (
        f"{sizes.articles:9,} articles: {sizes.files:7,} files, {FOLDER_FILES} in a folder at most,"
        f" {sizes.bytes / 1e6:7.1f} MB; directory {sizes.directory / 1000:5.1f} kB and its leaves"
        f" {sizes.leaves / 1000:4.1f}, a frequent pair {sizes.pair / 1000:4.1f},"
        f" first query {sizes.first_query / 1000:5.1f} kB"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    sizes = measure(parser.parse_args(arguments).index)
    for articles in (sizes.articles, *SIZES):
        with tempfile.TemporaryDirectory() as out:
            print(line(grown(sizes, articles, Path(out))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
