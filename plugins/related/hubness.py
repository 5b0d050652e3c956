"""Hubness reduction by local scaling: a cosine is divided by a power of how near the article's own neighbours are.

In high dimensions some items are among the neighbours of very many others and most of none (Radovanović et al. 2010,
"Hubs in space"). Ranked by cosine alone, an article about everything enters a hundred lists and one on a subject of its
own none. So a cosine is divided by how near the other article's own tenth neighbour is. Neighbours are those in the
reference sample of document frequencies, and nearness counts in buckets: what is added at the new end moves no list but
those it enters, an old article few. What scaling gains is in docs/related.md.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from plugins.related import weights as tuned
from plugins.related.candidates import CandidateTable
from plugins.related.vectors import Vectors


def scaling_factors(
    vectors: Vectors, table: CandidateTable, in_reference: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Factor of every cosine with each article."""
    crowding = _hub_nearness(table, in_reference) * vectors.inverse_norms_of_heaviest
    factors: NDArray[np.float64] = tuned.SCALE_FACTORS[
        np.searchsorted(tuned.SCALE_EDGES, crowding, side="right")
    ]
    return factors


def _hub_nearness(table: CandidateTable, in_reference: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Nearness of each article's `HUB_NEIGHBOURS`-th candidate in the sample; of the last where newer ones crowd."""
    rows = table.rows[:, : tuned.CANDIDATES]
    counted = np.cumsum((rows >= 0) & in_reference[rows], axis=1, dtype=np.int16)
    at = np.minimum(np.count_nonzero(counted < tuned.HUB_NEIGHBOURS, axis=1), rows.shape[1] - 1)
    nearness: NDArray[np.float64] = table.nearness[np.arange(len(rows)), at].astype(np.float64)
    return nearness
