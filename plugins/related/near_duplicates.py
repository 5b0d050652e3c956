"""Near-duplicate detection: texts that share most of their five-syllable shingles (resemblance and containment).

Bodies alone count: another headline and lead do not make another text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from plugins.related import weights as tuned
from plugins.related.candidates import CandidateRow, CandidateTable
from plugins.related.terms import Codes
from plugins.related.vectors import Vectors
from plugins.system.parallel import run_forked

Pair = tuple[int, int]
Shingles = Callable[[int], Codes]
"""Row of an article → its shingles, ascending."""


def suspects(vectors: Vectors, row: int, found: CandidateRow) -> list[Pair]:
    """Pairs (smaller row first) of an article and its candidates that may be near-duplicates, by what terms they share.

    Both sides find the same: it is a function of the cosine and the norms.
    """
    own, others = vectors.norms[row], vectors.norms[found.rows]
    shared = found.cosines * np.maximum(own, others)
    chosen = found.rows[shared >= tuned.SUSPECT_SHARE * np.minimum(own, others)].tolist()
    return [(min(row, other), max(row, other)) for other in chosen]


def confirmed(pairs: Iterable[Pair], shingles: Shingles) -> list[Pair]:
    """Those of the pairs that are near-duplicates."""
    return [(one, two) for one, two in pairs if are_near_duplicates(shingles(one), shingles(two))]


def find_duplicates(vectors: Vectors, table: CandidateTable, shingles: Shingles) -> NDArray[np.int32]:
    """All pairs of near-duplicates one of which is among the candidates of the other, shape (m, 2), ascending."""

    def work(rows: Sequence[int]) -> list[Pair]:
        pairs = {pair for row in rows for pair in suspects(vectors, row, table.get(row))}
        return confirmed(pairs, shingles)

    _ = vectors.norms  # made before forking, so that the workers share it
    found = {pair for part in run_forked(work, range(len(table.rows))) for pair in part}
    return np.array(sorted(found), np.int32).reshape(-1, 2)


def among_candidates(table: CandidateTable, pairs: NDArray[np.int32]) -> NDArray[np.int32]:
    """Those of the pairs one of which is a candidate of the other: a function of the archive, not of its history."""
    if not len(pairs):
        return pairs
    nearest = table.rows[:, : tuned.CANDIDATES]
    one, two = pairs[:, 0], pairs[:, 1]
    either = (nearest[one] == two[:, None]).any(axis=1) | (nearest[two] == one[:, None]).any(axis=1)
    found: NDArray[np.int32] = pairs[either]
    return found


def are_near_duplicates(one: Codes, two: Codes) -> bool:
    """Whether two articles, given by their shingles, are near-duplicates; articles without text are not."""
    few, many = sorted((one, two), key=len)
    if not len(few):
        return False
    at = np.minimum(np.searchsorted(many, few), len(many) - 1)
    shared = int(np.count_nonzero(many[at] == few))
    union = len(one) + len(two) - shared
    return shared >= tuned.MIN_RESEMBLANCE * union or shared >= tuned.MIN_CONTAINMENT * len(few)
