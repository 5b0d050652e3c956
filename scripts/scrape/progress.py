"""Progress of a crawl: one living line on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable

from rich.console import Console
from rich.status import Status

_EVERY = 10.0  # seconds between two plain lines
_SOON = 0.5  # seconds between two looks at the counts


class CrawlProgress:
    """Shows done, waiting, rate and failures; `counts` gives the addresses in each state."""

    def __init__(self, counts: Callable[[], dict[str, int]]) -> None:
        self._console = Console(stderr=True, highlight=False)
        self._status = Status("", console=self._console) if self._console.is_terminal else None
        self._counts = counts
        self._began = self._shown = time.monotonic()
        self._asked = 0
        if self._status:
            self._status.start()

    def asked(self) -> None:
        """One more request has been made."""
        self._asked += 1
        self.tick()

    def tick(self) -> None:
        """Show the line, if it is time."""
        now = time.monotonic()
        if now - self._shown >= (_SOON if self._status else _EVERY):
            self._shown = now
            self._show()

    def line(self) -> str:
        """``xong 120 · chờ 35 · 0,9 trang/giây · lỗi 2``."""
        counts = self._counts()
        done = counts.get("stored", 0) + counts.get("not-modified", 0)
        rate = f"{self._asked / max(time.monotonic() - self._began, 0.001):.1f}".replace(".", ",")
        return f"xong {done} · chờ {counts.get('waiting', 0)} · {rate} trang/giây · lỗi {counts.get('failed', 0)}"

    def _show(self) -> None:
        if self._status:
            self._status.update(self.line())
        else:
            self._console.print(self.line(), markup=False, soft_wrap=True)

    def close(self) -> None:
        """Leave the last line standing."""
        if self._status:
            self._status.stop()
        self._console.print(self.line(), markup=False, soft_wrap=True)
