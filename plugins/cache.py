"""What the build remembers: a SQLite file that may vanish, break or come from another version at any time.

Nothing in it is needed for a right build. It is keyed by the code that made it: another code, another version
of a library or a damaged file begins an empty one.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import sqlite3
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS code (name TEXT PRIMARY KEY, fingerprint TEXT);
CREATE TABLE IF NOT EXISTS reading (digest TEXT PRIMARY KEY, fields TEXT, html TEXT);
CREATE TABLE IF NOT EXISTS written (url TEXT PRIMARY KEY, inputs TEXT, shared TEXT, size INTEGER, mtime INTEGER);
"""
_BATCH = 500  # parameters a query; SQLite's oldest limit is 999


def fingerprint(files: Iterable[Path], packages: Sequence[str], *more: str) -> str:
    """Digest of code: the bytes of `files`, the versions of `packages` and of Python, and `more`."""
    digest = hashlib.sha256(repr(sys.version_info[:2]).encode())
    for name in packages:
        digest.update(f"{name}={importlib.metadata.version(name)};".encode())
    for path in sorted(files):
        digest.update(f"{path.name}\0".encode() + path.read_bytes() + b"\0")
    digest.update("\0".join(more).encode())
    return digest.hexdigest()


def _seal(text: str) -> str:
    return f"{zlib.crc32(text.encode()):08x}{text}"


def _unseal(sealed: str) -> str:
    """Check the text against the sum stored with it: SQLite notices a torn file, not a flipped byte."""
    if _seal(sealed[8:])[:8] != sealed[:8]:
        raise sqlite3.DatabaseError("a remembered text does not match its checksum")
    return sealed[8:]


class Cache:
    """One build's memory in `folder`: sources read (by content digest) and pages written (by address)."""

    def __init__(self, folder: Path) -> None:
        """Open or begin the cache. Damage found later raises `sqlite3.DatabaseError`: `forget`, and build again."""
        self.folder = folder
        self._owner = 0
        self.path = folder / "build.sqlite"
        folder.mkdir(parents=True, exist_ok=True)
        try:
            self._open()
        except sqlite3.DatabaseError:
            self.forget()
            self._open()

    @property
    def connection(self) -> sqlite3.Connection:
        """This process's connection: SQLite's must not be carried through a fork."""
        if self._owner != os.getpid():
            self._connection = sqlite3.connect(self.path, timeout=60)
            self._owner = os.getpid()
        return self._connection

    def _open(self) -> None:
        # A lost last transaction costs a re-read, never a wrong page: the journal is enough without fsync.
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("PRAGMA synchronous=OFF")
        self.connection.executescript(_SCHEMA)

    def forget(self) -> None:
        """Close and delete the file."""
        self.close()
        for suffix in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the file."""
        if self._owner == os.getpid():
            self._connection.close()
            self._owner = 0

    def made_by(self, table: str, code: str) -> None:
        """Empty `table` unless it was filled by the code with this fingerprint."""
        row = self.connection.execute("SELECT fingerprint FROM code WHERE name = ?", (table,)).fetchone()
        if row != (code,):
            self.connection.execute(f"DELETE FROM {table}")  # noqa: S608  # a name of ours, not input
            self.connection.execute("INSERT OR REPLACE INTO code VALUES (?, ?)", (table, code))
            self.connection.commit()

    def _by_digest(self, column: str, digests: Sequence[str]) -> Iterator[tuple[str, str]]:
        for at in range(0, len(digests), _BATCH):
            batch = list(digests[at : at + _BATCH])
            marks = ",".join("?" * len(batch))
            query = f"SELECT digest, {column} FROM reading WHERE digest IN ({marks})"  # noqa: S608  # our own column names
            for digest, sealed in self.connection.execute(query, batch):
                yield digest, _unseal(sealed)

    def fields(self, digests: Sequence[str]) -> dict[str, str]:
        """The remembered fields (JSON) of those sources among `digests` that were read before."""
        return dict(self._by_digest("fields", digests))

    def html(self, digests: Sequence[str]) -> Iterator[tuple[str, str]]:
        """(digest, HTML of the body) in the order asked, in batches: memory does not grow with their number."""
        for at in range(0, len(digests), _BATCH):
            found = dict(self._by_digest("html", digests[at : at + _BATCH]))
            yield from ((digest, found[digest]) for digest in digests[at : at + _BATCH])

    def remember(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Store (digest, fields, html) of sources just read."""
        sealed = ((digest, _seal(fields), _seal(html)) for digest, fields, html in rows)
        self.connection.executemany("INSERT OR REPLACE INTO reading VALUES (?, ?, ?)", sealed)
        self.connection.commit()

    def keep_only(self, digests: Iterable[str]) -> None:
        """Forget sources that are no longer part of the archive."""
        self.connection.execute("CREATE TEMP TABLE IF NOT EXISTS kept (digest TEXT PRIMARY KEY)")
        self.connection.execute("DELETE FROM kept")
        self.connection.executemany("INSERT OR IGNORE INTO kept VALUES (?)", ((d,) for d in digests))
        self.connection.execute("DELETE FROM reading WHERE digest NOT IN (SELECT digest FROM kept)")
        self.connection.commit()

    def written(self) -> dict[str, tuple[str, str, int, int]]:
        """Address → (digest of inputs, digest of the shared block, size, mtime in ns) of the last build."""
        rows = self.connection.execute("SELECT url, inputs, shared, size, mtime FROM written")
        return {url: (inputs, shared, size, mtime) for url, inputs, shared, size, mtime in rows}

    def record_written(self, rows: Iterable[tuple[str, str, str, int, int]]) -> None:
        """Replace what `written` tells by this build's pages."""
        with self.connection:
            self.connection.execute("DELETE FROM written")
            self.connection.executemany("INSERT INTO written VALUES (?, ?, ?, ?, ?)", rows)
