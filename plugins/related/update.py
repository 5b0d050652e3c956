"""The state of an archive from that of an earlier build, at the cost of what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from plugins.core.documents import Document, Texts
from plugins.related.copies import copies_among
from plugins.related.crowding import measure
from plugins.related.lists import AT_FIRST, LENGTH_OF_LIST, Candidates, candidates, copies_from, near
from plugins.related.reading import Read, digest_of_sample, read, sampled_rows
from plugins.related.scoring import Postings, dot_products, invert
from plugins.related.state import State
from plugins.related.survey import Pair, choose_lists, find_candidates
from plugins.related.table import Table
from plugins.related.vectors import Vectors, join_vectors

MOST_CHANGED = 0.25  # of all articles; beyond this a clean build costs less

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Change:
    """What became of the articles since an earlier build; new and old ones by number, −1 where there is none."""

    fresh: Rows  # new numbers of articles read now
    touched: Rows  # … of those whose contents are new
    old: Rows  # new → old, of the same key
    new: Rows  # old → new, −1 for those deleted or touched
    vectors: Vectors
    marks: NDArray[np.uint8]
    read: Read


@dataclass(frozen=True)
class Arrival:
    """What scoring the touched articles against all found."""

    near: dict[int, Candidates]
    entered: set[int]  # articles whose lists a touched one may enter
    suspects: list[Pair]  # (touched, other)


def update(
    before: State, documents: Sequence[Document], sources: NDArray[np.uint8], texts: Texts
) -> State | None:
    """The state of `documents` (in the order of their keys), equal to that of a clean build.

    None if a clean build is needed: a sampled article changed, or many did.
    """
    old, fresh = compare(before, documents, sources)
    if len(fresh) > MOST_CHANGED * len(documents):
        return None
    sampled = sampled_rows(documents)
    change = _read_change(before, documents, texts, old, fresh)
    table_marks = digest_of_sample(documents, sampled, change.marks)
    if not np.array_equal(table_marks, before.table_marks):
        return None
    vectors = measure(change.vectors, _postings(change.vectors, fresh), sampled, fresh)
    change = replace(change, vectors=vectors)
    keys = [document.key for document in documents]
    known = replace(
        before,
        keys=keys,
        sources=sources,
        marks=change.marks,
        vectors=change.vectors,
    )
    return _renew(known, change, documents, texts)


def compare(before: State, documents: Sequence[Document], sources: NDArray[np.uint8]) -> tuple[Rows, Rows]:
    """The old number of each document (−1: new key), and the documents that must be read."""
    numbers = {key: i for i, key in enumerate(before.keys)}
    old = np.array([numbers.get(document.key, -1) for document in documents], np.int64)
    alike = (old >= 0) & (before.sources[old] == sources).all(axis=1) if len(numbers) else old >= 0
    return old, np.flatnonzero(~alike)


def _read_change(
    before: State, documents: Sequence[Document], texts: Texts, old: Rows, fresh: Rows
) -> Change:
    found = read([documents[i] for i in fresh], texts, before.table)
    places = old.copy()
    places[fresh] = len(before.keys) + np.arange(len(fresh))
    marks = np.concatenate([before.marks, found.marks])[places]
    touched = (
        fresh[(old[fresh] < 0) | (before.marks[old[fresh]] != marks[fresh]).any(axis=1)]
        if len(before.keys)
        else fresh
    )
    new = np.full(len(before.keys) + 1, -1, np.int64)  # one more, so that −1 stays −1
    kept = np.setdiff1d(np.flatnonzero(old >= 0), touched)
    new[old[kept]] = kept
    vectors = join_vectors([before.vectors, found.vectors]).take(places)
    return Change(fresh, touched, old, new, vectors, marks, found)


def _renew(known: State, change: Change, documents: Sequence[Document], texts: Texts) -> State:
    """The state with its lists made right; `known` still has the lists, lasts and copies of the earlier build."""
    lists, lasts, held = _carry(known, change)
    arrival = _arrive(change.vectors, change.touched, lasts)
    copies = _carry_copies(known, change) + _compare_texts(arrival.suspects, change, documents, texts)
    dirty = sorted((held | arrival.entered) - set(arrival.near))
    postings = _postings(change.vectors, np.array([*arrival.near, *dirty], np.int64))
    rows = arrival.near | find_candidates(change.vectors, postings, dirty, AT_FIRST)
    made = choose_lists(change.vectors, postings, rows, copies_from(copies))
    at = np.array(list(rows), np.int64)
    lists[at], lasts[at] = made.articles, made.lasts
    return replace(known, lists=lists, lasts=lasts, copies=np.array(sorted(copies), np.int32).reshape(-1, 2))


def _carry(known: State, change: Change) -> tuple[NDArray[np.int32], NDArray[np.int64], set[int]]:
    """The earlier lists and scores in new numbers, and the articles whose list held one that is gone or touched."""
    lists = np.full((len(change.old), LENGTH_OF_LIST), -1, np.int32)
    lasts = np.zeros(len(change.old), np.int64)
    kept = np.setdiff1d(np.flatnonzero(change.old >= 0), change.touched)
    before = known.lists[change.old[kept]]
    lists[kept] = change.new[before]
    lasts[kept] = known.lasts[change.old[kept]]
    held = kept[((before >= 0) & (lists[kept] < 0)).any(axis=1)]
    return lists, lasts, set(held.tolist())


def _postings(vectors: Vectors, rows: Rows) -> Postings:
    return invert(vectors, np.unique(vectors.take(rows).codes))


def _arrive(vectors: Vectors, touched: Rows, lasts: NDArray[np.int64]) -> Arrival:
    arrival = Arrival({}, set(), [])
    for row, dots in dot_products(vectors, _postings(vectors, touched), touched.tolist()):
        arrival.near[row] = candidates(vectors, row, dots)
        around = near(vectors, row, dots)
        arrival.entered.update(around[dots[around] * vectors.shares[row] >= lasts[around]].tolist())
        arrival.suspects.extend((row, other) for other in arrival.near[row].likely.tolist())
    return arrival


def _carry_copies(known: State, change: Change) -> list[Pair]:
    pairs = change.new[known.copies]
    return [(one, two) for one, two in pairs[(pairs >= 0).all(axis=1)].tolist()]


def _compare_texts(
    pairs: Sequence[Pair], change: Change, documents: Sequence[Document], texts: Texts
) -> list[Pair]:
    """Those of the pairs that are copies, smaller number first; texts not read yet are asked for."""
    place = {row: i for i, row in enumerate(change.fresh.tolist())}
    missing = sorted({other for _, other in pairs} - set(place))
    # Weights do not matter here: an empty table reads fastest.
    more = read(
        [documents[i] for i in missing], texts, Table(0, np.zeros(0, np.uint32), np.zeros(0, np.uint8))
    )
    at = {row: i for i, row in enumerate(missing)}

    def shingles(row: int) -> NDArray[np.uint32]:
        return change.read.shingles_of(place[row]) if row in place else more.shingles_of(at[row])

    return sorted({(min(a, b), max(a, b)) for a, b in pairs if copies_among(a, np.array([b]), shingles)})
