"""Fixity of files by recorded SHA-256 digests: manifests as ``sha256sum`` writes and reads them, one line a file."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from plugins.system.parallel import run_forked

MANIFEST = "manifest-sha256.txt"
SOURCES = "nguon-sha256.txt"  # of a published site: what it was built from
RECORDS = ".toan-ven"
# As it is written here, and by bagit-python with one blank in tag manifests: anything else is a byte that has changed.
_LINE = re.compile(r"([0-9a-f]+)  ?(.+)")
_ESCAPE = re.compile(r"%(?=(?:25)*0[AD])")
_ESCAPED = re.compile(r"%((?:25)*)(0[AD])")
_LEADS_OUT = re.compile(r"(?:^|/)\.{0,2}(?:/|\Z)|\0")  # a part that is empty, "." or ".."
_BREAKS = {"0A": "\n", "0D": "\r"}


def digest_file(path: Path, algorithm: str = "sha256") -> str:
    """Digest of a file (SHA-256, or another of `hashlib`), in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest()


def _escaped(path: str) -> str:
    """What would break a line of a manifest stands escaped in it, as RFC 8493 says and bagit-python does.

    "%" is escaped only where it would be read as such an escape: bagit-python leaves it alone, and so did this.
    """
    if "%0" in path or "%25" in path:
        path = _ESCAPE.sub("%25", path)
    return path.replace("\n", "%0A").replace("\r", "%0D")


def _unescaped(path: str) -> str:
    if "%" not in path:
        return path
    return _ESCAPED.sub(lambda m: f"%{m[1][2:]}{m[2]}" if m[1] else _BREAKS[m[2]], path)


def is_inside(path: str) -> bool:
    """Whether a relative POSIX path leads to something below the folder it is relative to, by its name alone."""
    return not _LEADS_OUT.search(path)


def format_manifest(digests: Mapping[str, str], prefix: str = "") -> str:
    """The lines of a manifest in the order of the paths; `prefix` stands before each (``data/`` in a bag)."""
    return "".join(f"{digests[path]}  {prefix}{_escaped(path)}\n" for path in sorted(digests))


def write_manifest(path: Path, digests: Mapping[str, str]) -> None:
    """Write a manifest of path → digest, paths relative to the manifest's folder."""
    path.write_text(format_manifest(digests), encoding="utf-8", errors="surrogateescape")


class Manifest(NamedTuple):
    """What a manifest says, path → digest, and what is wrong with it: line (0: the file) and fault (Vietnamese)."""

    digests: dict[str, str]
    faults: list[tuple[int, str]]


def _outside(path: str) -> str:
    return "" if is_inside(path) else f"đường dẫn “{path}” ra ngoài thư mục"


def parse_manifest(data: bytes, digits: int = 64, refuse: Callable[[str], str] = _outside) -> Manifest:
    """Read a manifest whose digests have so many hexadecimal `digits`; every line that is none is a fault.

    `refuse` tells why a path may not be named (empty: it may). Nothing refused is among the digests.
    """
    found = Manifest({}, [])
    *lines, rest = data.decode("utf-8", "surrogateescape").split("\n")
    for number, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line)
        if not match or len(match[1]) != digits:
            found.faults.append((number, f"dòng không đọc được: “{line[:300]}”"))
            continue
        path = _unescaped(match[2])
        if path in found.digests:
            found.faults.append((number, f"tệp “{path}” được nêu hai lần"))
        elif fault := refuse(path):
            found.faults.append((number, fault))
        else:
            found.digests[path] = match[1]
    if rest:
        found.faults.append((len(lines) + 1, f"dòng cuối bị cắt: “{rest[:300]}”"))
    return found


def read_manifest(path: Path) -> dict[str, str]:
    """Path → digest of a manifest as far as it can be read; empty where there is none.

    For those who look something up. Whoever judges files by a manifest asks `parse_manifest` for its faults, too.
    """
    return parse_manifest(path.read_bytes()).digests if path.is_file() else {}


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


def _digest_all(root: Path, algorithm: str, paths: Sequence[str]) -> list[str]:
    return [_digest_here(root / path, algorithm) for path in paths]


def _digest_here(path: Path, algorithm: str) -> str:
    """Digest of a file of this very folder; empty for what is gone, unreadable or no file (a link, a pipe)."""
    try:
        return digest_file(path, algorithm) if stat.S_ISREG(path.lstat().st_mode) else ""
    except OSError:
        return ""


def digests(
    root: Path,
    paths: Sequence[str],
    progress: Callable[[int], None] = lambda _: None,
    algorithm: str = "sha256",
) -> dict[str, str]:
    """Path → digest of files under `root`, read on all cores; empty digests for what cannot be read."""
    found: list[str] = []
    for part in run_forked(partial(_digest_all, root, algorithm), paths):
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
