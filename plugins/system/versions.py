"""Versions of a site in one output folder: the published one, the one being built, and those before it.

Beside ``output`` stand, on the same file system:

``.output.lock``
    held by whoever changes any of these.
``.output.next``
    a site being built. Never trusted: after a crash it is removed.
``.output.ready-<inode>``
    a site built whole, synced to disk, and about to be exchanged with the published one. The name carries the
    folder's own inode: after a crash, a folder of this name with *another* inode is the site that was published
    before, one with the same inode was never published.
``.output.swap``
    the published site on its way out, where the file system cannot exchange two folders in one step.
``.output.1``, ``.output.2`` …
    the sites published before, newest first. Their unchanged files are hard links of the published ones: a file
    of any version is replaced, never written into.
``.output.candidate``
    where `make publish` builds and checks, before it puts the same files into the output: an output that has one is
    a published site, which a build for looking at must leave alone. It is an output itself, with a lock and the rest.
``.output.niem-phong``
    the digests of the manifests of these sites (`plugins.system.seals`).
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from plugins.system.fixity import MANIFEST, digest_file
from plugins.system.locks import locked
from plugins.system.seals import read_seal, seal_of_site, write_seal

SITE_FILE = "archive.jsonl"  # every site of this archive has it: a folder without it is somebody's
_SEALED = 30  # manifests a seal knows beyond those kept: of builds that were killed before they published
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # linux/fs.h


def _exchange(new: Path, old: Path) -> bool:
    """Swap two folders in one step; False where the system or the file system cannot."""
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    done = libc.renameat2(_AT_FDCWD, os.fsencode(new), _AT_FDCWD, os.fsencode(old), _RENAME_EXCHANGE)
    if done != 0 and ctypes.get_errno() not in (errno.EINVAL, errno.ENOSYS):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(old))
    return bool(done == 0)


def sync_folder(folder: Path) -> None:
    """See to it that a folder's own entries are on disk; Windows opens no folder."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """See to it that everything under `folder` is on disk: one call a file system, not one a file (45,000).

    Raises OSError where the disk could not take it.
    """
    if sys.platform != "linux":
        getattr(os, "sync", bool)()  # Windows has none
        return
    libc = ctypes.CDLL(None, use_errno=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        if libc.syncfs(handle):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(folder))
    finally:
        os.close(handle)


def _remove(folder: Path) -> None:
    if folder.is_dir():
        shutil.rmtree(folder)


class NotASite(Exception):  # noqa: N818  # the name says what happened
    """The output folder holds something else than a built site, and would be replaced."""


class Overlap(Exception):  # noqa: N818  # the name says what happened
    """The content stands inside the output, or the output inside the content."""


def refuse_foreign(output: Path) -> None:
    """A typing error in ``OUTPUTDIR`` must not cost a folder of somebody's files. Raises `NotASite`."""
    if output.exists() and not (
        output.is_dir() and ((output / SITE_FILE).is_file() or not any(output.iterdir()))
    ):
        raise NotASite(str(output))


def refuse_overlap(content: Path, output: Path) -> None:
    """The output is exchanged as a whole, and everything in the content is an article: neither may hold the other.

    Raises `Overlap`.
    """
    one, other = content.resolve(), output.resolve()
    if one.is_relative_to(other) or other.is_relative_to(one):
        raise Overlap(str(output))


class Versions:
    """The folders beside one output; every method but `lock` is called with the lock held."""

    def __init__(self, output: Path, keep: int) -> None:
        # A link is followed: what it points to is exchanged, the link stays.
        self.output, self.keep = output.resolve(), keep
        self.next, self._swap = self._beside("next"), self._beside("swap")
        self.candidate = self._beside("candidate")

    def _beside(self, what: str) -> Path:
        return self.output.with_name(f".{self.output.name}.{what}")

    def lock(self) -> AbstractContextManager[None]:
        """Hold the output for one run; raises `plugins.system.locks.Busy` where another run has it."""
        return locked(self._beside("lock"))

    def earlier(self, number: int) -> Path:
        """The folder of the site published `number` publications ago."""
        return self._beside(str(number))

    def kept(self) -> list[int]:
        """The numbers of the earlier sites that are there, newest first."""
        prefix = f".{self.output.name}."
        names = (p.name.removeprefix(prefix) for p in self.output.parent.glob(f"{prefix}*") if p.is_dir())
        return sorted(int(name) for name in names if name.isascii() and name.isdecimal())

    def begin(self) -> Path:
        """An empty folder to build in. First puts in order what a killed run left."""
        self.recover()
        self.next.mkdir(parents=True)
        return self.next

    def recover(self) -> None:
        """Put in order what a killed run left: the last good site stands, an unfinished one is removed."""
        if self._swap.exists() and not self.output.exists():
            self._swap.rename(self.output)
        for folder in self._leaving():
            self._retire(folder)
        for folder in self._ready():
            _remove(folder)
        _remove(self.next)

    def _ready(self) -> list[Path]:
        return sorted(self.output.parent.glob(f".{self.output.name}.ready-*"))

    def _leaving(self) -> Iterator[Path]:
        """Folders that hold a site published before and not yet filed under its number."""
        if self._swap.exists():
            yield self._swap
        for folder in self._ready():
            if folder.name.rpartition("-")[2] != str(folder.stat().st_ino):
                yield folder

    def publish(self) -> None:
        """Put the site in `next` where the output is; the last one becomes number 1."""
        self._seal(self.next / MANIFEST)
        sync_tree(self.next)
        ready = self._beside(f"ready-{self.next.stat().st_ino}")
        self.next.rename(ready)
        self._put(ready)
        self.trim(self.keep)

    def _seal(self, manifest: Path) -> None:
        """Let the seal accept the manifest about to be published, before it is: killed between, both are known."""
        if not manifest.is_file():
            return
        place, new = seal_of_site(self.output), digest_file(manifest)
        known = read_seal(place) or self._standing_manifests()
        accepted = [*(it for it in known if it != new), new]
        write_seal(place, accepted[-(self.keep + _SEALED) :], place.parent)

    def _standing_manifests(self) -> list[str]:
        """Digests of the manifests of the sites there are, oldest first: where there is no seal yet."""
        sites = [*map(self.earlier, reversed(self.kept())), self.output]
        return [digest_file(site / MANIFEST) for site in sites if (site / MANIFEST).is_file()]

    def _put(self, new: Path) -> None:
        """Exchange `new` with the published site, and file that under number 1."""
        if not self.output.exists() or not any(self.output.iterdir()):
            new.rename(self.output)  # an empty folder is replaced in one step
        elif not _exchange(new, self.output):
            self.output.rename(self._swap)
            new.rename(self.output)
        sync_folder(self.output.parent)
        for folder in self._leaving():
            self._retire(folder)

    def _retire(self, folder: Path) -> None:
        """File a site as number 1; the numbers up to the first gap move on by one."""
        numbers = self.kept()
        gap = next(n for n in range(1, len(numbers) + 2) if n not in numbers)
        for number in range(gap - 1, 0, -1):
            self.earlier(number).rename(self.earlier(number + 1))
        folder.rename(self.earlier(1))

    def trim(self, keep: int) -> None:
        """Remove the sites beyond the newest `keep`, and the spare one that earlier versions of this archive kept."""
        for folder in (*(self.earlier(number) for number in self.kept()[keep:]), self._beside("spare")):
            if folder.exists():
                _remove(folder)

    def roll_back(self, number: int) -> None:
        """Publish an earlier site again; the one it replaces becomes number 1. Raises FileNotFoundError."""
        self.recover()
        chosen = self.earlier(number)
        ready = self._beside(f"ready-{chosen.stat().st_ino}")
        chosen.rename(ready)
        self._put(ready)
