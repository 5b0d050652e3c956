"""Disks that take no more: too small, without inodes, read-only. The last site stands, and a sentence says why.

Each build runs on a disk of its own (tmpfs in a mount namespace of its own), which needs Linux and root.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from scripts.torture.site import ROOT, TortureSite, is_whole

COUNT = 40  # articles
_INSIDE = """
mount -t tmpfs -o size=256m tmpfs "$1" && exec "$2" -m scripts.torture.disks "$1" "$3" "$4"
"""
Figures = dict[str, int] | None


def full_disks(folder: Path, sizes: int) -> Figures:
    """Build on a disk too small by more and more; None where mounting one is not allowed."""
    return _figures(folder, "space", sizes)


def no_inodes(folder: Path, sizes: int) -> Figures:
    """Build on a disk that can hold more and more new files, of all that a build needs; None as above."""
    return _figures(folder, "inodes", sizes)


def read_only(folder: Path, _: int = 0) -> Figures:
    """Build where the disk, the output or the cache may not be written; None as above."""
    return _figures(folder, "read-only", 4)


def _figures(folder: Path, kind: str, count: int) -> Figures:
    disk = folder / f"disk-{kind}"
    disk.mkdir(parents=True, exist_ok=True)
    command = ["unshare", "--mount", "sh", "-c", _INSIDE, "sh", str(disk), sys.executable, kind, str(count)]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return None
    rows = [line.split() for line in done.stdout.splitlines()]
    if len(rows) != count + 1:
        return None
    *tried, last = rows
    return {
        "disks": count,
        "too small": sum(row[0] != "0" for row in tried),
        "broken sites": sum(row[1] != "whole" for row in rows),
        "tracebacks": sum(row[2] != "quiet" for row in rows),
        "wrong codes": sum(row[0] not in ("0", "1") for row in rows),
        "unsaid": sum(row[0] != "0" and row[3] != "said" for row in rows),
        "failed afterwards": int(last[0] != "0"),
    }


def _mount(disk: Path, *options: str) -> None:
    subprocess.run(["mount", *options, str(disk)], check=True)


def _used(disk: Path) -> int:
    return int(subprocess.check_output(["du", "-sk", str(disk)]).split()[0])


def _space(site: TortureSite, count: int) -> Iterator[None]:
    room = _used(site.folder)  # a build needs about as much again
    for number in range(count):
        _mount(site.folder, "-o", "remount,size=256m")
        site.write(COUNT, number + 1)
        size = _used(site.folder) + 4 + room * number // count
        _mount(site.folder, "-o", f"remount,size={size}k")
        yield
    _mount(site.folder, "-o", "remount,size=256m")


def _inodes(site: TortureSite, count: int) -> Iterator[None]:
    room = 2 * sum(1 for _ in site.output.rglob("*"))  # a build needs some more than its own site has
    for number in range(count):
        _mount(site.folder, "-o", "remount,nr_inodes=1000000")
        site.write(COUNT, number + 1)
        used = os.statvfs(site.folder)
        _mount(site.folder, "-o", f"remount,nr_inodes={used.f_files - used.f_ffree + room * number // count}")
        yield
    _mount(site.folder, "-o", "remount,nr_inodes=1000000")


def _read_only(site: TortureSite, _: int) -> Iterator[None]:
    """In turn the whole disk, all of it but the cache, the output alone, the cache alone."""
    cache, nothing = site.folder / "cache", Path()
    for number, (bound, locked) in enumerate(
        ((nothing, site.folder), (cache, site.folder), (site.output, site.output), (cache, cache)), 1
    ):
        site.write(COUNT, number)
        if bound != nothing:
            _mount(bound, "--bind", str(bound))
        bind = ",bind" if locked == bound else ""
        _mount(locked, "-o", f"remount{bind},ro")
        yield
        _mount(locked, "-o", f"remount{bind},rw")
        if bound != nothing:
            subprocess.run(["umount", str(bound)], check=True)


_KINDS: dict[str, Callable[[TortureSite, int], Iterator[None]]] = {
    "space": _space,
    "inodes": _inodes,
    "read-only": _read_only,
}


def _inside(disk: Path, kind: str, count: int) -> None:
    """On a disk of its own: one line a build, ``code whole|broken quiet|traceback said|silent``; a last one when all is
    well again.
    """
    site = TortureSite(disk)
    site.write(COUNT, 0)
    site.build()
    for _ in _KINDS[kind](site, count):
        _tell(site)
    _tell(site)


def _tell(site: TortureSite) -> None:
    code, said = site.build()
    whole, quiet = is_whole(site.output), "Traceback" not in said
    told = "được giữ nguyên" in said
    print(
        code,
        "whole" if whole else "broken",
        "quiet" if quiet else "traceback",
        "said" if told else "silent",
        flush=True,
    )


if __name__ == "__main__":
    _inside(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
