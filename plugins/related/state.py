"""What the engine remembers between builds, trusted only with its checksums and its code.

Two files: the first layers (terms, weights, the table of a clean build), written rarely, and everything else, two
tenths of it, written by each build that found a change. Both are mapped, not read: a build without changes looks at
the digests of its sources and at the lists.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plugins.related.document_frequency import Table
from plugins.related.hubness import Nearest
from plugins.related.segments import Layers
from plugins.related.terms import Terms
from plugins.related.vectors import Vectors
from plugins.state.array_file import Arrays, Filed, opened, write
from plugins.state.code_fingerprint import code_fingerprint

_ENGINE = "plugins.related.engine"
RECENT, FIRST = (
    "related.bin",
    "first.bin",
)  # files: what every build writes, and the first layers, written rarely


@dataclass(frozen=True)
class State:
    """One build's outcome; arrays are indexed by article, in the order of `keys` (ascending)."""

    keys: list[str]
    lots: NDArray[np.uint32]  # (n,): see `crowding.lots`
    sources: NDArray[np.uint8]  # (n, 16): digest of what the article was read from
    marks: NDArray[np.uint8]  # (n, 16): see `Counts.marks`
    base: NDArray[np.bool_]  # (n,): whether the table is counted on it
    table: Table
    terms: Layers
    vectors: Vectors
    nearest: Nearest
    lists: NDArray[np.int32]  # (n, 10): related articles, best first, filled with -1
    scores: NDArray[np.int64]  # (n, 10): their scores, filled with 0
    copies: NDArray[np.int32]  # (pairs, 2)
    first: str = ""  # name of the first layers on disk; none: they must be written

    def together(self) -> State:
        """The same with everything in first layers, where the second ones have grown large."""
        if not (self.terms.worn or self.vectors.entries.worn):
            return self
        vectors = replace(self.vectors, entries=self.vectors.entries.together())
        return replace(
            self, table=self.table.together(), terms=self.terms.together(), vectors=vectors, first=""
        )


def _terms(name: str, terms: Terms) -> dict[str, NDArray[Any]]:
    return {f"{name}_offsets": terms.offsets, f"{name}_codes": terms.codes, f"{name}_values": terms.values}


def _first(state: State) -> dict[str, NDArray[Any]]:
    return {
        "table_codes": state.table.codes, "table_counts": state.table.counts,
        **_terms("terms", state.terms.first), **_terms("weights", state.vectors.entries.first),
    }  # fmt: skip


def _recent(state: State) -> dict[str, NDArray[Any]]:
    return {
        "sources": state.sources, "lots": state.lots, "lists": state.lists,
        "scores": state.scores, "marks": state.marks,
        "base": state.base, "copies": state.copies, "nearest": state.nearest.articles,
        "nearness": state.nearest.values, "levels": state.vectors.levels, "squares": state.vectors.squares,
        "table_codes": state.table.later_codes, "table_counts": state.table.later_counts,
        "terms_places": state.terms.places, "weights_places": state.vectors.entries.places,
        **_terms("terms", state.terms.second), **_terms("weights", state.vectors.entries.second),
    }  # fmt: skip


def save(state: State, folder: Path) -> None:
    """Write what is new, each file in one step; a build that is stopped leaves files that belong together, or none."""
    folder.mkdir(parents=True, exist_ok=True)
    state = state.together()
    code = code_fingerprint(_ENGINE)
    first = state.first or write(folder / FIRST, {"code": code}, _first(state))
    about = {"code": code, "keys": state.keys, "size": state.table.size, "first": first}
    write(folder / RECENT, about, _recent(state))


@dataclass(frozen=True)
class Stored:
    """The last build's files: its keys, and its arrays as they lie on disk."""

    folder: Path
    recent: Filed

    @property
    def keys(self) -> list[str]:
        """Keys of the articles, ascending."""
        return list(self.recent.about["keys"])

    @property
    def sources(self) -> NDArray[np.uint8]:
        """See `State.sources`."""
        return self.recent.arrays["sources"]

    @property
    def lists(self) -> NDArray[np.int32]:
        """See `State.lists`."""
        return self.recent.arrays["lists"]

    def state(self) -> State | None:
        """Everything; None if any of it is damaged or missing."""
        first, about = opened(self.folder / FIRST), self.recent.about
        if first is None or first.name != about["first"] or not (first.sound() and self.recent.sound()):
            return None
        a, f = self.recent.arrays, first.arrays
        table = Table(about["size"], f["table_codes"], f["table_counts"], a["table_codes"], a["table_counts"])
        terms, weights = (_layers(name, f, a) for name in ("terms", "weights"))
        return State(
            keys=self.keys, lots=a["lots"], sources=a["sources"], marks=a["marks"], base=a["base"],
            table=table, terms=terms, vectors=Vectors(weights, a["squares"], a["levels"], table.rare),
            nearest=Nearest(a["nearest"], a["nearness"]),
            lists=a["lists"], scores=a["scores"], copies=a["copies"], first=first.name,
        )  # fmt: skip


def _layers(name: str, first: Arrays, recent: Arrays) -> Layers:
    one, two = (Terms(a[f"{name}_offsets"], a[f"{name}_codes"], a[f"{name}_values"]) for a in (first, recent))
    return Layers(one, two, recent[f"{name}_places"])


def load(folder: Path) -> Stored | None:
    """What the last build wrote; None if there is nothing, its beginning is damaged, or other code made it."""
    found = opened(folder / RECENT)
    if (
        found is None
        or found.about["code"] != code_fingerprint(_ENGINE)
        or not found.sound("sources", "lists")
    ):
        return None
    return Stored(folder, found)
