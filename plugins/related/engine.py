"""Related articles (*Xem thêm*): up to ten for every article, from their texts; the engine's door.

Lists are a function of the set of documents alone. The cache saves work, never decides: `update` computes again the
articles that changed, those whose terms have another idf, and the lists these leave or enter, and equals `full_build`
in every list.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from plugins.core.documents import Document, Texts
from plugins.related.document_frequency import count_frequencies, reference_sample
from plugins.related.explanation import Explanation, SharedTerm, explain
from plugins.related.hubness import sampling_hashes, scale_locally, scaling_sample
from plugins.related.incremental import update
from plugins.related.inverted_index import invert
from plugins.related.neighbours import choose_lists, search_all, search_rows
from plugins.related.ranking import duplicates_by_row
from plugins.related.segments import TermSegments
from plugins.related.state import RelatedState, load, save
from plugins.related.term_counting import count_documents
from plugins.related.vectors import build_vectors

__all__ = ["Explanation", "SharedTerm", "build_state", "explain", "load_state", "related_lists"]


def related_lists(documents: Sequence[Document], texts: Texts, cache: Path) -> list[list[int]]:
    """For each document up to ten indices into `documents`, best first; no near-duplicates, nothing unrelated.

    `cache` is a folder of the engine's own: see `related_rows`.
    """
    rows = related_rows(documents, texts, cache).tolist()
    return [[other for other in row if other >= 0] for row in rows]


def related_rows(documents: Sequence[Document], texts: Texts, cache: Path) -> NDArray[np.int32]:
    """The lists as one array (n, 10), filled with -1.

    `cache` is a folder of the engine's own: it may be missing, damaged or from other code. Nothing else is written,
    so that a forked process may do this and hand the rows back.
    """
    order = sorted(range(len(documents)), key=[document.key for document in documents].__getitem__)
    by_key = [documents[i] for i in order]
    lists = _lists_by_key(by_key, source_hashes_of(by_key), texts, cache)
    indices = np.array([*order, -1], np.int32)  # the last one stands for -1
    rows = np.empty_like(lists)
    rows[indices[:-1]] = indices[lists]
    return rows


def _lists_by_key(
    documents: Sequence[Document], source_hashes: NDArray[np.uint8], texts: Texts, cache: Path
) -> NDArray[np.int32]:
    saved = load(cache)
    if (
        saved
        and saved.keys == [document.key for document in documents]
        and np.array_equal(saved.source_hashes, source_hashes)
    ):
        return saved.lists
    before = saved.state() if saved else None
    state = update(before, documents, source_hashes, texts) if before else None
    state = state or full_build(documents, source_hashes, texts)
    save(state, cache)
    return state.lists


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


def full_build(documents: Sequence[Document], source_hashes: NDArray[np.uint8], texts: Texts) -> RelatedState:
    """The state of an archive computed from nothing; documents in the order of their keys."""
    counts = count_documents(documents, texts)
    in_reference = reference_sample(documents)
    reference_terms = counts.terms.take(np.flatnonzero(in_reference)).codes
    frequencies = count_frequencies(int(in_reference.sum()), reference_terms)
    vectors = build_vectors(counts.terms, frequencies)
    index = invert(vectors)
    keys = [document.key for document in documents]
    hashes = sampling_hashes(keys)
    vectors, nearest = scale_locally(vectors, index, scaling_sample(hashes, in_reference))
    candidates, duplicates = search_all(vectors, index, counts.shingles_of)
    lists = choose_lists(
        dict(enumerate(candidates)),
        duplicates_by_row(duplicates),
        lambda row: search_rows(vectors, index, [row], None)[row],
    )
    return RelatedState(
        keys=keys, sampling_hashes=hashes, source_hashes=source_hashes, content_hashes=counts.content_hashes,
        in_reference=in_reference, frequencies=frequencies, terms=TermSegments.of(counts.terms),
        vectors=vectors, nearest=nearest, lists=lists.rows, scores=lists.scores,
        duplicates=np.array(duplicates, np.int32).reshape(-1, 2),
    )  # fmt: skip
