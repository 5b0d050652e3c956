"""The state of an archive from that of an earlier build, at the cost of what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from plugins.core.documents import Document, Texts
from plugins.related.diff import Change, compare, read_change
from plugins.related.document_frequency import base_rows
from plugins.related.hubness import lots
from plugins.related.inverted_index import Postings, dot_products
from plugins.related.near_duplicates import are_copies
from plugins.related.neighbours import Lists, Pair, choose_lists, find_candidates
from plugins.related.ranking import (
    AT_FIRST,
    LENGTH_OF_LIST,
    Candidates,
    Copies,
    candidates,
    copies_from,
    near,
)
from plugins.related.state import State
from plugins.related.term_counting import read
from plugins.related.update_hubness import postings_of, recrowd
from plugins.related.vectors import Vectors

MOST_CHANGED = 0.25  # of all articles; beyond this a clean build costs less


Chosen = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Carried:
    """The earlier lists in new numbers without those gone or touched, and the score of each list's tenth (or 0)."""

    lists: Lists
    floors: NDArray[np.int64]
    lost: set[int]  # lists that are shorter now
    unsafe: set[int]  # articles that are copies, or whose list held one


@dataclass
class Arrival:
    """What scoring the touched articles against all found."""

    near: dict[int, Candidates] = field(default_factory=dict)
    offers: dict[int, list[tuple[int, int]]] = field(
        default_factory=dict
    )  # list → (touched, score) that may enter
    suspects: list[Pair] = field(default_factory=list)  # (touched, other)


def update(
    before: State, documents: Sequence[Document], sources: NDArray[np.uint8], texts: Texts
) -> State | None:
    """The state of `documents` (in the order of their keys), equal to that of a clean build.

    None if a clean build is needed: the archive has outgrown its table, or very many articles changed.
    """
    old, fresh = compare(before, documents, sources)
    base = base_rows(documents)
    if len(fresh) > MOST_CHANGED * len(documents) or base.sum() != before.table.size:
        return None
    change = read_change(before, documents, texts, old, fresh, base)
    if change.touched.sum() > MOST_CHANGED * len(documents):
        return None
    keys = [document.key for document in documents]
    drawn = np.append(before.lots, np.uint32(0))[old]
    drawn[old < 0] = lots([keys[row] for row in np.flatnonzero(old < 0)])
    change, nearest, postings = recrowd(before, change, drawn, base)
    lists, copies = _renew(before, change, postings, documents, texts)
    return State(
        keys=keys, lots=drawn, sources=sources, marks=change.marks, base=base, table=change.table, terms=change.terms,
        vectors=change.vectors, nearest=nearest, lists=lists.articles, scores=lists.scores,
        copies=np.array(sorted(copies), np.int32).reshape(-1, 2), first=before.first,
    )  # fmt: skip


def _renew(
    before: State, change: Change, postings: Postings, documents: Sequence[Document], texts: Texts
) -> tuple[Lists, list[Pair]]:
    carried = _carry(before, change)
    arrival = _arrive(change, postings, carried.floors)
    copies = _renew_copies(before, change, arrival.suspects, documents, texts)
    about = copies_from(copies)
    dirty = []
    for row in sorted((arrival.offers.keys() | carried.lost) - set(arrival.near)):
        made = None if row in carried.unsafe else patched(carried, row, arrival.offers.get(row, []), about)
        if made is None:
            dirty.append(row)
        else:
            carried.lists.put(row, made)
    rows = arrival.near | _candidates_of(change.vectors, dirty, AT_FIRST)
    found = choose_lists(rows, about, lambda row: _candidates_of(change.vectors, [row], None)[row])
    at = np.array(list(rows), np.int64)
    carried.lists.articles[at], carried.lists.scores[at] = found.articles, found.scores
    return carried.lists, copies


def _carry(before: State, change: Change) -> Carried:
    lists = Lists.empty(len(change.old))
    floors = np.zeros(len(change.old), np.int64)
    same = np.flatnonzero(~change.touched)
    old = change.old[same]
    new = np.where(change.touched[change.kept], -1, change.kept)  # both −1 and a touched article lead to −1
    new[change.kept < 0] = -1
    lists.articles[same] = new[before.lists[old]]
    lists.scores[same] = np.where(lists.articles[same] >= 0, before.scores[old], 0)
    floors[same] = before.scores[old, -1]
    copied = np.zeros(len(before.keys) + 1, np.bool_)
    copied[before.copies.ravel()] = True
    lost = same[(lists.articles[same] < 0).sum(axis=1) > (before.lists[old] < 0).sum(axis=1)]
    unsafe = same[copied[before.lists[old]].any(axis=1) | copied[old]]
    return Carried(lists, floors, set(lost.tolist()), set(unsafe.tolist()))


def patched(carried: Carried, row: int, offers: Sequence[tuple[int, int]], copies: Copies) -> Chosen | None:
    """The list of a row from what is left of it and what is offered; None if it must be looked for.

    Whatever else there is scored no better than the tenth of the earlier list, if that had ten; if it had fewer,
    there is nothing else. Copies decide by whom they stand beside: where there are any, the list is made anew.
    """
    floor = int(carried.floors[row])
    items = [*carried.lists.of(row), *offers]
    if row in copies or any(item in copies or score <= floor for item, score in offers):
        return None
    if any(item in copies for item, _ in items) or (floor and len(items) < LENGTH_OF_LIST):
        return None
    return sorted(items, key=lambda item: (-item[1], item[0]))[:LENGTH_OF_LIST]


def _candidates_of(vectors: Vectors, rows: Sequence[int], limit: int | None) -> dict[int, Candidates]:
    if not rows:
        return {}
    return find_candidates(vectors, postings_of(vectors, np.array(rows, np.int64)), rows, limit)


def _arrive(change: Change, postings: Postings, floors: NDArray[np.int64]) -> Arrival:
    vectors, touched = change.vectors, np.flatnonzero(change.touched)
    arrival = Arrival()
    for row, dots in dot_products(vectors, postings, touched.tolist()):
        arrival.near[row] = candidates(vectors, row, dots)
        around = near(vectors, row, dots)
        scores = dots[around].astype(np.int64) * vectors.shares[row]
        enters = scores >= floors[around]
        for other, score in zip(around[enters].tolist(), scores[enters].tolist(), strict=True):
            arrival.offers.setdefault(other, []).append((row, score))
        arrival.suspects.extend((row, other) for other in arrival.near[row].likely.tolist())
    return arrival


def _renew_copies(
    before: State, change: Change, suspects: Sequence[Pair], documents: Sequence[Document], texts: Texts
) -> list[Pair]:
    """All pairs of copies: those none of whom was touched as before, the others where they are suspect."""
    pairs = change.kept[before.copies]
    known = {(one, two) for one, two in pairs[(pairs >= 0).all(axis=1)].tolist()}
    still = {(one, two) for one, two in known if not (change.touched[one] or change.touched[two])}
    asked = {(min(pair), max(pair)) for pair in suspects}
    return sorted(still | (asked & known) | _compared(asked - known, change, documents, texts))


def _compared(pairs: set[Pair], change: Change, documents: Sequence[Document], texts: Texts) -> set[Pair]:
    """Those of the pairs that are copies; texts not read yet are asked for."""
    place = {row: i for i, row in enumerate(change.fresh.tolist())}
    missing = sorted({row for pair in pairs for row in pair} - set(place))
    more = read([documents[i] for i in missing], texts)
    at = {row: i for i, row in enumerate(missing)}

    def shingles(row: int) -> NDArray[np.uint32]:
        return change.read.shingles_of(place[row]) if row in place else more.shingles_of(at[row])

    return {(a, b) for a, b in pairs if are_copies(shingles(a), shingles(b))}
