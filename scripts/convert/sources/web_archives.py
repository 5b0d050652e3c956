"""Records of web archives (WARC, WARC.gz, ARC, WACZ), with revisits and damage.

A revisit stands for the bytes of an earlier capture. What is damaged is named, and the records behind it are read.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.convert.limits import DAMAGES, PAGE_ERRORS, WACZ_DEPTH, limit_exceeded, number
from scripts.convert.sources.archive_stream import MEMBER, ArchiveFile, ArchivePosition, DecompressedStream
from scripts.convert.sources.records import CaptureRecord
from scripts.convert.sources.warc_reader import records_in

SUFFIXES = (".warc", ".warc.gz", ".wacz", ".arc", ".arc.gz")
_KINDS = ("response", "resource", "revisit")
_NO_PAGE_SCHEMES = ("dns", "ftp", "gopher", "ntp", "whois", "urn", "metadata")
_NO_PAGES = "bản ghi không phải trả lời HTTP, không có trang nào trong đó: {}"
_DAMAGE_ERRORS = (*PAGE_ERRORS, OSError, MemoryError)
_HEAD = 512  # bytes a file is known by; packed, its first words may need as many
_GZIP = b"\x1f\x8b"
_WARC = re.compile(rb"\s*(?:WARC/\d\.\d|filedesc://)")
_KIND = 200  # characters of a content type that are looked at


@dataclass(frozen=True, slots=True)
class EnumeratedRecord:
    """A record of an archive, and what its payload can be known by: its digest, ``address date``.

    A `revisit` has no bytes of its own: its names are those of the capture that has them.
    """

    record: CaptureRecord
    names: tuple[str, ...] = ()
    revisit: bool = False


def is_archive(path: Path) -> bool:
    """True for a web archive: by its name, else by its first bytes."""
    return path.name.lower().endswith(SUFFIXES) or _begins_as_archive(path)


def _begins_as_archive(path: Path) -> bool:
    """True for a file that begins with a record of a WARC, packed or not."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    if head.startswith(_GZIP):
        with suppress(zlib.error):
            head = zlib.decompressobj(31).decompress(head, _HEAD)
    return _WARC.match(head) is not None


def _members(path: Path) -> list[str]:
    """The WARC files of a WACZ, those of the WACZ files in it as ``inner.wacz!member``; one empty name for a WARC."""
    if path.suffix.lower() != ".wacz":
        return [""]
    with path.open("rb") as file, zipfile.ZipFile(file) as archive:
        return _members_of(archive, path.stat().st_size)


def _members_of(archive: zipfile.ZipFile, size: int, depth: int = 0) -> list[str]:
    if sum(info.compress_size for info in archive.infolist()) > size:
        raise zipfile.BadZipFile("các tệp bên trong chồng lên nhau")
    found = {n for n in archive.namelist() if n.lower().endswith((".warc", ".warc.gz"))}
    for info in archive.infolist() if depth < WACZ_DEPTH else ():
        if info.filename.lower().endswith(".wacz"):
            with archive.open(info) as file, zipfile.ZipFile(file) as inner:
                names = _members_of(inner, info.file_size, depth + 1)
            found |= {f"{info.filename}{MEMBER}{name}" for name in names}
    return sorted(found)


def archive_records(path: Path, name: str) -> Iterator[EnumeratedRecord]:
    """The responses of an archive, pages and other files alike; a record with a `fault` where something of it cannot
    be read, or nothing is there.
    """
    try:
        members = _members(path)
    except _DAMAGE_ERRORS as error:
        yield EnumeratedRecord(
            CaptureRecord(name, path, fault=f"kho lưu hỏng ({_message(error)}); hãy chép lại tệp gốc")
        )
        return
    if not members:
        yield EnumeratedRecord(
            CaptureRecord(name, path, fault="tệp WACZ không có WARC nào bên trong; hãy tạo lại tệp này")
        )
    for member in members:
        yield from _of_member(path, f"{name}!{member}" if member else name, member)


def _message(error: BaseException) -> str:
    """What an error says on one line."""
    told = limit_exceeded(error) or str(error).strip()
    return told.splitlines()[0][:120] if told else type(error).__name__


def _of_member(path: Path, label: str, member: str) -> Iterator[EnumeratedRecord]:
    found, others = 0, Counter[str]()
    place: ArchivePosition | None = (0, 0)
    for _ in range(DAMAGES):
        if place is None:
            break
        stretch = _IntactStretch(path, label, member, place, others)
        for one in stretch:
            found += 1
            yield one
        place = stretch.next
    if place is not None:
        reason = f"kho lưu hỏng hơn {DAMAGES} chỗ, phần còn lại chưa đọc; hãy chép lại tệp gốc"
        yield EnumeratedRecord(CaptureRecord(label, path, fault=reason))
    if others:
        told = ", ".join(f"{n} {kind}" for kind, n in sorted(others.items()))
        yield EnumeratedRecord(CaptureRecord(f"{label}#…", path, refusal=_NO_PAGES.format(told)))
    elif not found:
        reason = "kho lưu không có trang hay tệp nào; hãy xem lại cách lưu, hoặc bỏ tệp này ra"
        yield EnumeratedRecord(CaptureRecord(label, path, fault=reason))


class _IntactStretch:
    """The records from a place up to the end or to damage; then `next` is where they go on, if they do."""

    def __init__(
        self, path: Path, label: str, member: str, place: ArchivePosition, others: Counter[str]
    ) -> None:
        self._path, self._label, self._member = path, label, member
        self._others = others  # records that are neither page nor file, by their kind
        self._last = place  # of the last record that is known to begin there
        self.next: ArchivePosition | None = None

    def __iter__(self) -> Iterator[EnumeratedRecord]:
        """The records, a last one with a `fault` where there is damage."""
        reason = ""
        try:
            with closing(ArchiveFile(self._path, self._member)) as opened:
                stream = opened.at(*self._last)
                yield from self._records(stream)
                reason = "dữ liệu nén sai" if stream.damaged else ""
        except _DAMAGE_ERRORS as error:
            reason = _message(error)
        if reason:
            self.next = self._next()
            yield self._damaged(reason)

    def _next(self) -> ArchivePosition | None:
        """Where a record begins behind the last one, whatever that says of its length."""
        with suppress(*_DAMAGE_ERRORS), closing(ArchiveFile(self._path, self._member)) as opened:
            return opened.next_after(self._last[0])
        return None

    def _records(self, stream: DecompressedStream) -> Iterator[EnumeratedRecord]:
        archive = records_in(stream)
        for found in archive:
            there = getattr(found.raw_stream, "limit", 0)  # bytes of the body the record promises
            position = archive.get_record_offset()  # reads the record to its end
            short = getattr(found.raw_stream, "limit", 0) > 0
            self._last = stream.place_of(position)
            if short and self._next():
                raise ValueError("bản ghi khai dài hơn thật")
            if kind := _not_http(found):
                self._others[kind] += 1
            elif found.rec_type in _KINDS:
                cut = short or archive.err_count > 0 or _is_short(found, there)
                archive.err_count = 0
                yield _record(found, self._named(self._last), self._path, self._member, self._last, cut)

    def _named(self, place: ArchivePosition) -> str:
        offset, inner = place
        return f"{self._label}#{offset}+{inner}" if inner else f"{self._label}#{offset}"

    def _damaged(self, reason: str) -> EnumeratedRecord:
        begin = self._named(self._last)
        if self.next is None:
            source, rest = f"{begin}…", "từ đây trở đi"
        else:
            source, rest = f"{begin}…{self.next[0]}", "từ đây tới bản ghi sau"
        return EnumeratedRecord(
            CaptureRecord(source, self._path, fault=f"kho lưu hỏng {rest} ({reason}); hãy chép lại tệp gốc")
        )


def _not_http(found: Any) -> str:
    """The kind of a record that holds something and is no response of HTTP, nor a page or file of its own."""
    if found.rec_type not in (*_KINDS, "conversion", "continuation", "unknown"):
        return ""
    kind = (found.rec_headers.get_header("Content-Type") or "?").split(";")[0].strip()
    scheme = (found.rec_headers.get_header("WARC-Target-URI") or "").strip("<>").partition(":")[0].lower()
    if found.rec_type == "revisit" or (scheme not in _NO_PAGE_SCHEMES and found.rec_type == "response"):
        return ""
    if found.rec_type == "resource" and scheme in ("http", "https", "file"):
        return ""
    return f"{found.rec_type} ({scheme or '?'}, {kind})"


def _is_short(found: Any, there: int) -> bool:
    """True where the archive says that it cut the body, or the server announced more than came."""
    http = found.http_headers
    if found.rec_headers.get_header("WARC-Truncated"):
        return True
    if http is None or found.rec_type != "response" or http.get_header("Transfer-Encoding"):
        return False
    announced = (http.get_header("Content-Length") or "").strip()
    return number(announced, 0) > there


def _record(
    found: Any, label: str, path: Path, member: str, place: tuple[int, int], truncated: bool
) -> EnumeratedRecord:
    head, http = found.rec_headers, found.http_headers
    kind = (http.get_header("Content-Type") if http else head.get_header("Content-Type")) or ""
    code = (http.get_statuscode() or "") if http else ""
    record = CaptureRecord(
        source=label,
        path=path,
        url=(head.get_header("WARC-Target-URI") or "").strip("<>"),
        captured=head.get_header("WARC-Date") or "",
        content_type=kind[:_KIND],
        status=number(code, 200),
        member=member,
        offset=place[0],
        inner=place[1],
        truncated=truncated,
    )
    revisit = found.rec_type == "revisit"
    url, date = record.url, record.captured
    if revisit:
        url = (head.get_header("WARC-Refers-To-Target-URI") or url).strip("<>")
        date = head.get_header("WARC-Refers-To-Date") or ""
    digest = head.get_header("WARC-Payload-Digest") or ""
    return EnumeratedRecord(record, tuple(filter(None, (digest, f"{url} {date}"))), revisit)
