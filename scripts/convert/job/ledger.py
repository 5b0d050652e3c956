"""Conversion ledger: what each source became, so that nothing is done twice and no person's work is lost.

It lives in the content folder itself (``.chuyen-doi/so-cai.jsonl``): it describes exactly the files beside
it, is kept and moved with them, and goes when they go. One JSON line per source, sorted; a run that is through puts
a new ledger in its place. A run reads it into a table outside memory.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from plugins.system.fixity import is_inside
from scripts.convert.dom.site_statistics import address_key
from scripts.convert.sources.mirror_urls import url_of_rewritten_link
from scripts.convert.sources.temp_tables import open_temp_tables

FOLDER = ".chuyen-doi"
NAME = "so-cai.jsonl"
LOCK = ".khoa"  # beside the ledger: one run at a time writes there
_SCHEMA = """
CREATE TABLE entry (source TEXT PRIMARY KEY, id TEXT, path TEXT, seen INT, line TEXT) WITHOUT ROWID;
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
    aside: str = ""  # `stamp_of` the file whose page was set aside: until that differs, it is not read again

    def link_keys(self) -> set[str]:
        """The keys of its links, as they stand and as a mirror's links are read back."""
        return {
            key
            for url, found in self.links.items()
            for key in (found, address_key(url_of_rewritten_link(url)))
        }


_FIELDS = tuple(one.name for one in fields(LedgerEntry))


def entry_of(line: str) -> LedgerEntry:
    """The entry of a line; raises ValueError or TypeError for one that is none."""
    row = json.loads(line)
    return LedgerEntry(**{name: row[name] for name in _FIELDS if name in row})


def entry_line(entry: LedgerEntry) -> str:
    """The line of an entry."""
    values = {name: getattr(entry, name) for name in _FIELDS}  # `asdict` would copy every loss of the report
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n"


class ConversionLedger:
    """The entries by source, as they are while a run goes on."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._table = open_temp_tables(_SCHEMA)
        self.is_new = not path.is_file()
        if not self.is_new:
            self._read()

    def _read(self) -> None:
        with self.path.open(encoding="utf-8", errors="replace") as stream:
            for line in stream:
                try:
                    entry = entry_of(line)
                    stray = entry.path and not is_inside(entry.path)  # a ledger may come from elsewhere
                except (ValueError, TypeError):  # a line that was cut
                    continue
                if not stray:
                    self.put(entry)

    def put(self, entry: LedgerEntry, *, seen: bool = False) -> None:
        """Take an entry in, in place of the one of its source."""
        id_ = entry.report.get("id", "") if entry.path else ""
        self._place(entry.source, id_, entry.path, entry.keys, entry.link_keys(), entry_line(entry), seen)

    def settle(self, source: str, id_: str, path: str, keys: Iterable[str], links: Iterable[str]) -> None:
        """Take in where a source's article will be (with no path: that it is none), its line being written later."""
        self._place(source, id_, path, keys, links, self.line(source), True)

    def _place(
        self,
        source: str,
        id_: str,
        path: str,
        keys: Iterable[str],
        links: Iterable[str],
        line: str,
        seen: bool,
    ) -> None:
        table = self._table
        if table.execute("SELECT 1 FROM entry WHERE source = ?", (source,)).fetchone():
            for name in ("address", "link"):
                table.execute(f"DELETE FROM {name} WHERE source = ?", (source,))  # noqa: S608  # our own names
        table.execute(
            "INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?)", (source, id_, path, int(seen), line)
        )
        if path:
            table.executemany("INSERT OR IGNORE INTO address VALUES (?, ?)", ((key, source) for key in keys))
            table.executemany("INSERT OR IGNORE INTO link VALUES (?, ?)", ((key, source) for key in links))

    def mark(self, source: str) -> None:
        """Note that this run has met a source, and knows it already."""
        self._table.execute("UPDATE entry SET seen = 1 WHERE source = ?", (source,))

    def write(self, source: str, line: str) -> None:
        """The line of a source, now that its files are written."""
        changed = self._table.execute("UPDATE entry SET line = ? WHERE source = ?", (line, source))
        assert changed.rowcount == 1, "what is written was settled"

    def line(self, source: str) -> str:
        """The line of a source; empty for one that was never converted."""
        row = self._table.execute("SELECT line FROM entry WHERE source = ?", (source,)).fetchone()
        return str(row[0]) if row else ""

    def get(self, source: str) -> LedgerEntry | None:
        """What a source became; None for one that was never converted."""
        line = self.line(source)
        return entry_of(line) if line else None

    def owner(self, id_: str) -> LedgerEntry | None:
        """The article of an earlier run that has an id; None where none has."""
        row = self._table.execute(
            "SELECT line FROM entry WHERE id = ? AND id <> '' ORDER BY source LIMIT 1", (id_,)
        ).fetchone()
        return entry_of(row[0]) if row and row[0] else None

    def path_of(self, key: str) -> str:
        """Path of the article that links with this key lead to; empty where there is none."""
        row = self._table.execute(
            "SELECT path FROM address JOIN entry USING (source) WHERE key = ? ORDER BY source LIMIT 1", (key,)
        ).fetchone()
        return str(row[0]) if row else ""

    def holds_path(self, path: str) -> bool:
        """Whether an article is, or will be, at a path; a walk through all of them."""
        return self._table.execute("SELECT 1 FROM entry WHERE path = ?", (path,)).fetchone() is not None

    def knows(self, key: str) -> bool:
        """Whether links with this key lead to an article."""
        return self._table.execute("SELECT 1 FROM address WHERE key = ?", (key,)).fetchone() is not None

    def article_by_key(self, key: str) -> LedgerEntry | None:
        """The article that links with this key lead to; None where there is none."""
        row = self._table.execute(
            "SELECT line FROM address JOIN entry USING (source) WHERE key = ? ORDER BY source LIMIT 1", (key,)
        ).fetchone()
        return entry_of(row[0]) if row else None

    def targets(self, source: str) -> dict[str, str]:
        """Where the links of a source's article lead, of those that lead into the archive: key → path."""
        keys = self._table.execute("SELECT key FROM link WHERE source = ?", (source,)).fetchall()
        return {key: path for (key,) in keys if (path := self.path_of(key))}

    def linkable(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Articles that this run has not met, with links to articles that are in the archive by now: (line, targets),
        in the order of their sources.
        """
        last = ""
        query = (
            "SELECT DISTINCT link.source FROM link JOIN address USING (key) WHERE link.source > ? "
            "ORDER BY link.source LIMIT ?"
        )
        while sources := [row[0] for row in self._table.execute(query, (last, _SOME))]:
            last = sources[-1]
            for source in sources:
                row = self._table.execute(
                    "SELECT line FROM entry WHERE source = ? AND seen = 0", (source,)
                ).fetchone()
                if row:
                    yield row[0], self.targets(source)

    def save(self) -> None:
        """Write the ledger whole, sorted by source, in place of the last one."""
        rows = self._table.execute("SELECT line FROM entry WHERE line <> '' ORDER BY source")
        replace_lines(self.path, (row[0] for row in rows))


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
