"""CDX and CDXJ capture indexes: another way to name records of the WARC files that lie beside the list.

A line that names no file (an answer of the Internet Archive's list of captures) has an address, and no bytes:
collecting them is the scraper's work.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.convert.limits import number
from scripts.convert.sources.captures import cdx_timestamp
from scripts.convert.sources.records import CaptureRecord

_SUFFIXES = (".cdx", ".cdxj")
_DEFAULT = (
    "N",
    "b",
    "a",
    "m",
    "s",
    "k",
    "r",
    "M",
    "S",
    "V",
    "g",
)  # CDX 11, where the file has no header line
_SHORT = ("N", "b", "a", "m", "s", "k", "S")  # what the Internet Archive answers with
_NAMES = {"b": "time", "a": "url", "m": "mime", "s": "status", "V": "offset", "g": "filename"}


@dataclass(frozen=True, slots=True)
class CdxLine:
    """A line of a list: the capture it names, and where its bytes are; `filename` is empty where it names none."""

    url: str
    captured: str
    mime: str
    status: int
    filename: str
    offset: int


def is_cdx(path: Path) -> bool:
    """True for a file name of a list of captures."""
    return path.suffix.lower() in _SUFFIXES


def _cdx_line(row: dict[str, str], time: str) -> CdxLine:
    return CdxLine(
        row.get("url", ""),
        cdx_timestamp(time),
        row.get("mime", "").replace("unk", ""),
        number(row.get("status", ""), 200),
        row.get("filename", "").strip("-"),
        number(row.get("offset", ""), -1),
    )


def read_cdx(path: Path) -> Iterator[CdxLine]:
    """The lines of a list in their order; one that cannot be read is left out."""
    names: Sequence[str] = _DEFAULT
    with path.open(encoding="utf-8", errors="replace") as stream:
        for line in stream:
            if line.lstrip().startswith("CDX "):
                names = line.split()[1:]
                continue
            _, time, rest = [*line.split(" ", 2), "", ""][:3]
            if rest.lstrip().startswith("{"):
                found = _from_json(rest)
                row = {k: str(v) for k, v in found.items()}
            else:
                fields = line.split()
                columns = _SHORT if len(fields) == len(_SHORT) else names
                row = {_NAMES.get(c, c): f for c, f in zip(columns, fields, strict=False)}
                time = row.get("time", "")
            if row.get("url"):
                yield _cdx_line(row, time)


def _from_json(text: str) -> dict[str, object]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # names the file system cannot hold
        return False


def cdx_records(path: Path, name: str) -> Iterator[CaptureRecord]:
    """The records a list names; one with a `fault` where the file it names is not beside the list, and a last one
    where lines name no file at all.
    """
    nameless = 0
    for line in read_cdx(path):
        if not line.filename or line.offset < 0:
            nameless += 1
            continue
        archive = path.parent / Path(line.filename).name
        source = f"{name}!{archive.name}#{line.offset}"
        fault = (
            "" if _is_file(archive) else f"danh sách nhắc tới tệp {archive.name} nhưng tệp không nằm cạnh nó"
        )
        yield CaptureRecord(
            source, archive, line.url, line.captured, line.mime, line.status, offset=line.offset, fault=fault
        )
    if nameless:
        fault = (
            f"{nameless} dòng của danh sách không nêu tệp WARC; hãy tải những bản chụp ấy về (scripts.scrape)"
        )
        yield CaptureRecord(name, path, fault=fault)
