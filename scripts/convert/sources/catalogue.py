"""Catalogue of the sources, read once: pages in order, captures of each address, the files beside them.

One pass over the sources fills a table outside memory; a page is then a group of captures, the best first
(`captures`). The other captures of an address are lines of the report, not articles.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from scripts.convert.sources.captures import TRIES, capture_key, capture_rank
from scripts.convert.sources.places import place
from scripts.convert.sources.records import CaptureRecord, is_page
from scripts.convert.sources.temp_tables import open_temp_tables
from scripts.convert.sources.web_archives import EnumeratedRecord
from scripts.convert.text.urls import split_url

_SCHEMA = """
CREATE TABLE page
    (number INTEGER PRIMARY KEY, key TEXT, rank INTEGER, captured TEXT, source TEXT, record TEXT);
CREATE TABLE file (key TEXT PRIMARY KEY, rank INTEGER, captured TEXT, record TEXT) WITHOUT ROWID;
CREATE TABLE payload (name TEXT PRIMARY KEY, record TEXT) WITHOUT ROWID;
CREATE TABLE revisit (number INTEGER PRIMARY KEY, names TEXT, record TEXT);
"""
_LOST = "bản ghi “revisit” trỏ tới một bản chụp không có trong nguồn; hãy thêm tệp WARC chứa bản chụp đó"


@dataclass(frozen=True, slots=True)
class CaptureGroup:
    """The captures of one address, the best first; `others` are those that are not looked at."""

    captures: tuple[CaptureRecord, ...]
    others: tuple[CaptureRecord, ...] = ()

    @classmethod
    def of(cls, texts: tuple[str, ...]) -> CaptureGroup:
        """The group that a catalogue gave as JSON."""
        captures = tuple(map(record_of, texts))
        return cls(captures[:TRIES], captures[TRIES:])

    @property
    def first(self) -> CaptureRecord:
        """The best capture."""
        return self.captures[0]


def _to_json(record: CaptureRecord) -> str:
    values = {name: value for name in _FIELDS if (value := getattr(record, name)) != _DEFAULTS.get(name)}
    return json.dumps(values, default=str)  # ASCII: names of files may hold bytes that are no text


def record_of(text: str) -> CaptureRecord:
    """The record that a catalogue kept as JSON."""
    values: dict[str, Any] = json.loads(text)
    values["path"] = place(values["path"])
    if values.get("root"):
        values["root"] = place(values["root"])
    return CaptureRecord(**values)


_FIELDS = tuple(one.name for one in fields(CaptureRecord))
_DEFAULTS = {one.name: one.default for one in fields(CaptureRecord) if one.name not in ("source", "path")}


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """What a catalogue keeps of a record, made where the record is listed: its key and rank, and its JSON."""

    source: str
    key: str
    rank: int
    captured: str
    text: str
    page: bool
    stored: bool  # a file that is there: the server answered 200
    names: tuple[str, ...]
    revisit: bool


def catalogue_row(found: EnumeratedRecord) -> CatalogueRow:
    """The row of a record."""
    record = found.record
    key = capture_key(record.url) if record.url else f"\0{record.source}"
    page, stored = is_page(record), record.status == 200
    rank = capture_rank(record)
    row = (record.source, key, rank, record.captured, _to_json(record), page, stored)
    return CatalogueRow(*row, found.names, found.revisit)


class Catalogue:
    """The records of the sources; memory does not depend on how many there are."""

    def __init__(self, rows: Iterable[CatalogueRow]) -> None:
        self._tables = open_temp_tables(_SCHEMA)
        for number, row in enumerate(rows):
            self._add(number, row)
        for number, names, text in self._tables.execute("SELECT * FROM revisit ORDER BY number").fetchall():
            self._resolve(number, names.split("\n"), record_of(text))
        self._tables.execute("CREATE INDEX page_key ON page (key)")

    def _add(self, number: int, row: CatalogueRow) -> None:
        if row.revisit:
            values = (number, "\n".join(row.names), row.text)
            self._tables.execute("INSERT INTO revisit VALUES (?, ?, ?)", values)
            return
        for name in row.names:
            self._tables.execute("INSERT OR IGNORE INTO payload VALUES (?, ?)", (name, row.text))
        self._place(number, row)

    def _place(self, number: int, row: CatalogueRow) -> None:
        if row.page:
            values = (number, row.key, row.rank, row.captured, row.source, row.text)
            self._tables.execute("INSERT INTO page VALUES (?, ?, ?, ?, ?, ?)", values)
        elif row.stored:
            # The newest complete capture of a file stands for it.
            self._tables.execute(
                "INSERT INTO file VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET rank = excluded.rank, "
                "captured = excluded.captured, record = excluded.record WHERE (excluded.rank, file.captured) < "
                "(file.rank, excluded.captured)",
                (row.key, row.rank, row.captured, row.text),
            )

    def _resolve(self, number: int, names: Iterable[str], revisit: CaptureRecord) -> None:
        """A revisit is the capture it refers to, seen again at another time or under another address."""
        for name in names:
            found = self._tables.execute("SELECT record FROM payload WHERE name = ?", (name,)).fetchone()
            if found is not None:
                kept = record_of(found[0])
                again = replace(kept, source=revisit.source, url=revisit.url, captured=revisit.captured)
                self._place(number, catalogue_row(EnumeratedRecord(again)))
                return
        if is_page(revisit):
            self._place(number, catalogue_row(EnumeratedRecord(replace(revisit, fault=_LOST))))

    def __len__(self) -> int:
        """Pages: groups of captures."""
        return int(self._tables.execute("SELECT count(DISTINCT key) FROM page").fetchone()[0])

    def groups(self) -> Iterator[tuple[str, ...]]:
        """The captures of every page as JSON, the best first, in the order of the sources: a page stands where its
        first capture stands.
        """
        return (texts for _, texts in self.named_groups())

    def named_groups(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The same, each with the source of its best capture."""
        heads = self._tables.execute(
            "SELECT p.key, p.source, p.record, (SELECT count(*) FROM page q WHERE q.key = p.key) FROM page p "
            "WHERE NOT EXISTS (SELECT 1 FROM page q WHERE q.key = p.key AND q.number < p.number) "
            "ORDER BY p.number"
        )
        for key, source, record, count in heads:
            if count == 1:
                yield source, (record,)
                continue
            rows = self._tables.execute(
                "SELECT source, record FROM page WHERE key = ? ORDER BY rank, captured DESC, number", (key,)
            ).fetchall()
            yield rows[0][0], tuple(row[1] for row in rows)

    def holds(self, url: str) -> bool:
        """Whether a page with this address is in the sources, whatever became of it."""
        key = capture_key(url)
        return self._tables.execute("SELECT 1 FROM page WHERE key = ?", (key,)).fetchone() is not None

    def file(self, key: str) -> str | None:
        """The capture of a picture or an attachment with this `capture_key`, as JSON; None where there is none."""
        row = self._tables.execute("SELECT record FROM file WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row is not None else None


def file_beside(url: str, record: CaptureRecord) -> CaptureRecord | None:
    """The file of a mirror that an address stands for; None outside the mirror's folder."""
    if record.root is None:
        return None
    split = split_url(url)
    path = unquote(split.path)
    named = f"{path}?{split.query}" if split.query else path
    tries = [
        record.root / split.netloc / named.lstrip("/"),
        record.root / split.netloc / named.lstrip("/").replace("?", "@"),
        record.root / split.netloc / path.lstrip("/"),
        record.root / path.lstrip("/"),
        record.path.parent / path.lstrip("/"),
    ]
    root = record.root.resolve()
    for path_tried in tries:
        if _is_file(path_tried) and path_tried.resolve().is_relative_to(root):
            return CaptureRecord(url, path_tried)
    return None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # names the file system cannot hold
        return False
