"""Near-duplicate detection: texts that share most of their five-syllable shingles (resemblance and containment)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from plugins.related import weights as tuned
from plugins.related.terms import Codes

Shingles = Callable[[int], Codes]
"""Row of an article → its shingles, ascending."""


def duplicates_among(row: int, others: NDArray[np.int64], shingles: Shingles) -> list[int]:
    """Those of `others` that are near-duplicates of an article."""
    own = shingles(row)
    return [other for other in others.tolist() if are_near_duplicates(own, shingles(other))]


def are_near_duplicates(one: Codes, two: Codes) -> bool:
    """Whether two articles, given by their shingles, are near-duplicates; articles without text are not."""
    few, many = sorted((one, two), key=len)
    if not len(few):
        return False
    at = np.minimum(np.searchsorted(many, few), len(many) - 1)
    shared = int(np.count_nonzero(many[at] == few))
    union = len(one) + len(two) - shared
    return shared >= tuned.MIN_RESEMBLANCE * union or shared >= tuned.MIN_CONTAINMENT * len(few)
