"""File records of a site, as the next build is told of them, and whether a file is still the recorded one."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from plugins.site.publication import open_to_all
from plugins.system.fixity import digest_file
from plugins.system.stamps import AnyStatus, hash_file, sized

Record = tuple[str, int, int, int, str]
"""Digest of the inputs, size, time (ns) and inode of the file, and its SHA-256."""


def account(path: str, inputs: str) -> Record:
    """Open a file to all, and read it: its record."""
    status = os.stat(path)
    open_to_all(path, status)
    return inputs, *sized(status), digest_file(Path(path))


def still(path: str, status: AnyStatus, record: Record) -> Record | None:
    """The record of a file as it stands, None where it is another file; one that was carried here is read."""
    if stat.S_IMODE(status.st_mode) != 0o644 or sized(status)[:2] != record[1:3]:
        return None
    if status.st_ino == record[3]:
        return record
    same = stat.S_ISREG(status.st_mode) and hash_file(path, status.st_size) == record[4]
    return (record[0], *sized(status), record[4]) if same else None


def is_file_of(path: str, size: int, digest: str) -> bool:
    """Whether a file is there with these bytes; only one of their `size` is read."""
    try:
        status = os.lstat(path)
        return stat.S_ISREG(status.st_mode) and status.st_size == size and hash_file(path, size) == digest
    except OSError:
        return False
