"""From documents to vectors: texts are asked for, counted and let go, on all cores."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plugins.core.documents import Document, Texts
from plugins.core.parallel import run_forked
from plugins.related.syllables import letter_values
from plugins.related.table import Table, make_table, sample
from plugins.related.terms import Codes, Counts, Offsets, count, join_offsets
from plugins.related.vectors import Vectors, join_vectors, make_vectors


@dataclass(frozen=True)
class Read:
    """What is kept of articles read: vectors, shingles and marks (n, 16) of their contents, in the order asked."""

    vectors: Vectors
    shingle_offsets: Offsets
    shingles: Codes
    marks: NDArray[np.uint8]

    def shingles_of(self, article: int) -> Codes:
        """Shingles of one article, ascending."""
        return self.shingles[self.shingle_offsets[article] : self.shingle_offsets[article + 1]]


def bodies(documents: Sequence[Document], texts: Texts) -> list[str]:
    """Plain text of each document; twins with one digest share it."""
    wanted = list(dict.fromkeys(document.digest for document in documents))
    found = dict(texts(wanted))
    return [found[document.digest] for document in documents]


def count_documents(documents: Sequence[Document], texts: Texts) -> Counts:
    """Count title, summary and body of documents."""
    found = zip(documents, bodies(documents, texts), strict=True)
    return count([(document.title, document.summary, body) for document, body in found])


def read_table(documents: Sequence[Document], texts: Texts) -> Table:
    """The table of an archive: see `plugins.related.table`."""

    def work(some: Sequence[Document]) -> tuple[Offsets, Codes]:
        counts = count_documents(some, texts)
        return counts.offsets, counts.codes

    parts = list(run_forked(work, [documents[i] for i in sample(documents)]))
    codes = np.concatenate([np.zeros(0, np.uint32), *(part[1] for part in parts)])
    return make_table(join_offsets([part[0] for part in parts]), codes)


def read(documents: Sequence[Document], texts: Texts, table: Table) -> Read:
    """Read documents and weigh their terms with a table."""
    letter_values()  # made before forking, so that the workers share it

    def work(some: Sequence[Document]) -> Read:
        counts = count_documents(some, texts)
        return Read(make_vectors(counts, table), counts.shingle_offsets, counts.shingles, counts.marks)

    return _join(run_forked(work, documents))


def _join(results: Iterator[Read]) -> Read:
    parts = list(results)
    return Read(
        join_vectors([p.vectors for p in parts]),
        join_offsets([p.shingle_offsets for p in parts]),
        np.concatenate([np.zeros(0, np.uint32), *(p.shingles for p in parts)]),
        np.concatenate([np.zeros((0, 16), np.uint8), *(p.marks for p in parts)]),
    )


def sampled_rows(documents: Sequence[Document]) -> NDArray[np.int64]:
    """Numbers of the sampled documents, ascending."""
    return np.array(sorted(sample(documents)), np.int64)


def digest_of_sample(
    documents: Sequence[Document], sampled: NDArray[np.int64], marks: NDArray[np.uint8]
) -> NDArray[np.uint8]:
    """16 bytes that are equal while the same articles with equal contents are sampled."""
    digest = hashlib.blake2b(marks[sampled].tobytes(), digest_size=16)
    digest.update("\0".join(documents[i].key for i in sampled.tolist()).encode())
    return np.frombuffer(digest.digest(), np.uint8)
