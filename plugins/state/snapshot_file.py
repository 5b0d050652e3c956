"""Snapshot file: a value kept between builds, written whole, trusted only with its checksum and its code.

Marshal holds plain data only and reads a value of thirty megabytes in a tenth of a second; its form belongs to one
version of Python, which is part of every code given here. A file that is damaged or from elsewhere is no value.
"""

from __future__ import annotations

import hashlib
import marshal
import os
from pathlib import Path
from typing import Any

_SUM = 32  # bytes of the checksum at the beginning of a file


def _checksum(code: str, data: bytes | memoryview) -> bytes:
    return hashlib.blake2b(data, digest_size=_SUM, key=hashlib.sha256(code.encode()).digest()).digest()


def load(path: Path, code: str) -> Any:
    """The value stored at `path` by this code; None if there is none, other code made it, or it is damaged."""
    try:
        data = memoryview(path.read_bytes())
    except OSError:
        return None
    return marshal.loads(data[_SUM:]) if bytes(data[:_SUM]) == _checksum(code, data[_SUM:]) else None  # noqa: S302  # plain data, checked


def store(path: Path, code: str, value: Any) -> None:
    """Put a value of plain data at `path` in one step: a build that is stopped leaves the old file or the new one."""
    data = marshal.dumps(value)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_bytes(_checksum(code, data) + data)
    draft.replace(path)
