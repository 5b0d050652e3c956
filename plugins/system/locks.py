"""Lock on a file: one run at a time; the system lets go of it when its holder dies."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Busy(Exception):  # noqa: N818  # the name says what happened
    """Another run holds the lock of the same folder."""


@contextmanager
def locked(path: Path) -> Iterator[int]:
    """Hold `path` as a lock while the block runs; raises `Busy` at once where another run holds it.

    Yields the lock's descriptor: a forked process holds the lock as long as it keeps that open.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Busy(str(path)) from error
        # The file stays: removing it would let two runs lock two files of one name.
        try:
            yield file.fileno()
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)  # a forked process may still have the descriptor
