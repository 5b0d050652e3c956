"""Articles as counted terms: syllables, pairs of syllables, and the shingles by which copies are known.

A term is a 32-bit code. Of two million terms about one in two thousand shares its code with another: too few to
move a score, and explanations sum the same codes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plugins.related.syllables import ODD, Hashes, mix, scan

Codes = NDArray[np.uint32]
Offsets = NDArray[np.int64]

SHINGLE = 5  # syllables; the length at which two reports of one event stop looking like copies of one text
MOST = 255  # a term is counted this often at most
_HALF = np.uint64(32)


# A syllable of the title or the summary counts this often: what an article says it is about (docs/related.md). Where
# there is less body than that, it says nothing more than a body would: each syllable counts once.
EMPHASIS = (3, 3, 1)


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms of several articles: those of article i are `codes[offsets[i]:offsets[i + 1]]`, ascending, each once.

    `values` says how often each occurs (uint8), or what it weighs there (uint16).
    """

    offsets: Offsets
    codes: Codes
    values: NDArray[Any]

    def __len__(self) -> int:
        """How many articles."""
        return len(self.offsets) - 1

    def take(self, rows: NDArray[np.int64]) -> Terms:
        """Terms of the chosen articles, in that order; fastest where most of them follow one another."""
        return Terms(*take_runs(self.offsets, rows, self.codes, self.values))


@dataclass(frozen=True, slots=True)
class Counts:
    """Terms of several articles, their shingles (ascending, too), and marks (n, 16), equal for equal contents."""

    terms: Terms
    shingle_offsets: Offsets
    shingles: Codes
    marks: NDArray[np.uint8]

    def shingles_of(self, article: int) -> Codes:
        """Shingles of one article, ascending."""
        return self.shingles[self.shingle_offsets[article] : self.shingle_offsets[article + 1]]


def term_codes(syllables: Hashes, fields: NDArray[np.int64]) -> tuple[Codes, NDArray[np.bool_]]:
    """Two codes for each syllable, its own and that of the pair it begins, shape (n, 2), and which of them exist.

    No pair reaches over the end of a field.
    """
    following = np.append(syllables[1:], np.uint64(0))
    single, pair = mix(syllables) >> _HALF, mix(syllables * ODD[0] + following * ODD[1]) >> _HALF
    within = np.append(fields[1:] == fields[:-1], False)[: len(fields)]
    return np.stack([single, pair], axis=1).astype(np.uint32), np.stack(
        [np.ones_like(within), within], axis=1
    )


def shingle_codes(syllables: Hashes, articles: NDArray[np.int64]) -> tuple[Codes, NDArray[np.int64]]:
    """Codes of the shingles, fields of an article joined, and whose they are; a shorter article has none."""
    number = max(0, len(syllables) - SHINGLE + 1)
    mixed = np.zeros(number, np.uint64)
    for step in range(SHINGLE):
        mixed = mixed * ODD[1] + syllables[step : step + number]
    whole = articles[:number] == articles[SHINGLE - 1 :][:number]
    return (mix(mixed[whole]) >> _HALF).astype(np.uint32), articles[:number][whole]


def _tally(codes: Codes, articles: NDArray[np.int64], size: int) -> Terms:
    """Distinct codes of each article in ascending order, and how often each occurs; `articles` ascend."""
    offsets = np.searchsorted(articles, np.arange(size + 1))
    for start, end in zip(offsets.tolist(), offsets[1:].tolist(), strict=False):
        codes[start:end].sort()  # many small sorts: six times as fast as one of (article, code)
    new = np.append(True, (codes[1:] != codes[:-1]) | (articles[1:] != articles[:-1]))[: len(codes)]
    first = np.flatnonzero(new)
    times = np.minimum(np.diff(first, append=len(codes)), MOST).astype(np.uint8)
    return Terms(np.append(0, np.cumsum(new))[offsets].astype(np.int64), codes[first], times)


def _marks(terms: Terms, shingles: Terms) -> NDArray[np.uint8]:
    made = [b""]
    for i in range(len(terms)):
        at = slice(terms.offsets[i], terms.offsets[i + 1])
        mark = hashlib.blake2b(terms.codes[at].data, digest_size=16)
        mark.update(terms.values[at].data)
        mark.update(shingles.codes[shingles.offsets[i] : shingles.offsets[i + 1]].data)
        made.append(mark.digest())
    return np.frombuffer(b"".join(made), np.uint8).reshape(-1, 16)


def count(articles: Sequence[Sequence[str]]) -> Counts:
    """Terms and shingles of articles given as their fields: title, summary, body (the same number in each)."""
    size = len(articles)
    fields_each = len(articles[0]) if size else 1
    syllables, fields = scan([field for article in articles for field in article])
    owners = fields // fields_each
    codes, exists = term_codes(syllables, fields)
    lengths = np.bincount(fields, minlength=size * fields_each).reshape(size, fields_each)
    short = lengths[:, -1] < lengths[:, :-1].sum(axis=1)
    emphasis = np.array(EMPHASIS)[-fields_each:][fields % fields_each]
    often = exists * np.where(short[owners], 1, emphasis)[:, None]
    terms = _tally(np.repeat(codes, often.ravel()), np.repeat(owners, often.sum(axis=1)), size)
    shingles = _tally(*shingle_codes(syllables, owners), size)
    return Counts(terms, shingles.offsets, shingles.codes, _marks(terms, shingles))


def join_terms(parts: Sequence[Terms]) -> Terms:
    """Several groups of articles as one, in order."""
    return Terms(
        join_offsets([p.offsets for p in parts]),
        np.concatenate([np.zeros(0, np.uint32), *(p.codes for p in parts)]),
        np.concatenate([np.zeros(0, np.uint8), *(p.values for p in parts)]),
    )


def join_counts(parts: Sequence[Counts]) -> Counts:
    """Several groups of articles as one, in order."""
    return Counts(
        join_terms([p.terms for p in parts]),
        join_offsets([p.shingle_offsets for p in parts]),
        np.concatenate([np.zeros(0, np.uint32), *(p.shingles for p in parts)]),
        np.concatenate([np.zeros((0, 16), np.uint8), *(p.marks for p in parts)]),
    )


def join_offsets(parts: Sequence[Offsets]) -> Offsets:
    """Offsets of several arrays laid one after the other."""
    return np.cumsum(np.concatenate([np.zeros(1, np.int64), *(np.diff(part) for part in parts)]))


def distinct(values: Any) -> Any:
    """The values of an array, each once, ascending: `np.unique` imports all of `numpy.ma` for it."""
    ordered = np.sort(values)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]]


def take_rows(offsets: Offsets, rows: NDArray[np.int64]) -> tuple[Offsets, NDArray[np.int64]]:
    """Offsets of the chosen rows laid one after the other, and where their entries are now."""
    lengths = offsets[rows + 1] - offsets[rows]
    ends = np.cumsum(lengths)
    places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(offsets[rows] - (ends - lengths), lengths)
    return np.concatenate([[0], ends]).astype(np.int64), places


def take_runs(
    offsets: Offsets, rows: NDArray[np.int64], codes: Codes, values: NDArray[Any]
) -> tuple[Offsets, Codes, NDArray[Any]]:
    """Offsets, codes and values of the chosen rows; rows that follow one another are copied in one piece."""
    breaks = np.flatnonzero(np.diff(rows, prepend=-2) != 1)
    ends = np.append(breaks, len(rows))[1:]
    slices = [
        slice(offsets[rows[start]], offsets[rows[end - 1] + 1])
        for start, end in zip(breaks.tolist(), ends.tolist(), strict=True)
    ]
    lengths = np.cumsum(offsets[rows + 1] - offsets[rows])
    return (
        np.concatenate([np.zeros(1, np.int64), lengths]),
        np.concatenate([codes[:0], *(codes[at] for at in slices)]),
        np.concatenate([values[:0], *(values[at] for at in slices)]),
    )
