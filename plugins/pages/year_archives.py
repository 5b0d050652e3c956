"""Research data of one year as files: JSON Lines with the full text (gzip), and the Markdown sources (ZIP).

The bytes depend on the articles alone: no clock, no name of a machine, no order of a folder stands in them.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from plugins.core.markup import plain_text
from plugins.pages.export import article_fields
from plugins.site.archive import Archive, ArchivedArticle
from plugins.system.files import read_whole

GZIP_LEVEL = 1  # of 9: a fifth larger than 6, in a quarter of the time
ZIP_LEVEL = 1
_GZIP = 31  # zlib's word for a gzip header, which it leaves without a time
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can hold
_encode = json.JSONEncoder(ensure_ascii=False).encode


def record(article: ArchivedArticle, text: str) -> dict[str, Any]:
    """One article as plain data with the documents it names and its text.

    What other articles have to do with it (``related`` of ``archive.jsonl``) is left out: a year changes with its own
    articles only.
    """
    documents = [one.written for one in article.record.reading.documents]
    return {**article_fields(article), "documents": documents, "text": text}


def records(archive: Archive, articles: Sequence[ArchivedArticle]) -> Iterator[dict[str, Any]]:
    """The records of articles, with their texts from the cache."""
    html = archive.html([article.digest for article in articles])
    for article, (_, fragment) in zip(articles, html, strict=True):
        yield record(article, plain_text(fragment))


def json_lines(items: Iterable[dict[str, Any]]) -> bytes:
    """Records as JSON Lines, packed by gzip."""
    pack = zlib.compressobj(GZIP_LEVEL, wbits=_GZIP)
    parts = [pack.compress(f"{_encode(item)}\n".encode("utf-8", "surrogatepass")) for item in items]
    return b"".join([*parts, pack.flush()])


def markdown_zip(content: Path, paths: Sequence[str]) -> bytes:
    """Sources under `content` by their paths, in the order of these."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=ZIP_LEVEL) as packed:
        for path in sorted(paths):
            entry = zipfile.ZipInfo(path, _ZIP_DATE)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            packed.writestr(entry, read_whole(f"{content}/{path}"), zipfile.ZIP_DEFLATED, ZIP_LEVEL)
    return out.getvalue()
