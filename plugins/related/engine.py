"""Related articles (*Xem thêm*): up to ten for every article, from their texts; the engine's door.

Lists are a function of the set of documents alone. The cache saves work, never decides: `update` computes again the
articles that changed, those whose terms have another idf, and the lists these leave or enter, and equals `full_build`
in every list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from plugins.core.documents import Document, Texts
from plugins.related.candidates import search_all
from plugins.related.document_frequency import count_frequencies, reference_sample, reference_size
from plugins.related.explanation import Explanation, SharedTerm, explain
from plugins.related.incremental import lists_of, update
from plugins.related.near_duplicates import Suspects, compare, suspects
from plugins.related.segments import TermSegments
from plugins.related.state import RelatedState, load, save
from plugins.related.term_counting import count_documents
from plugins.related.vectors import Vectors, squared_norms_of

__all__ = ["Explanation", "SharedTerm", "build_state", "explain", "load_state", "related_lists"]


@dataclass(frozen=True)
class RelatedRows:
    """Lists as one array (n, 10), filled with -1, and the pairs of near-duplicates (m, 2), in rows of documents.

    `same_event` (n, 10) tells which items report the same event as the one before.
    """

    lists: NDArray[np.int32]
    same_event: NDArray[np.bool_]
    duplicates: NDArray[np.int32]


def related_lists(documents: Sequence[Document], texts: Texts, cache: Path) -> list[list[int]]:
    """For each document up to ten indices into `documents`, best first; no near-duplicates, nothing unrelated.

    `cache` is a folder of the engine's own: see `related_rows`.
    """
    rows = related_rows(documents, texts, cache).lists.tolist()
    return [[other for other in row if other >= 0] for row in rows]


def related_rows(documents: Sequence[Document], texts: Texts, cache: Path) -> RelatedRows:
    """The lists and near-duplicates of all documents.

    `cache` is a folder of the engine's own: it may be missing, damaged or from other code. Nothing else is written,
    so that a forked process may do this and hand the rows back.
    """
    order = sorted(range(len(documents)), key=[document.key for document in documents].__getitem__)
    by_key = [documents[i] for i in order]
    found = _rows_by_key(by_key, source_hashes_of(by_key), texts, cache)
    indices = np.array([*order, -1], np.int32)  # the last one stands for -1
    rows, same_event = np.empty_like(found.lists), np.empty_like(found.same_event)
    rows[indices[:-1]], same_event[indices[:-1]] = indices[found.lists], found.same_event
    return RelatedRows(rows, same_event, indices[found.duplicates])


def _rows_by_key(
    documents: Sequence[Document], source_hashes: NDArray[np.uint8], texts: Texts, cache: Path
) -> RelatedRows:
    saved = load(cache)
    if (
        saved
        and saved.keys == [document.key for document in documents]
        and np.array_equal(saved.source_hashes, source_hashes)
    ):
        return RelatedRows(saved.lists, saved.same_event, saved.duplicates)
    before = saved.state() if saved else None
    state = update(before, documents, source_hashes, texts) if before else None
    cache.mkdir(parents=True, exist_ok=True)
    state = state or full_build(documents, source_hashes, texts, cache)
    save(state, cache)
    return RelatedRows(state.lists, state.same_event, state.suspects.duplicates)


def load_state(cache: Path) -> RelatedState | None:
    """The state of the last build; None if it left nothing that can be trusted."""
    saved = load(cache)
    return saved.state() if saved else None


def build_state(documents: Sequence[Document], texts: Texts) -> RelatedState:
    """The state of an archive computed from nothing, documents in any order."""
    by_key = sorted(documents, key=lambda document: document.key)
    return full_build(by_key, source_hashes_of(by_key), texts)


def source_hashes_of(documents: Sequence[Document]) -> NDArray[np.uint8]:
    """16 bytes a document, shape (n, 16): equal where everything read from it is equal."""
    hashes = b"".join([document.content_hash for document in documents])
    return np.frombuffer(hashes, np.uint8).reshape(len(documents), 16)


def full_build(
    documents: Sequence[Document], source_hashes: NDArray[np.uint8], texts: Texts, folder: Path | None = None
) -> RelatedState:
    """The state of an archive computed from nothing; documents in the order of their keys.

    What is counted may lie in files in `folder` meanwhile: it is a quarter of the memory, and looked at three times.
    """
    counts = count_documents(documents, texts, folder)
    in_reference = reference_sample(documents)
    offsets = counts.terms.offsets
    reference_terms = (counts.terms.codes[offsets[i] : offsets[i + 1]] for i in np.flatnonzero(in_reference))
    frequencies = count_frequencies(reference_size(len(documents)), reference_terms)
    vectors = Vectors(TermSegments.of(counts.terms), frequencies, squared_norms_of(counts.terms, frequencies))
    table = search_all(vectors)
    pairs = suspects(vectors, table)
    suspected = Suspects(pairs, compare(pairs, counts.shingles_of))
    lists, same_event = lists_of(vectors, table, in_reference, suspected, documents)
    return RelatedState(
        keys=[document.key for document in documents], source_hashes=source_hashes,
        content_hashes=counts.content_hashes, in_reference=in_reference, vectors=vectors, candidates=table,
        suspects=suspected, lists=lists, same_event=same_event,
    )  # fmt: skip
