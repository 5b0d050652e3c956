"""Articles as counted terms: syllables, pairs of syllables, and the shingles by which copies are known.

A term is a 32-bit code computed from its text alone, so codes agree between processes, builds and machines and no
vocabulary has to be kept. Of two million terms about one in two thousand shares its code with another: too few to
move a score, and `explain` sums the same codes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plugins.core.text import words

Codes = NDArray[np.uint32]
Offsets = NDArray[np.int64]

SHINGLE = 5  # syllables; the length at which two reports of one event stop looking like copies of one text
PAIR = np.uint32(1)  # lowest bit of a term's code: a pair of syllables; clear: a single one
MOST = 255  # a term is counted this often at most
_BREAK = 0  # stands between fields; no syllable has this code
_ODD = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)  # odd 64-bit constants that mix codes well


class Syllables(dict[str, int]):
    """Code (1 … 2³²−1) of each syllable, computed when it is first met."""

    def __missing__(self, word: str) -> int:
        code = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=4).digest(), "little") or 1
        self[word] = code
        return code


@dataclass(frozen=True, slots=True)
class Counts:
    """Terms and shingles of several articles: those of article i are `codes[offsets[i]:offsets[i + 1]]`, ascending.

    `times` says how often each term occurs (uint8); `marks`, shape (n, 16), are equal for equal contents.
    """

    offsets: Offsets
    codes: Codes
    times: NDArray[np.uint8]
    shingle_offsets: Offsets
    shingles: Codes
    marks: NDArray[np.uint8]


def syllables_of(fields: Sequence[str], known: Syllables) -> NDArray[np.uint64]:
    """Codes of the syllables of an article's fields, with a zero between fields."""
    codes: list[int] = []
    for field in fields:
        codes.extend([known[word] for word in words(field)])
        codes.append(_BREAK)
    return np.array(codes, np.uint64)


def term_codes(syllables: NDArray[np.uint64]) -> tuple[Codes, NDArray[np.bool_]]:
    """Codes of the terms at each place: first every single syllable, then every pair, and which of them exist.

    No pair reaches over the end of a field.
    """
    a, b = syllables[:-1], syllables[1:]
    single = (syllables * np.uint64(_ODD[0])) >> np.uint64(32) & ~np.uint64(PAIR)
    pair = (a * np.uint64(_ODD[0]) + b * np.uint64(_ODD[1])) >> np.uint64(32) | np.uint64(PAIR)
    real = syllables != _BREAK
    exists = np.concatenate([real, real[:-1] & real[1:]])
    return np.concatenate([single, pair]).astype(np.uint32), exists


def shingle_codes(syllables: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Codes of the shingles of one article, fields joined; a shorter text is one shingle, an empty one none."""
    real = syllables[syllables != _BREAK]
    if not len(real):
        return real
    if len(real) < SHINGLE:
        real = np.concatenate([real, np.zeros(SHINGLE - len(real), np.uint64)])
    last = len(real) - SHINGLE + 1
    mixed = np.zeros(last, np.uint64)
    for step in range(SHINGLE):
        mixed = (mixed ^ real[step : step + last]) * np.uint64(_ODD[step % 3])
        mixed ^= mixed >> np.uint64(29)
    return mixed >> np.uint64(32)


def _tally(parts: Sequence[NDArray[np.uint64]]) -> tuple[Offsets, Codes, NDArray[np.uint8]]:
    """Distinct codes of each part in ascending order, and how often each occurs there; one sort for all parts."""
    places = np.repeat(np.arange(len(parts), dtype=np.uint64), [len(part) for part in parts])
    keys = np.sort(places << np.uint64(32) | np.concatenate(parts)) if parts else places
    first = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.zeros(0, np.int64)
    times = np.minimum(np.diff(first, append=len(keys)), MOST).astype(np.uint8)
    distinct = keys[first]
    offsets = np.searchsorted(distinct, np.arange(len(parts) + 1, dtype=np.uint64) << np.uint64(32))
    return offsets.astype(np.int64), (distinct & np.uint64(0xFFFFFFFF)).astype(np.uint32), times


def _marks(offsets: Offsets, codes: Codes, times: NDArray[np.uint8], shingle_offsets: Offsets, shingles: Codes) -> NDArray[np.uint8]:
    made = [b""]
    for i in range(len(offsets) - 1):
        mark = hashlib.blake2b(codes[offsets[i] : offsets[i + 1]].tobytes(), digest_size=16)
        mark.update(times[offsets[i] : offsets[i + 1]].tobytes())
        mark.update(shingles[shingle_offsets[i] : shingle_offsets[i + 1]].tobytes())
        made.append(mark.digest())
    return np.frombuffer(b"".join(made), np.uint8).reshape(-1, 16)


def count(articles: Sequence[Sequence[str]], known: Syllables) -> Counts:
    """Terms and shingles of articles given as their fields (title, summary, body)."""
    terms: list[NDArray[np.uint64]] = []
    shingles: list[NDArray[np.uint64]] = []
    for fields in articles:
        syllables = syllables_of(fields, known)
        codes, exists = term_codes(syllables)
        terms.append(codes[exists].astype(np.uint64))
        shingles.append(shingle_codes(syllables))
    offsets, codes, times = _tally(terms)
    shingle_offsets, shingle, _ = _tally(shingles)
    return Counts(offsets, codes, times, shingle_offsets, shingle, _marks(offsets, codes, times, shingle_offsets, shingle))


def join_offsets(parts: Sequence[Offsets]) -> Offsets:
    """Offsets of several arrays laid one after the other."""
    lengths = [np.diff(part) for part in parts]
    return np.concatenate([[0], np.cumsum(np.concatenate(lengths))]).astype(np.int64) if parts else np.zeros(1, np.int64)


def take_rows(offsets: Offsets, rows: NDArray[np.int64]) -> tuple[Offsets, NDArray[np.int64]]:
    """Offsets of the chosen rows laid one after the other, and where their entries are now."""
    lengths = offsets[rows + 1] - offsets[rows]
    ends = np.cumsum(lengths)
    places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(offsets[rows] - (ends - lengths), lengths)
    return np.concatenate([[0], ends]).astype(np.int64), places
