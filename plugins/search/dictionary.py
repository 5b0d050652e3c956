"""Dictionary of an index: terms in order with their coded posting lists, cut into shards.

An entry, the posting lists of one term as bits, does not depend on its neighbours: a build replaces the entries that
changed, and puts a shard together from stretches of bits of earlier shards and of new entries. Shards in which nothing
changed are taken over as they are.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from plugins.search.bit_codes import Ints, gamma, pack
from plugins.search.front_coding import front_coded, varints
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
    header_of = _headers(terms, cuts)
    shards, header_sizes = [], []
    columns = [some.tolist() for some in (shard[starts], bit[starts], widths, counts)]
    for number, (first, end) in enumerate(pairwise(bounds.tolist())):
        pieces = list(zip(*(column[first:end] for column in columns), strict=True))
        data, header_size = _assemble(places.dictionary, pieces, header_of, number)
        shards.append(data)
        header_sizes.append(header_size)
    return Dictionary(
        terms, entry_bits, shards, np.diff(np.append(cuts, len(terms))).tolist(), header_sizes, facts
    )


def _assemble(
    dictionary: Dictionary, pieces: Sequence[tuple[int, ...]], header_of: Callable[[int], bytes], number: int
) -> tuple[Shard, int]:
    """Bytes of one shard from pieces (shard, first bit, bits, entries), and the length of its header."""
    shard, bit, _, count = pieces[0]
    before = dictionary.header_sizes[shard]
    if len(pieces) == 1 and before and bit == 8 * before and count == dictionary.counts[shard]:
        return dictionary.shards[shard], before
    value = total = 0
    read = {shard: shard_bytes(dictionary.shards[shard]) for shard in {piece[0] for piece in pieces}}
    for shard, bit, width, _ in pieces:
        value = value << width | _bits(read[shard], bit, width)
        total += width
    header, pad = header_of(number), -total % 8
    return header + (value << pad).to_bytes((total + pad) // 8, "big"), len(header)


def _bits(data: bytes, first: int, width: int) -> int:
    """Some bits of a shard as a number."""
    begin, end = first >> 3, (first + width + 7) >> 3
    return int.from_bytes(data[begin:end], "big") >> (8 * end - first - width) & ((1 << width) - 1)


def _headers(terms: Terms, cuts: Ints) -> Callable[[int], bytes]:
    """What stands before the entries of each shard: number of terms (2 bytes), the terms (front-coded, or as gaps)."""
    ends = np.append(cuts, len(terms))
    if terms.dtype != np.int64:
        return lambda i: _count(ends, i) + front_coded(terms[ends[i] : ends[i + 1]])
    return lambda i: _count(ends, i) + _gaps(terms[ends[i] : ends[i + 1]])


def _gaps(terms: Ints) -> bytes:
    """Terms as their distances, of which the first is not told here."""
    return pack(*gamma(np.append(1, np.diff(terms))), np.zeros(1, np.int64))[0]


def _count(ends: Ints, number: int) -> bytes:
    return int(ends[number + 1] - ends[number]).to_bytes(2, "little")


def index_files(letter: str, dictionary: Dictionary) -> IndexFiles:
    """The shards with what the directory says of them: their first terms."""
    cuts = np.cumsum([0, *dictionary.counts])[:-1]
    firsts = dictionary.terms[cuts] if len(dictionary.terms) else dictionary.terms
    if firsts.dtype == np.int64:
        return IndexFiles(letter, dictionary.shards, varints(np.diff(firsts, prepend=0).tolist()))
    return IndexFiles(letter, dictionary.shards, front_coded(firsts))
