"""Files of the index: where lists are cut into shards, how files are named, how the directory lists them.

Sixteen neighbouring files share the content hash in their names, so the directory stays small and a cached file
is never mixed with those of another build.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from plugins.search.bit_codes import Ints
from plugins.search.shard_store import Shard, octets, same

TOGETHER = 16  # files that share a hash
HASH = 4  # bytes of it
SLACK = 0.4  # a shard is up to this part larger or smaller than wanted


def scatter(values: Ints) -> Ints:
    """A fixed hash of integers (Knuth's multiplicative one, 32 bits)."""
    return (values * 2654435761) & 0xFFFFFFFF


def cut(sizes: Ints, ranks: Ints, wanted: int, slack: float = SLACK) -> Ints:
    """First keys of shards of about `wanted` bits (or whatever `sizes` are measured in).

    A shard ends before the key of lowest rank in a window, so that after a change the following cuts soon fall
    on the same keys again, and their files stay as they were.
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
class Family:
    """Shards of one kind, in order; `heads` are what the directory says of each (empty for texts)."""

    letter: str
    shards: Sequence[Shard]
    heads: bytes


FileNames = tuple[int, list[bytes]]
"""The number of shards of a family, and their hashes, see `hashes`."""


def hashes(shards: Sequence[Shard], before: FileNames = (0, [])) -> list[bytes]:
    """One content hash for every `TOGETHER` shards; those of the last build's are known."""
    out, (count, known) = [], before
    for first in range(0, len(shards), TOGETHER):
        end = min(first + TOGETHER, len(shards))
        if end == min(first + TOGETHER, count) and same(shards, first, end):
            out.append(known[first // TOGETHER])
            continue
        digest = hashlib.sha256()
        for shard in map(octets, shards[first:end]):
            digest.update(len(shard).to_bytes(4, "big") + shard)
        out.append(digest.digest()[:HASH])
    return out


Last = Callable[[str], str | None]
"""Name of a file of the index → that file's path in the last site, if it still stands there as it was written."""


def put(path: Path, data: bytes) -> int:
    """Write one file; returns its size."""
    path.write_bytes(data)
    return len(data)


def write_family(
    family: Family, out: Path, last: Last, before: FileNames = (0, [])
) -> tuple[bytes, FileNames]:
    """Write the shards as <letter>/<hash>-<number>.bin; returns the family's part of the directory, and the names.

    That is: number of shards (4 bytes), length of the heads (4), the hashes, the heads. A file of the last site
    whose name is right is linked: the name tells the contents.
    """
    (out / family.letter).mkdir()
    names = hashes(family.shards, before)
    texts = [name.hex() for name in names]
    for number, shard in enumerate(family.shards):
        name = f"{family.letter}/{texts[number // TOGETHER]}-{number}.bin"
        if not linked(last(name), f"{out}/{name}"):
            put(out / name, octets(shard))
    sizes = len(family.shards).to_bytes(4, "little") + len(family.heads).to_bytes(4, "little")
    return sizes + b"".join(names) + family.heads, (len(family.shards), names)


def linked(before: str | None, path: str) -> bool:
    """Link an earlier file; False where there is none or the disk has no links."""
    if before is None:
        return False
    try:
        os.link(before, path)
    except OSError:
        return False
    return True
