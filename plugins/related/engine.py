"""*Xem thêm*: up to ten related articles for every article, from their texts.

Lists are a function of the set of documents alone. The cache saves work, never decides: `update` computes again the
articles that changed, the lists that held them and the lists they enter, and equals `clean` in every list.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from plugins.core.documents import Document, Texts
from plugins.related.crowding import measure
from plugins.related.explanation import Explanation, SharedTerm, explain
from plugins.related.lists import copies_from
from plugins.related.reading import digest_of_sample, read, read_table, sampled_rows
from plugins.related.scoring import invert
from plugins.related.state import State, load, save
from plugins.related.survey import choose_lists, survey
from plugins.related.update import update

__all__ = ["Explanation", "SharedTerm", "explain", "related_lists"]


def related_lists(documents: Sequence[Document], texts: Texts, cache: Path) -> Sequence[Sequence[int]]:
    """For each document up to ten indices into `documents`, best first; no copies, nothing unrelated.

    `cache` is a folder of the engine's own: it may be missing, damaged or from other code.
    """
    order = sorted(range(len(documents)), key=lambda i: documents[i].key)
    by_key = [documents[i] for i in order]
    sources = source_digests(by_key)
    before = load(cache)
    state = None if before is None else update(before, by_key, sources, texts)
    state = state or clean(by_key, sources, texts)
    if state is not before:
        save(state, cache)
    lists: list[list[int]] = [[] for _ in documents]
    for at, row in zip(order, state.lists.tolist(), strict=True):
        lists[at] = [order[other] for other in row if other >= 0]
    return lists


def source_digests(documents: Sequence[Document]) -> NDArray[np.uint8]:
    """16 bytes a document, shape (n, 16): equal where everything read from it is equal."""
    made = [
        hashlib.blake2b("\0".join((d.digest, d.title, d.summary)).encode(), digest_size=16).digest()
        for d in documents
    ]
    return np.frombuffer(b"".join(made), np.uint8).reshape(len(documents), 16)


def clean(documents: Sequence[Document], sources: NDArray[np.uint8], texts: Texts) -> State:
    """The state of an archive computed from nothing; documents in the order of their keys."""
    table = read_table(documents, texts)
    found = read(documents, texts, table)
    postings = invert(found.vectors)
    sampled = sampled_rows(documents)
    vectors = measure(found.vectors, postings, sampled, np.arange(len(documents)))
    near, pairs = survey(vectors, postings, found.shingles_of)
    lists = choose_lists(vectors, postings, dict(enumerate(near)), copies_from(pairs))
    return State(
        keys=[document.key for document in documents], sources=sources, marks=found.marks,
        table_marks=digest_of_sample(documents, sampled, found.marks), table=table, vectors=vectors,
        lists=lists.articles, lasts=lists.lasts, copies=np.array(pairs, np.int32).reshape(-1, 2),
    )  # fmt: skip
