"""State of related articles between builds, trusted only with its checksums and its code.

Two files: the base (terms, weights and document frequencies of a clean build), written rarely, and the delta with
everything else, two tenths of it, written by each build that found a change. Both are mapped, not read: a build without
changes looks at the hashes of its sources and at the lists.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plugins.related import weights as tuned
from plugins.related.candidates import CandidateTable
from plugins.related.document_frequency import DocumentFrequencies, TermFrequencies
from plugins.related.near_duplicates import among_candidates
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
    frequencies: DocumentFrequencies
    terms: TermSegments
    vectors: Vectors
    candidates: CandidateTable
    lists: NDArray[np.int32]  # (n, 10): related articles, best first, filled with -1
    duplicates: NDArray[np.int32]  # (pairs, 2): near-duplicates, smaller row first
    base_digest: str = ""  # of the base on disk; none: it must be written

    @cached_property
    def shown_duplicates(self) -> NDArray[np.int32]:
        """Pairs of near-duplicates that a clean build finds, too; others were found when they were candidates."""
        return among_candidates(self.candidates, self.duplicates)

    def compacted(self) -> RelatedState:
        """The same with everything in the base, where the delta has grown large."""
        vectors = self.vectors
        segments = self.terms, vectors.weights, vectors.heaviest
        if not any(some.needs_compaction(tuned.COMPACTION_SHARE) for some in segments):
            return self
        vectors = replace(vectors, weights=vectors.weights.compacted(), heaviest=vectors.heaviest.compacted())
        return replace(
            self, frequencies=self.frequencies.compacted(), terms=self.terms.compacted(), vectors=vectors,
            base_digest="",
        )  # fmt: skip


def _columns(name: str, matrix: TermMatrix) -> dict[str, NDArray[Any]]:
    return {f"{name}_offsets": matrix.offsets, f"{name}_codes": matrix.codes, f"{name}_values": matrix.values}


def _base(state: RelatedState) -> dict[str, NDArray[Any]]:
    frequencies = state.frequencies.counts.base
    return {
        "frequency_codes": frequencies.codes, "frequency_counts": frequencies.counts,
        **_columns("terms", state.terms.base), **_columns("weights", state.vectors.weights.base),
        **_columns("heaviest", state.vectors.heaviest.base),
    }  # fmt: skip


def _delta(state: RelatedState) -> dict[str, NDArray[Any]]:
    frequencies, vectors, candidates = state.frequencies.counts.delta, state.vectors, state.candidates
    return {
        "source_hashes": state.source_hashes, "lists": state.lists, "content_hashes": state.content_hashes,
        "in_reference": state.in_reference, "duplicates": state.duplicates,
        "shown_duplicates": state.shown_duplicates,
        "candidate_rows": candidates.rows, "candidate_nearness": candidates.nearness,
        "candidate_cosines": candidates.cosines, "candidate_bounds": candidates.bounds,
        "squared_norms": vectors.squared_norms, "squared_norms_of_heaviest": vectors.squared_norms_of_heaviest,
        "frequency_codes": frequencies.codes, "frequency_counts": frequencies.counts,
        "terms_positions": state.terms.positions, "weights_positions": vectors.weights.positions,
        "heaviest_positions": vectors.heaviest.positions,
        **_columns("terms", state.terms.delta), **_columns("weights", vectors.weights.delta),
        **_columns("heaviest", vectors.heaviest.delta),
    }  # fmt: skip


def save(state: RelatedState, folder: Path) -> None:
    """Write what is new, each file in one step; a build that is stopped leaves files that belong together, or none."""
    folder.mkdir(parents=True, exist_ok=True)
    state = state.compacted()
    code = code_fingerprint(_ENGINE)
    base_digest = state.base_digest or write_array_file(folder / BASE_FILE, {"code": code}, _base(state))
    header = {"code": code, "keys": state.keys, "size": state.frequencies.size, "base": base_digest}
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
    def shown_duplicates(self) -> NDArray[np.int32]:
        """See `RelatedState.shown_duplicates`."""
        return self.delta.arrays["shown_duplicates"]

    def state(self) -> RelatedState | None:
        """Everything; None if any of it is damaged or missing."""
        base, header = open_array_file(self.folder / BASE_FILE), self.delta.header
        if base is None or base.digest != header["base"] or not (base.is_intact() and self.delta.is_intact()):
            return None
        d = self.delta.arrays
        counts = (
            TermFrequencies(some["frequency_codes"], some["frequency_counts"]) for some in (base.arrays, d)
        )
        frequencies = DocumentFrequencies.of(header["size"], *counts)
        terms, weights, heaviest = (
            _segments(name, base.arrays, d) for name in ("terms", "weights", "heaviest")
        )
        vectors = Vectors(
            weights, heaviest, d["squared_norms"], d["squared_norms_of_heaviest"], frequencies.rare_weight
        )
        table = (d[f"candidate_{name}"] for name in ("rows", "nearness", "cosines", "bounds"))
        return RelatedState(
            keys=self.keys, source_hashes=d["source_hashes"], content_hashes=d["content_hashes"],
            in_reference=d["in_reference"], frequencies=frequencies, terms=terms, vectors=vectors,
            candidates=CandidateTable(*table), lists=d["lists"], duplicates=d["duplicates"], base_digest=base.digest,
        )  # fmt: skip


def _segments(name: str, base: Arrays, delta: Arrays) -> TermSegments:
    return TermSegments(_matrix(name, base), _matrix(name, delta), delta[f"{name}_positions"])


def _matrix(name: str, arrays: Arrays) -> TermMatrix:
    return TermMatrix(arrays[f"{name}_offsets"], arrays[f"{name}_codes"], arrays[f"{name}_values"])


def load(folder: Path) -> SavedState | None:
    """The files of the last build; None if there are none, their beginning is damaged, or other code made them."""
    delta = open_array_file(folder / DELTA_FILE)
    if delta is None or delta.header["code"] != code_fingerprint(_ENGINE):
        return None
    return (
        SavedState(folder, delta) if delta.is_intact("source_hashes", "lists", "shown_duplicates") else None
    )
