"""Rate limiter: one request after another, a pause after each response, longer where the server asks."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_MARGIN = 0.005  # seconds on top: clocks of the two sides tick differently
_WHOLE_SECONDS = 1.0  # HTTP dates have no fractions
LONGEST_WAIT = 60.0  # seconds of Retry-After that a run waits for; longer ones are for another run
_STEP = 1.0  # seconds between two looks at the progress line while waiting


def _http_date(text: str) -> datetime | None:
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds a server asks us to stay away (Retry-After as seconds or date), None where it does not.

    A date is measured from the server's own Date, so that a wrong clock over there does no harm.
    """
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    if not text or (until := _http_date(text)) is None:
        return None
    now = _http_date(headers.get("Date", "")) or datetime.now(UTC)
    return max(0.0, (until - now).total_seconds()) + _WHOLE_SECONDS


class RateLimiter:
    """When the next request may begin; `delay` is in seconds from the end of the last response."""

    def __init__(self, delay: float, tick: Callable[[], None] = lambda: None) -> None:
        self.delay = delay
        self._tick = tick
        self._ready = 0.0

    def request_ended(self) -> None:
        """A response (or a failure) has just ended."""
        self._ready = max(self._ready, time.monotonic() + self.delay + _MARGIN)

    def hold(self, seconds: float) -> None:
        """Keep away from the whole host for so long."""
        self._ready = max(self._ready, time.monotonic() + seconds + _MARGIN)

    @property
    def remaining(self) -> float:
        """Seconds until a request may begin."""
        return max(0.0, self._ready - time.monotonic())

    def wait(self) -> None:
        """Sleep until a request may begin."""
        while left := self.remaining:
            time.sleep(min(left, _STEP))
            self._tick()
