"""Recorded SHA-256 digests of files: manifests as ``sha256sum`` writes and reads them, one line a file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

MANIFEST = "manifest-sha256.txt"
_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")
# What would break a line of a manifest stands escaped in it, as bagit-python does ("%" itself it leaves alone).
_ESCAPES = {"\n": "%0A", "\r": "%0D"}


def digest_file(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _escaped(path: str) -> str:
    return "".join(_ESCAPES.get(c, c) for c in path)


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
