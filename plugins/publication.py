"""A site is published whole or not at all: built beside the last good one, then exchanged with it in one step."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # linux/fs.h


SITE_MARK = "archive.jsonl"  # every site of this archive has it: a folder without it is somebody's


class NotASite(Exception):  # noqa: N818  # the name says what happened
    """The output folder holds something else than a built site, and would be replaced."""


class Busy(Exception):  # noqa: N818  # the name says what happened
    """Another run holds the lock of the same output folder."""


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Busy(str(path)) from error
        # The file stays: removing it would let two runs lock two files of one name.
        yield


def _exchange(new: Path, old: Path) -> bool:
    """Swap two folders in one step; False where the system or the file system cannot."""
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    done = libc.renameat2(_AT_FDCWD, os.fsencode(new), _AT_FDCWD, os.fsencode(old), _RENAME_EXCHANGE)
    if done != 0 and ctypes.get_errno() not in (errno.EINVAL, errno.ENOSYS):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(old))
    return bool(done == 0)


def _swap(new: Path, output: Path) -> None:
    """Put `new` where `output` is; the old site is left under `new`'s name and removed."""
    if not output.exists():
        new.rename(output)
    elif _exchange(new, output):
        shutil.rmtree(new)
    else:
        old = new.with_name(new.name + ".old")
        output.rename(old)
        new.rename(output)
        shutil.rmtree(old)


def _refuse_foreign(output: Path) -> None:
    """A typing error in ``OUTPUTDIR`` must not cost a folder of somebody's files."""
    if output.exists() and not (
        output.is_dir() and ((output / SITE_MARK).is_file() or not any(output.iterdir()))
    ):
        raise NotASite(str(output))


@contextmanager
def publication(output: Path) -> Iterator[Path]:
    """Give an empty folder beside `output` to build in, and put it in place when the block ends well.

    When the block raises, the last good site stays as it is. Raises `Busy` while another run builds the same
    output, and `NotASite` when `output` is a folder that no build has made. The lock ``.<name>.lock`` and the
    folder ``.<name>.next`` stand beside `output`, on its file system.
    """
    _refuse_foreign(output)
    staging = output.with_name(f".{output.name}.next")
    with _locked(output.with_name(f".{output.name}.lock")):
        shutil.rmtree(staging, ignore_errors=True)  # what a killed run left
        staging.mkdir(parents=True)
        try:
            yield staging
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)
            raise
        _swap(staging, output)
