"""The conversion ledger: what each source became, so that nothing is done twice and no person's work is lost.

It lives in the content folder itself (``.chuyen-doi/so-cai.jsonl``): it describes exactly the files beside
it, is kept and moved with them, and goes when they go. One JSON line per source; appended while a run goes on
(the last line for a source counts), sorted and without repeats when a run ends.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

FOLDER = ".chuyen-doi"
NAME = "so-cai.jsonl"


@dataclass(slots=True)
class Entry:
    """One source: the page's hash, the rules it was read by, the file it gave and that file's hash when
    written.
    """

    source: str
    sha256: str
    rules: str
    path: str = ""
    text: str = ""
    links: dict[str, str] = field(
        default_factory=dict
    )  # links to articles not in the archive yet: address → key
    report: dict[str, Any] = field(default_factory=dict)


class Ledger:
    """The entries by source; every change is on disk before the next page is taken."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.entries: dict[str, Entry] = {}
        self._stream: IO[str] | None = None
        if path.is_file():
            self._read()

    def _read(self) -> None:
        with self.path.open(encoding="utf-8") as stream:
            for line in stream:
                try:
                    entry = Entry(**json.loads(line))
                except (ValueError, TypeError):  # the last line of a run that was killed
                    continue
                self.entries[entry.source] = entry

    def put(self, entry: Entry) -> None:
        """Record a source, at once."""
        self.entries[entry.source] = entry
        if self._stream is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._stream = self.path.open("a", encoding="utf-8")
        self._stream.write(_line(entry))
        self._stream.flush()

    def close(self) -> None:
        """Write the ledger whole, sorted by source, in place of the one that grew."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None
        if self.entries:
            replace_file(self.path, "".join(_line(self.entries[s]) for s in sorted(self.entries)))


class LockedError(Exception):
    """Another run is writing into the folder that the message names."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder for one run; raises `LockedError` where another has it. The system lets go of a dead run's."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".khoa").open("a") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LockedError(str(folder.parent)) from error
        try:
            yield
        finally:
            fcntl.flock(stream, fcntl.LOCK_UN)  # workers share the lock by inheritance: closing is not enough


def _line(entry: Entry) -> str:
    return json.dumps(asdict(entry), ensure_ascii=False, separators=(",", ":")) + "\n"


def replace_file(path: Path, text: str | bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    os.replace(part, path)
