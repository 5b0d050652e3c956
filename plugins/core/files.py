"""Files by bare system calls: at 45,000 pages Python's file objects are felt."""

from __future__ import annotations

import os
import shutil
import stat


def write_new(path: str, data: bytes) -> os.stat_result:
    """Write a file that is not there yet, open to all to read; its status."""
    return _write(path, data, os.O_CREAT | os.O_EXCL)


def write_over(path: str, data: bytes) -> os.stat_result:
    """Write a file over one that is there, whose inode and blocks it takes: several times as quick as a new one."""
    return _write(path, data, os.O_NOFOLLOW)


def _write(path: str, data: bytes, flags: int) -> os.stat_result:
    file = os.open(path, os.O_WRONLY | flags, 0o644)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
        made = os.fstat(file)
        if made.st_size != len(data):
            os.ftruncate(file, len(data))
            made = os.fstat(file)
        if stat.S_IMODE(made.st_mode) != 0o644:  # the umask of who builds
            os.fchmod(file, 0o644)
        return made
    finally:
        os.close(file)


def read_whole(path: str) -> bytes:
    """The bytes of a file."""
    file = os.open(path, os.O_RDONLY)
    try:
        return os.read(file, os.fstat(file).st_size)
    finally:
        os.close(file)


def link_or_copy(source: str, target: str) -> None:
    """One file under two names, where the file system has that, else a copy."""
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without links
        shutil.copy2(source, target)
