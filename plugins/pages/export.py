"""Export for machines and spreadsheets: ``archive.jsonl``, ``archive.csv``; ``nguon-sha256.txt``, the sources."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

from plugins.site.archive import ArchivedArticle
from plugins.site.build_context import RelatedArticles
from plugins.site.generator import SiteGenerator, register_generator
from plugins.site.writer import ArchiveWriter
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
    beside += f"\0{len(found.related)}"
    said = f"{article.record.path}\n{article.key}\n{beside}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(said, digest_size=_KEY).digest()


class Export(SiteGenerator):
    """Writes ``archive.jsonl``, ``archive.csv``, and the digests of the sources for `python -m scripts.verify`."""

    def generate_output(self, writer: ArchiveWriter) -> None:
        """Pelican's door: lines that the last site has already are taken over from it."""
        articles, related = self.archive.articles, self.build.related.value
        keys = [_key(article, related(article)) for article in articles]
        before, lines = self._standing(writer), []
        for article, key in zip(articles, keys, strict=True):
            line = before.get(key)
            if line is None:
                item = record(article, related(article))
                line = json_line(item), csv_line(item)
            lines.append(line)
        table = b"".join([one + b"\n" for one, _ in lines])
        heading = [",".join(record(articles[0], RelatedArticles([], []))).encode()] if articles else []
        sheet = _BOM + b"".join([one + b"\r\n" for one in (*heading, *(other for _, other in lines))])
        writer.write_bytes(JSONL, table, "plugins.pages.export")
        writer.write_bytes(CSV, sheet, "plugins.pages.export")
        writer.remember(_MEMORY, (_digest(table), _digest(sheet), b"".join(keys)))
        sources = {a.record.path: a.digest.partition(":")[0] for a in articles}
        sources |= {
            page.path: page.digest.partition(":")[0] for page in (*self.archive.pages, *self.archive.topics)
        }
        writer.write_bytes(SOURCES, format_manifest(sources).encode("utf-8"), "plugins.pages.export")

    def _standing(self, writer: ArchiveWriter) -> dict[bytes, tuple[bytes, bytes]]:
        """The lines of the last site's tables by their keys; none where these are not the tables that were noted."""
        noted, files = writer.recall(_MEMORY), [writer.standing(name) for name in (JSONL, CSV)]
        if not noted or None in files:
            return {}
        whole = [Path(file).read_bytes() for file in files if file]
        keys = [noted[2][at : at + _KEY] for at in range(0, len(noted[2]), _KEY)]
        rows = whole[0].split(b"\n")[:-1], whole[1].split(b"\r\n")[1:-1]
        if [_digest(data) for data in whole] != [*noted[:2]] or any(len(part) != len(keys) for part in rows):
            return {}
        return dict(zip(keys, zip(*rows, strict=True), strict=True))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(Export)
