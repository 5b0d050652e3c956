"""Event grouping: related articles that report one event stand together in a list, and are not all of it.

Two articles report one event where they are very near each other and not far apart in time. As in single-pass
clustering of news (Allan et al. 1998, "On-line new event detection"), an article of a list belongs to the first before
it that it reports one event with.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plugins.related import weights as tuned
from plugins.related.candidates import CandidateTable
from plugins.related.pairs import PairSet


@dataclass(frozen=True)
class EventPairs:
    """Pairs of articles that report one event."""

    pairs: PairSet

    @classmethod
    def of(cls, table: CandidateTable, days: NDArray[np.float64]) -> EventPairs:
        """The pairs among candidates; `days` are the dates of the articles."""
        some = slice(0, tuned.CANDIDATES)
        one, at = np.nonzero(table.cosines[:, some] >= tuned.EVENT_COSINE)
        two = table.rows[one, at].astype(np.int64)
        near = np.abs(days[one] - days[two]) <= tuned.EVENT_DAYS
        return cls(PairSet.of(one[near], two[near], len(days)))

    def leaders(self, lists: NDArray[np.int32]) -> NDArray[np.int64]:
        """Of each item of some lists the place of the first that reports the same event: its own, where it is alone."""
        places = np.arange(lists.shape[1])
        found = np.tile(places, (len(lists), 1))
        rows = np.flatnonzero(np.count_nonzero(self.pairs.involved[lists], axis=1) > 1)
        some, groups = lists[rows], found[rows]
        for place in places[1:].tolist():
            same = self.pairs.contain(some[:, :place], some[:, place : place + 1])
            same &= groups[:, :place] == places[:place]  # leaders alone
            groups[:, place] = np.where(same.any(axis=1), same.argmax(axis=1), place)
        found[rows] = groups
        return found

    def are_crowded(self, lists: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Which lists have more reports of one event than they should."""
        crowded: NDArray[np.bool_] = (
            np.count_nonzero(self.pairs.involved[lists], axis=1) > tuned.EVENT_AT_MOST
        )
        leaders = self.leaders(lists[crowded])
        sizes = [np.count_nonzero(leaders == place, axis=1) for place in range(lists.shape[1])]
        crowded[crowded] = np.max(sizes, axis=0, initial=0) > tuned.EVENT_AT_MOST
        return crowded

    def grouped(self, lists: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
        """The lists with the reports of an event together, and which items report the same event as the one before."""
        leaders = self.leaders(lists)
        order = np.argsort(leaders, axis=1, kind="stable")
        leaders = np.take_along_axis(leaders, order, 1)
        same = np.zeros(lists.shape, np.bool_)
        same[:, 1:] = leaders[:, 1:] == leaders[:, :-1]
        return np.take_along_axis(lists, order, 1), same
