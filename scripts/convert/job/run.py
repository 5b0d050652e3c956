"""Conversion run: statistics of a sample, then every page on every core with a bounded number in hand, in order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from plugins.system.locks import locked
from scripts.convert.dom.site_statistics import SiteStatistics, sample_by_hash, site_statistics
from scripts.convert.job.completeness import MentionCrossCheck
from scripts.convert.job.executors import PageExecutor, cluster_executor, local_executor
from scripts.convert.job.extract import Context, failed_result
from scripts.convert.job.ledger import FOLDER, LOCK, NAME, ConversionLedger, stamp_of
from scripts.convert.job.report import OTHER, report_line
from scripts.convert.job.results import Result
from scripts.convert.job.task import (
    CONVERT,
    QUARANTINED,
    STATISTICS,
    LedgerState,
    PageTask,
    read,
    rules_digest,
)
from scripts.convert.job.writer import ArticleWriter
from scripts.convert.limits import PAGE_ERRORS
from scripts.convert.sources.catalogue import Catalogue
from scripts.convert.sources.records import CaptureRecord, close_archives

OnLine = Callable[[dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class ConversionOptions:
    """What a run is asked to do."""

    sources: list[Path]
    content: Path
    site: str = ""
    ledger: Path | None = None
    restore: bool = False
    workers: int = 0
    cluster: str = ""  # address of a Dask scheduler
    again: bool = False  # read also what was set aside


@dataclass(slots=True)
class _Run:
    """What one run works with."""

    options: ConversionOptions
    catalogue: Catalogue
    writer: ArticleWriter
    cross_check: MentionCrossCheck
    context: Context = field(default_factory=Context)

    def executor(self) -> AbstractContextManager[PageExecutor]:
        """Those who do the work, knowing the context as it is now."""
        if self.options.cluster:
            return cluster_executor(self.options.cluster, self.context)
        return local_executor(self.options.workers or os.cpu_count() or 1, self.context)

    def ledger_state(self, record: CaptureRecord) -> LedgerState | None:
        """What the ledger vouches for of a capture."""
        entry = self.writer.ledger.get(record.source)
        if entry is None or not self.writer.is_current(entry):
            return None
        if entry.aside:
            current = entry.rules == rules_digest(self.options.site) and entry.aside == stamp_of(record.path)
            return QUARANTINED if current and not self.options.again else None
        return entry.sha256, entry.rules, bool(entry.path)


def run(
    options: ConversionOptions,
    on_start: Callable[[int], None],
    on_line: OnLine,
    on_page: Callable[[], None] = lambda: None,
) -> tuple[int, int]:
    """Convert every page of the sources; `on_start` hears how many there are, `on_page` when one is done,
    `on_line` each report line in order. Returns how many articles the pages' lists name that no source holds, and
    how often a list and an article disagree (`cross_check`).
    """
    path = options.ledger or options.content / FOLDER / NAME
    with locked(path.parent / LOCK), ExitStack() as ending:
        ending.callback(close_archives)
        ledger = ending.enter_context(closing(ConversionLedger(path)))
        cross_check = ending.enter_context(closing(MentionCrossCheck(path.parent)))
        catalogue = Catalogue(options.sources)
        writer = ArticleWriter(options.content, ledger, catalogue, restore=options.restore)
        this = _Run(options, catalogue, writer, cross_check, Context(options.site))
        _gather_statistics(this)
        with this.executor() as executor:
            on_start(len(catalogue))
            for page, results in executor.map_ordered(CONVERT, _page_tasks(this, executor)):
                _write(this, page, results, on_line)
                on_page()
        writer.link_articles()
        return cross_check.write_findings(ledger, catalogue.holds)


def _gather_statistics(this: _Run) -> None:
    with this.executor() as executor:
        statistics = _sampled_statistics(this, executor)
    this.context = replace(this.context, statistics=statistics)


def _sampled_statistics(this: _Run, executor: PageExecutor) -> SiteStatistics:
    chosen = sample_by_hash(group.first.source for group in this.catalogue.groups())
    groups = (group for group in this.catalogue.groups() if group.first.source in chosen)
    wanted = (PageTask(group) for group in groups if this.ledger_state(group.first) != QUARANTINED)
    pages = (_with_bytes(page) if executor.remote else page for page in wanted)
    return site_statistics(facts for _, facts in executor.map_ordered(STATISTICS, pages) if facts is not None)


def _page_tasks(this: _Run, executor: PageExecutor) -> Iterator[PageTask]:
    for group in this.catalogue.groups():
        page = PageTask(group, tuple(this.ledger_state(record) for record in group.captures))
        yield _with_bytes(page) if executor.remote else page


def _with_bytes(page: PageTask) -> PageTask:
    """A page as it is sent to a machine that does not see the sources."""
    return replace(page, data=tuple(read(record) for record in page.group.captures))


def _write(this: _Run, page: PageTask, results: list[Result | None], on_line: OnLine) -> None:
    """Write what one page became; every capture of it is a line of the report."""
    rules = rules_digest(this.options.site)
    looked_at = page.group.captures[: len(results)]
    lines = []
    for record, result in zip(looked_at, results, strict=True):
        if result is None:
            entry = this.writer.ledger.get(record.source)
            assert entry is not None, "a worker returns None for what the ledger knows"
            lines.append(this.writer.unchanged(entry))
        else:
            named = rules if result.profile or result.aside else f"{rules}/{this.context.statistics.digest}"
            lines.append(_put(this, result, named, record))
    rest = (*page.group.captures[len(results) :], *page.group.others)
    lines += (report_line(Result(record.source, "refused", "", record.url)) for record in rest)
    _report_captures(lines, len(results) - 1, on_line)


def _put(this: _Run, result: Result, rules: str, record: CaptureRecord) -> dict[str, Any]:
    """Write one result; over one that cannot be written the run does not fail either."""
    try:
        this.cross_check.add(result.mentions, result.source)
        return this.writer.put(result, rules, record)
    except PAGE_ERRORS as error:
        return this.writer.put(failed_result(record, error, result.sha256), rules, record)


def _report_captures(lines: list[dict[str, Any]], used: int, on_line: OnLine) -> None:
    """Report the captures of one address; where one of them is the article, the others say so."""
    article = lines[used]["status"] == "article"
    for number, line in enumerate(lines):
        if number != used and (article or number > used):
            own = f"; bản này: {line['reason']}" if line["reason"] else ""
            line = {**line, "reason": f"{OTHER}: đã dùng {lines[used]['source']}{own}"}
        on_line(line)
