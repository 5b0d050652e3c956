"""What became of the articles since an earlier build: who is new, who is weighed anew, and what of it is carried on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plugins.core.documents import Document, Texts
from plugins.related.reading import read
from plugins.related.scoring import sift
from plugins.related.state import State
from plugins.related.table import Table
from plugins.related.terms import Codes, Counts, Terms, join_terms
from plugins.related.vectors import Vectors, join_vectors, make_vectors

Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Change:
    """New and old articles by number, −1 where there is none; arrays of the new archive."""

    fresh: Rows  # new numbers of articles read now
    read: Counts  # … their terms and shingles
    old: Rows  # new → old, of the same key
    kept: Rows  # old → new where the contents are the same, else −1; its last entry stands for −1
    touched: Flags  # new articles whose contents or weights are new
    marks: NDArray[np.uint8]
    terms: Terms
    table: Table
    vectors: Vectors


def compare(before: State, documents: Sequence[Document], sources: NDArray[np.uint8]) -> tuple[Rows, Rows]:
    """The old number of each document (−1: new key), and the documents that must be read."""
    numbers = {key: i for i, key in enumerate(before.keys)}
    old = np.array([numbers.get(document.key, -1) for document in documents], np.int64)
    alike = (old >= 0) & (before.sources[old] == sources).all(axis=1) if len(numbers) else old >= 0
    return old, np.flatnonzero(~alike)


def read_change(
    before: State, documents: Sequence[Document], texts: Texts, old: Rows, fresh: Rows, base: Flags
) -> Change:
    """Read what is fresh, count the table on, and weigh whom that concerns."""
    found = read([documents[i] for i in fresh], texts)
    places = old.copy()
    places[fresh] = len(before.keys) + np.arange(len(fresh))
    marks = np.concatenate([before.marks, found.marks])[places]
    same = old >= 0
    same[same] = (before.marks[old[same]] == marks[same]).all(axis=1)
    kept = np.full(len(before.keys) + 1, -1, np.int64)
    kept[old[same]] = np.flatnonzero(same)
    terms = join_terms([before.terms, found.terms]).take(places)
    table, moved = _count_on(before, terms, base, kept)
    vectors, touched = _weigh_on(before, terms, table, moved, np.where(same, old, -1))
    return Change(fresh, found, old, kept, touched, marks, terms, table, vectors)


def _count_on(before: State, terms: Terms, base: Flags, kept: Rows) -> tuple[Table, Codes]:
    """The table of the new base, and the terms whose worth that changed."""
    leaves = before.base.copy()
    comes = base.copy()
    stays = np.flatnonzero(before.base & (kept[:-1] >= 0) & base[kept[:-1]])
    leaves[stays] = False
    comes[kept[stays]] = False
    gone = before.terms.take(np.flatnonzero(leaves)).codes
    return before.table.changed(gone, terms.take(np.flatnonzero(comes)).codes)


def _weigh_on(before: State, terms: Terms, table: Table, moved: Codes, same: Rows) -> tuple[Vectors, Flags]:
    """The vectors, and which of them are new; `same` is the old number of articles with the same contents."""
    having = np.searchsorted(terms.offsets, sift(terms.codes, moved), side="right") - 1
    rows = np.union1d(having, np.flatnonzero(same < 0))
    made = make_vectors(terms.take(rows), table)
    places = same.copy()
    places[rows] = len(before.keys) + np.arange(len(rows))
    vectors = join_vectors([before.vectors, made], table.rare).runs(places)
    touched = same < 0
    for row in np.setdiff1d(rows, np.flatnonzero(touched)).tolist():
        touched[row] = not _alike(vectors, row, before.vectors, int(same[row]))
    return vectors, touched


def _alike(one: Vectors, i: int, two: Vectors, j: int) -> bool:
    a, b = slice(one.offsets[i], one.offsets[i + 1]), slice(two.offsets[j], two.offsets[j + 1])
    return np.array_equal(one.codes[a], two.codes[b]) and np.array_equal(one.weights[a], two.weights[b])
