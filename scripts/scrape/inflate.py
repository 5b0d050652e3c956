"""Content-Encoding undone in bounded steps: a megabyte that unfolds to a gigabyte is cut, not survived."""

from __future__ import annotations

import re
import zlib

from scripts.scrape.socket_tap import FetchError

GZIP_MAGIC = b"\x1f\x8b"
_UNDONE = ("", "identity", "gzip", "deflate")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def _is_text(data: bytearray) -> bool:
    return not _CONTROLS.search(data[:4096])


class Inflater:
    """Collects the decoded body of one response, at most `limit` bytes; raises `FetchError` beyond.

    An encoding the body does not have is ignored (old servers announce gzip and send plain text); one that
    was not asked for and cannot be undone (br, zstd, gzip twice) is not. `strict` refuses what others may
    misread, too: a name nobody asked for on plain text, gzip in several members.
    """

    def __init__(self, encoding: str, limit: int, *, strict: bool = False) -> None:
        self.body = bytearray()
        self.encoding = encoding.strip().lower().removeprefix("x-")
        self._limit = limit
        self._start = b""
        self._unzip: zlib._Decompress | None = None
        self._strict = strict

    def feed(self, data: bytes) -> None:
        """Take the next bytes of the body as they were sent."""
        if self._unzip is None and self.encoding in ("gzip", "deflate"):
            self._start += data
            if len(self._start) < 2:
                return
            data, self._start = self._start, b""
            self._begin(data)
        if self.encoding in ("gzip", "deflate"):
            self._inflate(data)
        else:
            self._add(data)

    def _begin(self, data: bytes) -> None:
        if self.encoding == "gzip" and not data.startswith(GZIP_MAGIC):
            self.encoding = "identity"
        elif self.encoding == "gzip":
            self._unzip = zlib.decompressobj(zlib.MAX_WBITS + 16)
        else:  # "deflate" is zlib by the standard and raw deflate by habit
            zlib_header = data[0] & 0x0F == 8 and (data[0] * 256 + data[1]) % 31 == 0
            self._unzip = zlib.decompressobj(zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS)

    def _inflate(self, data: bytes) -> None:
        while data and self._unzip is not None:
            if self._unzip.eof:
                if not data.startswith(GZIP_MAGIC):
                    return  # padding after the last member
                if self._strict:
                    raise FetchError("bad-encoding", "gzip in several members")
                self._unzip = zlib.decompressobj(zlib.MAX_WBITS + 16)
            try:
                self._add(self._unzip.decompress(data, self._limit - len(self.body) + 1))
            except zlib.error as error:
                raise FetchError("bad-encoding", str(error)) from error
            data = self._unzip.unconsumed_tail or self._unzip.unused_data

    def _add(self, data: bytes) -> None:
        self.body += data
        if len(self.body) > self._limit:
            raise FetchError("too-large", f"{self._limit} bytes decoded")

    def finish(self) -> bytes:
        """The decoded body; raises `FetchError` where the compressed stream has no end."""
        if self._start:
            self._add(self._start)
        if self._unzip is not None and not self._unzip.eof:
            raise FetchError("truncated", "compressed stream without end")
        if self.encoding not in _UNDONE and (self._strict or not _is_text(self.body)):
            raise FetchError("bad-encoding", self.encoding)
        return bytes(self.body)
