"""Progress of a run: pages done, rate, time left; one living line on a terminal, else a plain line now and then."""

from __future__ import annotations

import time
from collections import deque
from types import TracebackType

from rich.console import Console
from rich.status import Status

_EVERY = 10.0  # seconds between two plain lines
_SOON = 0.5  # seconds between two changes of the living one
_WINDOW = 60  # looks back over which the rate is taken: pages differ, and what the ledger knows goes fast


class ConversionProgress:
    """Counts pages; shown on the error stream, so that what is printed can be read by a program."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False)
        self._status = Status("đọc nguồn…", console=self._console) if self._console.is_terminal else None
        self._total = self._done = 0
        self._shown = time.monotonic()
        self._seen: deque[tuple[float, int]] = deque(maxlen=_WINDOW)

    def __enter__(self) -> ConversionProgress:
        if self._status:
            self._status.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._status:
            self._status.stop()

    def start(self, total: int) -> None:
        """The sources hold this many pages; the first is being converted."""
        self._total = total
        self._seen.append((time.monotonic(), 0))

    def step(self) -> None:
        """One more page is done."""
        self._done += 1
        now = time.monotonic()
        if now - self._shown >= (_SOON if self._status else _EVERY):
            self._shown = now
            self._seen.append((now, self._done))
            self._show()

    def line(self) -> str:
        """``1200/10000 trang · 210 trang/giây · còn 0:42``."""
        (began, before), (now, done) = self._seen[0], self._seen[-1]
        rate = (done - before) / max(now - began, 1e-9)
        left = int((self._total - self._done) / rate) if rate else 0
        return f"{self._done}/{self._total} trang · {rate:.0f} trang/giây · còn {left // 60}:{left % 60:02}"

    def _show(self) -> None:
        if self._status:
            self._status.update(self.line())
        else:
            self._console.print(self.line(), markup=False, soft_wrap=True)
