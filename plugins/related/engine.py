"""*Xem thêm*: up to ten related articles for every article, from their texts.

Lists are a function of the set of documents alone. The cache saves work, never decides: `update` computes again the
articles that changed, those whose terms changed their worth, and the lists these leave or enter, and equals `clean`
in every list.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from plugins.core.documents import Document, Texts
from plugins.related.document_frequency import base_rows, make_table
from plugins.related.explanation import Explanation, SharedTerm, explain
from plugins.related.hubness import crowd, lots, sample
from plugins.related.incremental import update
from plugins.related.inverted_index import invert
from plugins.related.neighbours import choose_lists, find_candidates, survey
from plugins.related.ranking import copies_from
from plugins.related.segments import Layers
from plugins.related.state import State, load, save
from plugins.related.term_counting import read
from plugins.related.vectors import make_vectors

__all__ = ["Explanation", "SharedTerm", "explain", "related_lists", "remembered", "weighed"]


def related_lists(documents: Sequence[Document], texts: Texts, cache: Path) -> list[list[int]]:
    """For each document up to ten indices into `documents`, best first; no copies, nothing unrelated.

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
    found = _renewed(by_key, source_marks(by_key), texts, cache)
    places = np.array([*order, -1], np.int32)  # the last one stands for -1
    rows = np.empty_like(found)
    rows[places[:-1]] = places[found]
    return rows


def _renewed(
    documents: Sequence[Document], sources: NDArray[np.uint8], texts: Texts, cache: Path
) -> NDArray[np.int32]:
    stored = load(cache)
    if (
        stored
        and stored.keys == [document.key for document in documents]
        and np.array_equal(stored.sources, sources)
    ):
        return stored.lists
    before = stored.state() if stored else None
    state = update(before, documents, sources, texts) if before else None
    state = state or clean(documents, sources, texts)
    save(state, cache)
    return state.lists


def remembered(cache: Path) -> State | None:
    """What the last build knew; None if it left nothing that can be trusted."""
    stored = load(cache)
    return stored.state() if stored else None


def weighed(documents: Sequence[Document], texts: Texts) -> State:
    """The state of an archive computed from nothing, documents in any order."""
    by_key = sorted(documents, key=lambda document: document.key)
    return clean(by_key, source_marks(by_key), texts)


def source_marks(documents: Sequence[Document]) -> NDArray[np.uint8]:
    """16 bytes a document, shape (n, 16): equal where everything read from it is equal."""
    made = b"".join([document.mark for document in documents])
    return np.frombuffer(made, np.uint8).reshape(len(documents), 16)


def clean(documents: Sequence[Document], sources: NDArray[np.uint8], texts: Texts) -> State:
    """The state of an archive computed from nothing; documents in the order of their keys."""
    counts = read(documents, texts)
    base = base_rows(documents)
    table = make_table(int(base.sum()), counts.terms.take(np.flatnonzero(base)).codes)
    vectors = make_vectors(counts.terms, table)
    postings = invert(vectors)
    keys = [document.key for document in documents]
    drawn = lots(keys)
    vectors, nearest = crowd(vectors, postings, sample(drawn, base))
    near, pairs = survey(vectors, postings, counts.shingles_of)
    lists = choose_lists(
        dict(enumerate(near)),
        copies_from(pairs),
        lambda row: find_candidates(vectors, postings, [row], None)[row],
    )
    return State(
        keys=keys, lots=drawn, sources=sources, marks=counts.marks, base=base,
        table=table, terms=Layers.of(counts.terms),
        vectors=vectors, nearest=nearest, lists=lists.articles, scores=lists.scores,
        copies=np.array(pairs, np.int32).reshape(-1, 2),
    )  # fmt: skip
