"""What becomes of an answer: records on disk first, then the ledger, and only then the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from scripts.scrape import records
from scripts.scrape.addresses import as_sent, canonical, identity, literal, resolve
from scripts.scrape.fetch import Answer
from scripts.scrape.ledger import Entry, Ledger
from scripts.scrape.link_discovery import Absorber, Reading, body_digest, read_answer
from scripts.scrape.page import Page
from scripts.scrape.recover import mark_stored
from scripts.scrape.report import Report
from scripts.scrape.response_checks import ends_early, fault, notes
from scripts.scrape.scope import Scope
from scripts.scrape.store import Store

HOPS = 10  # redirects in a row
DOORS = 2  # attempts at an address that sends us for a cookie first


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
    location = as_sent(answer.headers.get("Location", ""))
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
        if reason := fault(answer, page) or self._incomplete(entry, answer, page, digest):
            if reason == "soft-404":
                self._parts.absorber.arrived(entry, answer, reading, good=False)
            return reason
        if digest == entry.digest:
            self.unchanged(entry, answer)
        elif twin := self._twin_text(entry, answer, page, digest):
            entry.same_as = twin.url
            self._parts.absorber.settled_badly(entry, "duplicate")
            self.settle(entry, "refused", "duplicate")
        elif not entry.digest and self._parts.absorber.is_shell(entry, page):
            return "empty"
        else:
            self._keep(entry, answer, digest, reading)
        return ""

    def _incomplete(self, entry: Entry, answer: Answer, page: Page | None, digest: str) -> str:
        """What lacks its usual end, and whose end nothing marked, is asked for again; twice the same is whole."""
        if answer.framed or not ends_early(answer, page):
            return ""
        seen, entry.suspect = entry.suspect, digest
        return "" if seen == digest else "truncated"

    def _twin_text(self, entry: Entry, answer: Answer, page: Page | None, digest: str) -> Entry | None:
        """Another address of the same article that differs in counters and clocks; not of the same bytes."""
        if entry.digest or self._parts.ledger.same_body(digest, entry.key):
            return None
        return self._parts.absorber.twin_text(entry, answer.url, page)

    def _keep(self, entry: Entry, answer: Answer, digest: str, reading: Reading) -> None:
        remarks = "; ".join(notes(answer, reading.page, reading.charset))
        twin = self._parts.ledger.same_body(digest, entry.key)
        original = records.Original(twin.stored_url, twin.date, twin.payload_digest) if twin else None
        file, payload = self._write(entry, answer, original, {"note": remarks})
        self._parts.absorber.arrived(entry, answer, reading, twin=twin)
        entry.same_as = ""
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
        head = records.brief(answer) if answer.status == records.NOT_MODIFIED else ""
        self._write(entry, answer, original, {"answer": head})
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
        elif self._leads_back(entry, answer):
            return "redirect-loop"
        else:
            file, payload = self._write(entry, answer, None, {})
            self._parts.absorber.redirected(entry, entry.same_as)
            mark_stored(entry, answer, payload, file, records.warc_date(answer.when))
            self._done(entry)
        return ""

    def _leads_back(self, entry: Entry, answer: Answer) -> bool:
        """Whether the redirects already stored lead on to this address; those that do have failed too.

        One that hands out a cookie on the way may have opened its door: that one is asked for once more.
        """
        chain: list[Entry] = []
        key = identity(entry.same_as)
        while key != entry.key:
            found = self._parts.ledger.get(key)
            if found is None or found.reason != "redirect" or len(chain) > HOPS * 2:
                return False
            chain.append(found)
            key = identity(found.same_as)
        if chain and "Set-Cookie" in answer.headers and chain[0].attempts < DOORS:
            chain[0].state = "waiting"
            self._parts.ledger.put(chain[0])
            return False
        for link in chain:
            link.state, link.reason = "failed", "redirect-loop"
            self._parts.ledger.put(link)
        return True

    def settle(self, entry: Entry, state: str, reason: str, detail: str = "") -> None:
        """An address without a good answer: refusals are known again from the links, failures are written down."""
        entry.state, entry.reason, entry.detail = state, reason, detail[:200]
        if state == "failed":
            self._parts.absorber.settled_badly(entry, reason)
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
