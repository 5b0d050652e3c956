"""Shards of an index as files: where posting lists are cut, and how files are named.

Some neighbouring files share the content hash in their names, so the directory stays small and a cached file is never
mixed with those of another build.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from plugins.search import weights as tuned
from plugins.search.bit_codes import Ints
from plugins.search.shard_store import Shard, StoredShard, shard_bytes

FOLDER_FILES = 500  # files in a folder at most: some hosts and tools are slow with thousands
HASH_BYTES, DIGEST_BYTES = 4, 16  # of a content hash in a name; of what it is made of


def scatter_hash(values: Ints) -> Ints:
    """A fixed hash of integers (Knuth's multiplicative one, 32 bits)."""
    return (values * 2654435761) & 0xFFFFFFFF


def cut_shards(sizes: Ints, ranks: Ints, wanted: int, slack: float = tuned.SHARD_SLACK) -> Ints:
    """First entries of shards of about `wanted` bits (or whatever `sizes` are measured in).

    A shard ends before the entry of lowest rank in a window (content-defined chunking), so that after a change the
    following cuts soon fall on the same entries again, and their files stay as they were.
    """
    ends = np.cumsum(sizes)
    starts, at = [], 0
    least, most = int((1 - slack) * wanted), int((1 + slack) * wanted)
    while at < len(sizes):
        starts.append(at)
        done = int(ends[at] - sizes[at])
        low = max(at + 1, int(ends.searchsorted(done + least, "right")))
        high = max(at + 1, int(ends.searchsorted(done + most, "right")))
        at = low + int(ranks[low : high + 1].argmin()) if low < len(sizes) else len(sizes)
        if low < len(sizes) and int(ends[-1]) - done <= (1 + slack) * wanted:
            at = len(sizes)
    return np.array(starts, np.int64)


@dataclass(frozen=True)
class IndexFiles:
    """Shards of one index, in order.

    So many neighbouring ones (`together`) share a content hash. Those whose number grows with that of the articles may
    have a directory of two levels (`cut_directory`).
    """

    letter: str
    shards: Sequence[Shard]
    together: int = tuned.SHARDS_PER_HASH
    cut_directory: bool = False


@dataclass(frozen=True)
class ShardDigests:
    """A digest of every shard of an index, one after another, and how many share a hash in their names."""

    digests: bytes = b""
    together: int = tuned.SHARDS_PER_HASH

    @classmethod
    def of(cls, shards: Sequence[Shard], together: int, before: ShardDigests) -> ShardDigests:
        """Those of the last build's shards are known: their bytes are not looked at."""
        return cls(
            b"".join([before.at(s.number) if isinstance(s, StoredShard) else _digest(s) for s in shards]),
            together,
        )

    def at(self, number: int) -> bytes:
        """The digest of a shard."""
        return self.digests[DIGEST_BYTES * number : DIGEST_BYTES * (number + 1)]

    def hashes(self) -> list[bytes]:
        """The content hash of every group of neighbours."""
        step = DIGEST_BYTES * self.together
        groups = (self.digests[at : at + step] for at in range(0, len(self.digests), step))
        return [hashlib.sha256(group).digest()[:HASH_BYTES] for group in groups]

    def names(self, letter: str) -> list[str]:
        """The name of every shard's file."""
        hashes = [digest.hex() for digest in self.hashes()]
        count = len(self.digests) // DIGEST_BYTES
        return [
            f"{letter}/{number // FOLDER_FILES}/{hashes[number // self.together]}-{number}.bin"
            for number in range(count)
        ]


def _digest(shard: bytes) -> bytes:
    return hashlib.blake2b(shard, digest_size=DIGEST_BYTES).digest()


FindPrevious = Callable[[str], str | None]
"""Name of a file of the index → that file's path in the last site, if it still stands there as it was written."""


def write_file(path: Path, data: bytes) -> int:
    """Write one file; returns its size."""
    path.write_bytes(data)
    return len(data)


def write_index_files(
    files: IndexFiles, out: Path, previous: FindPrevious, before: ShardDigests = ShardDigests()
) -> ShardDigests:
    """Write the shards as <letter>/<folder>/<hash>-<number>.bin; returns their digests.

    A shard of the last build is linked from the last site, whatever its name is now; of others a name that stood there
    tells the contents.
    """
    for folder in range(0, len(files.shards), FOLDER_FILES):
        (out / files.letter / f"{folder // FOLDER_FILES}").mkdir(parents=True)
    digests = ShardDigests.of(files.shards, files.together, before)
    names_before = before.names(files.letter)
    for name, shard in zip(digests.names(files.letter), files.shards, strict=True):
        last = names_before[shard.number] if isinstance(shard, StoredShard) else name
        if not link_previous(previous(last), f"{out}/{name}"):
            write_file(out / name, shard_bytes(shard))
    return digests


def link_previous(before: str | None, path: str) -> bool:
    """Link an earlier file; False where there is none or the disk has no links."""
    if before is None:
        return False
    try:
        os.link(before, path)
    except OSError:
        return False
    return True
