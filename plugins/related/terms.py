"""Terms of articles and their counts: syllables, pairs of syllables, and shingles, which near-duplicates share.

A term is a code of 22 bits (feature hashing, Weinberger et al. 2009): tables indexed by code need no vocabulary, and of
two articles' terms hardly any share a code.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plugins.related import weights as tuned
from plugins.related.syllables import ODD, Hashes, hash_syllables, mix
from plugins.state.growing_array import GrowingArray

Codes = NDArray[np.uint32]
Offsets = NDArray[np.int64]

_HALF = np.uint64(32)


@dataclass(frozen=True, slots=True)
class TermMatrix:
    """Sparse matrix of articles and terms (CSR), whose `values` are counts (uint8) or weights.

    The terms of article i are `codes[offsets[i]:offsets[i + 1]]`, ascending, each once.
    """

    offsets: Offsets
    codes: Codes
    values: NDArray[Any]

    def __len__(self) -> int:
        """How many articles."""
        return len(self.offsets) - 1

    def take(self, rows: NDArray[np.int64]) -> TermMatrix:
        """Terms of the chosen articles, in that order; fastest where most of them follow one another."""
        return TermMatrix(*take_runs(self.offsets, rows, self.codes, self.values))

    def joined(self, later: TermMatrix) -> TermMatrix:
        """The terms of these articles, then those of later ones."""
        return join_matrices([self, later])


@dataclass(frozen=True, slots=True)
class CountedArticles:
    """Terms of several articles with their counts, shingles (ascending, too), and content hashes (n, 16)."""

    terms: TermMatrix
    shingle_offsets: Offsets
    shingles: Codes
    content_hashes: NDArray[np.uint8]  # equal for equal terms and shingles

    def shingles_of(self, article: int) -> Codes:
        """Shingles of one article, ascending."""
        return self.shingles[self.shingle_offsets[article] : self.shingle_offsets[article + 1]]


def term_codes(syllables: Hashes, fields: NDArray[np.int64]) -> tuple[Codes, NDArray[np.bool_]]:
    """Two codes for each syllable, its own and that of the pair it begins, shape (n, 2), and which of them exist.

    No pair reaches over the end of a field.
    """
    following = np.append(syllables[1:], np.uint64(0))
    unused = np.uint64(64 - tuned.CODE_BITS)
    single, pair = mix(syllables) >> unused, mix(syllables * ODD[0] + following * ODD[1]) >> unused
    within = np.append(fields[1:] == fields[:-1], False)[: len(fields)]
    return np.stack([single, pair], axis=1).astype(np.uint32), np.stack(
        [np.ones_like(within), within], axis=1
    )


def shingle_codes(syllables: Hashes, articles: NDArray[np.int64]) -> tuple[Codes, NDArray[np.int64]]:
    """Codes of the shingles and the article of each, given its syllables; a shorter article has none."""
    number = max(0, len(syllables) - tuned.SHINGLE + 1)
    mixed = np.zeros(number, np.uint64)
    for step in range(tuned.SHINGLE):
        mixed = mixed * ODD[1] + syllables[step : step + number]
    within = articles[:number] == articles[tuned.SHINGLE - 1 :][:number]
    return (mix(mixed[within]) >> _HALF).astype(np.uint32), articles[:number][within]


def _tally(codes: Codes, articles: NDArray[np.int64], size: int) -> TermMatrix:
    """Distinct codes of each article in ascending order, and how often each occurs; `articles` ascend."""
    offsets = np.searchsorted(articles, np.arange(size + 1))
    for start, end in zip(offsets.tolist(), offsets[1:].tolist(), strict=False):
        codes[start:end].sort()  # many small sorts: six times as fast as one of (article, code)
    new = np.append(True, (codes[1:] != codes[:-1]) | (articles[1:] != articles[:-1]))[: len(codes)]
    first = np.flatnonzero(new)
    counts = np.minimum(np.diff(first, append=len(codes)), tuned.MAX_COUNT).astype(np.uint8)
    return TermMatrix(np.append(0, np.cumsum(new))[offsets].astype(np.int64), codes[first], counts)


def _content_hashes(terms: TermMatrix, shingles: TermMatrix) -> NDArray[np.uint8]:
    hashes = [b""]
    for i in range(len(terms)):
        at = slice(terms.offsets[i], terms.offsets[i + 1])
        digest = hashlib.blake2b(terms.codes[at].data, digest_size=16)
        digest.update(terms.values[at].data)
        digest.update(shingles.codes[shingles.offsets[i] : shingles.offsets[i + 1]].data)
        hashes.append(digest.digest())
    return np.frombuffer(b"".join(hashes), np.uint8).reshape(-1, 16)


def count_articles(articles: Sequence[Sequence[str]]) -> CountedArticles:
    """Terms and shingles of articles given as their fields: title, summary, body (the same number in each)."""
    size = len(articles)
    fields_each = len(articles[0]) if size else 1
    syllables, fields = hash_syllables([field for article in articles for field in article])
    owners = fields // fields_each
    codes, exists = term_codes(syllables, fields)
    lengths = np.bincount(fields, minlength=size * fields_each).reshape(size, fields_each)
    short = lengths[:, -1] < lengths[:, :-1].sum(axis=1)
    emphasis = np.array(tuned.EMPHASIS)[-fields_each:][fields % fields_each]
    repeats = exists * np.where(short[owners], 1, emphasis)[:, None]
    terms = _tally(np.repeat(codes, repeats.ravel()), np.repeat(owners, repeats.sum(axis=1)), size)
    shingled = _shingled(fields % fields_each, lengths, owners)
    shingles = _tally(*shingle_codes(syllables[shingled], owners[shingled]), size)
    return CountedArticles(terms, shingles.offsets, shingles.codes, _content_hashes(terms, shingles))


def _shingled(
    field: NDArray[np.int64], lengths: NDArray[np.int64], owners: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Which syllables shingles are made of: those of the body, of hardly any body those of all fields."""
    bodiless = lengths[:, -1] < tuned.SHORTEST_BODY
    shingled: NDArray[np.bool_] = (field == lengths.shape[1] - 1) | bodiless[owners]
    return shingled


def join_matrices(parts: Sequence[TermMatrix]) -> TermMatrix:
    """Several groups of articles as one, in order."""
    return TermMatrix(
        join_offsets([p.offsets for p in parts]),
        np.concatenate([np.zeros(0, np.uint32), *(p.codes for p in parts)]),
        np.concatenate([np.zeros(0, np.uint8), *(p.values for p in parts)]),
    )


def join_counts(parts: Iterable[CountedArticles], folder: Path | None = None) -> CountedArticles:
    """Several groups of articles as one, in order; each may go once it is joined. See `GrowingArray` of `folder`."""
    sizes, shingle_sizes, hashes = GrowingArray(np.int64), GrowingArray(np.int64), GrowingArray(np.uint8)
    codes, counts = GrowingArray(np.uint32, folder), GrowingArray(np.uint8, folder)
    shingles = GrowingArray(np.uint32, folder)
    for part in parts:
        sizes.append(np.diff(part.terms.offsets))
        codes.append(part.terms.codes)
        counts.append(part.terms.values)
        shingle_sizes.append(np.diff(part.shingle_offsets))
        shingles.append(part.shingles)
        hashes.append(part.content_hashes)
    terms = TermMatrix(np.append(0, np.cumsum(sizes.array)), codes.array, counts.array)
    shingle_offsets = np.append(0, np.cumsum(shingle_sizes.array))
    return CountedArticles(terms, shingle_offsets, shingles.array, hashes.array.reshape(-1, 16))


def join_offsets(parts: Sequence[Offsets]) -> Offsets:
    """Offsets of several arrays laid one after the other."""
    return np.cumsum(np.concatenate([np.zeros(1, np.int64), *(np.diff(part) for part in parts)]))


def distinct(values: Any) -> Any:
    """The values of an array, each once, ascending: `np.unique` imports all of `numpy.ma` for it."""
    ordered = np.sort(values)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]]


def take_runs(
    offsets: Offsets, rows: NDArray[np.int64], codes: Codes, values: NDArray[Any]
) -> tuple[Offsets, Codes, NDArray[Any]]:
    """Offsets, codes and values of the chosen rows; rows that follow one another are copied in one piece."""
    starts = np.flatnonzero(np.diff(rows, prepend=-2) != 1)
    ends = np.append(starts, len(rows))[1:]
    slices = [
        slice(offsets[rows[start]], offsets[rows[end - 1] + 1])
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
    ]
    row_ends = np.cumsum(offsets[rows + 1] - offsets[rows])
    return (
        np.concatenate([np.zeros(1, np.int64), row_ends]),
        np.concatenate([codes[:0], *(codes[at] for at in slices)]),
        np.concatenate([values[:0], *(values[at] for at in slices)]),
    )
