"""Shards as the cache keeps them: in one file that grows by those that changed, each read only where it is needed.

A build changes some dozens of seven thousand shards; the others are linked from the last site, and neither their
bytes nor the sum of them is looked at.
"""

from __future__ import annotations

import mmap
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

WORN = 2  # a file of more than so many times what is needed of it is written anew


class DamagedError(Exception):
    """Something kept is not what was written: the whole state is worth nothing."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A shard of the last build, the one of this `number` in its list; its bytes are fetched on request."""

    number: int
    size: int
    fetch: Callable[[int], bytes]

    def __len__(self) -> int:
        """Its size in bytes."""
        return self.size


Shard = bytes | Kept
Places = tuple[bytes, bytes, bytes]
"""Of the shards of one list where they begin (int64), their sizes (int64) and their sums (uint32)."""


def octets(shard: Shard) -> bytes:
    """The bytes of a shard; raises `DamagedError`."""
    return shard if isinstance(shard, bytes) else shard.fetch(shard.number)


def mapped(path: Path) -> memoryview:
    """A file of shards as it lies on disk; nothing where there is none."""
    try:
        with path.open("rb") as file:
            return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError):  # no file; an empty one
        return memoryview(b"")


def opened(data: memoryview, places: Places) -> list[Shard]:
    """The shards of one list."""
    begins, sizes = (np.frombuffer(some, np.int64).tolist() for some in places[:2])
    sums = np.frombuffer(places[2], np.uint32).tolist()

    def fetch(number: int) -> bytes:
        found = bytes(data[begins[number] : begins[number] + sizes[number]])
        if len(found) != sizes[number] or zlib.crc32(found) != sums[number]:
            raise DamagedError(number)
        return found

    return [Kept(number, size, fetch) for number, size in enumerate(sizes)]


def closed(
    lists: Mapping[str, Sequence[Shard]], folder: Path, last: str, known: Mapping[str, Places]
) -> tuple[str, dict[str, Places]]:
    """Keep lists of shards: the new ones are written behind the others, in the file named `last` or in a new one.

    Returns the file's name and where they lie; `known` says where those of the last build do. What an earlier
    state speaks of stays as it is: a build that is stopped leaves it usable.
    """
    needed = sum(len(shard) for some in lists.values() for shard in some)
    if not last or _size(folder / last) > WORN * needed:
        last, known = f"shards-{int(last.rpartition('-')[2]) + 1}" if last else "shards-0", {}
    with (folder / last).open("ab" if known else "wb") as file:
        made = {name: _added(file.write, file.tell(), some, known.get(name)) for name, some in lists.items()}
    return last, made


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise DamagedError(path) from error


def _added(write: Callable[[bytes], int], end: int, shards: Sequence[Shard], known: Places | None) -> Places:
    places = np.zeros((2, len(shards)), np.int64)
    sums = np.zeros(len(shards), np.uint32)
    kept = np.array([shard.number if known and isinstance(shard, Kept) else -1 for shard in shards], np.int64)
    if known:
        old = kept[kept >= 0]
        places[0, kept >= 0], places[1, kept >= 0] = (
            np.frombuffer(some, np.int64)[old] for some in known[:2]
        )
        sums[kept >= 0] = np.frombuffer(known[2], np.uint32)[old]
    for place in np.flatnonzero(kept < 0).tolist():
        data = octets(shards[place])
        places[0, place], places[1, place], sums[place] = end, len(data), zlib.crc32(data)
        end += write(data)
    return places[0].tobytes(), places[1].tobytes(), sums.tobytes()


def same(shards: Sequence[Shard], first: int, end: int) -> bool:
    """Whether the shards first … end - 1 are those of the last build in these places."""
    return all(isinstance(s, Kept) and s.number == at for at, s in enumerate(shards[first:end], first))
