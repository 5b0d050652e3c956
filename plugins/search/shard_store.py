"""Shard store: an append-only file of the shards of earlier builds, each read and checked only where it is needed.

A build changes some dozens of seven thousand shards; the others are linked from the last site, and neither their bytes
nor the checksum of them is looked at.
"""

from __future__ import annotations

import mmap
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from plugins.search import weights as tuned
from plugins.state.base_and_delta import needs_compaction
from plugins.system.files import MAPPED


class DamagedError(Exception):
    """A stored shard is not what was written: the whole state is worth nothing."""


@dataclass(frozen=True, slots=True)
class StoredShard:
    """A shard of the last build, the one of this `number` in its list; its bytes are fetched on request."""

    number: int
    size: int
    fetch: Callable[[int], bytes]

    def __len__(self) -> int:
        """Its size in bytes."""
        return self.size


Shard = bytes | StoredShard
Locations = tuple[bytes, bytes, bytes]
"""Of the shards of one list where they begin (int64), their sizes (int64) and their checksums (uint32)."""


def shard_bytes(shard: Shard) -> bytes:
    """The bytes of a shard; raises `DamagedError`."""
    return shard if isinstance(shard, bytes) else shard.fetch(shard.number)


def map_file(path: Path) -> memoryview:
    """A file of shards as it lies on disk; nothing where there is none."""
    try:
        with path.open("rb") as file:
            if not MAPPED:
                return memoryview(file.read())
            return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError):  # no file; an empty one
        return memoryview(b"")


def load_shards(data: memoryview, locations: Locations) -> list[Shard]:
    """The shards of one list."""
    begins, sizes = (np.frombuffer(some, np.int64).tolist() for some in locations[:2])
    checksums = np.frombuffer(locations[2], np.uint32).tolist()

    def fetch(number: int) -> bytes:
        found = bytes(data[begins[number] : begins[number] + sizes[number]])
        if len(found) != sizes[number] or zlib.crc32(found) != checksums[number]:
            raise DamagedError(number)
        return found

    return [StoredShard(number, size, fetch) for number, size in enumerate(sizes)]


def save_shards(
    lists: Mapping[str, Sequence[Shard]], folder: Path, last: str, locations: Mapping[str, Locations]
) -> tuple[str, dict[str, Locations]]:
    """Keep lists of shards: new ones are appended to the file named `last`, or all are written to a new one.

    Returns the file's name and where they lie; `locations` says where those of the last build do. What an earlier state
    speaks of stays as it is: a build that is stopped leaves it usable.
    """
    needed = sum(len(shard) for some in lists.values() for shard in some)
    if not last or needs_compaction(needed, _size(folder / last) - needed, tuned.DEAD_SHARE):
        last, locations = f"shards-{int(last.rpartition('-')[2]) + 1}" if last else "shards-0", {}
    with (folder / last).open("ab" if locations else "wb") as file:
        saved = {
            name: _append(file.write, file.tell(), some, locations.get(name)) for name, some in lists.items()
        }
    return last, saved


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise DamagedError(path) from error


def _append(
    write: Callable[[bytes], int], end: int, shards: Sequence[Shard], before: Locations | None
) -> Locations:
    """Write those of the shards that are not stored yet; where all of them lie."""
    begins, sizes = np.zeros(len(shards), np.int64), np.zeros(len(shards), np.int64)
    checksums = np.zeros(len(shards), np.uint32)
    stored = np.array([s.number if before and isinstance(s, StoredShard) else -1 for s in shards], np.int64)
    if before:
        there, old = stored >= 0, stored[stored >= 0]
        begins[there], sizes[there] = (np.frombuffer(some, np.int64)[old] for some in before[:2])
        checksums[there] = np.frombuffer(before[2], np.uint32)[old]
    for at in np.flatnonzero(stored < 0).tolist():
        data = shard_bytes(shards[at])
        begins[at], sizes[at], checksums[at] = end, len(data), zlib.crc32(data)
        end += write(data)
    return begins.tobytes(), sizes.tobytes(), checksums.tobytes()
