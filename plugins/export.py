"""The archive for machines and spreadsheets: ``archive.jsonl``, ``archive.csv``; ``nguon-sha256.txt``, its sources."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from plugins.archive import ArchivedArticle
from plugins.core.fixity import SOURCES, format_manifest
from plugins.site import SiteGenerator, register_generator
from plugins.writer import ArchiveWriter


def record(article: ArchivedArticle, related: Sequence[ArchivedArticle]) -> dict[str, Any]:
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
        "summary": article.summary,
        "original_url": article.original_url,
        "sha256": article.sha256,
        "captured": article.captured.iso if article.captured else "",
        "source_path": article.path,
        "source_sha256": article.digest.partition(":")[0],
        "related": [a.id for a in related],
    }


# Spreadsheets take a cell that begins so for a formula and run it (OWASP: CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _cell(value: str | list[str]) -> str:
    text = "; ".join(value) if isinstance(value, list) else value
    return "'" + text if text.startswith(_FORMULA) else text


def format_table(records: Iterable[dict[str, Any]]) -> bytes:
    """Records as CSV for spreadsheets: a byte order mark tells them UTF-8, lists are joined with "; ", and a value
    that would be run as a formula begins with an apostrophe.
    """
    out = io.StringIO()
    write = csv.writer(out).writerow
    for number, item in enumerate(records):
        if not number:
            write(item)
        write(map(_cell, item.values()))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


class Export(SiteGenerator):
    """Writes ``archive.jsonl``, ``archive.csv``, and the digests of the sources for `python -m scripts.verify`."""

    def generate_output(self, writer: ArchiveWriter) -> None:
        """Pelican's door."""
        related = self.context["related"]
        records = [record(a, related(a)) for a in self.archive.articles]
        encode = json.JSONEncoder(ensure_ascii=False).encode
        lines = "".join([f"{encode(item)}\n" for item in records])
        writer.write_bytes("archive.jsonl", lines.encode("utf-8"), "plugins.export")
        writer.write_bytes("archive.csv", format_table(records), "plugins.export")
        sources = {a.path: a.digest.partition(":")[0] for a in self.archive.articles}
        sources |= {page.path: page.digest.partition(":")[0] for page in self.archive.pages}
        writer.write_bytes(SOURCES, format_manifest(sources).encode("utf-8"), "plugins.export")


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(Export)
