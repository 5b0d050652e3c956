"""Incremental update of local scaling: neighbours are looked for again only where one came, went or moved."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from plugins.related.diff import ArchiveDiff
from plugins.related.hubness import Flags, NearestNeighbours, find_nearest, scaling_sample
from plugins.related.inverted_index import InvertedIndex, dot_products, invert_terms
from plugins.related.state import RelatedState
from plugins.related.terms import distinct
from plugins.related.vectors import Vectors
from plugins.state.base_and_delta import Rows


def index_of_rows(vectors: Vectors, rows: Rows) -> InvertedIndex:
    """Inverted index of the terms of some articles, with all articles that have them."""
    return invert_terms(vectors, distinct(vectors.weights.take(rows).codes))


def rescale(
    before: RelatedState, diff: ArchiveDiff, hashes: NDArray[np.uint32], in_reference: Flags
) -> tuple[ArchiveDiff, NearestNeighbours, InvertedIndex]:
    """The difference with new scales, articles of another scale being affected too; index of all affected."""
    sampled = scaling_sample(hashes, in_reference)
    nearest, search_again, joined = _carry_over(before, diff, sampled)
    vectors = diff.vectors
    index = index_of_rows(vectors, np.flatnonzero(search_again | joined | diff.affected))
    for row, dots in dot_products(vectors, index, np.flatnonzero(joined).tolist()):
        near = np.flatnonzero((dots > 0) & ~search_again)
        nearest.offer(near, row, dots[near] / max(1.0, float(vectors.norms[row])))
    find_nearest(nearest, vectors, index, sampled, np.flatnonzero(search_again))
    scale_buckets = nearest.scale_buckets(vectors.norms)
    rescaled = scale_buckets != vectors.scale_buckets
    affected = diff.affected | rescaled
    if (rescaled & ~search_again & ~joined).any():
        index = index_of_rows(vectors, np.flatnonzero(affected))
    vectors = replace(vectors, scale_buckets=scale_buckets)
    return replace(diff, vectors=vectors, affected=affected), nearest, index


def _carry_over(
    before: RelatedState, diff: ArchiveDiff, sampled: Flags
) -> tuple[NearestNeighbours, Flags, Flags]:
    """Neighbours in new numbers; where they must be searched again; the sampled articles that joined the sample."""
    still = np.where(
        np.append(scaling_sample(before.sampling_hashes, before.in_reference), False), diff.new_rows, -1
    )
    still[still >= 0] = np.where((sampled & ~diff.affected)[still[still >= 0]], still[still >= 0], -1)
    joined = sampled.copy()
    joined[still[still >= 0]] = False
    nearest, same = NearestNeighbours.empty(len(sampled)), np.flatnonzero(~diff.affected)
    old_neighbours = before.nearest.rows[diff.old_rows[same]]
    nearest.rows[same] = still[old_neighbours]
    nearest.similarities[same] = before.nearest.similarities[diff.old_rows[same]]
    search_again = diff.affected.copy()
    search_again[same] = ((old_neighbours >= 0) & (nearest.rows[same] < 0)).any(axis=1)
    return nearest, search_again, joined
