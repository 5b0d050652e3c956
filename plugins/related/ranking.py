"""Ranking of related articles: the best first, no near-duplicates, nothing that merely shares a word.

Articles are numbered in the order of their keys, so that of equal scores the smaller number comes first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plugins.related import weights as tuned
from plugins.related.candidates import Candidates, CandidateTable
from plugins.related.events import EventPairs
from plugins.related.hubness import scaling_factors
from plugins.related.near_duplicates import Suspects
from plugins.related.pairs import PairSet
from plugins.related.vectors import Vectors

NONE = np.uint64(0xFFFFFFFFFFFFFFFF)
_ROW = np.uint64(0xFFFFFFFF)


@dataclass(frozen=True)
class Scoring:
    """What candidates are ranked by: cosine times the other's factor; a least score and dot product bound it."""

    factors: NDArray[np.float32]
    norms: NDArray[np.float32]
    min_score: float
    short_norm: float  # below, an article is short, and its cosine with another is small

    def scores(self, others: NDArray[Any], cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        """What candidates are ranked by."""
        found: NDArray[np.float32] = cosines * self.factors[others]
        return found

    def are_related(
        self, row: NDArray[np.int64] | np.int64, others: NDArray[Any], cosines: NDArray[np.float32]
    ) -> NDArray[np.bool_]:
        """Which candidates are related to the article: alike enough, and on enough evidence."""
        own, norms = self.norms[row], self.norms[others]
        shortness = np.minimum(np.float32(1), np.minimum(own, norms) / np.float32(self.short_norm))
        related: NDArray[np.bool_] = self.scores(others, cosines) >= np.float32(self.min_score) * shortness
        related &= cosines * own * norms >= np.float32(tuned.MIN_DOT)
        return related

    def sort_keys(
        self, row: NDArray[np.int64] | np.int64, others: NDArray[Any], cosines: NDArray[np.float32]
    ) -> NDArray[np.uint64]:
        """One number for each candidate, the smaller the better: score, then row; `NONE` for what is not related."""
        # The bits of positive floats are in the order of the floats.
        keys = (~self.scores(others, cosines).view(np.uint32)).astype(np.uint64)
        keys <<= np.uint64(32)
        keys |= others.astype(np.uint32)
        keys[(others < 0) | ~self.are_related(row, others, cosines)] = NONE
        return keys


def scoring_of(vectors: Vectors, table: CandidateTable, in_reference: NDArray[np.bool_]) -> Scoring:
    """How the candidates of an archive are ranked."""
    rare_weight = max(1, vectors.frequencies.rare_weight)
    factors = scaling_factors(table, in_reference).astype(np.float32)
    return Scoring(
        factors, vectors.norms.astype(np.float32), vectors.min_score, tuned.SHORT_NORM * rare_weight
    )


def rows_of(keys: NDArray[np.uint64]) -> list[int]:
    """Rows of sorted keys, without those that are none."""
    rows: list[int] = (keys[keys != NONE] & _ROW).astype(np.int64).tolist()
    return rows


@dataclass(frozen=True)
class Copies:
    """Articles whose texts have nearly all, or a good part, in common."""

    near_duplicates: PairSet
    overlapping: PairSet

    @classmethod
    def of(cls, suspected: Suspects, size: int) -> Copies:
        """What came of comparing suspects among so many articles."""
        both = (pairs.astype(np.int64) for pairs in (suspected.duplicates, suspected.overlapping))
        return cls(*(PairSet.of(pairs[:, 0], pairs[:, 1], size) for pairs in both))

    def are_concerned(self, lists: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Which lists, by row, would be others without near-duplicates."""
        duplicates = self.near_duplicates
        rows = np.flatnonzero(duplicates.involved[lists].any(axis=1))
        owners, items = rows[:, None], lists[rows]
        of_owner = duplicates.contain(owners, items)
        of_owner |= self.overlapping.contain(owners, items) & duplicates.involved[items]
        among = [
            duplicates.contain(items[:, :place], items[:, place : place + 1]).any(axis=1)
            for place in range(1, lists.shape[1])
        ]
        concerned = np.zeros(len(lists), np.bool_)
        concerned[rows] = np.logical_or.reduce([of_owner.any(axis=1), *among])
        return concerned


def choose_list(row: int, ranked: Sequence[int], copies: Copies, events: EventPairs) -> list[int]:
    """Up to ten of the ranked, without near-duplicates of the article; of those among them one alone.

    That is the best which does not repeat a good part of the article, if there is such a one. What there is of one
    event beyond its share of a list comes last, if nothing else fills it.
    """
    duplicates, repeating = copies.near_duplicates, copies.overlapping.of_row(row)
    dropped = duplicates.of_row(row)
    chosen: list[int] = []
    spared: list[int] = []
    reports: list[tuple[set[int], list[int]]] = []  # of each event what may join it, and what is chosen
    for best in ranked:
        if best in dropped:
            continue
        alike = [best]
        if duplicates.involved[best]:
            of_best = duplicates.of_row(best) - dropped
            alike += [other for other in ranked if other in of_best]
        other = next((one for one in alike if one not in repeating), best)
        dropped |= {*alike} | duplicates.of_row(other)
        fitting = (of_event for may_join, of_event in reports if other in may_join)
        of_event = next(fitting, None)
        if of_event is None:
            of_event = []
            if events.pairs.involved[other]:
                reports.append((events.pairs.of_row(other), of_event))
        if len(of_event) == tuned.EVENT_AT_MOST:
            spared.append(other)
            continue
        of_event.append(other)
        chosen.append(other)
        if len(chosen) == tuned.LIST_LENGTH:
            break
    return [*chosen, *spared][: tuned.LIST_LENGTH]


def rank_all(
    table: CandidateTable,
    scoring: Scoring,
    copies: Copies,
    events: EventPairs,
    search_further: Callable[[Sequence[int]], Iterable[tuple[int, Candidates]]],
) -> NDArray[np.int32]:
    """Lists of all articles, shape (n, 10), filled with -1.

    Where near-duplicates used the candidates up, `search_further` gives more of them.
    """
    some = slice(0, tuned.CANDIDATES)
    everyone = np.arange(len(table.rows))[:, None]
    keys = np.sort(scoring.sort_keys(everyone, table.rows[:, some], table.cosines[:, some]), axis=1)
    best = keys[:, : tuned.LIST_LENGTH]
    lists = np.full((len(keys), tuned.LIST_LENGTH), -1, np.int32)
    lists[:, : best.shape[1]] = np.where(best == NONE, np.int64(-1), (best & _ROW).astype(np.int64))
    short = []
    for row in np.flatnonzero(copies.are_concerned(lists) | events.are_crowded(lists)).tolist():
        ranked = rows_of(keys[row])
        chosen = choose_list(row, ranked, copies, events)
        if len(chosen) < tuned.LIST_LENGTH and len(ranked) == tuned.CANDIDATES:
            short.append(row)  # all candidates are related: there may be more
        lists[row] = [*chosen, *[-1] * (tuned.LIST_LENGTH - len(chosen))]
    for row, found in search_further(short) if short else ():
        ranked = rows_of(np.sort(scoring.sort_keys(np.int64(row), found.others, found.cosines)))
        chosen = choose_list(row, ranked, copies, events)
        lists[row] = [*chosen, *[-1] * (tuned.LIST_LENGTH - len(chosen))]
    return lists
