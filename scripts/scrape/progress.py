"""Progress of a crawl: addresses done and waiting, rate, failures."""

from __future__ import annotations

import time
from collections.abc import Callable

from scripts.support.progress_line import ProgressLine


class CrawlProgress:
    """Shows done, waiting, rate and failures; `counts` gives the addresses in each state."""

    def __init__(self, counts: Callable[[], dict[str, int]]) -> None:
        self._counts = counts
        self._began = time.monotonic()
        self._asked = 0
        self._line = ProgressLine(self.line)
        self._line.start()

    def asked(self) -> None:
        """One more request has been made."""
        self._asked += 1
        self.tick()

    def tick(self) -> None:
        """Show the line, if it is time."""
        if self._line.due():
            self._line.show()

    def line(self) -> str:
        """``xong 120 · chờ 35 · 0,9 trang/giây · lỗi 2``."""
        counts = self._counts()
        done = counts.get("stored", 0) + counts.get("not-modified", 0)
        rate = f"{self._asked / max(time.monotonic() - self._began, 0.001):.1f}".replace(".", ",")
        return f"xong {done} · chờ {counts.get('waiting', 0)} · {rate} trang/giây · lỗi {counts.get('failed', 0)}"

    def close(self) -> None:
        """Leave the last line standing."""
        self._line.stop(last=True)
