"""Ranking of related articles: the best first, no near-duplicates, nothing that merely shares a word.

Articles are numbered in the order of their keys, so that of equal scores the smaller number comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plugins.related import weights as tuned
from plugins.related.vectors import Vectors

Scored = list[tuple[int, int]]
"""Rows of articles with their scores."""
Duplicates = Mapping[int, set[int]]
"""Row → its near-duplicates; articles without any are absent."""


@dataclass(frozen=True)
class Candidates:
    """Related articles of one article, best first, with their scores; `complete` if there are no more.

    `suspects` are those, ascending, that may be near-duplicates of it; the test is the same from either side.
    """

    rows: NDArray[np.int64]
    scores: NDArray[np.int64]
    complete: bool
    suspects: NDArray[np.int64]


def related_rows_of(vectors: Vectors, row: int, dots: NDArray[np.float64]) -> NDArray[np.int64]:
    """Articles whose cosine with the article, given their dot products, is at least the minimum, on enough evidence."""
    norm = vectors.norms[row]
    # Most are below a bound for all.
    some = np.flatnonzero(dots >= max(norm * vectors.lowest_min_dot, tuned.MIN_DOT))
    related: NDArray[np.int64] = some[dots[some] >= norm * vectors.min_dots[some]]
    return related


def rank_candidates(
    vectors: Vectors, row: int, dots: NDArray[np.float64], limit: int = tuned.FIRST_CANDIDATES
) -> Candidates:
    """The best candidates; more than `limit` where the last ones tie."""
    related = related_rows_of(vectors, row, dots)
    scores = dots[related].astype(np.int64) * vectors.score_factors[related]
    shorter = np.minimum(vectors.squared_norms[row], vectors.squared_norms[related])
    suspects = related[dots[related] >= tuned.SUSPECT_SHARE * shorter]
    complete = len(related) <= limit
    if not complete:
        good = scores >= np.partition(scores, len(scores) - limit)[len(scores) - limit]
        related, scores = related[good], scores[good]
    order = np.lexsort((related, -scores))
    return Candidates(related[order], scores[order], complete, suspects)


def duplicates_by_row(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    """Pairs of near-duplicates as a look-up from both sides."""
    duplicates: dict[int, set[int]] = {}
    for one, two in pairs:
        duplicates.setdefault(one, set()).add(two)
        duplicates.setdefault(two, set()).add(one)
    return duplicates


def choose_list(row: int, candidates: Candidates, duplicates: Duplicates) -> Scored | None:
    """Up to ten (row, score) without near-duplicates of the article or of those chosen; None: too few candidates."""
    dropped = set(duplicates.get(row, ()))
    chosen: Scored = []
    for other, score in zip(candidates.rows.tolist(), candidates.scores.tolist(), strict=True):
        if other in dropped:
            continue
        chosen.append((other, score))
        if len(chosen) == tuned.LIST_LENGTH:
            return chosen
        dropped |= duplicates.get(other, set())
    return chosen if candidates.complete else None
