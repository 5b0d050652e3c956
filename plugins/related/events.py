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
from plugins.state.base_and_delta import contained_in

_OTHER = np.int64(0xFFFFFFFF)


@dataclass(frozen=True)
class EventPairs:
    """Pairs of articles that report one event, packed (row, other), ascending, each from both sides."""

    packed: NDArray[np.int64]
    starts: NDArray[np.int64]  # of each row's pairs, and the end
    involved: NDArray[np.bool_]  # by row, and one more for -1

    @classmethod
    def of(cls, table: CandidateTable, days: NDArray[np.float64]) -> EventPairs:
        """The pairs among candidates; `days` are the dates of the articles."""
        some = slice(0, tuned.CANDIDATES)
        one, at = np.nonzero(table.cosines[:, some] >= tuned.EVENT_COSINE)
        two = table.rows[one, at].astype(np.int64)
        near = np.abs(days[one] - days[two]) <= tuned.EVENT_DAYS
        one, two = one[near], two[near]
        packed = np.sort(np.concatenate([one << 32 | two, two << 32 | one]))
        involved = np.zeros(len(days) + 1, np.bool_)
        involved[one], involved[two] = True, True
        return cls(packed, np.searchsorted(packed, np.arange(len(days) + 1) << 32), involved)

    def of_row(self, row: int) -> set[int]:
        """The articles that report one event with this one."""
        return {*(self.packed[self.starts[row] : self.starts[row + 1]] & _OTHER).tolist()}

    def leaders(self, lists: NDArray[np.int32]) -> NDArray[np.int64]:
        """Of each item of some lists the place of the first that reports the same event: its own, where it is alone."""
        places = np.arange(lists.shape[1])
        found = np.tile(places, (len(lists), 1))
        rows = np.flatnonzero(np.count_nonzero(self.involved[lists], axis=1) > 1)
        some, groups = lists[rows].astype(np.int64), found[rows]
        for place in places[1:].tolist():
            pairs = some[:, :place] << 32 | some[:, place : place + 1]
            same = contained_in(self.packed, pairs) & (groups[:, :place] == places[:place])  # leaders alone
            groups[:, place] = np.where(same.any(axis=1), same.argmax(axis=1), place)
        found[rows] = groups
        return found

    def are_crowded(self, lists: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Which lists have more reports of one event than they should."""
        crowded: NDArray[np.bool_] = np.count_nonzero(self.involved[lists], axis=1) > tuned.EVENT_AT_MOST
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
