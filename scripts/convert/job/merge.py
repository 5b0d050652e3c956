"""Merge of converted slices: ids, twins, paths and links of a run, decided in the order of the sources.

It reads the facts of a slice, not its articles, and holds what it must know of all others in tables outside memory.
Its cost is a bounded number of look-ups for each capture.
"""

from __future__ import annotations

from plugins.core.text import tone_key
from scripts.convert.job.ledger import ConversionLedger, LedgerEntry, entry_of
from scripts.convert.job.slices import CaptureFacts
from scripts.convert.job.writer import Decision, duplicate_reason
from scripts.convert.sources.catalogue import Catalogue
from scripts.convert.sources.temp_tables import Lookup, open_temp_tables

_SCHEMA = "CREATE TABLE written (path TEXT, sha256 TEXT, PRIMARY KEY (path, sha256)) WITHOUT ROWID"


class Merge:
    """Decides about captures, one after the other; `written` are the files that a killed run may have left."""

    def __init__(
        self, ledger: ConversionLedger, catalogue: Catalogue, written: list[tuple[str, str]]
    ) -> None:
        self._ledger = ledger
        self._catalogue = catalogue
        self._taken = Lookup()  # id → (source, folded title) of this run
        self._written = open_temp_tables(_SCHEMA)
        self._written.executemany("INSERT OR IGNORE INTO written VALUES (?, ?)", written)
        self._resumed = bool(written)

    def decide(self, facts: CaptureFacts | str) -> Decision:
        """What becomes of a capture; its links are not known yet."""
        if isinstance(facts, str):
            return self._known(facts)
        return self._article(facts) if facts.id else self._settled(facts.source)

    def with_links(self, facts_source: str, decision: Decision) -> Decision:
        """The decision with where links lead, once every capture is decided about."""
        targets = self._ledger.targets(facts_source)
        return decision._replace(targets=targets) if targets else decision

    def _known(self, source: str) -> Decision:
        line = self._ledger.line(source)
        entry = entry_of(line)
        if not entry.path:
            self._ledger.mark(source)
            return Decision(before=line)
        if (first := self._taken.get(entry.report["id"])) is not None:
            return self._settled(source, first[0])
        self._taken.put(entry.report["id"], source, tone_key(entry.report["title"]))
        self._ledger.mark(source)
        return Decision(before=line)

    def _settled(self, source: str, duplicate_of: str = "") -> Decision:
        """The decision about what is no article, or not the first of its kind."""
        before = self._ledger.line(source)
        self._ledger.settle(source, "", "", (), ())
        return Decision(before=before, duplicate_of=duplicate_of)

    def _article(self, facts: CaptureFacts) -> Decision:
        """One id, one article: the same article captured twice is refused, another one gets an id of its own."""
        source, title = self._taken.get(facts.id) or ("", "")
        if source and title == facts.title:
            return self._settled(facts.source, source)
        owner = None if source else self._ledger.owner(facts.id)
        if owner is not None and owner.source == facts.source:
            owner = None
        id_, path = facts.id, facts.path
        if source or (owner is not None and not _same(owner, facts)):
            (id_, path), owner = facts.second, None
        self._taken.put(id_, facts.source, facts.title)
        before = owner or self._ledger.get(facts.source)
        if before is not None and before.path and before.report.get("id") == id_:
            path = before.path  # addresses never change once published
        line = self._ledger.line(before.source) if before is not None else ""
        if owner is not None:
            self._retire(owner, facts.source)
        self._ledger.settle(facts.source, id_, path, facts.keys, facts.link_keys)
        return Decision(id_, path, line, files=self._files(facts), ours=self._ours(path))

    def _retire(self, owner: LedgerEntry, source: str) -> None:
        """The article is another source's from now on: a newer capture, a folder renamed."""
        line = {**owner.report, "status": "refused", "path": "", "reason": duplicate_reason(source)}
        self._ledger.put(LedgerEntry(owner.source, owner.sha256, "", report=line), seen=True)

    def _files(self, facts: CaptureFacts) -> dict[str, str]:
        return {key: kept for key in facts.files if (kept := self._catalogue.file(key)) is not None}

    def _ours(self, path: str) -> tuple[str, ...]:
        if not self._resumed:
            return ()
        return tuple(
            row[0] for row in self._written.execute("SELECT sha256 FROM written WHERE path = ?", (path,))
        )


def _same(owner: LedgerEntry, facts: CaptureFacts) -> bool:
    """True for the article of another capture: the same title, or the same address."""
    url = owner.report.get("url", "")
    return tone_key(owner.report.get("title", "")) == facts.title or bool(url and url == facts.url)
