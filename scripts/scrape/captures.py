"""Captures made by others as a source: a list of them (CDX), and a replay service that gives their bytes.

For each address the captures are asked for from the nearest in time to the farthest, until one is complete: an
response of 200, as long as it was announced, that is no error page, no login form and no picture called HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scripts.convert.sources.cdx import CdxLine, read_cdx
from scripts.convert.text.url_normalisation import canonical
from scripts.scrape.addresses import article_of, identity
from scripts.scrape.fetch import FetchResponse
from scripts.scrape.ledger import CrawlLedger, FrontierEntry
from scripts.scrape.link_discovery import LinkDiscovery, ParsedResponse
from scripts.scrape.outcomes import CrawlState, Outcomes, redirect_target
from scripts.scrape.records import warc_date
from scripts.scrape.scope import Scope

TRIES = 5  # captures of one address that are asked for
HOPS = 3  # redirects of the service to a capture near the one asked for
_DIGITS = "%Y%m%d%H%M%S"


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class ReplayService:
    """A replay service: ``<base><moment>id_/<address>`` is a capture with the bytes it had on the wire."""

    base: str

    def address(self, url: str, moment: datetime) -> str:
        """Where a capture is."""
        return f"{self.base}{moment:{_DIGITS}}id_/{url}"

    def capture(self, address: str) -> tuple[str, datetime] | None:
        """Address and moment of the capture that is there, None where none is."""
        found = re.fullmatch(re.escape(self.base) + r"(\d{14})(?:[a-z]{2}_)?/(.+)", address)
        if not found:
            return None
        try:
            return found[2], datetime.strptime(found[1], _DIGITS).replace(tzinfo=UTC)
        except ValueError:
            return None


class CapturePlan:
    """Which captures are to be asked for: for each address, or article of the portal, the nearest first."""

    def __init__(
        self, listed: Iterator[CdxLine], site: Scope, service: ReplayService, near: datetime
    ) -> None:
        self.service = service
        found: dict[str, list[tuple[float, str]]] = {}
        for line in listed:
            moment = _moment(line.captured)
            if moment is None or line.status != 200:
                continue
            try:
                url = canonical(line.url)
            except ValueError:
                continue
            if not site.refusal(url):
                article = article_of(url)
                key = f"//article/{article}" if article else identity(url)
                far = abs((moment - near).total_seconds())
                found.setdefault(key, []).append((far, service.address(line.url, moment)))
        self._addresses = {
            key: [address for _, address in sorted(set(captures))[:TRIES]] for key, captures in found.items()
        }

    def enter(self, ledger: CrawlLedger) -> None:
        """Put the addresses into the ledger; those that failed in an earlier run are tried again."""
        for key, captures in self._addresses.items():
            entry = ledger.get(key) or ledger.add(key, captures[0])
            if entry is not None and entry.state == "failed":
                self._ask(entry, captures[0])
                ledger.put(entry)
        ledger.commit()

    def ask_next(self, entry: FrontierEntry) -> bool:
        """Turn to the next capture of an address; whether there is one."""
        captures = self._addresses.get(entry.key, [])
        at = (
            captures.index(entry.via or entry.url) + 1
            if (entry.via or entry.url) in captures
            else len(captures)
        )
        if at < len(captures):
            self._ask(entry, captures[at])
        return at < len(captures)

    def _ask(self, entry: FrontierEntry, capture: str) -> None:
        entry.url, entry.via, entry.state = capture, "", "waiting"
        entry.attempts, entry.hops, entry.not_before = 0, 0, 0.0


def read_plan(path: Path, start: str, base: str, near: str) -> CapturePlan:
    """The plan for a list of captures; `near` is ISO 8601, empty for the newest."""
    latest = datetime.max.replace(tzinfo=UTC)
    return CapturePlan(
        read_cdx(path), Scope(start), ReplayService(base), (_moment(near) or latest) if near else latest
    )


class TextOnlyDiscovery(LinkDiscovery):
    """Learns nothing from captures but their texts: a list is no crawl."""

    def process(
        self,
        entry: FrontierEntry,
        response: FetchResponse,
        parsed: ParsedResponse,
        *,
        duplicate: FrontierEntry | None = None,  # noqa: ARG002  # the signature of `LinkDiscovery`
        good: bool = True,
    ) -> None:
        """Remember the text, so that another number of the same article is known."""
        if good:
            self.same_text_as(entry, response.url, parsed.page)

    def record_failure(self, entry: FrontierEntry, reason: str) -> None:
        """A list has an end: nothing needs to be bounded."""


class CaptureOutcomes(Outcomes):
    """Stores captures under the address and the moment they were made."""

    def __init__(self, parts: CrawlState, plan: CapturePlan) -> None:
        super().__init__(parts)
        self._plan = plan

    def store_good(self, entry: FrontierEntry, response: FetchResponse) -> str:
        """Store a complete capture; the reason why not, empty where it is settled."""
        if (there := self._plan.service.capture(response.url)) is None:
            return "bad-response"
        announced = response.headers.get("X-Archive-Orig-Content-Length", "")
        packed = response.headers.get("X-Archive-Orig-Content-Encoding")
        if announced.isdigit() and not packed and int(announced) > len(response.body):
            return "truncated"
        url, moment = there
        return super().store_good(entry, replace(response, url=canonical(url), when=moment))

    def redirected(self, entry: FrontierEntry, response: FetchResponse) -> str:
        """Services lead on to the capture they have; to another address only where the page itself did."""
        target = redirect_target(response)
        asked, there = self._plan.service.capture(entry.url), self._plan.service.capture(target)
        if asked is None or there is None or entry.hops >= HOPS:
            return "bad-redirect"
        try:
            if identity(canonical(asked[0])) != identity(canonical(there[0])):
                return "redirect"
        except ValueError:
            return "bad-redirect"
        entry.via = entry.via or entry.url
        entry.url, entry.hops, entry.attempts, entry.state = target, entry.hops + 1, 0, "waiting"
        self._parts.ledger.put(entry)
        return ""

    def settle(self, entry: FrontierEntry, state: str, reason: str, detail: str = "") -> None:
        """An address has failed only when all its captures have."""
        if state == "failed" and self._plan.ask_next(entry):
            self._parts.ledger.put(entry)
        else:
            super().settle(entry, state, reason, detail)

    def _write(
        self, entry: FrontierEntry, response: FetchResponse, original: Any, metadata: dict[str, str]
    ) -> tuple[str, str]:
        return super()._write(
            entry, response, original, {**metadata, "fetched": warc_date(datetime.now(UTC))}
        )
