"""Difference between an archive and the state of an earlier build: new articles, and those whose vectors changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from plugins.core.documents import Document, Texts
from plugins.related.document_frequency import DocumentFrequencies
from plugins.related.segments import TermSegments
from plugins.related.state import RelatedState
from plugins.related.term_counting import count_documents
from plugins.related.terms import CountedArticles
from plugins.related.vectors import Vectors, squared_norms_of
from plugins.state.base_and_delta import Rows

Flags = NDArray[np.bool_]
"""One for each article."""


@dataclass(frozen=True)
class ArchiveDiff:
    """New and old rows of articles, −1 where there is none; arrays are indexed by new row."""

    reread: Rows  # new rows of articles read now
    counts: CountedArticles  # … and what was counted in them
    old_rows: Rows  # new → old, of the same key
    new_rows: Rows  # old → new where the contents are the same, else −1; its last entry stands for −1
    affected: Flags  # articles whose contents or weights are new
    content_hashes: NDArray[np.uint8]
    vectors: Vectors


def match_documents(
    before: RelatedState, documents: Sequence[Document], source_hashes: NDArray[np.uint8]
) -> tuple[Rows, Rows]:
    """The old row of each document (−1: new key), and the rows of documents that must be read."""
    row_of = dict(zip(before.keys, range(len(before.keys)), strict=True))
    matched = map(row_of.get, [document.key for document in documents], repeat(-1))
    old_rows = np.fromiter(matched, np.int64, len(documents))
    unchanged = old_rows >= 0
    if len(row_of):
        unchanged &= (before.source_hashes[old_rows] == source_hashes).all(axis=1)
    return old_rows, np.flatnonzero(~unchanged)


def diff_archive(
    before: RelatedState,
    documents: Sequence[Document],
    texts: Texts,
    old_rows: Rows,
    reread: Rows,
    in_reference: Flags,
) -> ArchiveDiff:
    """Read what must be read, count document frequencies on, and weigh the articles that concerns."""
    counts = count_documents([documents[row] for row in reread], texts)
    positions = old_rows.copy()
    positions[reread] = len(before.keys) + np.arange(len(reread))
    content_hashes = np.concatenate([before.content_hashes, counts.content_hashes])[positions]
    same = old_rows >= 0
    same[same] = (before.content_hashes[old_rows[same]] == content_hashes[same]).all(axis=1)
    new_rows = np.full(len(before.keys) + 1, -1, np.int64)
    new_rows[old_rows[same]] = np.flatnonzero(same)
    read_now = np.zeros(len(documents), np.bool_)
    read_now[reread] = True
    terms = before.vectors.terms.renumbered(np.where(read_now, -1, old_rows), counts.terms)
    frequencies = _update_frequencies(before, terms, in_reference, new_rows)
    affected = ~same
    affected[terms.rows_with(frequencies.buckets != before.vectors.frequencies.buckets)] = True
    norms = np.append(before.vectors.squared_norms, 0)[old_rows]
    norms[affected] = squared_norms_of(terms.take(np.flatnonzero(affected)), frequencies)
    vectors = Vectors(terms, frequencies, norms)
    return ArchiveDiff(reread, counts, old_rows, new_rows, affected, content_hashes, vectors)


def _update_frequencies(
    before: RelatedState, terms: TermSegments, in_reference: Flags, new_rows: Rows
) -> DocumentFrequencies:
    """Frequencies in the new reference sample."""
    leaves = before.in_reference.copy()
    joins = in_reference.copy()
    stays = np.flatnonzero(before.in_reference & (new_rows[:-1] >= 0) & in_reference[new_rows[:-1]])
    leaves[stays] = False
    joins[new_rows[stays]] = False
    removed = before.vectors.terms.take(np.flatnonzero(leaves)).codes
    return before.vectors.frequencies.updated(removed, terms.take(np.flatnonzero(joins)).codes)
