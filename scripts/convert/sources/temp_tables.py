"""Temporary tables of one run that may outgrow memory: SQLite's own temporary files, gone when the run is.

Everything in them is read from the sources or the ledger again by the next run.
"""

from __future__ import annotations

import sqlite3

_CACHE = 8 * 1024  # KB of pages held in memory; the rest is on disk
_SETTINGS = ("journal_mode=OFF", "synchronous=OFF", "temp_store=FILE", f"cache_size=-{_CACHE}")


class _TempDatabase(sqlite3.Connection):
    """A connection that is closed with the last reference to it: its tables belong to one object of a run."""

    def __del__(self) -> None:
        self.close()


def open_temp_tables(schema: str) -> sqlite3.Connection:
    """A private database with the tables of `schema`; SQLITE_TMPDIR says where it spills to."""
    # Names the empty file: SQLite makes a temporary one and deletes it when the connection is closed.
    scratch = sqlite3.connect("", isolation_level=None, check_same_thread=False, factory=_TempDatabase)
    for setting in _SETTINGS:
        scratch.execute(f"PRAGMA {setting}")
    scratch.executescript(schema)
    scratch.execute("BEGIN")  # one long transaction: nothing is ever read by another connection
    return scratch


class Lookup:
    """Text → texts, like a dict that does not grow in memory."""

    def __init__(self) -> None:
        self._rows = open_temp_tables(
            "CREATE TABLE rows (key TEXT PRIMARY KEY, one TEXT, two TEXT) WITHOUT ROWID"
        )

    def put(self, key: str, one: str, two: str = "") -> None:
        """Remember two texts under a key, in place of those before."""
        self._rows.execute("INSERT OR REPLACE INTO rows VALUES (?, ?, ?)", (key, one, two))

    def get(self, key: str) -> tuple[str, str] | None:
        """What was put under a key; None where nothing was."""
        row: tuple[str, str] | None = self._rows.execute(
            "SELECT one, two FROM rows WHERE key = ?", (key,)
        ).fetchone()
        return row
