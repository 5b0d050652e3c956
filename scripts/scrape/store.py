"""WARC store that survives what happens to a long crawl: a kill, a full disk, two runs at once."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from plugins.system.versions import sync_folder
from scripts.scrape.records import build_warcinfo_record, serialise

ROTATE = 1_000_000_000  # bytes: the size the WARC standard recommends
LOCK = ".lock"  # one run at a time uses a store
_READ = 1 << 20


def warc_files(directory: Path) -> list[Path]:
    """The WARC files of a store, oldest first."""
    return sorted(directory.glob("*.warc.gz"))


def whole_members(path: Path, start: int = 0) -> Iterator[tuple[int, int]]:
    """(offset, end) of each complete gzip member from `start`; what a kill left half-written is not given."""
    with open(path, "rb") as file:
        file.seek(start)
        data, begin, position = b"", start, start
        unzip = zlib.decompressobj(zlib.MAX_WBITS + 16)
        while data or (data := file.read(_READ)):
            try:
                unzip.decompress(data)
            except zlib.error:
                return
            position += len(data) - len(unzip.unused_data)
            data = unzip.unused_data
            if unzip.eof:
                yield begin, position
                begin, unzip = position, zlib.decompressobj(zlib.MAX_WBITS + 16)


def repair(path: Path, start: int) -> int:
    """Cut a file after its last complete record from `start` on; returns its size, in bytes."""
    end = max((end for _, end in whole_members(path, start)), default=start)
    if end < path.stat().st_size:
        os.truncate(path, end)
    return end


class WarcStore:
    """Appends records to the store's newest file; `info` stands in the warcinfo record of this run."""

    def __init__(self, directory: Path, host: str, info: dict[str, str]) -> None:
        self._directory = directory
        self._name = re.sub(r"[^\w.-]+", "_", host)
        self._info = info
        self._path: Path | None = None

    def append(self, records: list[Any]) -> tuple[str, int]:
        """Write records whole and flushed to disk, or not at all; returns the file's name and its new size.

        Raises OSError where the disk is full; the file then ends with the last good record.
        """
        data = [serialise(record) for record in records]
        path = self._current()
        if path != self._path:
            data.insert(0, serialise(build_warcinfo_record(path.name, datetime.now(UTC), self._info)))
        size = _append(path, b"".join(data))
        self._path = path
        return path.name, size

    def _current(self) -> Path:
        files = [p for p in warc_files(self._directory) if p.name.startswith(f"{self._name}-")]
        if files and files[-1].stat().st_size < ROTATE:
            return files[-1]
        return self._directory / f"{self._name}-{len(files) + 1:05}.warc.gz"


def _append(path: Path, data: bytes) -> int:
    new = not path.exists()
    with open(path, "ab", buffering=0) as file:
        before = file.tell()
        try:
            view = memoryview(data)
            while view:
                view = view[file.write(view) or 0 :]
            os.fsync(file.fileno())
        except BaseException:  # an interruption too must not leave half a record; it goes on its way
            file.truncate(before)
            raise
    if new:
        sync_folder(path.parent)
    return before + len(data)
