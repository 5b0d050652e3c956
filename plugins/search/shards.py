"""Shards of an index as files: where posting lists are cut, how files are named, how the directory lists them.

Sixteen neighbouring files share the content hash in their names, so the directory stays small and a cached file is
never mixed with those of another build.
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
from plugins.search.shard_store import Shard, are_unchanged, shard_bytes

HASH_BYTES = 4  # of a content hash in a name


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
    """Shards of one index, in order, and what the directory says of each: `first_terms` (of texts: their pages).

    So many neighbouring ones (`together`) share a content hash.
    """

    letter: str
    shards: Sequence[Shard]
    first_terms: bytes
    together: int = tuned.SHARDS_PER_HASH


GroupHashes = tuple[int, list[bytes]]
"""The number of shards of an index, and their hashes, see `group_hashes`."""


def group_hashes(
    shards: Sequence[Shard], before: GroupHashes = (0, []), together: int = tuned.SHARDS_PER_HASH
) -> list[bytes]:
    """One content hash for so many shards; those of the last build's are known."""
    hashes, (count, known) = [], before
    for first in range(0, len(shards), together):
        end = min(first + together, len(shards))
        if end == min(first + together, count) and are_unchanged(shards, first, end):
            hashes.append(known[first // together])
            continue
        digest = hashlib.sha256()
        for shard in map(shard_bytes, shards[first:end]):
            digest.update(len(shard).to_bytes(4, "big") + shard)
        hashes.append(digest.digest()[:HASH_BYTES])
    return hashes


FindPrevious = Callable[[str], str | None]
"""Name of a file of the index → that file's path in the last site, if it still stands there as it was written."""


def write_file(path: Path, data: bytes) -> int:
    """Write one file; returns its size."""
    path.write_bytes(data)
    return len(data)


def write_index_files(
    files: IndexFiles, out: Path, previous: FindPrevious, before: GroupHashes = (0, [])
) -> tuple[bytes, GroupHashes]:
    """Write the shards as <letter>/<hash>-<number>.bin; returns the index's part of the directory, and the hashes.

    That is: number of shards (4 bytes), length of the first terms (4), the hashes, the first terms. A file of the last
    site whose name is right is linked: the name tells the contents.
    """
    (out / files.letter).mkdir()
    hashes = group_hashes(files.shards, before, files.together)
    texts = [digest.hex() for digest in hashes]
    for number, shard in enumerate(files.shards):
        name = f"{files.letter}/{texts[number // files.together]}-{number}.bin"
        if not link_previous(previous(name), f"{out}/{name}"):
            write_file(out / name, shard_bytes(shard))
    sizes = len(files.shards).to_bytes(4, "little") + len(files.first_terms).to_bytes(4, "little")
    return sizes + b"".join(hashes) + files.first_terms, (len(files.shards), hashes)


def link_previous(before: str | None, path: str) -> bool:
    """Link an earlier file; False where there is none or the disk has no links."""
    if before is None:
        return False
    try:
        os.link(before, path)
    except OSError:
        return False
    return True
