"""Which articles are copies of one another: texts that share most of their five-syllable shingles."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from plugins.related.terms import Codes

ALIKE = 0.5  # shared shingles ÷ shingles of both: a copy from here on
CONTAINED = 0.7  # shared shingles ÷ shingles of the shorter
# A text that contains another shares its terms: such pairs have at least this share of the shorter one's squared
# norm as dot product, so only they are compared shingle by shingle.
SUSPECT = 0.3

Shingles = Callable[[int], Codes]
"""Article → its shingles, ascending."""


def copies_among(article: int, others: NDArray[np.int64], shingles: Shingles) -> list[int]:
    """Those of `others` that are copies of the article."""
    mine = shingles(article)
    return [other for other in others.tolist() if are_copies(mine, shingles(other))]


def are_copies(one: Codes, two: Codes) -> bool:
    """Whether two articles, given by their shingles, are copies; articles without text are not."""
    few, many = sorted((one, two), key=len)
    if not len(few):
        return False
    at = np.minimum(np.searchsorted(many, few), len(many) - 1)
    shared = int(np.count_nonzero(many[at] == few))
    return shared >= ALIKE * (len(one) + len(two) - shared) or shared >= CONTAINED * len(few)
