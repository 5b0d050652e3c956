"""Shard store of a run: what tasks made, kept in the output until the run is through, for the merge and for a rerun.

It is a folder of the output (``.chuyen-doi/manh``), which every worker reaches under the same name: a disk of this
machine, a network file system, a bucket. A shard is there whole or not at all; of two workers that make the same one
(one was taken for lost) either's is good. Shards are pickles: who may write into the output is trusted with the run.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import shutil
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, cast

from scripts.convert.sources.places import is_remote, place

SHARDS = "manh"


def shard_name(*values: object) -> str:
    """The name of a shard by all that decides about it."""
    return hashlib.sha256(repr(values).encode("utf-8", "backslashreplace")).hexdigest()[:32]


class StoreError(Exception):
    """The output cannot be read or written where it is needed; the message (Vietnamese) says what to look at."""


@contextmanager
def told(folder: str) -> Iterator[None]:
    """Errors of the system are told as errors of the store."""
    try:
        yield
    except OSError as error:
        said = error.strerror or str(error)
        raise StoreError(
            f"không đọc ghi được “{folder}” ({said}); hãy xem lại nơi ấy rồi chạy lại lệnh này"
        ) from error


class ShardStore:
    """Shards by name."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._path = place(folder)

    def put(self, name: str, data: bytes | IO[bytes]) -> None:
        """Keep a shard."""
        file = io.BytesIO(data) if isinstance(data, bytes) else data
        with told(self.folder):
            write_whole(self._path / name, file, self._path)

    def put_object(self, name: str, value: object) -> None:
        """Keep an object as a shard."""
        self.put(name, pickle.dumps(value, 5))

    def get(self, name: str) -> bytes:
        """The bytes of a shard."""
        with told(self.folder):
            return (self._path / name).read_bytes()

    def object(self, name: str) -> Any:
        """The object that a shard is."""
        return pickle.loads(self.get(name))  # noqa: S301  # see the module's docstring

    def objects(self, name: str) -> Iterator[Any]:
        """The objects that a shard is made of, one after the other."""
        with told(self.folder), (self._path / name).open("rb") as file:
            while True:
                try:
                    yield pickle.load(file)  # noqa: S301  # see the module's docstring
                except EOFError:
                    return

    def names(self) -> set[str]:
        """The names of all shards."""
        with told(self.folder):
            return {path.name for path in self._path.iterdir()} if self._path.is_dir() else set()

    def drop(self, names: Iterable[str]) -> None:
        """Take shards away that nobody needs."""
        for name in names:
            with suppress(OSError):
                (self._path / name).unlink()

    def clear(self) -> None:
        """Take everything away: the run is through."""
        if is_remote(self._path):
            with suppress(FileNotFoundError):
                cast("Any", self._path).fs.rm(cast("Any", self._path).path, recursive=True)
        else:
            shutil.rmtree(self._path, ignore_errors=True)


def write_whole(path: Path, data: IO[bytes], scratch: Path) -> None:
    """Write a file so that it is there whole or not at all, whoever else writes it at the same time.

    `scratch` is a folder on the same disk for what is not whole yet.
    """
    if is_remote(path):
        with path.open("wb") as out:
            shutil.copyfileobj(data, cast("IO[bytes]", out))
        return
    scratch.mkdir(parents=True, exist_ok=True)
    part = scratch / f".{uuid.uuid4().hex}.part"
    try:
        with part.open("wb") as out:
            shutil.copyfileobj(data, out)
        try:
            os.replace(part, path)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
