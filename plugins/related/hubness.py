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


def scaling_factors(table: CandidateTable, in_reference: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Factor of every cosine with each article."""
    rows, cosines = table.rows[:, : tuned.CANDIDATES], table.cosines[:, : tuned.CANDIDATES]
    counted = np.where((rows >= 0) & in_reference[rows], cosines, np.float32(0))
    last = counted.shape[1] - min(tuned.HUB_NEIGHBOURS, counted.shape[1])
    crowding = np.partition(counted, last, axis=1)[:, last]
    factors: NDArray[np.float64] = tuned.SCALE_FACTORS[
        np.searchsorted(tuned.SCALE_EDGES, crowding, side="right")
    ]
    return factors
