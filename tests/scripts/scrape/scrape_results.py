"""One run of the command on a test server, and the reading of what it left behind."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from scripts.scrape.socket_tap import FetchLimits
from scripts.scrape.store import warc_files

BOUNDS = FetchLimits(
    decoded=2_000_000, received=2_100_000, total=1.5, idle=0.4, slow_after=0.5, slow_rate=2000.0
)


@dataclass
class Record:
    """One WARC record with its payload decoded."""

    kind: str
    url: str
    status: str
    payload: bytes
    headers: dict[str, str]


def records(store: Path) -> list[Record]:
    """All records of a store, read by warcio with their digests checked."""
    found = []
    for path in warc_files(store):
        with open(path, "rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                status = record.http_headers.get_statuscode() if record.http_headers else ""
                headers = dict(record.rec_headers.headers)
                found.append(
                    Record(
                        record.rec_type,
                        headers.get("WARC-Target-URI", ""),
                        status,
                        record.content_stream().read(),
                        headers,
                    )
                )
    return found


def responses(store: Path) -> dict[str, bytes]:
    """Address (without the host) → payload of each response of status 200, robots.txt left out."""
    good = [
        r
        for r in records(store)
        if r.kind == "response" and r.status == "200" and not r.url.endswith("/robots.txt")
    ]
    found = {"/" + r.url.split("/", 3)[3]: r.payload for r in good}
    assert len(found) == len(good), "an address was stored twice"
    return found


class Result:
    """What one run left behind."""

    def __init__(self, code: int, store: Path, report: Path) -> None:
        self.code = code
        self.store = store
        lines: list[dict[str, Any]] = [
            json.loads(text) for text in report.read_text(encoding="utf-8").splitlines()
        ]
        self.lines = lines

    def of(self, part: str) -> dict[str, Any]:
        """The one report line whose address ends so."""
        (line,) = [line for line in self.lines if line["address"].endswith(part)]
        return line

    def why(self, part: str) -> tuple[str, str]:
        """(status, reason) of an address."""
        line = self.of(part)
        return line["status"], line.get("reason", "")
