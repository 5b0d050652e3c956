"""Content and transfer codings of archived bodies: chunks, gzip, deflate, Brotli.

Archives say one thing and hold another: what is not packed as announced is taken as it is, what was cut gives its
beginning. Nothing is unpacked beyond the bytes that the caller takes.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import Any

import brotli

from scripts.convert.limits import CODINGS, LimitError, too_large

_GZIP, _ZSTD = b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd"
_STEP = 16 * 1024  # packed bytes at a time: what comes before damage is kept
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,4096})?\r\n")


class ContentEncodingError(ValueError):
    """A body nothing here unpacks; the message (Vietnamese) says how it is packed."""


def _inflated(data: bytes, window: int, limit: int) -> bytes | None:
    """What zlib makes of the data, up to a cut or damage; None where it is packed in no such way."""
    packed = zlib.decompressobj(window)
    out = bytearray()
    for at in range(0, len(data), _STEP):
        try:
            # One byte more than may be: by then it is known to be too much.
            out += packed.decompress(packed.unconsumed_tail + data[at : at + _STEP], limit + 1 - len(out))
        except zlib.error:
            return bytes(out) if out else None
        if len(out) > limit:
            raise too_large(limit)
        if packed.eof:
            break
    return bytes(out)


def _gzip(data: bytes, limit: int) -> bytes | None:
    return _inflated(data, 31, limit)


def _deflate(data: bytes, limit: int) -> bytes | None:
    return _inflated(data, 15, limit) or _inflated(data, -15, limit)


def _brotli(data: bytes, limit: int) -> bytes | None:
    packed = brotli.Decompressor()
    out = bytearray()
    for at in range(0, len(data), _STEP):
        try:
            out += packed.process(data[at : at + _STEP], output_buffer_limit=limit + 1 - len(out))
            while len(out) <= limit and not packed.can_accept_more_data():
                out += packed.process(b"", output_buffer_limit=limit + 1 - len(out))
        except brotli.error:
            return bytes(out) or None
        if len(out) > limit:
            raise too_large(limit)
        if packed.is_finished():
            break
    return bytes(out)


_DECODERS: dict[str, Callable[[bytes, int], bytes | None]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
}


def decoded_body(found: Any, limit: int) -> bytes:
    """The body of a WARC record, as the page's author wrote it; raises `LimitError` for one of more than `limit`
    bytes, packed or not.
    """
    data = bytes(found.raw_stream.read(limit + 1))
    if len(data) > limit:
        raise too_large(limit)
    http = found.http_headers
    if http is None:
        return data
    if "chunked" in (http.get_header("Transfer-Encoding") or "").lower():
        data = _dechunked(data)
    codings = [name.strip() for name in (http.get_header("Content-Encoding") or "").lower().split(",")]
    if len(codings) > CODINGS:
        raise LimitError(f"nén {len(codings)} lần chồng lên nhau; hãy xem lại tệp này, có thể nó bị hỏng")
    for name in reversed(codings):
        if way := _DECODERS.get(name):
            unpacked = way(data, limit)
            data = data if unpacked is None else unpacked
    return data


def _dechunked(data: bytes) -> bytes:
    """The chunks of a body put together; from where they are no chunks, the bytes as they are."""
    out: list[bytes] = []
    at = 0
    while match := _CHUNK.match(data, at):
        start, end = match.end(), match.end() + int(match[1], 16)
        if start == end:
            return b"".join(out)
        if end < len(data) and data[end : end + 2] != b"\r\n":
            break
        out.append(data[start:end])
        at = end + 2
    return b"".join((*out, data[at:]))


def decode_unannounced(data: bytes, limit: int) -> bytes:
    """Undo what no header announced: bodies saved as the server packed them. Raises ContentEncodingError for zstd."""
    if data.startswith(_ZSTD):
        raise ContentEncodingError("nội dung nén kiểu zstd, bộ chuyển đổi chưa đọc được; hãy giải nén trước")
    if data.startswith(_GZIP):
        return _gzip(data, limit) or data
    return data
