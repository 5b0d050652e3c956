"""Crawl report: one JSON line per address, written as soon as it is settled and its record on disk."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, Any

from scripts.scrape.ledger import CrawlLedger, FrontierEntry
from scripts.scrape.reasons import explain


def address_of(entry: FrontierEntry) -> str:
    """The address as a report names it; a postback with the button pressed."""
    button = entry.key.partition("#")[2] if entry.form is not None else ""
    return f"{entry.url}#{button}" if button else entry.url


def report_line(entry: FrontierEntry, closed: bool = False) -> dict[str, Any]:
    """What the report says of one address; keys without a value are left out.

    `closed` is whether robots.txt kept us out, and waiting addresses with it; `kept` is the date of
    the good record that stays although a refresh failed.
    """
    waiting = {
        "parked": ("refused", "trap"),
        "waiting": ("refused", "robots-unavailable") if closed else ("waiting", "limit"),
    }
    status, reason = waiting.get(entry.state, (entry.state, entry.reason))
    good = status in ("stored", "not-modified")
    said = {
        "address": address_of(entry),
        "status": status,
        "reason": reason,
        "message": explain(reason),
        "detail": entry.detail,
        "http": entry.http,
        "same_as": entry.same_as,
        "via": entry.via,
        "article": entry.article.rpartition("/")[2],
        "file": entry.file if good else "",
        "date": entry.date if good else "",
        "sha256": entry.digest if good else "",
        "kept": entry.date if entry.digest and not good else "",
    }
    return {key: value for key, value in said.items() if value}


def _is_link(entry: FrontierEntry) -> bool:
    return entry.reason in ("redirect", "redirect-loop")


class CrawlReport:
    """The report file of one run; without a path nothing is written."""

    def __init__(self, path: Path | None) -> None:
        self._file: IO[str] | None = None
        self.closed = False  # robots.txt could not be read: nothing was asked for
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = open(path, "w", encoding="utf-8")  # noqa: SIM115  # open for the whole run, closed by `close`

    def begin(self, ledger: CrawlLedger) -> None:
        """Addresses that earlier runs of this pass have settled."""
        for entry in ledger.all("stored", "not-modified", "failed"):
            self.settled(entry)

    def settled(self, entry: FrontierEntry) -> None:
        """One more address is settled; refusals and redirects, which later ones may revise, wait for the end."""
        if entry.state != "refused" and not _is_link(entry):
            self._write(entry)

    def end(self, ledger: CrawlLedger) -> None:
        """All the others: redirects and what they led to, refused, parked as a trap, or not reached."""
        for entry in ledger.all("stored", "failed"):
            if _is_link(entry):
                self._write(entry)
        for entry in ledger.all("refused", "parked", "waiting"):
            self._write(entry)

    def _write(self, entry: FrontierEntry) -> None:
        if self._file is not None:
            self._file.write(json.dumps(report_line(entry, self.closed), ensure_ascii=False) + "\n")
            self._file.flush()

    def close(self) -> None:
        """No more lines."""
        if self._file is not None:
            self._file.close()
