"""Hubness reduction by local scaling: a score is divided by the root of the cosine with the third nearest neighbour.

In high dimensions some items are among the neighbours of very many others and most of none (Radovanović et al. 2010,
"Hubs in space"). Ranked by cosine alone, an article about everything enters a hundred lists and a long one on a subject
of its own none. So a score is scaled by how near the article's own neighbours are, among sampled articles. Those are
drawn, by hashes of their keys, from the reference sample of document frequencies: like idf, scales do not change when
articles are added at the new end; and as they are kept in buckets, few articles feel an old one. They are a function of
the set of articles alone. What scaling gains is in docs/related.md.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from plugins.related import weights as tuned
from plugins.related.inverted_index import InvertedIndex, dot_products
from plugins.related.vectors import Vectors
from plugins.state.base_and_delta import Rows
from plugins.system.parallel import run_forked

Flags = NDArray[np.bool_]
"""One for each article."""


def sampling_hashes(keys: Sequence[str]) -> NDArray[np.uint32]:
    """A hash of each key, by which it is sampled or not."""
    return np.fromiter((zlib.crc32(key.encode()) for key in keys), np.uint32, len(keys))


def scaling_sample(hashes: NDArray[np.uint32], in_reference: Flags) -> Flags:
    """Which articles neighbours are looked for among."""
    rate = max(1, int(in_reference.sum()) // tuned.SCALING_SAMPLE)
    sampled: Flags = in_reference & (hashes % rate == 0)
    return sampled


@dataclass(frozen=True)
class NearestNeighbours:
    """The sampled articles nearest to each: `rows` (n, 3), filled with -1, and dot product over their norm."""

    rows: NDArray[np.int32]
    similarities: NDArray[np.float64]

    @classmethod
    def empty(cls, size: int) -> NearestNeighbours:
        """No neighbours of so many articles."""
        shape = size, tuned.SCALING_NEIGHBOURS
        return cls(np.full(shape, -1, np.int32), np.zeros(shape))

    def scale_buckets(self, norms: NDArray[np.float64]) -> NDArray[np.uint8]:
        """Bucket of each article's cosine with its last neighbour."""
        last = self.similarities[:, -1]
        cosines = np.divide(last, norms, out=np.zeros_like(last), where=norms > 0)
        return np.searchsorted(tuned.SCALE_EDGES, cosines, side="right").astype(np.uint8)

    def offer(self, rows: Rows, candidate: int, similarities: NDArray[np.float64]) -> None:
        """Let a sampled article be a neighbour of `rows` where it is nearer than one of theirs."""
        enters = similarities > self.similarities[rows, -1]
        rows, similarities = rows[enters], similarities[enters]
        column = np.full((len(rows), 1), candidate, np.int32)
        neighbours = np.concatenate([self.rows[rows], column], axis=1)
        nearness = np.concatenate([self.similarities[rows], similarities[:, None]], axis=1)
        order = np.argsort(-nearness, axis=1, kind="stable")[:, : tuned.SCALING_NEIGHBOURS]
        self.rows[rows] = np.take_along_axis(neighbours, order, 1)
        self.similarities[rows] = np.take_along_axis(nearness, order, 1)


def _largest(similarities: NDArray[np.float64], members: Rows) -> tuple[list[int], list[float]]:
    """The nearest members, of equal ones the first; they are looked for one after the other, and overwritten."""
    neighbours, nearness = [-1] * tuned.SCALING_NEIGHBOURS, [0.0] * tuned.SCALING_NEIGHBOURS
    for rank in range(tuned.SCALING_NEIGHBOURS if len(similarities) else 0):
        at = similarities.argmax()
        if similarities[at] <= 0:
            break
        neighbours[rank], nearness[rank] = int(members[at]), float(similarities[at])
        similarities[at] = 0
    return neighbours, nearness


def find_nearest(
    nearest: NearestNeighbours, vectors: Vectors, index: InvertedIndex, sampled: Flags, rows: Rows
) -> None:
    """Find the nearest neighbours of `rows` and put them down; the index must have the terms of these rows."""
    members = np.flatnonzero(sampled)
    sample_index = index.restricted_to(sampled)
    norms = np.maximum(vectors.norms[members], 1.0)

    def work(some: Sequence[int]) -> list[tuple[list[int], list[float]]]:
        return [_largest(dots / norms, members) for _, dots in dot_products(vectors, sample_index, some)]

    found = [one for part in run_forked(work, rows.tolist()) for one in part]
    if found:
        nearest.rows[rows], nearest.similarities[rows] = map(list, zip(*found, strict=True))


def scale_locally(
    vectors: Vectors, index: InvertedIndex, sampled: Flags
) -> tuple[Vectors, NearestNeighbours]:
    """The vectors with the scale of each article, and the neighbours it comes from; `index` of all terms."""
    nearest = NearestNeighbours.empty(len(sampled))
    find_nearest(nearest, vectors, index, sampled, np.arange(len(sampled)))
    return replace(vectors, scale_buckets=nearest.scale_buckets(vectors.norms)), nearest
