"""Columns for filters: what section, source, tags and authors each article has, and on what day it appeared."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from plugins.core.documents import Document
from plugins.core.text import tidy
from plugins.search.shards import put
from plugins.search.strings import varints

FACETS: dict[str, Callable[[Document], tuple[str, ...]]] = {
    "section": lambda d: (tidy(d.section),),
    "source": lambda d: (tidy(d.source),),
    "tag": lambda d: tuple(tidy(t) for t in d.tags),
    "author": lambda d: tuple(tidy(a) for a in d.authors),
}


def compress(data: bytes) -> bytes:
    """Compress with gzip, without a time or name in it: equal input, equal bytes."""
    return gzip.compress(data, 9, mtime=0)


def put_hashed(out: Path, name: str, data: bytes) -> str:
    """Write gzip'd data under a name with its content hash; returns the name."""
    packed = compress(data)
    full = f"{name}.{hashlib.sha256(packed).hexdigest()[:10]}.bin"
    put(out / full, packed)
    return full


def numbered(documents: Sequence[Document], facet: str) -> dict[str, int]:
    """Values of a facet in order of first appearance, so that a new article does not renumber old ones."""
    values: dict[str, int] = {}
    for document in documents:
        for value in FACETS[facet](document):
            values.setdefault(value, len(values))
    return values


def column(documents: Sequence[Document], facet: str, values: dict[str, int]) -> bytes:
    """Names (lines), a zero, number of values of each article (one byte each), then the values (planes of 2 bytes)."""
    rows = [sorted({values[v] for v in FACETS[facet](d)})[:255] for d in documents]
    counts = bytes(len(row) for row in rows)
    flat = np.array([v for row in rows for v in row], "<u2")
    planes = (flat & 255).astype(np.uint8).tobytes() + (flat >> 8).astype(np.uint8).tobytes()
    return "\n".join(values).encode() + b"\0" + counts + planes


def days(documents: Sequence[Document]) -> bytes:
    """Pairs (days since the last day with articles, articles of the day); the first counts from year 0."""
    out: list[int] = []
    last = 0
    counts: dict[int, int] = {}
    for document in documents:
        day = document.date.when.toordinal()
        counts[day] = counts.get(day, 0) + 1
    for day, count in counts.items():
        out += [day - last, count]
        last = day
    return varints(out)


def years(documents: Sequence[Document]) -> list[tuple[int, int]]:
    """(year, number of its first article), the oldest first."""
    first: dict[int, int] = {}
    for number, document in enumerate(documents):
        first.setdefault(document.date.when.year, number)
    return list(first.items())
