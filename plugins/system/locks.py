"""Lock on a file, by filelock: one run at a time; the system lets go of it when its holder dies.

A process that is forked meanwhile does not hold it: filelock closes its copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout


class Busy(Exception):  # noqa: N818  # the name says what happened
    """Another run holds the lock of the same folder."""


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold `path` as a lock while the block runs; raises `Busy` at once where another run holds it.

    The file stays: removing it would let two runs lock two files of one name.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise Busy(str(path)) from error
    try:
        yield
    finally:
        lock.release()
