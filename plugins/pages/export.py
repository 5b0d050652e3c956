"""Export for machines and spreadsheets: ``archive.jsonl``, ``archive.csv``; ``nguon-sha256.txt``, the sources."""

from __future__ import annotations

import csv
import hashlib
import json
import mmap
import os
from array import array
from dataclasses import dataclass
from typing import Any

from plugins.site.archive import ArchivedArticle
from plugins.site.build_context import RelatedArticles
from plugins.site.generator import SiteGenerator, register_generator
from plugins.site.writer import ArchiveWriter
from plugins.system.files import MAPPED
from plugins.system.fixity import SOURCES, format_manifest


def article_fields(article: ArchivedArticle) -> dict[str, Any]:
    """One article as plain data; `url` is its address from the site's root, `sha256` that of the legacy capture."""
    return {
        "id": article.id,
        "url": f"/{article.url}",
        "title": article.title,
        "date": article.date.iso,
        "section": article.section.name if article.section else "",
        "tags": [t.name for t in article.tags],
        "authors": [t.name for t in article.authors],
        "source": article.source.name if article.source else "",
        "summary": article.metadata.summary,
        "original_url": article.metadata.original_url,
        "sha256": article.metadata.sha256,
        "captured": article.metadata.captured.iso if article.metadata.captured else "",
        "modified": article.metadata.modified.iso if article.metadata.modified else "",
        "correction": article.metadata.correction,
        "source_path": article.record.path,
        "source_sha256": article.digest.partition(":")[0],
        "kind": article.metadata.kind,
        "compiled": article.metadata.compiled.iso if article.metadata.compiled else "",
        "basis": list(article.metadata.basis),
    }


def record(article: ArchivedArticle, found: RelatedArticles) -> dict[str, Any]:
    """One article as plain data, with the ids of those that stand under it."""
    return {
        **article_fields(article),
        "related": [a.id for a in found.related],
        "same_content": [a.id for a in found.same_content],
        "same_event": [a.id for a, same in zip(found.related, found.same_event, strict=False) if same],
    }


# Spreadsheets take a cell that begins so for a formula and run it (OWASP: CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BOM = b"\xef\xbb\xbf"  # tells spreadsheets that a table is UTF-8
_KEY = 12  # bytes that stand for all that a record is made of
JSONL, CSV, _MEMORY = "archive.jsonl", "archive.csv", "export"
_encode = json.JSONEncoder(ensure_ascii=False).encode


class _Echo:
    """What `csv` writes to: a row comes back as text."""

    def write(self, text: str) -> str:
        return text


_row = csv.writer(_Echo()).writerow


def _cell(value: str | list[str]) -> str:
    text = "; ".join(value) if isinstance(value, list) else value
    return "'" + text if text.startswith(_FORMULA) else text


def csv_line(item: dict[str, Any]) -> bytes:
    """A record as a row for spreadsheets, without its line end: lists are joined with "; ", and a value that would be
    run as a formula begins with an apostrophe.
    """
    return str(_row(map(_cell, item.values()))).encode().removesuffix(b"\r\n")


def json_line(item: dict[str, Any]) -> bytes:
    """A record as a line of JSON, without its line end."""
    return _encode(item).encode()


def _key(article: ArchivedArticle, found: RelatedArticles) -> bytes:
    """Equal where the record is: its own text, where it stands, its terms, and the related ones."""
    beside = "\0".join([a.record.listing_key for a in (*found.related, *found.same_content)])
    beside += f"\0{len(found.related)}\0{found.same_event}"
    said = f"{article.record.path}\n{article.key}\n{beside}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(said, digest_size=_KEY).digest()


class Export(SiteGenerator):
    """Writes ``archive.jsonl``, ``archive.csv``, and the digests of the sources for `python -m scripts.verify`."""

    def generate_output(self, writer: ArchiveWriter) -> None:
        """Pelican's door: lines that the last site has already are taken over from it."""
        articles, related = self.archive.articles, self.build.related.value
        keys, before = bytearray(), _standing(writer)
        with (
            writer.growing_file(JSONL, "plugins.pages.export") as table,
            writer.growing_file(CSV, "plugins.pages.export") as sheet,
        ):
            heading = ",".join(record(articles[0], RelatedArticles([], []))) if articles else ""
            sheet.write(_BOM + (f"{heading}\r\n" if heading else "").encode())
            for article in articles:
                found = related(article)
                key = _key(article, found)
                lines = before.lines(key) if before else None
                if lines is None:
                    item = record(article, found)
                    lines = json_line(item), csv_line(item)
                table.write(lines[0] + b"\n")
                sheet.write(lines[1] + b"\r\n")
                keys += key
        writer.remember(_MEMORY, (table.digest, sheet.digest, bytes(keys)))
        sources = {a.record.path: a.digest.partition(":")[0] for a in articles}
        sources |= {
            page.path: page.digest.partition(":")[0] for page in (*self.archive.pages, *self.archive.topics)
        }
        writer.write_bytes(SOURCES, format_manifest(sources).encode("utf-8"), "plugins.pages.export")


class _Lines:
    """The lines of a table, which is mapped: what is not asked for is no memory."""

    def __init__(self, path: str, end: bytes) -> None:
        whole = MAPPED and os.stat(path).st_size
        with open(path, "rb") as file:
            self.data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if whole else file.read()
        self._width = len(end)
        self._starts, at = array("q", [0]), -1
        while (at := self.data.find(end, self._starts[-1])) >= 0:
            self._starts.append(at + len(end))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> bytes:
        """A line without its end."""
        return self.data[self._starts[number] : self._starts[number + 1] - self._width]


@dataclass(frozen=True)
class _Standing:
    """The last site's tables, and which line of each stands for what."""

    table: _Lines
    sheet: _Lines
    numbers: dict[bytes, int]

    def lines(self, key: bytes) -> tuple[bytes, bytes] | None:
        """The lines of a key; the sheet has a heading."""
        number = self.numbers.get(key)
        return None if number is None else (self.table[number], self.sheet[number + 1])


def _standing(writer: ArchiveWriter) -> _Standing | None:
    """The last site's tables; None where these are not the ones that were noted."""
    noted, files = writer.recall(_MEMORY), [writer.standing(name) for name in (JSONL, CSV)]
    if not noted or not files[0] or not files[1]:
        return None
    table, sheet = _Lines(files[0], b"\n"), _Lines(files[1], b"\r\n")
    numbers = {noted[2][at : at + _KEY]: at // _KEY for at in range(0, len(noted[2]), _KEY)}
    right = [hashlib.sha256(some.data).hexdigest() for some in (table, sheet)] == [*noted[:2]]
    if not right or len(table) != len(numbers) or len(sheet) != len(numbers) + 1:
        return None
    return _Standing(table, sheet, numbers)


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(Export)
