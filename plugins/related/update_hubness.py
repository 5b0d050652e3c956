"""Crowding after a change: what is nearest is looked for again only where something near came, went or moved."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from plugins.related.diff import Change, Flags
from plugins.related.hubness import Nearest, measure, sample
from plugins.related.inverted_index import Postings, dot_products, invert_some
from plugins.related.segments import Rows
from plugins.related.state import State
from plugins.related.terms import distinct
from plugins.related.vectors import Vectors


def postings_of(vectors: Vectors, rows: Rows) -> Postings:
    """Postings of the terms of some articles."""
    return invert_some(vectors, distinct(vectors.entries.take(rows).codes))


def recrowd(
    before: State, change: Change, drawn: NDArray[np.uint32], base: Flags
) -> tuple[Change, Nearest, Postings]:
    """The change with new steps of crowding, and those touched whose step is another; postings of all touched."""
    sampled = sample(drawn, base)
    nearest, again, come = _carried(before, change, sampled)
    vectors = change.vectors
    rows = np.flatnonzero(again | come | change.touched)
    postings = postings_of(vectors, rows)
    for row, dots in dot_products(vectors, postings, np.flatnonzero(come).tolist()):
        around = np.flatnonzero((dots > 0) & ~again)
        nearest.offer(around, row, dots[around] / max(1.0, float(vectors.norms[row])))
    measure(nearest, vectors, postings, sampled, np.flatnonzero(again))
    levels = nearest.levels(vectors.norms)
    moved = levels != vectors.levels
    if (moved & ~again & ~come).any():
        postings = postings_of(vectors, np.flatnonzero(change.touched | moved))
    vectors = replace(vectors, levels=levels)
    return replace(change, vectors=vectors, touched=change.touched | moved), nearest, postings


def _carried(before: State, change: Change, sampled: Flags) -> tuple[Nearest, Flags, Flags]:
    """What was nearest, in new numbers; where it must be looked for again; the sampled articles new to it."""
    stays = np.where(np.append(sample(before.lots, before.base), False), change.kept, -1)
    stays[stays >= 0] = np.where((sampled & ~change.touched)[stays[stays >= 0]], stays[stays >= 0], -1)
    come = sampled.copy()
    come[stays[stays >= 0]] = False
    nearest, same = Nearest.empty(len(sampled)), np.flatnonzero(~change.touched)
    old = before.nearest.articles[change.old[same]]
    nearest.articles[same] = stays[old]
    nearest.values[same] = before.nearest.values[change.old[same]]
    again = change.touched.copy()
    again[same] = ((old >= 0) & (nearest.articles[same] < 0)).any(axis=1)
    return nearest, again, come
