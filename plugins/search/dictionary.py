"""Dictionary of an index: terms in order with their coded posting lists, cut into shards.

An entry, the posting lists of one term as bits, does not depend on its neighbours: a build replaces the entries that
changed, and puts a shard together from stretches of bits of earlier shards and of new entries. Shards in which nothing
changed are taken over as they are.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from plugins.search.bit_codes import Ints, gamma, pack
from plugins.search.directory import FirstNumbers, FirstStrings, FirstTerms
from plugins.search.front_coding import front_coded
from plugins.search.shard_store import Shard, shard_bytes
from plugins.search.shards import IndexFiles, cut_shards, scatter_hash

Terms = npt.NDArray[Any]
"""Terms in ascending order: int64 (bigrams), or str as objects."""


def _no_facts() -> Ints:
    return np.zeros(0, np.int64)


@dataclass(frozen=True)
class Dictionary:
    """Terms, the bits of their entries, and shards: each holds `counts` entries behind a header of some bytes.

    `facts` are what shards are cut by, see `term_facts`; none where nobody asked yet.
    """

    terms: Terms
    entry_bits: Ints
    shards: list[Shard]
    counts: list[int]
    header_sizes: list[int]
    facts: Ints = field(default_factory=_no_facts)


def term_facts(terms: Terms) -> Ints:
    """Of terms that are strings the CRC of each, shifted, and its length in bytes; of numbers nothing."""
    if terms.dtype == np.int64:
        return _no_facts()
    encoded = [term.encode() for term in terms.tolist()]
    return np.array([zlib.crc32(term) << 16 | len(term) for term in encoded], np.int64)


def empty_dictionary(dtype: str) -> Dictionary:
    """No entries; `dtype` of the terms is int64 or object."""
    return Dictionary(np.zeros(0, dtype), np.zeros(0, np.int64), [], [], [])


def concatenated(parts: Sequence[Dictionary], dtype: str) -> Dictionary:
    """Entries of several parts, one after another."""
    parts = [empty_dictionary(dtype), *parts]
    return Dictionary(
        np.concatenate([part.terms for part in parts]),
        np.concatenate([part.entry_bits for part in parts]),
        [shard for part in parts for shard in part.shards],
        [count for part in parts for count in part.counts],
        [size for part in parts for size in part.header_sizes],
    )


@dataclass(frozen=True)
class _EntryPlaces:
    """Where each entry of some shards lies: shard, first bit."""

    dictionary: Dictionary
    shard: Ints
    bit: Ints


def _entry_places(dictionary: Dictionary) -> _EntryPlaces:
    counts = np.array(dictionary.counts, np.int64)
    shard = np.repeat(np.arange(len(counts)), counts)
    begin = np.cumsum(dictionary.entry_bits) - dictionary.entry_bits
    first = np.cumsum(counts) - counts
    bit = begin - np.repeat(begin[first[counts > 0]], counts[counts > 0])
    return _EntryPlaces(dictionary, shard, bit + 8 * np.array(dictionary.header_sizes, np.int64)[shard])


def replace_entries(old: Dictionary, removed: Terms, fresh: Dictionary, shard_bits: int) -> Dictionary:
    """`old` without the terms `removed` (ascending), with `fresh` ones (in any order), in shards of `shard_bits`."""
    order = _ascending(fresh.terms)
    keep = np.ones(len(old.terms), bool)
    at = np.searchsorted(old.terms, removed) if len(old.terms) else np.zeros(len(removed), np.int64)
    inside = at < len(old.terms)
    keep[at[inside][old.terms[at[inside]] == removed[inside]]] = False
    kept, fresh_facts = old.terms[keep], term_facts(fresh.terms[order])
    place = np.searchsorted(kept, fresh.terms[order]) if len(kept) else np.zeros(len(order), np.int64)
    terms = np.insert(kept, place, fresh.terms[order])
    facts = old.facts if terms.dtype == np.int64 else old.facts[keep]
    facts = np.insert(facts, place[: len(fresh_facts)], fresh_facts)
    source = np.insert(np.flatnonzero(keep), place, len(old.terms) + order)
    both = concatenated([old, fresh], "int64" if terms.dtype == np.int64 else "object")
    return _cut(terms, facts, source, _entry_places(both), shard_bits)


def _ascending(terms: Terms) -> Ints:
    """The places of terms in ascending order; strings come nearly sorted, which Python's sort is quick at."""
    if terms.dtype == np.int64:
        return np.argsort(terms, kind="stable")
    return np.array(sorted(range(len(terms)), key=terms.tolist().__getitem__), np.int64)


def _widths_and_ranks(terms: Terms, facts: Ints, entry_bits: Ints) -> tuple[Ints, Ints]:
    """Bits of each entry with its term, and the rank of each term as the first of a shard."""
    if terms.dtype == np.int64:
        return entry_bits + gamma(np.diff(terms, prepend=terms[:1] - 1))[1], scatter_hash(terms)
    return entry_bits + 8 * (facts & 0xFFFF), facts >> 16


def _cut(terms: Terms, facts: Ints, source: Ints, places: _EntryPlaces, shard_bits: int) -> Dictionary:
    """A dictionary of entries from their places (`source` of each term), cut into shards."""
    entry_bits = places.dictionary.entry_bits[source]
    cuts = cut_shards(*_widths_and_ranks(terms, facts, entry_bits), shard_bits)
    shard, bit = places.shard[source], places.bit[source]
    apart = (np.diff(source) != 1) | (np.diff(shard) != 0)
    starts = np.union1d(cuts, np.flatnonzero(apart) + 1)
    widths = np.add.reduceat(entry_bits, starts) if len(starts) else starts
    counts = np.diff(np.append(starts, len(terms)))
    bounds = np.searchsorted(starts, np.append(cuts, len(terms)))
    columns = [some.tolist() for some in (shard[starts], bit[starts], widths, counts)]
    rows = list(zip(*columns, strict=True))
    pieces = [rows[first:end] for first, end in pairwise(bounds.tolist())]
    taken = [_taken_over(places.dictionary, some) for some in pieces]
    headers = iter(_headers(terms, cuts, [i for i, number in enumerate(taken) if number < 0]))
    shards, header_sizes = list[Shard](), []
    for some, number in zip(pieces, taken, strict=True):
        header = b"" if number >= 0 else next(headers)
        shards.append(
            places.dictionary.shards[number] if number >= 0 else _assemble(places.dictionary, some, header)
        )
        header_sizes.append(places.dictionary.header_sizes[number] if number >= 0 else len(header))
    return Dictionary(
        terms, entry_bits, shards, np.diff(np.append(cuts, len(terms))).tolist(), header_sizes, facts
    )


_Piece = tuple[int, ...]
"""A stretch of entries: its shard, its first bit there, bits, entries."""


def _taken_over(dictionary: Dictionary, pieces: Sequence[_Piece]) -> int:
    """The number of the shard that these pieces are the whole of, -1 where there is none."""
    shard, bit, _, count = pieces[0]
    before = dictionary.header_sizes[shard]
    whole = len(pieces) == 1 and before and bit == 8 * before and count == dictionary.counts[shard]
    return shard if whole else -1


def _assemble(dictionary: Dictionary, pieces: Sequence[_Piece], header: bytes) -> bytes:
    """The bytes of one shard."""
    value = total = 0
    read = {shard: shard_bytes(dictionary.shards[shard]) for shard in {piece[0] for piece in pieces}}
    for shard, bit, width, _ in pieces:
        value = value << width | _bits(read[shard], bit, width)
        total += width
    pad = -total % 8
    return header + (value << pad).to_bytes((total + pad) // 8, "big")


def _bits(data: bytes, first: int, width: int) -> int:
    """Some bits of a shard as a number."""
    begin, end = first >> 3, (first + width + 7) >> 3
    return int.from_bytes(data[begin:end], "big") >> (8 * end - first - width) & ((1 << width) - 1)


def _headers(terms: Terms, cuts: Ints, wanted: Sequence[int]) -> list[bytes]:
    """What stands before the entries of some shards: number of terms (2 bytes), the terms (front-coded, or as gaps)."""
    ends = np.append(cuts, len(terms))
    spans = [(int(ends[i]), int(ends[i + 1])) for i in wanted]
    counts = [(b - a).to_bytes(2, "little") for a, b in spans]
    if terms.dtype != np.int64:
        return [count + front_coded(terms[a:b]) for count, (a, b) in zip(counts, spans, strict=True)]
    return [count + gaps for count, gaps in zip(counts, _gaps(terms, spans), strict=True)]


def _gaps(terms: Ints, spans: Sequence[tuple[int, int]]) -> list[bytes]:
    """Terms of each stretch as their distances, of which the first is not told here."""
    gaps = np.concatenate([np.zeros(0, np.int64), *(np.append(1, np.diff(terms[a:b])) for a, b in spans)])
    starts = np.cumsum([0, *(b - a for a, b in spans)])[:-1]
    data, offsets = pack(*gamma(gaps), starts)
    return [data[a:b] for a, b in pairwise(offsets.tolist())]


def index_files(letter: str, dictionary: Dictionary) -> tuple[IndexFiles, FirstTerms]:
    """The shards, and their first terms."""
    cuts = np.cumsum([0, *dictionary.counts])[:-1]
    firsts = dictionary.terms[cuts] if len(dictionary.terms) else dictionary.terms
    files = IndexFiles(letter, dictionary.shards, cut_directory=True)
    return files, FirstNumbers(firsts) if firsts.dtype == np.int64 else FirstStrings(firsts.tolist())
