"""State of related articles between builds, trusted only with its checksums and its code.

Two files: the base (the counted terms of a clean build), written rarely, and the delta with everything else, a third of
it, written by each build that found a change. Both are mapped, not read: a build without
changes looks at the hashes of its sources and at the lists.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plugins.related import weights as tuned
from plugins.related.candidates import CandidateTable
from plugins.related.document_frequency import DocumentFrequencies
from plugins.related.near_duplicates import Suspects
from plugins.related.segments import TermSegments
from plugins.related.terms import TermMatrix
from plugins.related.vectors import Vectors
from plugins.state.array_file import ArrayFile, Arrays, open_array_file, write_array_file
from plugins.state.code_fingerprint import code_fingerprint

_ENGINE = "plugins.related.engine"
DELTA_FILE = "related-delta.bin"  # what every build writes
BASE_FILE = "related-base.bin"  # written rarely


@dataclass(frozen=True)
class RelatedState:
    """One build's outcome; arrays are indexed by article, in the order of `keys` (ascending)."""

    keys: list[str]
    source_hashes: NDArray[np.uint8]  # (n, 16): of what the article was read from
    content_hashes: NDArray[np.uint8]  # (n, 16): see `CountedArticles.content_hashes`
    in_reference: NDArray[np.bool_]  # (n,): whether document frequencies are counted on it
    vectors: Vectors
    candidates: CandidateTable
    lists: NDArray[np.int32]  # (n, 10): related articles, best first, filled with -1
    same_event: NDArray[np.bool_]  # (n, 10): which of them report the same event as the one before
    suspects: Suspects
    base_digest: str = ""  # of the base on disk; none: it must be written

    def compacted(self) -> RelatedState:
        """The same with everything in the base, where the delta has grown large."""
        terms = self.vectors.terms
        if not terms.needs_compaction(tuned.COMPACTION_SHARE):
            return self
        return replace(self, vectors=replace(self.vectors, terms=terms.compacted()), base_digest="")


def _columns(matrix: TermMatrix) -> dict[str, NDArray[Any]]:
    return {"offsets": matrix.offsets, "codes": matrix.codes, "counts": matrix.values}


def _delta(state: RelatedState) -> dict[str, NDArray[Any]]:
    vectors, candidates = state.vectors, state.candidates
    used = np.flatnonzero(vectors.frequencies.counts)
    return {
        "source_hashes": state.source_hashes, "lists": state.lists, "same_event": state.same_event,
        "content_hashes": state.content_hashes,
        "in_reference": state.in_reference, "suspects": state.suspects.pairs,
        "overlaps": state.suspects.overlaps, "duplicates": state.suspects.duplicates,
        "candidate_rows": candidates.rows, "candidate_nearness": candidates.nearness,
        "candidate_cosines": candidates.cosines, "candidate_bounds": candidates.bounds,
        "squared_norms": vectors.squared_norms, "frequency_codes": used.astype(np.uint32),
        "frequency_counts": vectors.frequencies.counts[used], "positions": vectors.terms.positions,
        **_columns(vectors.terms.delta),
    }  # fmt: skip


def save(state: RelatedState, folder: Path) -> None:
    """Write what is new, each file in one step; a build that is stopped leaves files that belong together, or none."""
    folder.mkdir(parents=True, exist_ok=True)
    state = state.compacted()
    code = code_fingerprint(_ENGINE)
    base_digest = state.base_digest or write_array_file(
        folder / BASE_FILE, {"code": code}, _columns(state.vectors.terms.base)
    )
    header = {"code": code, "keys": state.keys, "size": state.vectors.frequencies.size, "base": base_digest}
    write_array_file(folder / DELTA_FILE, header, _delta(state))


@dataclass(frozen=True)
class SavedState:
    """The last build's files: its keys, and its arrays as they lie on disk."""

    folder: Path
    delta: ArrayFile

    @property
    def keys(self) -> list[str]:
        """Keys of the articles, ascending."""
        return list(self.delta.header["keys"])

    @property
    def source_hashes(self) -> NDArray[np.uint8]:
        """See `RelatedState.source_hashes`."""
        return self.delta.arrays["source_hashes"]

    @property
    def lists(self) -> NDArray[np.int32]:
        """See `RelatedState.lists`."""
        return self.delta.arrays["lists"]

    @property
    def same_event(self) -> NDArray[np.bool_]:
        """See `RelatedState.same_event`."""
        return self.delta.arrays["same_event"]

    @property
    def duplicates(self) -> NDArray[np.int32]:
        """See `Suspects.duplicates`."""
        return self.delta.arrays["duplicates"]

    def state(self) -> RelatedState | None:
        """Everything; None if any of it is damaged or missing."""
        base, header = open_array_file(self.folder / BASE_FILE), self.delta.header
        if base is None or base.digest != header["base"] or not (base.is_intact() and self.delta.is_intact()):
            return None
        d = self.delta.arrays
        counts = np.zeros(1 << tuned.CODE_BITS, np.int32)
        counts[d["frequency_codes"]] = d["frequency_counts"]
        terms = TermSegments(_matrix(base.arrays), _matrix(d), d["positions"])
        vectors = Vectors(terms, DocumentFrequencies(header["size"], counts), d["squared_norms"])
        table = (d[f"candidate_{name}"] for name in ("rows", "nearness", "cosines", "bounds"))
        return RelatedState(
            keys=self.keys, source_hashes=d["source_hashes"], content_hashes=d["content_hashes"],
            in_reference=d["in_reference"], vectors=vectors, candidates=CandidateTable(*table), lists=d["lists"],
            same_event=d["same_event"],
            suspects=Suspects(d["suspects"], d["overlaps"]), base_digest=base.digest,
        )  # fmt: skip


def _matrix(arrays: Arrays) -> TermMatrix:
    return TermMatrix(arrays["offsets"], arrays["codes"], arrays["counts"])


def load(folder: Path) -> SavedState | None:
    """The files of the last build; None if there are none, their beginning is damaged, or other code made them."""
    delta = open_array_file(folder / DELTA_FILE)
    if delta is None or delta.header["code"] != code_fingerprint(_ENGINE):
        return None
    return (
        SavedState(folder, delta)
        if delta.is_intact("source_hashes", "lists", "same_event", "duplicates")
        else None
    )
