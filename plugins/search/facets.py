"""Facet columns for filters: what section, source, tags and authors each article has, and on what day it appeared."""

from __future__ import annotations

import gzip
import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from pathlib import Path

import numpy as np

from plugins.core.documents import Document
from plugins.core.text import tidy
from plugins.search import weights as tuned
from plugins.search.doc_ids import Partition
from plugins.search.front_coding import varints
from plugins.search.shards import write_file

Values = str | tuple[str, ...]
FACETS: dict[str, Callable[[Document], Values]] = {
    "section": attrgetter("section"),
    "source": attrgetter("source"),
    "tag": attrgetter("tags"),
    "author": attrgetter("authors"),
}


@dataclass(frozen=True)
class Facet:
    """Values in alphabetical order with their numbers (only one never met before renumbers others), and the numbers
    at each document id.
    """

    numbers: dict[str, int]
    by_id: list[tuple[int, ...]]

    @classmethod
    def of(cls, documents: Sequence[Document | None], values_of: Callable[[Document], Values]) -> Facet:
        """Gather the values of all articles."""
        values = [values_of(d) if d else () for d in documents]
        # Few combinations, many articles.
        tidied = {some: tuple(map(tidy, (some,) if isinstance(some, str) else some)) for some in set(values)}
        numbers = {value: i for i, value in enumerate(sorted(set(chain.from_iterable(tidied.values()))))}
        numbered = {some: tuple(map(numbers.__getitem__, plain)) for some, plain in tidied.items()}
        return cls(numbers, [numbered[some] for some in values])

    def followed_by(self, documents: Sequence[Document], values_of: Callable[[Document], Values]) -> Facet:
        """With the values of further articles: those that are new come behind the others, whose numbers stay."""
        more = Facet.of(documents, values_of)
        new = [name for name in more.numbers if name not in self.numbers]
        numbers = self.numbers | {name: len(self.numbers) + i for i, name in enumerate(new)}
        renumbered = [numbers[name] for name in more.numbers]
        rows = [tuple(renumbered[number] for number in some) for some in more.by_id]
        return Facet(numbers, [*self.by_id, *rows])

    def beyond(self, base: Facet) -> Facet:
        """The values that the base has not, at the ids behind its own."""
        known, first = len(base.numbers), len(base.by_id)
        numbers = {name: number - known for name, number in self.numbers.items() if number >= known}
        rows = [tuple(number - known for number in some if number >= known) for some in self.by_id[first:]]
        return Facet(numbers, rows)

    def part(self, first: int, end: int) -> Facet:
        """The same of some ids, with the values that these have."""
        by_id = self.by_id[first:end]
        used = set(chain.from_iterable(by_id))
        if len(used) == len(self.numbers):
            return Facet(self.numbers, by_id)
        names = [name for name, number in self.numbers.items() if number in used]
        renumbered = {self.numbers[name]: number for number, name in enumerate(names)}
        renamed = {some: tuple(renumbered[number] for number in some) for some in set(by_id)}
        return Facet({name: i for i, name in enumerate(names)}, [renamed[some] for some in by_id])


Facets = dict[str, Facet]


def build_facets(documents: Sequence[Document | None]) -> Facets:
    """Every facet of an archive."""
    return {name: Facet.of(documents, values_of) for name, values_of in FACETS.items()}


def extended_facets(facets: Facets, documents: Sequence[Document]) -> Facets:
    """Every facet with the values of further articles."""
    return {name: facets[name].followed_by(documents, values_of) for name, values_of in FACETS.items()}


def compress(data: bytes) -> bytes:
    """Compress with gzip, without a time or name in it: equal input, equal bytes.

    Level 9 takes ten times as long as 6 and saves two hundredths.
    """
    return gzip.compress(data, 6, mtime=0)


Compress = Callable[[bytes], bytes]


class KnownCompressions:
    """Compression of files, most of which were compressed alike in the last build."""

    def __init__(self, known: dict[bytes, bytes]) -> None:
        self._known = known
        self.used: dict[bytes, bytes] = {}  # digest of the bytes → compressed, of all that were asked for

    def __call__(self, data: bytes) -> bytes:
        """The bytes compressed."""
        digest = hashlib.blake2b(data, digest_size=16).digest()
        packed = self.used[digest] = self._known.get(digest) or compress(data)
        return packed


def write_hashed(out: Path, name: str, data: bytes) -> str:
    """Write gzip'd data under a name with its content hash; returns the name."""
    packed = compress(data)
    full = f"{name}.{hashlib.sha256(packed).hexdigest()[:10]}.bin"
    write_file(out / full, packed)
    return full


def column_cuts(partitions: Sequence[Partition]) -> list[tuple[int, int, int]]:
    """(first year, first id, end) of each column of a facet: neighbouring years, until there are COLUMN_IDS ids."""
    cuts = list[tuple[int, int, int]]()
    for partition in partitions:
        end = partition.first + partition.size
        if cuts and cuts[-1][2] - cuts[-1][1] < tuned.COLUMN_IDS:
            cuts[-1] = (*cuts[-1][:2], end)
        else:
            cuts.append((partition.year, partition.first, end))
    return cuts


def encode_column(facet: Facet) -> bytes:
    """Names (lines), a zero, number of values at each id (one byte each), then the values (planes of 3 bytes)."""
    rows = [sorted(set(some))[:255] if len(some) > 1 else some for some in facet.by_id]
    counts = bytes(map(len, rows))
    flat = np.array(list(chain.from_iterable(rows)), np.int64)
    planes = b"".join((flat >> shift & 255).astype(np.uint8).tobytes() for shift in (0, 8, 16))
    return "\n".join(facet.numbers).encode() + b"\0" + counts + planes


def encode_dates(documents: Sequence[Document | None], partition: Partition) -> bytes:
    """The order of one year, the oldest article first: its ids from the year's first on (planes of 3 bytes).

    Then pairs (days since the last day with articles, articles of the day); the first counts from 31 December of the
    year 0.
    """
    dated = [
        (d.date.when, d.url, i)
        for i, d in enumerate(documents[partition.first : partition.first + partition.size])
        if d
    ]
    dated.sort()
    order = np.array([i for *_, i in dated], np.int64)
    planes = b"".join((order >> shift & 255).astype(np.uint8).tobytes() for shift in (0, 8, 16))
    counts = Counter(when.toordinal() for when, *_ in dated)
    steps = np.diff(list(counts), prepend=0).tolist()
    return planes + varints(n for pair in zip(steps, counts.values(), strict=True) for n in pair)
