"""WARC/1.1 records of one exchange, built whole in memory: only complete ones ever reach a file."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from warcio.recordbuilder import RecordBuilder
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scripts.scrape.fetch import FetchResponse

KEY = "X-Address-Key"  # extension header: the ledger's key of the address, so that it can be made again
NOT_MODIFIED = 304
UNCHANGED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_BUILDER = RecordBuilder(warc_version="WARC/1.1")


class _RawHead(StatusAndHeaders):  # type: ignore[misc]  # warcio has no types
    """HTTP headers that are written as they came, not as warcio would put them."""

    def __init__(self, head: bytes, *, request: bool = False) -> None:
        first = head.split(b"\n", 1)[0].decode("latin-1").strip()
        protocol, _, rest = first.partition(" ")
        super().__init__(first if request else rest, [], protocol=protocol, is_http_request=request)
        self._head = head

    def compute_headers_buffer(self, header_filter: object = None) -> None:  # noqa: ARG002  # warcio's signature
        self.headers_buff = self._head


@dataclass(frozen=True, slots=True)
class RevisitTarget:
    """The earlier record a revisit points to: its address, WARC-Date and payload digest."""

    url: str
    date: str
    payload_digest: str


def warc_date(when: datetime) -> str:
    """A moment in UTC as WARC files write it: ``2018-10-21T01:30:00Z``."""
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def _fields(pairs: Mapping[str, str]) -> bytes:
    lines = (f"{name}: {' '.join(value.split())}\r\n" for name, value in pairs.items() if value)
    return "".join(lines).encode()


def _fielded(kind: str, url: str, date: str, pairs: Mapping[str, str], headers: Mapping[str, str]) -> Any:
    body = _fields(pairs)
    return _BUILDER.create_warc_record(
        url,
        kind,
        payload=io.BytesIO(body),
        length=len(body),
        warc_headers_dict={"WARC-Date": date, **headers},
    )


def build_warcinfo_record(name: str, when: datetime, info: Mapping[str, str]) -> Any:
    """The record that says who made a file, how, and with which options."""
    return _fielded("warcinfo", "", warc_date(when), info, {"WARC-Filename": name})


def build_metadata_record(
    url: str, key: str, when: datetime, pairs: Mapping[str, str], about: Any = None
) -> Any:
    """A metadata record: what is known about an exchange beside its bytes, or why there are none."""
    about_id = {"WARC-Concurrent-To": about.rec_headers.get_header("WARC-Record-ID")} if about else {}
    return _fielded("metadata", url, warc_date(when), pairs, {KEY: key, **about_id})


def build_warc_records(response: FetchResponse, key: str, original: RevisitTarget | None = None) -> list[Any]:
    """Request and response records of one exchange; a revisit instead of the latter where `original` has its payload.

    pywb joins a POST with its response only where the two records follow each other and one names the other, and
    of a 304 it would replay the status and no body: its head belongs into a metadata record (see `head_on_one_line`).
    """
    headers = {"WARC-Date": warc_date(response.when), "WARC-IP-Address": response.ip, KEY: key}
    head, _, sent = response.request.partition(b"\r\n\r\n")
    request = _BUILDER.create_warc_record(
        response.url,
        "request",
        payload=io.BytesIO(sent),
        length=len(sent),
        warc_headers_dict=dict(headers),
        http_headers=_RawHead(head + b"\r\n\r\n", request=True),
    )
    headers["WARC-Concurrent-To"] = request.rec_headers.get_header("WARC-Record-ID")
    if original:
        reply = _BUILDER.create_revisit_record(
            response.url,
            original.payload_digest,
            original.url,
            original.date,
            http_headers=None if response.status == NOT_MODIFIED else _RawHead(response.head),
            warc_headers_dict=headers,
        )
        if response.status == NOT_MODIFIED:
            reply.rec_headers.replace_header("WARC-Profile", UNCHANGED)
    else:
        reply = _BUILDER.create_warc_record(
            response.url,
            "response",
            payload=io.BytesIO(response.raw),
            length=len(response.raw),
            warc_headers_dict=headers,
            http_headers=_RawHead(response.head),
        )
    return [request, reply]


def head_on_one_line(response: FetchResponse) -> str:
    """The head of a response on one line, for a metadata record."""
    return "; ".join(response.head.decode("latin-1").split("\r\n")).strip("; ")


def payload_digest(record: Any) -> str:
    """The WARC-Payload-Digest of a record just built."""
    return str(record.rec_headers.get_header("WARC-Payload-Digest") or "")


def serialise(record: Any) -> bytes:
    """The bytes of one record as a gzip member of its own."""
    out = io.BytesIO()
    WARCWriter(out, gzip=True, warc_version="WARC/1.1").write_record(record)
    return out.getvalue()
