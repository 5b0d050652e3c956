"""Stamps of files, by which they are told apart without reading them: names, sizes, times and inodes.

A stamp says that a file is the one seen before only where it is old enough: a second change within one tick of the
file system's clock leaves every number as it was. Whoever remembers stamps asks `settled` first. Size and time of
contents say nothing by themselves: ``cp -p``, ``rsync -t``, ``unzip`` and ``mv`` give them to other contents.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from plugins.system.files import read_whole

Stamp = tuple[int, int, int, int]


class Status(NamedTuple):
    """What is looked at of a file's status: the system's own answer takes four times the memory, for every file."""

    st_mode: int
    st_size: int
    st_mtime_ns: int
    st_ctime_ns: int
    st_ino: int

    @classmethod
    def of(cls, found: os.stat_result) -> Status:
        """From the system's answer."""
        return cls(found.st_mode, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


AnyStatus = Status | os.stat_result
Entry = tuple[str, Status]
"""A file's path relative to its root (POSIX), and its own status (a link's, not its target's)."""
Sized = tuple[int, int, int]
"""Size, time of contents (ns) and inode: what a hard link of a file has too."""

_FINE, _COARSE = (
    100_000_000,
    2_000_000_000,
)  # ns; ticks of today's file systems, and of those that count seconds

_LARGE = 1_000_000  # bytes; a film must not be held in memory


def stamp(status: AnyStatus) -> Stamp:
    """Size, time of contents, time of status and inode: what changes when somebody writes or replaces a file."""
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def settled(status: AnyStatus, seen: int) -> bool:
    """Whether a file looked at in the moment `seen` (ns) can no longer change without its stamp changing."""
    newest = max(status.st_mtime_ns, status.st_ctime_ns)
    return newest < seen - (_FINE if newest % 1_000_000_000 else _COARSE)


def list_files(root: Path) -> Iterator[Entry]:
    """Every file under `root`, in no order; a folder that is not there has none."""
    waiting = [(os.fspath(root), "")] if root.is_dir() else []
    while waiting:
        folder, prefix = waiting.pop()
        with os.scandir(folder) as found:
            for entry in found:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{prefix}{entry.name}/"))
                else:
                    yield prefix + entry.name, Status.of(entry.stat(follow_symlinks=False))


def sized(status: AnyStatus) -> Sized:
    """What of a file's stamp its hard links share."""
    return status.st_size, status.st_mtime_ns, status.st_ino


def digest_of_stamps(stamps: Iterable[tuple[str, Stamp | Sized]]) -> str:
    """One digest for many files, in any order."""
    return hashlib.sha256(repr(sorted(stamps)).encode("utf-8", "surrogateescape")).hexdigest()


def hash_file(path: str, size: int) -> str:
    """SHA-256 of a file of about this size in bytes: a small one is read in one piece."""
    if size < _LARGE:
        return hashlib.sha256(read_whole(path)).hexdigest()
    with open(path, "rb", buffering=0) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Digests:
    """SHA-256 of files under `root`, read again only where a stamp differs from the one remembered."""

    def __init__(self, known: Mapping[str, tuple[Stamp, str]], seen: int) -> None:
        """`known` is an earlier `fresh`; `seen` is a moment (ns) before the files' status was taken."""
        self._known, self._seen = known, seen
        self.fresh: dict[str, tuple[Stamp, str]] = {}

    def known(self, path: str, status: AnyStatus) -> str | None:
        """The digest remembered of a file, if its `status` is still the one it had then."""
        known = self._known.get(path)
        if known is None or known[0] != stamp(status):
            return None
        # What was settled then is settled now.
        self.fresh[path] = known
        return known[1]

    def of(self, root: Path, path: str, status: AnyStatus) -> str:
        """Digest of one file, whose `status` was taken before this call."""
        if digest := self.known(path, status):
            return digest
        digest = hash_file(f"{root}/{path}", status.st_size)
        if settled(status, self._seen):
            self.fresh[path] = stamp(status), digest
        return digest
