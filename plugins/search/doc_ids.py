"""Stable document ids: open addressing by the hash of an article's URL, in a partition of ids for each year.

Every year of publication has a partition, a twelfth more ids than it has articles; inside it an article takes the first
free id of the probe sequence that its URL decides (double hashing), articles being served in the order of their hashes.
So the ids depend on the set of articles alone, not on the history of builds, and an added article moves about two
others. Were articles numbered from the oldest, one with an old date would change nearly every posting list.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from plugins.core.documents import Document
from plugins.search import weights as tuned


@dataclass(frozen=True, slots=True)
class Partition:
    """The ids first … first + size - 1 of a year and the number of its articles."""

    year: int
    first: int
    size: int
    articles: int


@dataclass(frozen=True)
class DocumentTable:
    """The partitions, oldest first, and the article of each id (None: free)."""

    partitions: list[Partition]
    documents: list[Document | None]

    def __len__(self) -> int:
        """How many ids, free ones too."""
        return len(self.documents)

    @property
    def articles(self) -> int:
        """How many articles."""
        return sum(partition.articles for partition in self.partitions)

    def followed_by(self, recent: Sequence[Document]) -> DocumentTable:
        """With the articles of the recent tier, the oldest first, which have the next ids one after another.

        Their years have partitions of their own: the last of the base may be there twice.
        """
        partitions, by_id = list(self.partitions), [*self.documents, *recent]
        counts = Counter(document.date.when.year for document in recent)
        for year, count in sorted(counts.items()):
            last = partitions[-1]
            partitions.append(Partition(year, last.first + last.size, count, count))
        return DocumentTable(partitions, by_id)


def capacity(articles: int) -> int:
    """Ids for so many articles: a prime, the same for long while an archive grows."""
    wanted = articles + articles // tuned.SPARE_SHARE + 1
    drop = max(0, wanted.bit_length() - 4)
    size = max(2, -(-wanted >> drop) << drop)
    while any(size % d == 0 for d in range(2, int(size**0.5) + 1)):
        size += 1
    return size


UrlById = dict[int, list[str]]
"""Year → the URL at each id of its partition, "" where it is free."""


def assign_doc_ids(documents: Sequence[Document], before: UrlById | None = None) -> DocumentTable:
    """An id for every article; their order does not matter.

    Where `before` has the same URLs in a year, they keep their ids: only time is saved.
    """
    by_year: dict[int, list[Document]] = defaultdict(list)
    for document in documents:
        by_year[document.date.when.year].append(document)
    partitions, by_id = [], list[Document | None]()
    for year, some in sorted(by_year.items()):
        size = capacity(len(some))
        partitions.append(Partition(year, len(by_id), size, len(some)))
        by_id += _reused(some, (before or {}).get(year, [])) or _probed(some, size)
    return DocumentTable(partitions, by_id)


def urls_by_id(table: DocumentTable) -> UrlById:
    """The URLs at all ids."""
    urls = [document.url if document else "" for document in table.documents]
    return {p.year: urls[p.first : p.first + p.size] for p in table.partitions}


def _reused(documents: Sequence[Document], before: Sequence[str]) -> list[Document | None] | None:
    """The documents at the ids their URLs had; None where other URLs were there."""
    by_url: dict[str, Document | None] = {document.url: document for document in documents}
    by_url[""] = None
    if len(by_url) <= len(documents) or by_url.keys() != set(before) | {""}:
        return None
    return [by_url[url] for url in before]


def _probed(documents: Sequence[Document], size: int) -> list[Document | None]:
    by_id: list[Document | None] = [None] * size
    for digest, document in sorted(
        ((hashlib.sha256(d.url.encode()).digest(), d) for d in documents), key=lambda pair: pair[0]
    ):
        doc_id = int.from_bytes(digest[:8], "big") % size
        step = 1 + int.from_bytes(digest[8:16], "big") % (size - 1)
        while by_id[doc_id] is not None:
            doc_id = (doc_id + step) % size
        by_id[doc_id] = document
    return by_id
