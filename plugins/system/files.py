"""Files by bare system calls: at 45,000 pages Python's file objects are felt."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import sys
from typing import BinaryIO

_BINARY = getattr(os, "O_BINARY", 0)  # Windows would change line ends
MAPPED = (
    sys.platform != "win32"
)  # there a file that is mapped can be neither replaced nor renamed: it is read


def write_new(path: str, data: bytes) -> os.stat_result:
    """Write a file that is not there yet, open to all to read; its status."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o644)
    try:
        _write(file, data)
        made = os.fstat(file)
        if stat.S_IMODE(made.st_mode) != 0o644 and hasattr(os, "fchmod"):  # the umask of who builds
            os.fchmod(file, 0o644)
        return made
    finally:
        os.close(file)


def _write(file: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(file, rest) :]


def read_whole(path: str) -> bytes:
    """The bytes of a file."""
    file = os.open(path, os.O_RDONLY | _BINARY)
    try:
        return os.read(file, os.fstat(file).st_size)
    finally:
        os.close(file)


def link_or_copy(source: str, target: str) -> bool:
    """One file under two names, where the file system has that, else a copy (False)."""
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without links
        shutil.copy2(source, target)
        return False
    return True


class HashedFile:
    """A file that knows the SHA-256 of what was written to it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._sum = file, hashlib.sha256()

    def write(self, data: bytes) -> None:
        """Put data at the end."""
        self._sum.update(data)
        self._file.write(data)

    @property
    def digest(self) -> str:
        """SHA-256 of all that was written."""
        return self._sum.hexdigest()
