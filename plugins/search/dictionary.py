"""Coded posting lists in the order of their keys, cut into shards; a build replaces the entries that changed.

Entries do not depend on their neighbours, so a shard is put together from stretches of bits of earlier shards and
of newly coded entries. Shards in which nothing changed are taken over as they are.
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
from plugins.search.shard_store import Shard, octets
from plugins.search.shards import Family, cut, scatter

Labels = npt.NDArray[Any]
"""Keys in ascending order: int64 (pairs), or str as objects."""


def _no_facts() -> Ints:
    return np.zeros(0, np.int64)


@dataclass(frozen=True)
class Entries:
    """Keys, the bits of their entries, and shards: each holds `counts` entries behind `heads` bytes.

    `facts` are what shards are cut by, see `facts_of`; none where nobody asked yet.
    """

    labels: Labels
    sizes: Ints
    shards: list[Shard]
    counts: list[int]
    heads: list[int]
    facts: Ints = field(default_factory=_no_facts)


def facts_of(labels: Labels) -> Ints:
    """Of keys that are words the CRC of each, shifted, and its length in bytes; of numbers nothing."""
    if labels.dtype == np.int64:
        return _no_facts()
    raw = [name.encode() for name in labels.tolist()]
    return np.array([zlib.crc32(name) << 16 | len(name) for name in raw], np.int64)


def empty(dtype: str) -> Entries:
    """No entries; `dtype` of the labels is int64 or object."""
    return Entries(np.zeros(0, dtype), np.zeros(0, np.int64), [], [], [])


def gathered(parts: Sequence[Entries], dtype: str) -> Entries:
    """Entries of several parts, one after another."""
    parts = [empty(dtype), *parts]
    return Entries(
        np.concatenate([p.labels for p in parts]),
        np.concatenate([p.sizes for p in parts]),
        [s for p in parts for s in p.shards],
        [n for p in parts for n in p.counts],
        [n for p in parts for n in p.heads],
    )


@dataclass(frozen=True)
class _Source:
    """Where each entry of some shards lies: shard, first bit; `ends` are summed sizes."""

    entries: Entries
    shard: Ints
    bit: Ints


def _source(entries: Entries) -> _Source:
    counts = np.array(entries.counts, np.int64)
    shard = np.repeat(np.arange(len(counts)), counts)
    begin = np.cumsum(entries.sizes) - entries.sizes
    first = np.cumsum(counts) - counts
    bit = begin - np.repeat(begin[first[counts > 0]], counts[counts > 0])
    return _Source(entries, shard, bit + 8 * np.array(entries.heads, np.int64)[shard])


def replaced(old: Entries, gone: Labels, fresh: Entries, wanted: int) -> Entries:
    """`old` without the keys `gone` (ascending), with `fresh` ones (in any order), in shards of `wanted` bits."""
    order = _order(fresh.labels)
    keep = np.ones(len(old.labels), bool)
    at = np.searchsorted(old.labels, gone) if len(old.labels) else np.zeros(len(gone), np.int64)
    inside = at < len(old.labels)
    keep[at[inside][old.labels[at[inside]] == gone[inside]]] = False
    kept, fresh_facts = old.labels[keep], facts_of(fresh.labels[order])
    place = np.searchsorted(kept, fresh.labels[order]) if len(kept) else np.zeros(len(order), np.int64)
    labels = np.insert(kept, place, fresh.labels[order])
    facts = old.facts if labels.dtype == np.int64 else old.facts[keep]
    facts = np.insert(facts, place[: len(fresh_facts)], fresh_facts)
    source = np.insert(np.flatnonzero(keep), place, len(old.labels) + order)
    both = gathered([old, fresh], "int64" if labels.dtype == np.int64 else "object")
    return _cut(labels, facts, source, _source(both), wanted)


def _order(labels: Labels) -> Ints:
    """The places of labels in ascending order; words come nearly sorted, which Python's sort is quick at."""
    if labels.dtype == np.int64:
        return np.argsort(labels, kind="stable")
    return np.array(sorted(range(len(labels)), key=labels.tolist().__getitem__), np.int64)


def _widths(labels: Labels, facts: Ints, sizes: Ints) -> tuple[Ints, Ints]:
    """Bits of each entry with its key, and the rank of each key as the first of a shard."""
    if labels.dtype == np.int64:
        return sizes + gamma(np.diff(labels, prepend=labels[:1] - 1))[1], scatter(labels)
    return sizes + 8 * (facts & 0xFFFF), facts >> 16


def _cut(labels: Labels, facts: Ints, source: Ints, found: _Source, wanted: int) -> Entries:
    sizes = found.entries.sizes[source]
    cuts = cut(*_widths(labels, facts, sizes), wanted)
    shard, bit = found.shard[source], found.bit[source]
    apart = (np.diff(source) != 1) | (np.diff(shard) != 0)
    starts = np.union1d(cuts, np.flatnonzero(apart) + 1)
    widths = np.add.reduceat(sizes, starts) if len(starts) else starts
    counts = np.diff(np.append(starts, len(labels)))
    bounds = np.searchsorted(starts, np.append(cuts, len(labels)))
    heads = _heads(labels, cuts)
    shards, lengths = [], []
    columns = [some.tolist() for some in (shard[starts], bit[starts], widths, counts)]
    for number, (first, end) in enumerate(pairwise(bounds.tolist())):
        pieces = list(zip(*(column[first:end] for column in columns), strict=True))
        data, head = _shard(found.entries, pieces, heads, number)
        shards.append(data)
        lengths.append(head)
    return Entries(labels, sizes, shards, np.diff(np.append(cuts, len(labels))).tolist(), lengths, facts)


def _shard(
    entries: Entries, pieces: Sequence[tuple[int, ...]], heads: Callable[[int], bytes], number: int
) -> tuple[Shard, int]:
    """Bytes of one shard from pieces (shard, first bit, bits, entries), and the length of its head."""
    shard, bit, _, count = pieces[0]
    before = entries.heads[shard]
    if len(pieces) == 1 and before and bit == 8 * before and count == entries.counts[shard]:
        return entries.shards[shard], before
    value = total = 0
    read = {shard: octets(entries.shards[shard]) for shard in {piece[0] for piece in pieces}}
    for shard, bit, width, _ in pieces:
        value = value << width | _bits(read[shard], bit, width)
        total += width
    head, pad = heads(number), -total % 8
    return head + (value << pad).to_bytes((total + pad) // 8, "big"), len(head)


def _bits(data: bytes, first: int, width: int) -> int:
    """Some bits of a shard as a number."""
    begin, end = first >> 3, (first + width + 7) >> 3
    return int.from_bytes(data[begin:end], "big") >> (8 * end - first - width) & ((1 << width) - 1)


def _heads(labels: Labels, cuts: Ints) -> Callable[[int], bytes]:
    """What stands before the bits of each shard: number of keys (2 bytes), the keys (front-coded, or as steps)."""
    ends = np.append(cuts, len(labels))
    if labels.dtype != np.int64:
        return lambda i: _count(ends, i) + front_coded(labels[ends[i] : ends[i + 1]])
    return lambda i: _count(ends, i) + _steps(labels[ends[i] : ends[i + 1]])


def _steps(keys: Ints) -> bytes:
    """Keys as their distances, of which the first is not told here."""
    return pack(*gamma(np.append(1, np.diff(keys))), np.zeros(1, np.int64))[0]


def _count(ends: Ints, number: int) -> bytes:
    return int(ends[number + 1] - ends[number]).to_bytes(2, "little")


def family(letter: str, entries: Entries) -> Family:
    """The shards with what the directory says of them: their first keys."""
    cuts = np.cumsum([0, *entries.counts])[:-1]
    firsts = entries.labels[cuts] if len(entries.labels) else entries.labels
    if firsts.dtype == np.int64:
        return Family(letter, entries.shards, varints(np.diff(firsts, prepend=0).tolist()))
    return Family(letter, entries.shards, front_coded(firsts))
