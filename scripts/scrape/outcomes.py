"""Outcomes of a response: records on disk first, then the ledger, and only then the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from scripts.convert.text.linked_resources import resolve
from scripts.convert.text.url_normalisation import canonical, literal
from scripts.scrape import records
from scripts.scrape.addresses import as_sent, identity
from scripts.scrape.fetch import FetchResponse
from scripts.scrape.ledger import CrawlLedger, FrontierEntry
from scripts.scrape.link_discovery import LinkDiscovery, ParsedResponse, body_digest, parse_response
from scripts.scrape.page import ParsedPage
from scripts.scrape.recover import mark_stored
from scripts.scrape.report import CrawlReport
from scripts.scrape.response_checks import ends_early, find_fault, notes
from scripts.scrape.scope import Scope
from scripts.scrape.store import WarcStore

HOPS = 10  # redirects in a row
COOKIE_ATTEMPTS = 2  # attempts at an address that sends us for a cookie first


@dataclass(frozen=True, slots=True)
class CrawlState:
    """Those who are told what became of an address."""

    ledger: CrawlLedger
    store: WarcStore
    scope: Scope
    discovery: LinkDiscovery
    report: CrawlReport


def redirect_target(response: FetchResponse) -> str:
    """Where a response redirects to, absolute and fit to be sent; empty where it does not say."""
    location = as_sent(response.headers.get("Location", ""))
    try:
        url = resolve(response.url, location) if location else ""
        return literal(url) if urlsplit(url).scheme in ("http", "https") else url
    except ValueError:
        return ""


class Outcomes:
    """Settles addresses, each whole: a kill between two steps is made good by `recover`."""

    def __init__(self, parts: CrawlState) -> None:
        self._parts = parts

    def store_good(self, entry: FrontierEntry, response: FetchResponse) -> str:
        """Store a response of status 200; the reason why not, empty where it is settled."""
        parsed = parse_response(response)
        page = parsed.page
        digest = body_digest(response.body)
        if reason := find_fault(response, page) or self._incomplete(entry, response, page, digest):
            if reason == "soft-404":
                self._parts.discovery.process(entry, response, parsed, good=False)
            return reason
        if digest == entry.digest:
            self.store_revisit(entry, response)
        elif duplicate := self._duplicate_text(entry, response, page, digest):
            entry.same_as = duplicate.url
            self._parts.discovery.record_failure(entry, "duplicate")
            self.settle(entry, "refused", "duplicate")
        elif not entry.digest and self._parts.discovery.is_shell(entry, page):
            return "empty"
        else:
            self._keep(entry, response, digest, parsed)
        return ""

    def _incomplete(
        self, entry: FrontierEntry, response: FetchResponse, page: ParsedPage | None, digest: str
    ) -> str:
        """What lacks its usual end, and whose end nothing marked, is asked for again; twice the same is whole."""
        if response.framed or not ends_early(response, page):
            return ""
        seen, entry.suspect = entry.suspect, digest
        return "" if seen == digest else "truncated"

    def _duplicate_text(
        self, entry: FrontierEntry, response: FetchResponse, page: ParsedPage | None, digest: str
    ) -> FrontierEntry | None:
        """Another address of the same article that differs in counters and clocks; not of the same bytes."""
        if entry.digest or self._parts.ledger.same_body(digest, entry.key):
            return None
        return self._parts.discovery.same_text_as(entry, response.url, page)

    def _keep(
        self, entry: FrontierEntry, response: FetchResponse, digest: str, parsed: ParsedResponse
    ) -> None:
        remarks = "; ".join(notes(response, parsed.page, parsed.charset))
        duplicate = self._parts.ledger.same_body(digest, entry.key)
        original = None
        if duplicate:
            original = records.RevisitTarget(duplicate.stored_url, duplicate.date, duplicate.payload_digest)
        file, payload = self._write(entry, response, original, {"note": remarks})
        self._parts.discovery.process(entry, response, parsed, duplicate=duplicate)
        entry.same_as = ""
        mark_stored(
            entry,
            response,
            duplicate.payload_digest if duplicate else payload,
            file,
            records.warc_date(response.when),
        )
        entry.detail = remarks
        if duplicate:
            entry.reason, entry.same_as = "duplicate", duplicate.url
            entry.stored_url, entry.date = duplicate.stored_url, duplicate.date
        self._done(entry)

    def store_revisit(self, entry: FrontierEntry, response: FetchResponse) -> None:
        """Store a revisit: the same bytes as last time, by the server's word or by our digest."""
        original = records.RevisitTarget(entry.stored_url, entry.date, entry.payload_digest)
        head = records.head_on_one_line(response) if response.status == records.NOT_MODIFIED else ""
        self._write(entry, response, original, {"answer": head})
        entry.state, entry.reason, entry.detail = "not-modified", "", ""
        self._done(entry)

    def redirected(self, entry: FrontierEntry, response: FetchResponse) -> str:
        """Store a redirect within the scope; the reason why not, empty where it is settled."""
        target = redirect_target(response)
        if not target:
            return "bad-redirect"
        entry.same_as = canonical(target) if not self._parts.scope.refusal(target) else target
        if refusal := self._parts.scope.refusal(target):
            self.settle(entry, "refused", refusal)
        elif self._is_redirect_loop(entry, response):
            return "redirect-loop"
        else:
            file, payload = self._write(entry, response, None, {})
            self._parts.discovery.redirected(entry, entry.same_as)
            mark_stored(entry, response, payload, file, records.warc_date(response.when))
            self._done(entry)
        return ""

    def _is_redirect_loop(self, entry: FrontierEntry, response: FetchResponse) -> bool:
        """Whether the redirects already stored lead on to this address; those that do have failed too.

        One that hands out a cookie on the way may have opened its door: that one is asked for once more.
        """
        chain: list[FrontierEntry] = []
        key = identity(entry.same_as)
        while key != entry.key:
            found = self._parts.ledger.get(key)
            if found is None or found.reason != "redirect" or len(chain) > HOPS * 2:
                return False
            chain.append(found)
            key = identity(found.same_as)
        if chain and "Set-Cookie" in response.headers and chain[0].attempts < COOKIE_ATTEMPTS:
            chain[0].state = "waiting"
            self._parts.ledger.put(chain[0])
            return False
        for link in chain:
            link.state, link.reason = "failed", "redirect-loop"
            self._parts.ledger.put(link)
        return True

    def settle(self, entry: FrontierEntry, state: str, reason: str, detail: str = "") -> None:
        """An address without a good response: refusals are known again from the links, failures are written down."""
        entry.state, entry.reason, entry.detail = state, reason, detail[:200]
        if state == "failed":
            self._parts.discovery.record_failure(entry, reason)
        if state == "failed" or reason == "duplicate":
            metadata = {
                "outcome": state,
                "reason": reason,
                "detail": detail[:200],
                "http": str(entry.http),
                "same-as": entry.same_as,
                "via": entry.via,
            }
            record = records.build_metadata_record(entry.url, entry.key, datetime.now(UTC), metadata)
            self._parts.ledger.set_size(*self._parts.store.append([record]))
        self._done(entry)

    def _write(
        self,
        entry: FrontierEntry,
        response: FetchResponse,
        original: records.RevisitTarget | None,
        metadata: dict[str, str],
    ) -> tuple[str, str]:
        """The file and the payload digest of the records now on disk."""
        pair = records.build_warc_records(response, entry.key, original)
        known = {"via": entry.via, "asked-as": entry.url if entry.url != response.url else "", **metadata}
        extra = (
            [records.build_metadata_record(response.url, entry.key, response.when, known, pair[1])]
            if any(known.values())
            else []
        )
        file, size = self._parts.store.append([*pair, *extra])
        self._parts.ledger.set_size(file, size)
        return file, records.payload_digest(pair[1])

    def _done(self, entry: FrontierEntry) -> None:
        """The record is on disk; now the ledger, and only then the report, may say so."""
        if entry.form:
            entry.form = ""
        self._parts.ledger.put(entry)
        self._parts.ledger.commit()
        self._parts.report.settled(entry)
