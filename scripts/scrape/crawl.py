"""Crawl loop: take the next address of the frontier, fetch it, hand the response on, until nothing waits."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from scripts.convert.text.url_normalisation import canonical
from scripts.scrape.addresses import identity
from scripts.scrape.fetch import Fetcher, FetchRequest, FetchResponse
from scripts.scrape.ledger import FrontierEntry
from scripts.scrape.outcomes import HOPS, CrawlState, Outcomes, redirect_target
from scripts.scrape.progress import CrawlProgress
from scripts.scrape.rate_limiter import LONGEST_WAIT, RateLimiter, retry_after
from scripts.scrape.recover import REDIRECTS
from scripts.scrape.robots_cache import RobotsCache
from scripts.scrape.socket_tap import FetchError

# How often an address is asked for in one pass, by what went wrong; what is not here is final at once.
ATTEMPTS = {
    "timeout": 2,
    "connection": 3,
    "truncated": 3,
    "reset": 3,
    "bad-response": 2,
    "bad-encoding": 3,
    "empty": 2,
    "busy": 4,
    "http-408": 2,
    "http-501": 1,
}
SERVER_ERROR = 3  # attempts at any other 5xx
BUSY = (429, 503)
OTHER_SCHEME = ("tls", "connection")  # after which an address is asked for by the scheme of the start
SAME_PAGE_HOPS = 5  # redirects of one address to itself, while cookies or a session are handed out
BACK_OFF_LIMIT = 300.0  # seconds
LONGEST_HOLD = 30 * 86400.0  # seconds of Retry-After believed
HOST_DOWN = 5  # connections in a row that failed
HOST_BUSY = 6  # busy responses in a row, whatever the address, after which a run ends …
LONG_BUSY = 3  # … or so many that ask for more patience than a run has


def attempts(reason: str) -> int:
    """How often an address is asked for in one pass when this goes wrong."""
    return ATTEMPTS.get(reason, SERVER_ERROR if reason.startswith("http-5") else 1)


@dataclass(frozen=True, slots=True)
class CrawlComponents:
    """The parts a crawl is made of: those who ask, and those who keep."""

    fetcher: Fetcher
    limiter: RateLimiter
    robots_cache: RobotsCache
    progress: CrawlProgress
    crawl_state: CrawlState
    outcomes: Outcomes


class Crawl:
    """One run over the addresses of a store; `stop_reason` says in the end what stopped it, empty for nothing."""

    def __init__(self, parts: CrawlComponents, delay: float, max_pages: int, max_time: float) -> None:
        self._fetcher, self._limiter, self._robots_cache = parts.fetcher, parts.limiter, parts.robots_cache
        self._progress, self._ledger, self._scope = (
            parts.progress,
            parts.crawl_state.ledger,
            parts.crawl_state.scope,
        )
        self._outcomes = parts.outcomes
        self._delay = max(delay, 0.05)  # seconds; back-off grows from it
        self._pages_left = max_pages
        self._until = time.monotonic() + max_time
        self._down = self._busy_streak = self._answered = 0
        self._busy_since: dict[str, int] = {}  # address → responses of other kinds before it was first busy
        self.stop_reason = ""

    def run(self) -> None:
        """Visit until nothing waits, a limit is reached or the host is gone."""
        while not self.stop_reason and (entry := self._next()):
            self._visit(entry)
            self._ledger.commit()

    def _next(self) -> FrontierEntry | None:
        while True:
            now, when = time.time(), self._ledger.next_time()
            if when is None or when > now:  # at most addresses that wait for another attempt are left
                if self._ledger.budgets.probe():
                    continue
                if when is None:
                    return None
                if when > now + max(LONGEST_WAIT, self._back_off(max(ATTEMPTS.values()))):
                    self._leave_for_later()
                    continue
                self._limiter.hold(when - now)
            if self._pages_left <= 0 or time.monotonic() + self._limiter.remaining > self._until:
                self.stop_reason = "limit"
                return None
            if entry := self._ledger.next(time.time()):
                return entry
            self._limiter.wait()

    def _leave_for_later(self) -> None:
        """Settle what may not be asked for before long; the next run keeps to that, too."""
        for entry in list(self._ledger.all("waiting")):
            until = datetime.fromtimestamp(entry.not_before, UTC).isoformat(timespec="seconds")
            self._outcomes.settle(entry, "failed", "busy", f"Retry-After: {until}")

    def _visit(self, entry: FrontierEntry) -> None:
        if refusal := self._refusal(entry):
            self._outcomes.settle(entry, "refused", refusal)
            return
        entry.attempts += 1
        try:
            response = self._ask(entry)
        except FetchError as cut:
            self._failed(entry, cut.reason, cut.detail)
            return
        self._down = 0
        if response.status not in BUSY:
            self._busy_streak, self._answered = 0, self._answered + 1
        entry.http = response.status
        self._handle(entry, response)

    def _refusal(self, entry: FrontierEntry) -> str:
        if reason := self._scope.refusal(entry.url):
            return reason
        if entry.hops > HOPS:
            return "too-many-redirects"
        if (
            entry.article
            and not entry.digest
            and (duplicate := self._ledger.stored_article(entry.article, entry.key))
        ):
            entry.same_as = duplicate.url
            return "duplicate"
        robots = self._robots_cache.robots(entry.url)
        if robots.closed:
            return "robots-unavailable"
        return "" if robots.allows(entry.url) else "robots"

    def _ask(self, entry: FrontierEntry) -> FetchResponse:
        """The response for an address; one that leads to itself (cookies, sessions, https) is followed at once."""
        url = entry.url
        for _ in range(SAME_PAGE_HOPS):
            response = self._request(entry, url)
            if response.status not in REDIRECTS:
                break
            target = redirect_target(response)
            if not target or self._scope.refusal(target) or identity(canonical(target)) != entry.key:
                break
            target = self._scope.as_started(target, everywhere=False)
            if not self._robots_cache.robots(target).allows(target):
                break
            url = target
        return response

    def _request(self, entry: FrontierEntry, url: str) -> FetchResponse:
        headers = {"Accept-Encoding": "identity"} if entry.attempts > 1 else {}
        if entry.digest and entry.reason != "redirect":
            headers |= {
                k: v for k, v in (("If-None-Match", entry.etag), ("If-Modified-Since", entry.modified)) if v
            }
        form = entry.form.encode() if entry.form is not None else None
        self._limiter.wait()
        self._pages_left -= 1
        try:
            return self._fetcher.fetch(
                FetchRequest(
                    url, headers, form, patience=(1 + entry.attempts) / 2, strict=entry.attempts == 1
                )
            )
        finally:
            self._limiter.request_ended()
            self._progress.asked()

    def _handle(self, entry: FrontierEntry, response: FetchResponse) -> None:
        reason = ""
        if response.status == 200:
            reason = self._outcomes.store_good(entry, response)
        elif response.status in REDIRECTS:
            reason = self._outcomes.redirected(entry, response)
        elif response.status == 304 and entry.digest:
            self._outcomes.store_revisit(entry, response)
        elif response.status in BUSY:
            self._busy(entry, response)
        else:
            reason = "partial" if response.status == 206 else f"http-{response.status}"
        if reason:
            self._failed(entry, reason)

    def _busy(self, entry: FrontierEntry, response: FetchResponse) -> None:
        """Stay away from the whole host as long as it asks, the next run too.

        Where that is longer than a run waits, or where other addresses were answered meanwhile, it is this
        address that is left alone.
        """
        asked = retry_after(response.headers)
        until = min(asked or 0.0, LONGEST_HOLD)
        alone = self._answered > self._busy_since.setdefault(entry.key, self._answered)
        self._busy_streak += not alone
        pause = until if 0 < until <= LONGEST_WAIT else 0.0 if alone else self._back_off(self._busy_streak)
        if self._busy_streak >= (LONG_BUSY if until > LONGEST_WAIT else HOST_BUSY):
            self.stop_reason, pause = "host-busy", max(until, pause)
        self._limiter.hold(pause)
        self._ledger.set_meta("away-until", str(time.time() + pause))
        if until > LONGEST_WAIT:
            entry.not_before = time.time() + until
            self._ledger.put(entry)
        else:
            self._failed(entry, "busy", f"Retry-After: {asked:g} s" if asked is not None else "")

    def _back_off(self, times: int) -> float:
        return float(min(self._delay * 2**times, BACK_OFF_LIMIT))

    def _failed(self, entry: FrontierEntry, reason: str, detail: str = "") -> None:
        self._down = self._down + 1 if reason == "connection" else 0
        if self._down >= HOST_DOWN:
            self.stop_reason = "host-down"
        url = self._scope.as_started(entry.url)
        flaky = reason == "soft-404" and entry.article and entry.attempts < 2
        if flaky or entry.attempts < attempts(reason) or (reason in OTHER_SCHEME and url != entry.url):
            entry.state, entry.not_before = "waiting", time.time() + self._back_off(entry.attempts)
            entry.url = url if reason in OTHER_SCHEME else entry.url
            self._ledger.put(entry)
        else:
            self._outcomes.settle(
                entry, "failed" if reason != "private-address" else "refused", reason, detail
            )
