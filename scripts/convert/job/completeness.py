"""Completeness: a cross-check of the articles that lists mention against the captures and what became of them.

What lists say is kept beside the ledger (``nhac-toi.jsonl``), since pages that are not converted again are not read
again; what is missing and what disagrees is written anew by every run (``chua-luu.jsonl``, ``doi-chieu.jsonl``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from plugins.core.text import tone_key
from scripts.convert.dom.mentions import Mention
from scripts.convert.dom.site_statistics import address_key
from scripts.convert.job.ledger import ConversionLedger, LedgerEntry, replace_lines
from scripts.convert.sources.mirror_urls import url_of_rewritten_link
from scripts.convert.sources.temp_tables import open_temp_tables

Row = dict[str, Any]
MENTIONED, MISSING, DIFFERING = "nhac-toi.jsonl", "chua-luu.jsonl", "doi-chieu.jsonl"
_SCHEMA = """
CREATE TABLE said (key TEXT PRIMARY KEY, url TEXT, title TEXT, stamp TEXT, seen TEXT, agreed INT) WITHOUT ROWID;
"""
_CUT = ("…", "...")  # ends a title that a list shortened


class MentionRow(NamedTuple):
    """What some pages say of an article: the first to name it, and the first that gives it another day."""

    key: str
    url: str
    title: str
    stamp: str
    seen: str
    other_url: str = ""  # where they agree, empty
    other_seen: str = ""


class MentionReduction:
    """What a slice of pages says of articles: the same, however the pages are grouped, as one after the other."""

    def __init__(self) -> None:
        self._rows: dict[str, MentionRow] = {}

    def add(self, found: list[Mention], source: str) -> None:
        """Remember what the lists of one page say."""
        for mention in found:
            key = address_key(url_of_rewritten_link(mention.url))
            self._add(MentionRow(key, mention.url, mention.title, mention.stamp, source))

    def merge(self, rows: list[MentionRow]) -> None:
        """Remember what later pages say."""
        for row in rows:
            self._add(row)

    def _add(self, row: MentionRow) -> None:
        kept = self._rows.get(row.key)
        self._rows[row.key] = row if kept is None else _reduced(kept, row)

    def rows(self) -> list[MentionRow]:
        """What was said, in the order of the first words."""
        return list(self._rows.values())


def _reduced(first: MentionRow, later: MentionRow) -> MentionRow:
    if first.other_seen:
        return first
    if first.stamp[:10] != later.stamp[:10]:
        return first._replace(other_url=later.url, other_seen=later.seen)
    return first._replace(other_url=later.other_url, other_seen=later.other_seen)


class MentionCrossCheck:
    """What lists say of articles, by the key of their addresses; memory does not grow with it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mentions = open_temp_tables(_SCHEMA)
        if (folder / MENTIONED).is_file():
            with (folder / MENTIONED).open(encoding="utf-8", errors="replace") as stream:
                for line in stream:
                    self._read(line)

    def _read(self, line: str) -> None:
        try:
            row = json.loads(line)
            values = (row["key"], row["url"], row["title"], row["stamp"], row["seen"], row["agreed"])
        except (ValueError, TypeError, KeyError):  # a line that was cut
            return
        self._put(values)

    def merge(self, rows: Iterable[MentionRow]) -> None:
        """Remember what the lists of later pages say."""
        for row in rows:
            kept = self._mentions.execute(
                "SELECT title, stamp, agreed FROM said WHERE key = ?", (row.key,)
            ).fetchone()
            if kept is not None and not kept[2]:
                continue
            title, stamp = kept[:2] if kept else (row.title, row.stamp)
            if stamp[:10] != row.stamp[:10]:
                self._put((row.key, row.url, title, stamp, row.seen, 0))
            elif row.other_seen:
                self._put((row.key, row.other_url, title, stamp, row.other_seen, 0))
            elif kept is None:
                self._put((row.key, row.url, title, stamp, row.seen, 1))

    def _put(self, values: tuple[str, str, str, str, str, int]) -> None:
        self._mentions.execute("INSERT OR REPLACE INTO said VALUES (?, ?, ?, ?, ?, ?)", values)

    def save(self) -> None:
        """Write what was said, whole and sorted; before the ledger says that the pages are known."""
        rows = self._mentions.execute("SELECT * FROM said ORDER BY key")
        replace_lines(self._folder / MENTIONED, (_line(_as_row(values)) for values in rows))

    def write_findings(self, ledger: ConversionLedger, is_captured: Callable[[str], bool]) -> tuple[int, int]:
        """Write what is missing and what disagrees; returns how many of each."""
        counts = [0, 0]

        def split(number: int) -> Iterator[str]:
            for values in self._mentions.execute("SELECT * FROM said ORDER BY key"):
                row = _as_row(values)
                if number == 0:
                    lines = self._missing(row, ledger, is_captured)
                else:
                    lines = _differing(row, ledger.article_by_key(row["key"]))
                for line in lines:
                    counts[number] += 1
                    yield _line(line)

        for number, name in enumerate((MISSING, DIFFERING)):
            replace_lines(self._folder / name, split(number))
        return counts[0], counts[1]

    @staticmethod
    def _missing(row: Row, ledger: ConversionLedger, is_captured: Callable[[str], bool]) -> Iterator[Row]:
        if not ledger.knows(row["key"]) and not is_captured(row["url"]):
            yield {name: row[name] for name in ("title", "stamp", "url", "seen")}


def _as_row(values: tuple[Any, ...]) -> Row:
    return dict(zip(("key", "url", "title", "stamp", "seen", "agreed"), values, strict=True))


def _line(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"


def _differing(row: Row, entry: LedgerEntry | None) -> Iterator[Row]:
    """Where a list and the article do not agree; what lists say differently among themselves says nothing."""
    if entry is None or not row["agreed"]:
        return
    common = {"path": entry.path, "seen": row["seen"]}
    date = entry.report.get("date") or ""
    if date[:10] != row["stamp"][:10]:
        yield {**common, "field": "Ngày", "article": date, "list": row["stamp"]}
    if not _same_title(entry.report.get("title", ""), row["title"]):
        yield {**common, "field": "Tiêu đề", "article": entry.report.get("title", ""), "list": row["title"]}


def _same_title(own: str, listed: str) -> bool:
    own, listed = (" ".join(tone_key(text).split()) for text in (own, listed))
    for cut in _CUT:
        if listed.endswith(cut):
            return own.startswith(listed.removesuffix(cut).rstrip())
    return own == listed
