"""Progress of a conversion: pages done, rate, time left."""

from __future__ import annotations

import time
from collections import deque
from types import TracebackType

from scripts.support.progress_line import ProgressLine

_WINDOW = 60  # looks back over which the rate is taken: pages differ, and what the ledger knows goes fast


class ConversionProgress:
    """Counts pages, and shows the count on a line of the terminal."""

    def __init__(self) -> None:
        self._line = ProgressLine(self.line, "đọc nguồn…")
        self._total = self._done = 0
        self._seen: deque[tuple[float, int]] = deque(maxlen=_WINDOW)

    def __enter__(self) -> ConversionProgress:
        self._line.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line.stop()

    def start(self, total: int) -> None:
        """The sources hold this many pages; the first is being converted."""
        self._total = total
        self._seen.append((time.monotonic(), 0))

    def step(self, pages: int) -> None:
        """So many more pages are done."""
        self._done += pages
        if self._line.due():
            self._seen.append((time.monotonic(), self._done))
            self._line.show()

    def line(self) -> str:
        """``1200/10000 trang · 210 trang/giây · còn 0:42``."""
        (began, before), (now, done) = self._seen[0], self._seen[-1]
        rate = (done - before) / max(now - began, 1e-9)
        left = int((self._total - self._done) / rate) if rate else 0
        return f"{self._done}/{self._total} trang · {rate:.0f} trang/giây · còn {left // 60}:{left % 60:02}"
