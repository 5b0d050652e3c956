"""Capture index of a web archive (CDXJ), kept beside it: it is listed once, until the archive changes.

It stands in the hidden folder ``.cdxj`` of the archive's own folder, one file an archive, sorted as CDXJ is, so that
replay tools can search it; what this converter needs to know besides stands under ``convert``. Where nothing can be
written there, or the archive is damaged, there is no index and the archive is read again by the next run.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from plugins.state.code_fingerprint import code_fingerprint
from scripts.convert.limits import number
from scripts.convert.sources.isolated_listing import list_isolated
from scripts.convert.sources.places import is_remote
from scripts.convert.sources.records import CaptureRecord
from scripts.convert.sources.web_archives import EnumeratedRecord
from scripts.convert.text.urls import split_url

INDEX_FOLDER = ".cdxj"
_OWN = ("inner", "member", "truncated", "refusal")  # of a record, beside what CDXJ has a name for


def indexed_records(path: Path, name: str, stamp: str) -> Iterator[EnumeratedRecord]:
    """The records of an archive from its index, which is made where there is none for the `stamp` of the archive."""
    index = _index_of(path, stamp)
    try:
        lines = index.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError, NotImplementedError):
        yield from _indexing(path, name, index)
        return
    rows = sorted(
        (json.loads(line.split(" ", 2)[2]) for line in lines), key=lambda row: row["convert"]["number"]
    )
    for row in rows:
        yield _from_row(row, path, name)


def _indexing(path: Path, name: str, index: Path) -> Iterator[EnumeratedRecord]:
    lines: list[str] = []
    damaged = False
    for found in list_isolated(path, name):
        damaged = damaged or bool(found.record.fault)
        lines.append(_line(found, name, len(lines)))
        yield found
    if not damaged:
        with suppress(OSError, NotImplementedError, ValueError):  # captures on a disk that is only read
            _keep(index, path.name, "".join(sorted(lines)))


@cache
def _code() -> str:
    return code_fingerprint("scripts.convert.sources.web_archives")


def _index_of(path: Path, stamp: str) -> Path:
    version = hashlib.sha256(f"{stamp}\0{_code()}".encode()).hexdigest()[:16]
    return path.parent / INDEX_FOLDER / f"{path.name}.{version}.cdxj"


def _keep(index: Path, archive: str, text: str) -> None:
    """Write an index whole or not at all, in place of those of other states of the archive."""
    if is_remote(index):
        index.write_bytes(text.encode())
        return
    index.parent.mkdir(exist_ok=True)
    part = index.with_name(f".{index.name}.part")
    part.write_text(text, encoding="utf-8")
    for old in index.parent.iterdir():
        if old.name.startswith(f"{archive}.") and old.name.count(".") == index.name.count("."):
            old.unlink()
    part.replace(index)


def _line(found: EnumeratedRecord, name: str, position: int) -> str:
    record = found.record
    own: dict[str, Any] = {key: value for key in _OWN if (value := getattr(record, key))}
    own |= {"number": position, "source": record.source.removeprefix(name), "captured": record.captured}
    own |= {"names": found.names, "revisit": found.revisit}
    row = {
        "url": record.url,
        "mime": record.content_type,
        "status": str(record.status),
        "offset": str(record.offset),
        "filename": record.path.name,
        "convert": own,
    }
    moment = "".join(c for c in record.captured if c.isdigit())[:14]
    key = urlkey(record.url) or "-"
    return f"{key} {moment or '-'} {json.dumps(row, separators=(',', ':'))}\n"


def _from_row(row: dict[str, Any], path: Path, name: str) -> EnumeratedRecord:
    own = row["convert"]
    record = CaptureRecord(
        source=name + own["source"],
        path=path,
        url=row["url"],
        captured=own["captured"],
        content_type=row["mime"],
        status=number(row["status"], 200),
        offset=int(row["offset"]),
        **{key: own[key] for key in _OWN if key in own},
    )
    return EnumeratedRecord(record, tuple(own["names"]), own["revisit"])


def urlkey(url: str) -> str:
    """``vn,gov,x)/a?b`` of an address, the key that CDXJ is sorted by (SURT); empty for no address."""
    split = split_url(url)
    if not split.netloc:
        return ""
    host, _, port = split.netloc.rpartition("@")[2].lower().removeprefix("www.").partition(":")
    port = "" if port in ("", "80", "443") else f":{port}"
    query = f"?{split.query}" if split.query else ""
    return f"{','.join(reversed(host.split('.')))}{port}){split.path or '/'}{query}".lower().replace(
        " ", "%20"
    )
