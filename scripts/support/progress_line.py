"""Progress line of a long run: one living line on a terminal, a plain line now and then elsewhere.

It stands on the error stream, so that what a command prints can be read by a program.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from rich.console import Console
from rich.status import Status

_EVERY = 10.0  # seconds between two plain lines
_SOON = 0.5  # seconds between two changes of the living one


class ProgressLine:
    """Shows what `text` says, whenever it is time."""

    def __init__(self, text: Callable[[], str], first: str = "") -> None:
        self._console = Console(stderr=True, highlight=False)
        self._status = Status(first, console=self._console) if self._console.is_terminal else None
        self._text = text
        self._shown = time.monotonic()

    def start(self) -> None:
        """Let the line live, where there is a terminal."""
        if self._status:
            self._status.start()

    def due(self) -> bool:
        """Whether it is time for another line; then `show` is called."""
        now = time.monotonic()
        if now - self._shown < (_SOON if self._status else _EVERY):
            return False
        self._shown = now
        return True

    def show(self) -> None:
        """Say it now."""
        if self._status:
            self._status.update(self._text())
        else:
            self._print()

    def stop(self, *, last: bool = False) -> None:
        """Take the living line away; the `last` one may stay."""
        if self._status:
            self._status.stop()
        if last:
            self._print()

    def _print(self) -> None:
        self._console.print(self._text(), markup=False, soft_wrap=True)
