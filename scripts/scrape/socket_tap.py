"""Socket tap below the HTTP library: every byte that comes in is kept, counted and timed.

urllib3 reads a response through http.client, which reads a socket's file. That file is wrapped here, so that
the bytes stored are those the server sent (status line, headers and chunk framing included), and so that a
deadline holds for the whole response, headers too: the library's own time-out starts anew with each byte.
"""

from __future__ import annotations

import http.client
import io
import socket
import time
from dataclasses import dataclass, field
from typing import Any, cast

MEGABYTE = 1_000_000


class FetchError(Exception):  # what was done to the response, as `KeyboardInterrupt` is
    """A response given up on: `reason` is a key of `reasons`, `detail` is for maintainers."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """Limits of one response, in bytes and seconds (issue 9: 20 MB decoded, 60 s)."""

    decoded: int = 20 * MEGABYTE
    received: int = 21 * MEGABYTE  # stored bytes may exceed the decoded ones by headers and framing
    total: float = 60.0
    idle: float = 10.0  # without a byte; a retry is given more
    slow_after: float = 8.0  # a drip is judged after so long …
    slow_rate: float = 100.0  # … by its average in bytes a second: 56k modems managed 5,000


@dataclass(slots=True)
class TransferMeter:
    """What one response has used of its bounds, and the bytes received."""

    bounds: FetchLimits
    patience: float = 1.0
    began: float = field(default_factory=time.monotonic)
    first: float | None = None
    received: bytearray = field(default_factory=bytearray)

    def allowance(self) -> float:
        """Seconds the next read may take; raises `FetchError` where the response's time is over."""
        left = self.began + self.bounds.total - time.monotonic()
        if left <= 0:
            raise FetchError("timeout", f"{self.bounds.total:g} s in all")
        return min(left, self.bounds.idle * self.patience)

    def note(self, data: bytes) -> None:
        """Keep bytes just read; raises `FetchError` where they are too many, or come too slowly."""
        self.received += data
        if len(self.received) > self.bounds.received:
            raise FetchError("too-large", f"{self.bounds.received} bytes received")
        now = time.monotonic()
        self.first = now if self.first is None else self.first
        if (
            data
            and now - self.first > self.bounds.slow_after
            and len(self.received) < self.bounds.slow_rate * (now - self.first)
        ):
            raise FetchError("too-slow", f"{len(self.received)} bytes in {now - self.first:.0f} s")


class _Tap(io.RawIOBase):
    """A socket's file that keeps what is read from it."""

    def __init__(self, sock: socket.socket, meter: TransferMeter) -> None:
        self._sock = sock
        self._file = cast(io.RawIOBase, sock.makefile("rb", buffering=0))
        self._watch = meter

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        allowed = self._watch.allowance()
        self._sock.settimeout(allowed)
        try:
            count = self._file.readinto(buffer)
        except TimeoutError as error:
            self._watch.allowance()
            raise FetchError("timeout", f"{allowed:.0f} s without a byte") from error
        self._watch.note(bytes(memoryview(buffer)[: count or 0]))
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


class TappedResponse(http.client.HTTPResponse):
    """http.client's response, read through the tap."""

    def __init__(self, sock: socket.socket, *args: Any, meter: TransferMeter, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp.close()
        self.fp = io.BufferedReader(_Tap(sock, meter))
