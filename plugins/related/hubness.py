"""How crowded the place is where an article stands: what keeps some articles out of every list and others out of none.

Ranked by cosine alone, an article about everything enters a hundred lists and a long one on a subject of its own
none. So a score is divided by the root of the article's crowding: its cosine with the third nearest of the sampled
articles. Those are drawn, by their keys, from the articles the table of terms is counted on: like the worth of terms,
crowding does not change when articles are added at the new end; and as it is kept in steps, few articles feel an old
one. It is a function of the set of articles alone. What it gains is in docs/related.md.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from plugins.related.inverted_index import Postings, dot_products
from plugins.related.vectors import LEVELS, LOWEST, RATIO, Vectors
from plugins.system.parallel import run_forked

Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]

SAMPLED = 16384  # articles sampled, about; all of them gain a little more and cost twice as much
NEAREST = 3
EDGES = np.array([LOWEST * RATIO**step for step in range(LEVELS - 1)])  # between steps


def lots(keys: Sequence[str]) -> NDArray[np.uint32]:
    """What each key drew, once for all."""
    return np.fromiter((zlib.crc32(key.encode()) for key in keys), np.uint32, len(keys))


def sample(drawn: NDArray[np.uint32], base: Flags) -> Flags:
    """Which articles crowding is measured among."""
    rate = max(1, int(base.sum()) // SAMPLED)
    chosen: Flags = base & (drawn % rate == 0)
    return chosen


@dataclass(frozen=True)
class Nearest:
    """The sampled articles nearest to each: `articles` (n, 3), filled with -1, and dot product over their norm."""

    articles: NDArray[np.int32]
    values: NDArray[np.float64]

    @classmethod
    def empty(cls, size: int) -> Nearest:
        """Nothing is near so many articles."""
        return cls(np.full((size, NEAREST), -1, np.int32), np.zeros((size, NEAREST)))

    def levels(self, norms: NDArray[np.float64]) -> NDArray[np.uint8]:
        """Step of each article's crowding."""
        last = self.values[:, -1]
        cosines = np.divide(last, norms, out=np.zeros_like(last), where=norms > 0)
        return np.searchsorted(EDGES, cosines, side="right").astype(np.uint8)

    def offer(self, rows: Rows, article: int, values: NDArray[np.float64]) -> None:
        """Let a sampled article stand where it is nearer than what does."""
        enters = values > self.values[rows, -1]
        rows, values = rows[enters], values[enters]
        articles = np.concatenate([self.articles[rows], np.full((len(rows), 1), article, np.int32)], axis=1)
        nearness = np.concatenate([self.values[rows], values[:, None]], axis=1)
        order = np.argsort(-nearness, axis=1, kind="stable")[:, :NEAREST]
        self.articles[rows] = np.take_along_axis(articles, order, 1)
        self.values[rows] = np.take_along_axis(nearness, order, 1)


def _nearest(values: NDArray[np.float64], sampled: Rows) -> tuple[list[int], list[float]]:
    """The largest of the values, of equal ones the first; they are looked for one after the other, and overwritten."""
    articles, nearness = [-1] * NEAREST, [0.0] * NEAREST
    for place in range(NEAREST if len(values) else 0):
        at = values.argmax()
        if values[at] <= 0:
            break
        articles[place], nearness[place] = int(sampled[at]), float(values[at])
        values[at] = 0
    return articles, nearness


def measure(nearest: Nearest, vectors: Vectors, postings: Postings, sampled: Flags, rows: Rows) -> None:
    """Find what is nearest to `rows`; `postings` must have the terms of these rows."""
    members = np.flatnonzero(sampled)
    among = postings.only(sampled)
    norms = np.maximum(vectors.norms[members], 1.0)

    def work(some: Sequence[int]) -> list[tuple[list[int], list[float]]]:
        return [_nearest(dots / norms, members) for _, dots in dot_products(vectors, among, some)]

    found = [one for part in run_forked(work, rows.tolist()) for one in part]
    if found:
        nearest.articles[rows], nearest.values[rows] = map(list, zip(*found, strict=True))


def crowd(vectors: Vectors, postings: Postings, sampled: Flags) -> tuple[Vectors, Nearest]:
    """The vectors with the step of each article's crowding; `postings` of all terms."""
    nearest = Nearest.empty(len(sampled))
    measure(nearest, vectors, postings, sampled, np.arange(len(sampled)))
    return replace(vectors, levels=nearest.levels(vectors.norms)), nearest
