"""The records of web archives: WARC, WARC.gz and WACZ, and what CDX and CDXJ lists name of them.

A revisit stands for the bytes of an earlier capture; a file that is cut gives what is whole, and one line that
says so.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from scripts.convert.records import Record
from scripts.convert.streams import Archive, Unpacked

_SUFFIXES = (".warc", ".warc.gz", ".wacz", ".arc", ".arc.gz")
_KINDS = ("response", "resource", "revisit")
_SPOILT = (ArchiveLoadFailed, zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Found:
    """A record of an archive, and what its payload can be known by: its digest, ``address date``.

    A `revisit` has no bytes of its own: its names are those of the capture that has them.
    """

    record: Record
    names: tuple[str, ...] = ()
    revisit: bool = False


def is_archive(path: Path) -> bool:
    """True for a file name of a web archive."""
    return path.name.lower().endswith(_SUFFIXES)


def _members(path: Path) -> list[str]:
    if path.suffix.lower() != ".wacz":
        return [""]
    with zipfile.ZipFile(path) as archive:
        return sorted(n for n in archive.namelist() if n.lower().endswith((".warc", ".warc.gz")))


def archived(path: Path, name: str) -> Iterator[Found]:
    """The responses of an archive, pages and other files alike; a last record with a `fault` where the archive
    cannot be read to its end.
    """
    try:
        members = _members(path)
        if not members:
            yield Found(Record(name, path, fault="tệp WACZ không có WARC nào bên trong; hãy tạo lại tệp này"))
        for member in members:
            yield from _of_member(path, name, member)
    except _SPOILT as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        yield Found(
            Record(name, path, fault=f"kho lưu hỏng từ đây trở đi ({reason[:120]}); hãy chép lại tệp gốc")
        )


def _of_member(path: Path, name: str, member: str) -> Iterator[Found]:
    label = f"{name}!{member}" if member else name
    with closing(Archive(path, member)) as opened:
        stream = opened.at(0)
        archive = ArchiveIterator(stream)
        for found in archive:
            if found.rec_type not in _KINDS:
                continue
            there = getattr(found.raw_stream, "limit", 0)  # bytes of the body the record promises
            position = archive.get_record_offset()  # reads the record to its end
            short = getattr(found.raw_stream, "limit", 0) > 0
            offset, inner = stream.place_of(position)
            place = f"{label}#{offset}+{inner}" if inner else f"{label}#{offset}"
            yield _record(found, place, path, member, (offset, inner), short or _is_short(found, there))
        yield from _ending(stream, label, path)


def _ending(stream: Unpacked, label: str, path: Path) -> Iterator[Found]:
    if stream.damaged:
        reason = "kho lưu hỏng từ đây trở đi (dữ liệu nén sai); hãy chép lại tệp gốc"
        yield Found(Record(label, path, fault=reason))


def _is_short(found: Any, there: int) -> bool:
    """True where the archive says that it cut the body, or the server announced more than came."""
    http = found.http_headers
    if found.rec_headers.get_header("WARC-Truncated"):
        return True
    if http is None or found.rec_type != "response" or http.get_header("Transfer-Encoding"):
        return False
    announced = (http.get_header("Content-Length") or "").strip()
    return announced.isdigit() and int(announced) > there


def _record(
    found: Any, label: str, path: Path, member: str, place: tuple[int, int], truncated: bool
) -> Found:
    head, http = found.rec_headers, found.http_headers
    kind = (http.get_header("Content-Type") if http else head.get_header("Content-Type")) or ""
    code = (http.get_statuscode() or "") if http else ""
    record = Record(
        source=label,
        path=path,
        url=(head.get_header("WARC-Target-URI") or "").strip("<>"),
        captured=head.get_header("WARC-Date") or "",
        content_type=kind,
        status=int(code) if code.isdigit() else 200,
        member=member,
        offset=place[0],
        inner=place[1],
        headers=tuple(http.headers) if http else (),
        truncated=truncated,
    )
    revisit = found.rec_type == "revisit"
    url, date = record.url, record.captured
    if revisit:
        url = (head.get_header("WARC-Refers-To-Target-URI") or url).strip("<>")
        date = head.get_header("WARC-Refers-To-Date") or ""
    digest = head.get_header("WARC-Payload-Digest") or ""
    return Found(record, tuple(filter(None, (digest, f"{url} {date}"))), revisit)
