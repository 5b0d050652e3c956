"""What becomes of an answer: records on disk first, then the ledger, and only then the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from scripts.scrape import records
from scripts.scrape.absorb import Absorber, Reading, body_digest, read_answer
from scripts.scrape.addresses import canonical, identity, literal, resolve
from scripts.scrape.fetch import Answer
from scripts.scrape.judge import fault, notes
from scripts.scrape.ledger import Entry, Ledger
from scripts.scrape.page import Page
from scripts.scrape.recover import mark_stored
from scripts.scrape.report import Report
from scripts.scrape.scope import Scope
from scripts.scrape.store import Store

HOPS = 10  # redirects in a row


@dataclass(frozen=True, slots=True)
class Keepers:
    """Those who are told what became of an address."""

    ledger: Ledger
    store: Store
    scope: Scope
    absorber: Absorber
    report: Report


def redirect_target(answer: Answer) -> str:
    """Where an answer redirects to, absolute and fit to be sent; empty where it does not say."""
    location = answer.headers.get("Location", "")
    try:
        url = resolve(answer.url, location) if location else ""
        return literal(url) if urlsplit(url).scheme in ("http", "https") else url
    except ValueError:
        return ""


class Outcomes:
    """Settles addresses, each whole: a kill between two steps is made good by `recover`."""

    def __init__(self, parts: Keepers) -> None:
        self._parts = parts

    def good(self, entry: Entry, answer: Answer) -> str:
        """Store an answer of status 200; the reason why not, empty where it is settled."""
        reading = read_answer(answer)
        page = reading.page
        digest = body_digest(answer.body)
        if reason := fault(answer, page) or self._ended_early(entry, answer, page, digest):
            if reason == "soft-404":
                self._parts.absorber.arrived(entry, answer, reading, good=False)
            return reason
        if digest == entry.digest:
            self.unchanged(entry, answer)
        elif twin := self._twin_text(entry, page):
            entry.same_as = twin.url
            self.settle(entry, "refused", "duplicate")
        else:
            self._keep(entry, answer, digest, reading)
        return ""

    def _ended_early(self, entry: Entry, answer: Answer, page: Page | None, digest: str) -> str:
        """A page without `</html>` whose end nothing marked is asked for again; twice the same is whole."""
        if answer.framed or page is None or page.closed or b"<html" not in answer.body[:4096].lower():
            return ""
        seen, entry.suspect = entry.suspect, digest
        return "" if seen == digest else "truncated"

    def _twin_text(self, entry: Entry, page: Page | None) -> Entry | None:
        """Another address of the portal's that gave the same article, up to counters and clocks."""
        if entry.digest or not entry.article or page is None or (mark := page.text_mark()) is None:
            return None
        twin = self._parts.ledger.same_text(mark, entry.key)
        return twin if twin is not None and twin.digest else None

    def _keep(self, entry: Entry, answer: Answer, digest: str, reading: Reading) -> None:
        remarks = "; ".join(notes(answer, reading.page, reading.charset))
        twin = self._parts.ledger.same_body(digest, entry.key)
        original = records.Original(twin.stored_url, twin.date, twin.payload_digest) if twin else None
        file, payload = self._write(entry, answer, original, {"note": remarks})
        self._parts.absorber.arrived(entry, answer, reading, twin=twin)
        mark_stored(
            entry, answer, twin.payload_digest if twin else payload, file, records.warc_date(answer.when)
        )
        entry.detail = remarks
        if twin:
            entry.reason, entry.same_as = "duplicate", twin.url
            entry.stored_url, entry.date = twin.stored_url, twin.date
        self._done(entry)

    def unchanged(self, entry: Entry, answer: Answer) -> None:
        """Store a revisit: the same bytes as last time, by the server's word or by our digest."""
        original = records.Original(entry.stored_url, entry.date, entry.payload_digest)
        self._write(entry, answer, original, {})
        entry.state, entry.reason, entry.detail = "not-modified", "", ""
        self._done(entry)

    def redirected(self, entry: Entry, answer: Answer) -> str:
        """Store a redirect within the scope; the reason why not, empty where it is settled."""
        target = redirect_target(answer)
        if not target:
            return "bad-redirect"
        entry.same_as = canonical(target) if not self._parts.scope.refusal(target) else target
        if refusal := self._parts.scope.refusal(target):
            self.settle(entry, "refused", refusal)
        elif self._leads_back(entry, identity(entry.same_as)):
            return "redirect-loop"
        else:
            file, payload = self._write(entry, answer, None, {})
            self._parts.absorber.redirected(entry, entry.same_as)
            mark_stored(entry, answer, payload, file, records.warc_date(answer.when))
            self._done(entry)
        return ""

    def _leads_back(self, entry: Entry, key: str) -> bool:
        """Whether the redirects already stored lead from `key` to this address; those that do have failed too."""
        chain: list[Entry] = []
        while key != entry.key:
            found = self._parts.ledger.get(key)
            if found is None or found.reason != "redirect" or len(chain) > HOPS * 2:
                return False
            chain.append(found)
            key = identity(found.same_as)
        for link in chain:
            link.state, link.reason = "failed", "redirect-loop"
            self._parts.ledger.put(link)
        return True

    def settle(self, entry: Entry, state: str, reason: str, detail: str = "") -> None:
        """An address without a good answer: refusals are known again from the links, failures are written down."""
        entry.state, entry.reason, entry.detail = state, reason, detail[:200]
        if state == "failed" or reason == "duplicate":
            told = {
                "outcome": state,
                "reason": reason,
                "detail": detail[:200],
                "http": str(entry.http),
                "same-as": entry.same_as,
                "via": entry.via,
            }
            record = records.outcome(entry.url, entry.key, datetime.now(UTC), told)
            self._parts.ledger.set_size(*self._parts.store.append([record]))
        self._done(entry)

    def _write(
        self, entry: Entry, answer: Answer, original: records.Original | None, told: dict[str, str]
    ) -> tuple[str, str]:
        """The file and the payload digest of the records now on disk."""
        pair = records.exchange(answer, entry.key, original)
        known = {"via": entry.via, "asked-as": entry.url if entry.url != answer.url else "", **told}
        extra = (
            [records.outcome(answer.url, entry.key, answer.when, known, pair[1])]
            if any(known.values())
            else []
        )
        file, size = self._parts.store.append([*pair, *extra])
        self._parts.ledger.set_size(file, size)
        return file, records.payload_digest(pair[1])

    def _done(self, entry: Entry) -> None:
        """The record is on disk; now the ledger, and only then the report, may say so."""
        if entry.form:
            entry.form = ""
        self._parts.ledger.put(entry)
        self._parts.ledger.commit()
        self._parts.report.settled(entry)
