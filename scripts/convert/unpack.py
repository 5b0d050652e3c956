"""Bodies as servers pack them on the way, and as archives keep them: chunks, gzip, deflate, Brotli.

Archives say one thing and hold another: what is not packed as announced is taken as it is, what was cut gives its
beginning.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import brotli
from warcio.bufferedreaders import ChunkedDataReader

_GZIP, _ZSTD = b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd"
_STEP = 16 * 1024  # packed bytes at a time: what comes before damage is kept


class PackedError(ValueError):
    """A body nothing here unpacks; the message (Vietnamese) says how it is packed."""


def _inflated(data: bytes, window: int, limit: int) -> bytes | None:
    """What zlib makes of the data, up to a cut or damage; None where it is packed in no such way."""
    packed = zlib.decompressobj(window)
    out = bytearray()
    for at in range(0, len(data), _STEP):
        try:
            out += packed.decompress(data[at : at + _STEP])
        except zlib.error:
            return bytes(out[:limit]) if out else None
        if len(out) >= limit or packed.eof:
            break
    return bytes(out[:limit])


def _gzip(data: bytes, limit: int) -> bytes | None:
    return _inflated(data, 31, limit)


def _deflate(data: bytes, limit: int) -> bytes | None:
    return _inflated(data, 15, limit) or _inflated(data, -15, limit)


def _brotli(data: bytes, limit: int) -> bytes | None:
    packed = brotli.Decompressor()
    out = b""
    for at in range(0, len(data), _STEP):
        try:
            out += packed.process(data[at : at + _STEP])
        except brotli.error:
            return out[:limit] or None
        if len(out) >= limit:
            break
    return out[:limit]


_WAYS: dict[str, Callable[[bytes, int], bytes | None]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
}


def body_of(found: Any, limit: int) -> bytes:
    """The body of a WARC record, as the page's author wrote it, at most `limit` bytes."""
    http = found.http_headers
    stream = found.raw_stream
    if http is None:
        return bytes(stream.read(limit))
    if "chunked" in (http.get_header("Transfer-Encoding") or "").lower():
        stream = ChunkedDataReader(stream)
    data = bytes(stream.read(limit))
    for name in reversed((http.get_header("Content-Encoding") or "").lower().split(",")):
        if way := _WAYS.get(name.strip()):
            unpacked = way(data, limit)
            data = data if unpacked is None else unpacked
    return data


def unannounced(data: bytes, limit: int) -> bytes:
    """Undo what no header announced: bodies saved as the server packed them. Raises PackedError for zstd."""
    if data.startswith(_ZSTD):
        raise PackedError("nội dung nén kiểu zstd, bộ chuyển đổi chưa đọc được; hãy giải nén trước")
    if data.startswith(_GZIP):
        return _gzip(data, limit) or data
    return data
