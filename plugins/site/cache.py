"""Cache of readings: a SQLite file that may vanish, break or come from another version at any time.

Nothing in it is needed for a right build. It is keyed by the code that made it: another code, another version
of a library or a damaged file begins an empty one.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from plugins.state import snapshot_file
from plugins.state.base_and_delta import BaseAndDelta, needs_compaction

_SCHEMA = """
CREATE TABLE IF NOT EXISTS code (name TEXT PRIMARY KEY, fingerprint TEXT);
CREATE TABLE IF NOT EXISTS reading (digest TEXT PRIMARY KEY, fields BLOB, html BLOB);
"""
_BASE, _DELTA = "overview.bin", "overview-changes.bin"
_FEW, _SHARE = 200, 0.02  # changed rows that are kept beside the overview: so many, or this share of all
_BATCH = 500  # parameters a query; SQLite's oldest limit is 999


Overview = dict[str, tuple[Any, ...]]
"""Path of a source → a row of plain values; the second is the digest of its reading."""


class PackedReading(NamedTuple):
    """A source as read, in the form in which it is stored: made where it was read, and not taken apart on the way."""

    digest: str
    sealed_fields: bytes
    sealed_html: bytes

    @property
    def fields(self) -> Any:
        """Its fields, plain data."""
        return marshal.loads(_unseal(self.sealed_fields))  # noqa: S302  # plain data, checked


class RowsByPath(dict[str, tuple[Any, ...]]):
    """An overview as a segment of a base with a delta."""

    def without(self, keys: frozenset[str]) -> RowsByPath:
        """The rows of other paths."""
        return RowsByPath({path: row for path, row in self.items() if path not in keys}) if keys else self

    def joined(self, later: RowsByPath) -> RowsByPath:
        """These rows and later ones."""
        return RowsByPath(self | later) if later else self


def _seal(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(4, "big") + data


def _unseal(sealed: bytes) -> memoryview:
    """Check data against the sum stored with it: SQLite notices a torn file, not a flipped byte."""
    data = memoryview(sealed)[4:]
    if zlib.crc32(data) != int.from_bytes(sealed[:4], "big"):
        raise sqlite3.DatabaseError("something remembered does not match its checksum")
    return data


def pack_reading(digest: str, fields: Any, html: str) -> PackedReading:
    """The fields (plain data) and the HTML of a source just read, under its digest."""
    return PackedReading(digest, _seal(marshal.dumps(fields)), _seal(html.encode()))


class Cache:
    """One build's memory in `folder`: sources read, by content digest."""

    def __init__(self, folder: Path) -> None:
        """Open or begin the cache. Damage found later raises `sqlite3.DatabaseError`: `forget`, and build again."""
        self.folder = folder
        self._owner, self.code = 0, ""
        self._store, self._base_id = BaseAndDelta(RowsByPath(), RowsByPath(), frozenset[str]()), ""
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

    def made_by(self, code: str) -> None:
        """Empty the readings unless they were made by the code with this fingerprint."""
        self.code = code
        if self._noted("reading") != code:
            with self.connection:
                self.connection.execute("DELETE FROM reading")
                self.connection.execute("DELETE FROM code")
                self._note("reading", code)

    def _noted(self, name: str) -> str | None:
        row = self.connection.execute("SELECT fingerprint FROM code WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def _note(self, name: str, text: str) -> None:
        self.connection.execute("INSERT OR REPLACE INTO code VALUES (?, ?)", (name, text))

    def _by_digest(self, column: str, digests: Sequence[str]) -> Iterator[tuple[str, memoryview]]:
        for at in range(0, len(digests), _BATCH):
            batch = list(digests[at : at + _BATCH])
            marks = ",".join("?" * len(batch))
            query = f"SELECT digest, {column} FROM reading WHERE digest IN ({marks})"  # noqa: S608  # our own column names
            for digest, sealed in self.connection.execute(query, batch):
                yield digest, _unseal(sealed)

    def fields(self, digests: Sequence[str]) -> dict[str, Any]:
        """The remembered fields (plain data) of those sources among `digests` that were read before."""
        return {digest: marshal.loads(data) for digest, data in self._by_digest("fields", digests)}  # noqa: S302  # plain data, checked

    def html(self, digests: Sequence[str]) -> Iterator[tuple[str, str]]:
        """(digest, HTML of the body) in the order asked, in batches: memory does not grow with their number."""
        for at in range(0, len(digests), _BATCH):
            found = dict(self._by_digest("html", digests[at : at + _BATCH]))
            yield from ((digest, str(found[digest], "utf-8")) for digest in digests[at : at + _BATCH])

    def remember(self, rows: Iterable[PackedReading]) -> None:
        """Store sources just read."""
        with self.connection:
            self.connection.executemany("INSERT OR REPLACE INTO reading VALUES (?, ?, ?)", rows)

    def overview(self) -> Overview:
        """What `keep_only` was given last, if every reading it speaks of is still here; else nothing."""
        base, base_id = snapshot_file.load(self.folder / _BASE, self.code) or ({}, "")
        store, state_id = BaseAndDelta(RowsByPath(base), RowsByPath(), frozenset[str]()), base_id
        if (delta := snapshot_file.load(self.folder / _DELTA, self.code)) and delta[0] == base_id:
            _, state_id, changed, gone = delta
            store = store.replaced(frozenset(gone) | changed.keys(), RowsByPath(changed))
        if not state_id or state_id != self._noted("overview"):
            return {}
        self._store, self._base_id = store, base_id
        return store.merged()

    def keep_only(self, before: Overview, now: Overview) -> None:
        """Forget sources that are no longer part of the archive; keep `now`, where `overview` said `before`.

        Readings and overview know each other by an id: an overview from elsewhere, or one whose readings are gone, is
        none.
        """
        kept = {row[1] for row in now.values()}
        state_id = hashlib.blake2b("\n".join(sorted(kept)).encode(), digest_size=16).hexdigest()
        if self._keep_delta(before, now, state_id):
            lost = {row[1] for row in before.values()} - kept
        else:
            snapshot_file.store(self.folder / _BASE, self.code, (now, state_id))
            (self.folder / _DELTA).unlink(missing_ok=True)
            lost = {digest for (digest,) in self.connection.execute("SELECT digest FROM reading")} - kept
        with self.connection:
            self.connection.executemany(
                "DELETE FROM reading WHERE digest = ?", ((digest,) for digest in lost)
            )
            self._note("overview", state_id)

    def _keep_delta(self, before: Overview, now: Overview, state_id: str) -> bool:
        """Write down what differs from the overview as it was last written whole, unless that is much.

        To write the rows of all sources for the sake of one takes half a second at 35,440.
        """
        if not before:
            return False
        changed = RowsByPath({path: row for path, row in now.items() if before.get(path) is not row})
        store = self._store.replaced(frozenset(changed) | (before.keys() - now.keys()), changed)
        if needs_compaction(len(now), len(store.tombstones), _SHARE, _FEW):
            return False
        gone = [*(store.tombstones - store.delta.keys())]
        snapshot_file.store(
            self.folder / _DELTA, self.code, (self._base_id, state_id, dict(store.delta), gone)
        )
        return True
