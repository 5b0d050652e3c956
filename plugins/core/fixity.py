"""Recorded SHA-256 digests of files: manifests as ``sha256sum`` writes and reads them, one line a file."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from plugins.core.parallel import run_forked

MANIFEST = "manifest-sha256.txt"
SOURCES = "nguon-sha256.txt"  # of a published site: what it was built from
RECORDS = ".toan-ven"
_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")


def digest_file(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _escaped(path: str) -> str:
    """What would break a line of a manifest stands escaped in it, as bagit-python does ("%" itself it leaves alone)."""
    return path.replace("\n", "%0A").replace("\r", "%0D")


def _unescaped(path: str) -> str:
    return path.replace("%0A", "\n").replace("%0D", "\r")


def format_manifest(digests: Mapping[str, str], prefix: str = "") -> str:
    """The lines of a manifest in the order of the paths; `prefix` stands before each (``data/`` in a bag)."""
    return "".join(f"{digests[path]}  {prefix}{_escaped(path)}\n" for path in sorted(digests))


def write_manifest(path: Path, digests: Mapping[str, str]) -> None:
    """Write a manifest of path → digest, paths relative to the manifest's folder."""
    path.write_text(format_manifest(digests), encoding="utf-8", errors="surrogateescape")


def read_manifest(path: Path) -> dict[str, str]:
    """Path → digest of a manifest; empty where there is none. Lines that are none are passed over."""
    if not path.is_file():
        return {}
    lines = path.read_text(encoding="utf-8", errors="surrogateescape").split("\n")
    matches = (_LINE.fullmatch(line) for line in lines)
    return {_unescaped(m[2]): m[1] for m in matches if m}


def record_of(root: Path) -> Path:
    """Where the digests of a folder that people work in are recorded: ``.toan-ven/manifest-sha256.txt``."""
    return root / RECORDS / MANIFEST


def files_of(root: Path, passed_over: Callable[[str], bool] = lambda _: False) -> Iterator[str]:
    """Paths (relative, POSIX) of everything under a folder but folders; `passed_over` is asked each bare name.

    Links to folders are given as if they were files: nothing outside the folder is ever walked.
    """
    for folder, subfolders, names in os.walk(root):
        links = [name for name in subfolders if os.path.islink(os.path.join(folder, name))]
        subfolders[:] = [name for name in subfolders if name not in links and not passed_over(name)]
        for name in (*names, *links):
            if not passed_over(name):
                yield Path(folder, name).relative_to(root).as_posix()


def _digest_all(root: Path, paths: Sequence[str]) -> list[str]:
    return [_digest_here(root / path) for path in paths]


def _digest_here(path: Path) -> str:
    """Digest of a file of this very folder; empty for what is gone, unreadable or no file (a link, a pipe)."""
    try:
        return digest_file(path) if stat.S_ISREG(path.lstat().st_mode) else ""
    except OSError:
        return ""


def digests(
    root: Path, paths: Sequence[str], progress: Callable[[int], None] = lambda _: None
) -> dict[str, str]:
    """Path → digest of files under `root`, read on all cores; empty digests for what cannot be read."""
    found: list[str] = []
    for part in run_forked(partial(_digest_all, root), paths):
        found += part
        progress(len(part))
    return dict(zip(paths, found, strict=True))


class Comparison(NamedTuple):
    """What became of recorded files: those with other bytes, those gone or unreadable, those never recorded."""

    changed: list[str]
    missing: list[str]
    unrecorded: list[str]


def compare(recorded: Mapping[str, str], found: Mapping[str, str]) -> Comparison:
    """Recorded digests against those found (empty: unreadable), each list in the order of the paths."""
    return Comparison(
        sorted(path for path, digest in recorded.items() if found.get(path) and found[path] != digest),
        sorted(path for path in recorded if not found.get(path)),
        sorted(path for path in found if path not in recorded),
    )
