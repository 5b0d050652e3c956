"""Conversion ledger: what each source became, so that nothing is done twice and no person's work is lost.

It lives in the content folder itself (``.chuyen-doi/so-cai.jsonl``): it describes exactly the files beside
it, is kept and moved with them, and goes when they go. One JSON line per source; appended while a run goes on
(the last line for a source counts), sorted and without repeats when a run ends. A run reads it into a table
outside memory.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import IO, Any

from plugins.system.fixity import is_inside
from scripts.convert.dom.site_statistics import address_key
from scripts.convert.sources.mirror_urls import url_of_rewritten_link
from scripts.convert.sources.temp_tables import open_temp_tables

FOLDER = ".chuyen-doi"
NAME = "so-cai.jsonl"
LOCK = ".khoa"  # beside the ledger: one run at a time writes there
_SCHEMA = """
CREATE TABLE entry (source TEXT PRIMARY KEY, id TEXT, path TEXT, line TEXT) WITHOUT ROWID;
CREATE INDEX entry_id ON entry (id) WHERE id <> '';
CREATE TABLE address (key TEXT, source TEXT, PRIMARY KEY (key, source)) WITHOUT ROWID;
CREATE TABLE link (key TEXT, source TEXT, PRIMARY KEY (key, source)) WITHOUT ROWID;
CREATE INDEX link_source ON link (source);
"""
_SOME = 500  # entries looked at in one step of a walk through all of them


@dataclass(slots=True)
class LedgerEntry:
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
    keys: list[str] = field(default_factory=list)  # what links to this article may be known by
    pending: str = (
        ""  # hash of a file that was being written: a killed run leaves the old one, the new one or none
    )

    aside: str = ""  # `stamp_of` the file whose page was set aside: until that differs, it is not read again

    def link_keys(self) -> set[str]:
        """The keys of its links, as they stand and as a mirror's links are read back."""
        return {
            key
            for url, found in self.links.items()
            for key in (found, address_key(url_of_rewritten_link(url)))
        }


_FIELDS = tuple(one.name for one in fields(LedgerEntry))


def stamp_of(path: Path) -> str:
    """What changes with a file, whatever tool replaces it: size, times, place on the disk."""
    try:
        status = path.stat()
    except OSError:
        return "?"
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"


class ConversionLedger:
    """The entries by source; every change is on disk before the next page is taken."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stream: IO[str] | None = None
        self._table = open_temp_tables(_SCHEMA)
        if path.is_file():
            self._read()

    def _read(self) -> None:
        with self.path.open(encoding="utf-8", errors="replace") as stream:
            for line in stream:
                try:
                    entry = LedgerEntry(**json.loads(line))
                    stray = entry.path and not is_inside(entry.path)  # a ledger may come from elsewhere
                except (ValueError, TypeError):  # the last line of a run that was killed
                    continue
                if not stray:
                    self._keep(entry)

    def _keep(self, entry: LedgerEntry) -> None:
        table, source = self._table, entry.source
        id_ = entry.report.get("id", "") if entry.path else ""
        row = (source, id_, entry.path, _line(entry))
        if table.execute("SELECT 1 FROM entry WHERE source = ?", (source,)).fetchone():
            for name in ("address", "link"):
                table.execute(f"DELETE FROM {name} WHERE source = ?", (source,))  # noqa: S608  # our own names
        table.execute("INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?)", row)
        rows = ((key, source) for key in entry.keys if entry.path)
        table.executemany("INSERT OR IGNORE INTO address VALUES (?, ?)", rows)
        rows = ((key, source) for key in entry.link_keys() if entry.path)
        table.executemany("INSERT OR IGNORE INTO link VALUES (?, ?)", rows)

    def get(self, source: str) -> LedgerEntry | None:
        """What a source became; None for one that was never converted."""
        row = self._table.execute("SELECT line FROM entry WHERE source = ?", (source,)).fetchone()
        return LedgerEntry(**json.loads(row[0])) if row else None

    def owner(self, id_: str) -> LedgerEntry | None:
        """The article that has an id; None where none has."""
        row = self._table.execute(
            "SELECT line FROM entry WHERE id = ? AND id <> '' ORDER BY source LIMIT 1", (id_,)
        ).fetchone()
        return LedgerEntry(**json.loads(row[0])) if row else None

    def path_of(self, key: str) -> str:
        """Path of the article that links with this key lead to; empty where there is none."""
        row = self._table.execute(
            "SELECT path FROM address JOIN entry USING (source) WHERE key = ? ORDER BY source LIMIT 1", (key,)
        ).fetchone()
        return str(row[0]) if row else ""

    def article_by_key(self, key: str) -> LedgerEntry | None:
        """The article that links with this key lead to; None where there is none."""
        row = self._table.execute(
            "SELECT line FROM address JOIN entry USING (source) WHERE key = ? ORDER BY source LIMIT 1", (key,)
        ).fetchone()
        return LedgerEntry(**json.loads(row[0])) if row else None

    def linkable(self) -> Iterator[LedgerEntry]:
        """Articles with links to articles that are in the archive by now, in the order of their sources."""
        last = ""
        query = (
            "SELECT DISTINCT link.source FROM link JOIN address USING (key) WHERE link.source > ? "
            "ORDER BY link.source LIMIT ?"
        )
        while sources := [row[0] for row in self._table.execute(query, (last, _SOME))]:
            last = sources[-1]
            yield from (entry for source in sources if (entry := self.get(source)) is not None)

    def put(self, entry: LedgerEntry) -> None:
        """Record a source, at once."""
        self._keep(entry)
        if self._stream is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._stream = open_for_append(self.path)
        self._stream.write(_line(entry))
        self._stream.flush()

    def close(self) -> None:
        """Write the ledger whole, sorted by source, in place of the one that grew."""
        if self._stream is None:
            return
        self._stream.close()
        self._stream = None
        rows = self._table.execute("SELECT line FROM entry ORDER BY source")
        replace_lines(self.path, (row[0] for row in rows))


def open_for_append(path: Path) -> IO[str]:
    """A file of lines open for more; what a killed run left of its last line is ended first."""
    torn = False
    if path.is_file() and path.stat().st_size:
        with path.open("rb") as stream:
            stream.seek(-1, os.SEEK_END)
            torn = stream.read(1) != b"\n"
    opened = path.open("a", encoding="utf-8")
    if torn:
        opened.write("\n")
    return opened


def _line(entry: LedgerEntry) -> str:
    values = {name: getattr(entry, name) for name in _FIELDS}  # `asdict` would copy every loss of the report
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n"


def replace_file(path: Path, text: str | bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    os.replace(part, path)


def replace_lines(path: Path, lines: Iterable[str]) -> None:
    """Write a file of lines so that it is there whole or not at all, and on the disk: what cannot be made again."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    with part.open("w", encoding="utf-8") as stream:
        stream.writelines(lines)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(part, path)
