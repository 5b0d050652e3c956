"""Recovery of the ledger from the WARC files: after a kill the last records, after a loss all of them."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from urllib3 import HTTPHeaderDict
from warcio.archiveiterator import ArchiveIterator

from scripts.convert.text.linked_resources import resolve
from scripts.convert.text.url_normalisation import canonical
from scripts.scrape.fetch import FetchResponse
from scripts.scrape.ledger import CrawlLedger, FrontierEntry
from scripts.scrape.link_discovery import LinkDiscovery, body_digest, parse_response
from scripts.scrape.records import KEY, UNCHANGED
from scripts.scrape.socket_tap import FetchLimits
from scripts.scrape.store import repair, warc_files
from scripts.support.preserved_files import CRAWL_LEDGER

REDIRECTS = (301, 302, 303, 307, 308)


def open_ledger(directory: Path) -> CrawlLedger:
    """The ledger of a store; one that SQLite cannot read is put aside and begun anew."""
    try:
        return CrawlLedger(directory)
    except sqlite3.DatabaseError as error:
        if "full" in str(error) or "locked" in str(error):
            raise
        (directory / CRAWL_LEDGER).replace(directory / f"{CRAWL_LEDGER}.hong")
        for suffix in ("-wal", "-shm"):
            (directory / f"{CRAWL_LEDGER}{suffix}").unlink(missing_ok=True)
        return CrawlLedger(directory)


def recover(directory: Path, ledger: CrawlLedger, discovery: LinkDiscovery) -> int:
    """Bring the ledger up to the WARC files, cutting half-written records off; the number of records read."""
    files = {path.name: path for path in warc_files(directory)}
    sizes = ledger.sizes()
    if any(name not in files or files[name].stat().st_size < size for name, size in sizes.items()):
        ledger.wipe()
        sizes = {}
    count = 0
    for name, path in files.items():
        known = sizes.get(name, 0)
        if path.stat().st_size > known:
            end = repair(path, known)
            count += sum(1 for _ in _learn_from_file(path, known, ledger, discovery))
            ledger.set_size(name, end)
            ledger.commit()
    return count


def _learn_from_file(path: Path, start: int, ledger: CrawlLedger, discovery: LinkDiscovery) -> Any:
    with open(path, "rb") as file:
        file.seek(start)
        for record in ArchiveIterator(file):
            if (key := record.rec_headers.get_header(KEY)) and not key.startswith("robots:"):
                _learn_from_record(record, key, path.name, ledger, discovery)
            yield record


def _learn_from_record(
    record: Any, key: str, name: str, ledger: CrawlLedger, discovery: LinkDiscovery
) -> None:
    url = record.rec_headers.get_header("WARC-Target-URI")
    entry = ledger.get(key) or ledger.add(key, url, form="" if "#" in key else None)
    if entry is None or record.rec_type not in ("response", "revisit", "metadata"):
        return
    if record.rec_type == "response":
        _response(record, entry, name, discovery)
    elif record.rec_type == "revisit":
        _revisit(record, entry, ledger)
    elif not record.rec_headers.get_header("WARC-Concurrent-To"):
        metadata = dict(
            line.split(": ", 1)
            for line in record.content_stream().read().decode().splitlines()
            if ": " in line
        )
        entry.state, entry.reason = metadata.get("outcome", "failed"), metadata.get("reason", "")
        entry.http, entry.same_as = int(metadata.get("http", 0)), metadata.get("same-as", "")
    if entry.form:
        entry.form = ""
    ledger.put(entry)


def stored_response(record: Any) -> FetchResponse:
    """A stored response as the crawl saw it, without what only the wire knew."""
    headers = HTTPHeaderDict(record.http_headers.headers)
    date = record.rec_headers.get_header("WARC-Date")
    when = datetime.fromisoformat(date).astimezone(UTC)
    body = record.content_stream().read(FetchLimits().decoded)
    return FetchResponse(
        record.rec_headers.get_header("WARC-Target-URI"),
        int(record.http_headers.get_statuscode()),
        headers,
        b"",
        b"",
        body,
        b"",
        "",
        when,
    )


def _response(record: Any, entry: FrontierEntry, name: str, discovery: LinkDiscovery) -> None:
    response = stored_response(record)
    if response.status in REDIRECTS:
        entry.same_as = canonical(resolve(response.url, response.headers.get("Location", "")))
        discovery.redirected(entry, entry.same_as)
    else:
        discovery.process(entry, response, parse_response(response))
    mark_stored(
        entry,
        response,
        record.rec_headers.get_header("WARC-Payload-Digest") or "",
        name,
        record.rec_headers.get_header("WARC-Date"),
    )


def _revisit(record: Any, entry: FrontierEntry, ledger: CrawlLedger) -> None:
    unchanged = record.rec_headers.get_header("WARC-Profile") == UNCHANGED
    entry.http = (
        int(record.http_headers.get_statuscode()) if record.http_headers else 304 if unchanged else 200
    )
    if entry.digest:
        entry.state, entry.reason = "not-modified", ""
        return
    original = record.rec_headers.get_header("WARC-Refers-To-Target-URI")
    duplicate = ledger.stored_at(original)
    entry.state, entry.reason, entry.same_as = "stored", "duplicate", original
    if duplicate is not None:
        entry.digest, entry.payload_digest, entry.stored_url, entry.date = (
            duplicate.digest,
            duplicate.payload_digest,
            duplicate.stored_url,
            duplicate.date,
        )


def mark_stored(
    entry: FrontierEntry, response: FetchResponse, payload_digest: str, file: str, date: str
) -> None:
    """The row of an address whose response now stands in a WARC file."""
    entry.state, entry.http, entry.detail = "stored", response.status, ""
    entry.reason = "redirect" if response.status in REDIRECTS else ""
    entry.etag = " ".join(response.headers.get("ETag", "").split())
    entry.modified = " ".join(response.headers.get("Last-Modified", "").split())
    entry.digest, entry.payload_digest = body_digest(response.body), payload_digest
    entry.stored_url, entry.file, entry.date = response.url, file, date
