"""Cache of robots.txt files, one for each host asked, read before anything else and again each day."""

from __future__ import annotations

import time
from typing import Any

from scripts.convert.text.linked_resources import resolve
from scripts.convert.text.url_normalisation import canonical
from scripts.scrape import records
from scripts.scrape.addresses import as_sent
from scripts.scrape.fetch import Fetcher, FetchRequest, FetchResponse
from scripts.scrape.rate_limiter import LONGEST_WAIT, RateLimiter, retry_after
from scripts.scrape.robots import SIZE_LIMIT, Robots, read_robots
from scripts.scrape.scope import Scope
from scripts.scrape.socket_tap import FetchError
from scripts.scrape.store import WarcStore

_HOPS = 5  # redirects followed, as RFC 9309 §2.3.1.2 asks at least
_TRIES = 3
_DAY = 86400.0  # seconds a robots.txt may be remembered (RFC 9309 §2.4)
_REDIRECTS = range(301, 309)


class RobotsCache:
    """Knows what each host allows, and slows the pacer down where one asks for it."""

    def __init__(
        self, fetcher: Fetcher, limiter: RateLimiter, scope: Scope, store: WarcStore, token: str
    ) -> None:
        self._fetcher, self._limiter, self._scope, self._store = fetcher, limiter, scope, store
        self._token = token
        self._known: dict[str, tuple[float, Robots]] = {}
        self.written: tuple[str, int] | None = None

    def robots(self, url: str) -> Robots:
        """The rules for the host of an address; `closed` where its server has never been able to say."""
        root = canonical(resolve(url, "/robots.txt"))
        read, robots = self._known.get(root, (0.0, Robots(self._token)))
        if root not in self._known or time.monotonic() - read > _DAY:
            fresh = self._read(root)
            # What was read yesterday still holds while the server cannot say (RFC 9309 §2.4).
            robots = fresh if root not in self._known or not fresh.closed else robots
            self._known[root] = time.monotonic(), robots
            self._limiter.delay = max(self._limiter.delay, robots.delay)
            self._limiter.request_ended()
        return robots

    def _read(self, root: str) -> Robots:
        robots = Robots(self._token, closed=True)
        for attempt in range(1, _TRIES + 1):
            response = self._follow(root, float(attempt))
            if response is not None:
                robots = read_robots(response.status, response.body, self._token)
                if not robots.closed:
                    break
            if attempt < _TRIES:
                pause = retry_after(response.headers) if response is not None else None
                if pause is not None and pause > LONGEST_WAIT:
                    break
                self._limiter.hold(max(self._limiter.delay, 0.05) * 2**attempt if pause is None else pause)
        return robots

    def _follow(self, url: str, patience: float) -> FetchResponse | None:
        """The response at the end of the redirects, None where there is none; one that leads away is the last."""
        for _ in range(_HOPS + 1):
            self._limiter.wait()
            try:
                response = self._fetcher.fetch(FetchRequest(url, patience=patience, enough=SIZE_LIMIT))
            except FetchError:
                return None
            finally:
                self._limiter.request_ended()
            if response.status not in _REDIRECTS:
                break
            try:
                url = canonical(resolve(url, as_sent(response.headers.get("Location", ""))))
            except ValueError:
                break
            if self._scope.refusal(url):
                break
        if response.status == 200 and len(response.body) < SIZE_LIMIT:
            self._keep(response)
        return response

    def _keep(self, response: FetchResponse) -> None:
        pair: list[Any] = records.build_warc_records(response, f"robots:{response.url}")
        self._store.append(pair)
