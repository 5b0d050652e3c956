"""Lists of related articles: the best first, no copies, nothing that merely shares a word.

Articles are numbered in the order of their keys, so that of equal scores the smaller number comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plugins.related.near_duplicates import SUSPECT
from plugins.related.vectors import EVIDENCE, Vectors

LENGTH_OF_LIST = 10
AT_FIRST = 40  # candidates looked at; where copies use them up, all are

Copies = Mapping[int, set[int]]
"""Article → its copies; articles without copies are absent."""


@dataclass(frozen=True)
class Candidates:
    """Articles near one article, best first, with their scores; `complete` if there are no more.

    `likely` are those, ascending, that may be copies of it; the test is the same from either side.
    """

    articles: NDArray[np.int64]
    scores: NDArray[np.int64]
    complete: bool
    likely: NDArray[np.int64]


def near(vectors: Vectors, article: int, dots: NDArray[np.float64]) -> NDArray[np.int64]:
    """Articles whose cosine with the article, given their dot products, is at least `LEAST`, on enough evidence."""
    norm = vectors.norms[article]
    some = np.flatnonzero(dots >= max(norm * vectors.least, EVIDENCE))  # most are beyond a bound for all
    found: NDArray[np.int64] = some[dots[some] >= norm * vectors.leasts[some]]
    return found


def candidates(
    vectors: Vectors, article: int, dots: NDArray[np.float64], limit: int = AT_FIRST
) -> Candidates:
    """The nearest articles; more than `limit` where the last ones tie."""
    around = near(vectors, article, dots)
    scores = dots[around].astype(np.int64) * vectors.shares[around]
    likely = around[dots[around] >= SUSPECT * np.minimum(vectors.squares[article], vectors.squares[around])]
    complete = len(around) <= limit
    if not complete:
        good = scores >= np.partition(scores, len(scores) - limit)[len(scores) - limit]
        around, scores = around[good], scores[good]
    order = np.lexsort((around, -scores))
    return Candidates(around[order], scores[order], complete, likely)


def copies_from(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    """Pairs of copies as a look-up from both sides."""
    made: dict[int, set[int]] = {}
    for one, two in pairs:
        made.setdefault(one, set()).add(two)
        made.setdefault(two, set()).add(one)
    return made


def choose(article: int, found: Candidates, copies: Copies) -> list[tuple[int, int]] | None:
    """Up to ten (article, score) without copies of the article or of those kept; None: more candidates are needed."""
    dropped = set(copies.get(article, ()))
    kept: list[tuple[int, int]] = []
    for other, score in zip(found.articles.tolist(), found.scores.tolist(), strict=True):
        if other in dropped:
            continue
        kept.append((other, score))
        if len(kept) == LENGTH_OF_LIST:
            return kept
        dropped |= copies.get(other, set())
    return kept if found.complete else None
