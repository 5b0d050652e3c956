"""What became of the articles since an earlier build: who is new, who is weighed anew, and what of it is carried on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from plugins.core.documents import Document, Texts
from plugins.related.document_frequency import Table
from plugins.related.segments import Layers, Rows
from plugins.related.state import State
from plugins.related.term_counting import read
from plugins.related.terms import Codes, Counts, Terms
from plugins.related.vectors import Vectors, squares_of, weigh

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
    terms: Layers
    table: Table
    vectors: Vectors


def compare(before: State, documents: Sequence[Document], sources: NDArray[np.uint8]) -> tuple[Rows, Rows]:
    """The old number of each document (−1: new key), and the documents that must be read."""
    numbers = dict(zip(before.keys, range(len(before.keys)), strict=True))
    found = map(numbers.get, [document.key for document in documents], repeat(-1))
    old = np.fromiter(found, np.int64, len(documents))
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
    reread = np.zeros(len(documents), np.bool_)
    reread[fresh] = True
    terms = before.terms.renewed(np.where(reread, -1, old), found.terms)
    table, moved = _count_on(before, terms, base, kept)
    vectors, touched = _weigh_on(before, terms, table, moved, np.where(same, old, -1))
    return Change(fresh, found, old, kept, touched, marks, terms, table, vectors)


def _count_on(before: State, terms: Layers, base: Flags, kept: Rows) -> tuple[Table, Codes]:
    """The table of the new base, and the terms whose worth that changed."""
    leaves = before.base.copy()
    comes = base.copy()
    stays = np.flatnonzero(before.base & (kept[:-1] >= 0) & base[kept[:-1]])
    leaves[stays] = False
    comes[kept[stays]] = False
    gone = before.terms.take(np.flatnonzero(leaves)).codes
    return before.table.changed(gone, terms.take(np.flatnonzero(comes)).codes)


def _weigh_on(before: State, terms: Layers, table: Table, moved: Codes, same: Rows) -> tuple[Vectors, Flags]:
    """The vectors, and which of them are new; `same` is the old number of articles with the same contents."""
    asked = same < 0
    asked[terms.having(moved)[0]] = True
    rows = np.flatnonzero(asked)
    made = weigh(terms.take(rows), table)
    entries = before.vectors.entries
    new = [
        i
        for i, row in enumerate(rows.tolist())
        if same[row] < 0 or not _alike(made, i, entries, int(same[row]))
    ]
    touched = np.zeros(len(same), np.bool_)
    touched[rows[new]] = True
    made = made.take(np.array(new, np.int64))
    squares, levels = before.vectors.squares[same], before.vectors.levels[same]
    squares[touched] = squares_of(made)
    return Vectors(entries.renewed(np.where(touched, -1, same), made), squares, levels, table.rare), touched


def _alike(made: Terms, i: int, entries: Layers, row: int) -> bool:
    at = slice(made.offsets[i], made.offsets[i + 1])
    codes, values = entries.row(row)
    return np.array_equal(made.codes[at], codes) and np.array_equal(made.values[at], values)
