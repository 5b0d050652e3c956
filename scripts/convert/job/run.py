"""Conversion run as map and reduce: list the sources, survey a sample, convert slices, merge the facts, write slices.

Every step but the merge is done by tasks (`slices`) on an engine (`engines`), which put what they make into the shard
store. A shard is named by all that decides about it, so that a run that was killed finds there what it need not do
again; nothing counts as done before the ledger, in the end, says so.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import islice
from typing import TypeVar

from plugins.system.locks import locked
from scripts.convert.dom.site_statistics import sample_by_hash, site_statistics
from scripts.convert.job.completeness import MentionCrossCheck
from scripts.convert.job.engines import Engine
from scripts.convert.job.extract import Context
from scripts.convert.job.ledger import LOCK, ConversionLedger
from scripts.convert.job.merge import Merge
from scripts.convert.job.options import ConversionOptions
from scripts.convert.job.report import Summary
from scripts.convert.job.slices import (
    MARK,
    Job,
    ListTask,
    SliceFacts,
    SliceTask,
    convert_slice,
    facts_of,
    list_sources,
    survey_slice,
)
from scripts.convert.job.store import ShardStore, shard_name
from scripts.convert.job.survey import KeptSurvey
from scripts.convert.job.task import QUARANTINED, LedgerState, rules_digest
from scripts.convert.job.write_slices import (
    INTENT,
    RelinkTask,
    WriteTask,
    WrittenSlice,
    relink_slice,
    write_slice,
)
from scripts.convert.job.writer import Decision, digest
from scripts.convert.sources.captures import TRIES
from scripts.convert.sources.catalogue import Catalogue, CatalogueRow
from scripts.convert.sources.enumeration import source_units
from scripts.convert.sources.places import is_remote
from scripts.convert.sources.records import close_archives
from scripts.convert.sources.temp_tables import open_temp_tables

_SLICE = 500  # pages at most: a second or two of work, whose hand-over costs some milliseconds
_SLICES = 64  # of a small run, so that all cores have a part of it
_SMALLEST = 8
_SURVEYED = 24  # pages of the sample in one task
_PLAN = """
CREATE TABLE plan (number INTEGER PRIMARY KEY, shard TEXT, sources BLOB, decisions BLOB);
CREATE TABLE written (number INTEGER PRIMARY KEY, shard TEXT);
"""
T = TypeVar("T")
Page = tuple[tuple[str, ...], tuple[LedgerState | None, ...]]
OnReport = Callable[[bytes], object]


def run(
    options: ConversionOptions,
    on_start: Callable[[int], None],
    on_report: OnReport,
    on_pages: Callable[[int], None] = lambda _: None,
) -> Summary:
    """Convert every page of the sources; `on_start` hears how many there are, `on_pages` when so many more are done,
    `on_report` lines of the report, in order.
    """
    path = options.ledger_path
    with locked(path.parent / LOCK), ExitStack() as ending:
        ending.callback(close_archives)
        engine = ending.enter_context(options.engine())
        this = _Run(options, engine, ConversionLedger(path), MentionCrossCheck(path.parent))
        catalogue = this.listed()
        on_start(len(catalogue))
        this.survey(catalogue)
        this.convert(catalogue, on_pages)
        this.merge(catalogue)
        this.write()
        return this.finish(catalogue, on_report)


class _Run:
    """What one run works with, step by step."""

    def __init__(
        self,
        options: ConversionOptions,
        engine: Engine,
        ledger: ConversionLedger,
        cross_check: MentionCrossCheck,
    ) -> None:
        self.options, self.engine = options, engine
        self.ledger, self.cross_check = ledger, cross_check
        content = options.content if is_remote(options.content) else options.content.absolute()
        self.job = Job(str(content), options.site, rules_digest(options.site), options.restore)
        self.store: ShardStore = self.job.store
        self.store.put(MARK, b"")
        self.there = self.store.names()  # of a run that was killed
        self.plan = open_temp_tables(_PLAN)

    def listed(self) -> Catalogue:
        """The catalogue of the sources; each unit of them is listed where it is read."""
        shards: list[str] = []

        def tasks() -> Iterator[ListTask]:
            for unit in source_units(self.options.sources):
                shards.append(f"{len(shards):08}.danh-sach")
                yield ListTask(self.job, shards[-1], unit)

        for _ in self.engine.run(list_sources, tasks()):
            pass

        def rows() -> Iterator[CatalogueRow]:
            for shard in shards:
                yield from self.store.object(shard)

        catalogue = Catalogue(rows())
        self.store.drop(shards)
        return catalogue

    def _state(self, text: str) -> LedgerState | None:
        """What the ledger vouches for of a capture."""
        if self.ledger.is_new:
            return None
        record = json.loads(text)
        entry = self.ledger.get(record["source"])
        if entry is None:
            return None
        if self.options.restore and entry.path and not (self.options.content / entry.path).is_file():
            return None  # its file is to be written again
        if entry.aside:
            current = entry.rules == self.job.rules and entry.aside == record.get("stamp", "?")
            return QUARANTINED if current and not self.options.again else None
        return entry.sha256, entry.rules, bool(entry.path)

    def _page(self, texts: tuple[str, ...]) -> Page:
        return texts, tuple(map(self._state, texts[:TRIES]))

    def survey(self, catalogue: Catalogue) -> None:
        """The statistics of a sample of the pages, as context of the conversion."""
        chosen = sample_by_hash(source for source, _ in catalogue.named_groups())
        pages = (self._page(texts) for source, texts in catalogue.named_groups() if source in chosen)
        wanted = [page for page in pages if page[1][0] != QUARANTINED]
        sample = shard_name(self.job.site, self.job.rules, [texts for texts, _ in wanted])
        kept = KeptSurvey(self.options.sources, sample)
        if (statistics := kept.read()) is None:
            slices = (SliceTask(self.job, "", part) for part in _parts(wanted, _SURVEYED))
            found = self.engine.run(survey_slice, slices)
            statistics = site_statistics(facts for part in found for facts in part)
            kept.keep(statistics)
        shard = f"{sample}.khao-sat"
        self.store.put_object(shard, Context(self.options.site, statistics))
        self.job = replace(self.job, context=shard)

    def convert(self, catalogue: Catalogue, on_pages: Callable[[int], None]) -> None:
        """Every page, a slice at a time; a slice that a killed run has converted is not converted again."""
        size = min(_SLICE, max(_SMALLEST, len(catalogue) // _SLICES))

        def tasks() -> Iterator[SliceTask]:
            for number, part in enumerate(_parts(map(self._page, catalogue.groups()), size)):
                shard = shard_name(self.job, part)
                self.plan.execute("INSERT INTO plan VALUES (?, ?, NULL, NULL)", (number, shard))
                if facts_of(shard) in self.there:
                    on_pages(len(part))
                else:
                    yield SliceTask(self.job, shard, part)

        for pages in self.engine.run(convert_slice, tasks()):
            on_pages(pages)

    def merge(self, catalogue: Catalogue) -> None:
        """Decide about every capture, in the order of the sources."""
        intents = sorted(name for name in self.there if name.endswith(INTENT))
        written = [file for name in intents for file in self.store.object(name)]
        merge = Merge(self.ledger, catalogue, written)
        for number, shard in self.plan.execute("SELECT number, shard FROM plan ORDER BY number").fetchall():
            facts: SliceFacts = self.store.object(facts_of(shard))
            self.cross_check.merge(facts.mentions)
            decisions = [[merge.decide(capture) for capture in page] for page in facts.pages]
            sources = [[c if isinstance(c, str) else c.source for c in page] for page in facts.pages]
            row = (pickle.dumps(sources, 5), pickle.dumps(decisions, 5), number)
            self.plan.execute("UPDATE plan SET sources = ?, decisions = ? WHERE number = ?", row)
        self._drop_strays(written)
        self._with_links = merge.with_links

    def _drop_strays(self, written: list[tuple[str, str]]) -> None:
        """Take away what a killed run wrote and this one, of other pages or by other rules, has no use for."""
        for path, sha256 in written:
            file = self.options.content / path
            if not self.ledger.holds_path(path) and file.is_file() and digest(file.read_bytes()) == sha256:
                file.unlink()

    def write(self) -> None:
        """Write every slice, and where links of earlier articles lead by now."""
        for _ in self.engine.run(write_slice, self._write_tasks()):
            pass
        relinks = _parts(self.ledger.linkable(), _SLICE)
        tasks = (RelinkTask(self.job, self._to_write(shard_name(part)), part) for part in relinks)
        for _ in self.engine.run(relink_slice, tasks):
            pass

    def _write_tasks(self) -> Iterator[WriteTask]:
        plan = self.plan.execute("SELECT number FROM plan ORDER BY number").fetchall()
        for (number,) in plan:
            row = self.plan.execute("SELECT shard, sources, decisions FROM plan WHERE number = ?", (number,))
            converted, packed_sources, packed = row.fetchone()
            decided: list[list[Decision]] = pickle.loads(packed)  # noqa: S301  # packed above
            sources: list[list[str]] = pickle.loads(packed_sources)  # noqa: S301  # packed above
            decisions = [
                [self._with_links(source, one) for source, one in zip(*page, strict=True)]
                for page in zip(sources, decided, strict=True)
            ]
            # Not named by `ours`: a slice that a killed run wrote is not written again for having been.
            named = [[one._replace(ours=()) for one in page] for page in decisions]
            shard = self._to_write(shard_name(converted, named))
            if shard not in self.there:
                yield WriteTask(self.job, shard, converted, decisions)

    def _to_write(self, name: str) -> str:
        """The name of a shard of what is written, in the order of the slices."""
        shard = f"{name}.da-ghi"
        self.plan.execute("INSERT INTO written (shard) VALUES (?)", (shard,))
        return shard

    def finish(self, catalogue: Catalogue, on_report: OnReport) -> Summary:
        """Take the lines of all slices in, and let go of the shards."""
        summary = Summary()
        for (shard,) in self.plan.execute("SELECT shard FROM written ORDER BY number").fetchall():
            done: WrittenSlice = self.store.object(shard)
            for source, line in done.ledger:
                self.ledger.write(source, line)
            summary.merge(done.summary)
            on_report(done.report)
        self.cross_check.save()
        summary.missing, summary.differing = self.cross_check.write_findings(self.ledger, catalogue.holds)
        self.ledger.save()
        self.store.clear()
        summary.beside = self.options.ledger_path.parent
        return summary


def _parts(items: Iterable[T], size: int) -> Iterator[list[T]]:
    walker = iter(items)
    while part := list(islice(walker, size)):
        yield part
