"""Where each article stands in the index: a number that other articles, coming and going, hardly ever move.

Every year of publication has a stretch of slots, a tenth more than it has articles; inside it an article takes
the first free slot of a row that its address decides, articles being served in a fixed order. So the slots
depend on the set of articles alone, not on the history of builds, and an added article moves about two others.
Were articles numbered from the oldest, one with an old date would change nearly every posting list.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from plugins.core.documents import Document


@dataclass(frozen=True, slots=True)
class Region:
    """The slots first … first + size - 1 of a year and the number of its articles."""

    year: int
    first: int
    size: int
    count: int


@dataclass(frozen=True)
class Places:
    """The years, oldest first, and the article of each slot."""

    regions: list[Region]
    slots: list[Document | None]


def capacity(articles: int) -> int:
    """Slots for so many articles: a prime, the same for long while an archive grows."""
    wanted = articles + articles // 12 + 1
    drop = max(0, wanted.bit_length() - 4)
    size = max(2, -(-wanted >> drop) << drop)
    while any(size % d == 0 for d in range(2, int(size**0.5) + 1)):
        size += 1
    return size


Seats = dict[int, list[str]]
"""Year → the address in each slot of its stretch, "" where it is free."""


def place(documents: Sequence[Document], before: Seats | None = None) -> Places:
    """A slot for every article; their order does not matter.

    Where `before` has the same addresses in a year, they sit as they did: only time is saved.
    """
    years: dict[int, list[Document]] = defaultdict(list)
    for document in documents:
        years[document.date.when.year].append(document)
    regions, slots = [], list[Document | None]()
    for year, some in sorted(years.items()):
        size = capacity(len(some))
        regions.append(Region(year, len(slots), size, len(some)))
        slots += _as_before(some, (before or {}).get(year, [])) or _seated(some, size)
    return Places(regions, slots)


def seats(places: Places) -> Seats:
    """The addresses in all slots."""
    urls = [d.url if d else "" for d in places.slots]
    return {r.year: urls[r.first : r.first + r.size] for r in places.regions}


def _as_before(documents: Sequence[Document], before: Sequence[str]) -> list[Document | None] | None:
    """The documents where their addresses were; None where other addresses were there."""
    found: dict[str, Document | None] = {document.url: document for document in documents}
    found[""] = None
    if len(found) <= len(documents) or found.keys() != set(before) | {""}:
        return None
    return [found[url] for url in before]


def _seated(documents: Sequence[Document], size: int) -> list[Document | None]:
    seats: list[Document | None] = [None] * size
    for digest, document in sorted(
        ((hashlib.sha256(d.url.encode()).digest(), d) for d in documents), key=lambda pair: pair[0]
    ):
        at = int.from_bytes(digest[:8], "big") % size
        step = 1 + int.from_bytes(digest[8:16], "big") % (size - 1)
        while seats[at] is not None:
            at = (at + step) % size
        seats[at] = document
    return seats
