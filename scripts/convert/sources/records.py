"""Capture records: where a page's bytes are, its address, time and headers; and the loading of its bytes.

A record is light: its bytes are read by `load`, in whatever process needs them. Every kind of source gives
records through `sources.records`.
"""

from __future__ import annotations

import email
import email.policy
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from scripts.convert.limits import PAGE_BYTES, too_large
from scripts.convert.sources.archive_stream import ArchiveFile
from scripts.convert.sources.content_encoding import ContentEncodingError, decode_unannounced, decoded_body
from scripts.convert.sources.warc_reader import records_in

_MAIL = (".mht", ".mhtml")


class SourceError(ValueError):
    """A source that cannot be read; the message (Vietnamese) names it and the remedy."""


@dataclass(frozen=True, slots=True)
class CaptureRecord:
    """One captured page. `source` names it in reports; `path`, `member`, `offset` say where its bytes are."""

    source: str
    path: Path
    url: str = ""
    captured: str = ""  # ISO 8601 as the capture says, empty where unknown
    content_type: str = ""
    status: int = 200
    member: str = ""  # inside a WACZ
    offset: int = -1  # inside a WARC; -1 for a file of its own
    inner: int = 0  # bytes into the unpacked gzip member at `offset`; 0 where each record has its own
    root: Path | None = None  # the mirror folder the page belongs to
    alias: str = ""  # the address other pages of a mirror lead to, where it differs from `url`
    truncated: bool = False  # by the archive, or fewer bytes than the server announced
    fault: str = ""  # why there are no bytes, for a person
    refusal: str = ""  # why what is there is no page, for a person
    stamp: str = ""  # `stamp_of` the file that holds it, when it was listed


_OPEN: OrderedDict[tuple[Path, str], ArchiveFile] = OrderedDict()
_MOST_OPEN = 4


def _archive(path: Path, member: str) -> ArchiveFile:
    """Archives stay open: pages are read in their order, and what is packed as a whole is unpacked once."""
    key = (path, member)
    if key not in _OPEN:
        _OPEN[key] = ArchiveFile(path, member)
        if len(_OPEN) > _MOST_OPEN:
            _OPEN.popitem(last=False)[1].close()
    _OPEN.move_to_end(key)
    return _OPEN[key]


def close_archives() -> None:
    """Let go of the archives that were read."""
    while _OPEN:
        _OPEN.popitem()[1].close()


def load(record: CaptureRecord, limit: int = PAGE_BYTES) -> bytes:
    """The bytes of a record, unpacked: the body of its response.

    Raises OSError where they cannot be read, SourceError where nothing here unpacks them, LimitError where there
    are more than `limit`.
    """
    if record.fault:
        raise SourceError(record.fault)
    if record.offset < 0:
        with record.path.open("rb") as file:
            data = file.read(limit + 1)
        if len(data) > limit:
            raise too_large(limit)
    else:
        stream = _archive(record.path, record.member).at(record.offset, record.inner)
        found = next(iter(records_in(stream)), None)
        data = decoded_body(found, limit) if found is not None else b""
    try:
        return decode_unannounced(data, limit)
    except ContentEncodingError as error:
        raise SourceError(str(error)) from error


def page_in(data: bytes, record: CaptureRecord) -> bytes:
    """The page that the bytes of a record hold: that inside a web archive of Internet Explorer (MHTML), else all."""
    return _mail_page(data) if record.offset < 0 and record.path.suffix.lower() in _MAIL else data


def _mail_page(data: bytes) -> bytes:
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            return payload if isinstance(payload, bytes) else data
    return data


def is_page(record: CaptureRecord) -> bool:
    """True for a record that may be a page: a file of a folder, a response that says it is HTML or says nothing."""
    if record.offset < 0 or record.fault or record.refusal:
        return True
    kind = record.content_type.lower()
    # The headers of a response that is cut within them are not there: then the record's own type is.
    return "html" in kind or kind.startswith("application/http") or (not kind and record.status == 200)
