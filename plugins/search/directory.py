"""Term directory of an index in one level or two: which shard holds a term, and the content hash in that shard's name.

The directory of a small index goes into the manifest whole. One that has grown over `tuned.DIRECTORY_BYTES` is cut into
leaves, files of their own, and the manifest lists their first terms alone: what a first query fetches of it no longer
grows with the archive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from plugins.search import weights as tuned
from plugins.search.bit_codes import Ints
from plugins.search.facets import compress
from plugins.search.front_coding import front_coded, varints
from plugins.search.shards import FindPrevious, IndexFiles, ShardDigests, write_index_files

LEAVES = "d"
"""Begins the letters of an index of leaves: ``db`` are those of ``b``."""


class FirstTerms(Protocol):
    """The first term of every shard of an index."""

    def encoded(self, first: int, end: int) -> bytes:
        """What the directory says of some neighbouring shards."""

    def of_leaves(self, starts: Sequence[int]) -> FirstTerms:
        """The first terms of leaves that begin with these shards."""


@dataclass(frozen=True)
class FirstStrings:
    """First terms that are strings: front-coded."""

    terms: Sequence[str]

    def encoded(self, first: int, end: int) -> bytes:
        """What the directory says of some neighbouring shards."""
        return front_coded(self.terms[first:end])

    def of_leaves(self, starts: Sequence[int]) -> FirstTerms:
        """The first terms of leaves that begin with these shards."""
        return FirstStrings([self.terms[start] for start in starts])


@dataclass(frozen=True)
class FirstNumbers:
    """First terms that are numbers: their steps, of which the first is the number itself."""

    terms: Ints

    def encoded(self, first: int, end: int) -> bytes:
        """What the directory says of some neighbouring shards."""
        return varints(np.diff(self.terms[first:end], prepend=0).tolist())

    def of_leaves(self, starts: Sequence[int]) -> FirstTerms:
        """The first terms of leaves that begin with these shards."""
        return FirstNumbers(self.terms[list(starts)])


@dataclass(frozen=True)
class PageTable:
    """Blocks of stored fields: how many pages each has, and the first document id of every page."""

    pages: Ints
    firsts: Ints

    def encoded(self, first: int, end: int) -> bytes:
        """The numbers of pages of some blocks, then the steps between the first ids of these pages."""
        begin, stop = int(self.pages[:first].sum()), int(self.pages[:end].sum())
        steps = np.diff(self.firsts[begin:stop], prepend=0)
        return varints(self.pages[first:end].tolist()) + varints(steps.tolist())

    def of_leaves(self, starts: Sequence[int]) -> FirstTerms:
        """The first document ids of leaves that begin with these blocks."""
        begin = np.cumsum(self.pages) - self.pages
        return FirstNumbers(self.firsts[begin[list(starts)]])


@dataclass(frozen=True)
class PackTable:
    """Packs of shards: how many each has, and of every shard the bytes and the first term."""

    counts: Sequence[int]
    sizes: Sequence[int]
    firsts: FirstTerms

    def encoded(self, first: int, end: int) -> bytes:
        """The numbers of shards of some packs, then the sizes of these shards, then their first terms."""
        begin, stop = sum(self.counts[:first]), sum(self.counts[:end])
        numbers = varints([*self.counts[first:end], *self.sizes[begin:stop]])
        return numbers + self.firsts.encoded(begin, stop)

    def of_leaves(self, starts: Sequence[int]) -> FirstTerms:
        """The first terms of leaves that begin with these packs."""
        return self.firsts.of_leaves([sum(self.counts[:start]) for start in starts])


def _entry(count: int, hashes: Sequence[bytes], firsts: bytes) -> bytes:
    """Number of shards (4 bytes), length of the first terms (4), hashes, first terms."""
    return count.to_bytes(4, "little") + len(firsts).to_bytes(4, "little") + b"".join(hashes) + firsts


def encode_directory(
    files: IndexFiles, firsts: FirstTerms, digests: ShardDigests, out: Path, previous: FindPrevious
) -> bytes:
    """The part of the directory that the manifest holds for one index; leaves, if any, are written into `out`.

    That is: levels (1 byte), then an entry of the shards, or of the leaves, each a compressed entry of its shards.
    """
    hashes, count = digests.hashes(), len(files.shards)
    whole = _entry(count, hashes, firsts.encoded(0, count))
    if not files.cut_directory or len(whole) <= tuned.DIRECTORY_BYTES:
        return b"\1" + whole
    size = tuned.LEAF_GROUPS * files.together
    starts = range(0, count, size)
    leaves = [
        compress(
            _entry(
                min(size, count - at),
                hashes[at // files.together : at // files.together + tuned.LEAF_GROUPS],
                firsts.encoded(at, min(at + size, count)),
            )
        )
        for at in starts
    ]
    held = write_index_files(IndexFiles(LEAVES + files.letter, leaves, together=1), out, previous)
    return b"\2" + _entry(len(leaves), held.hashes(), firsts.of_leaves(starts).encoded(0, len(leaves)))
