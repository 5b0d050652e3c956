"""A whole run: survey a sample, convert on every core with a bounded number of pages in hand, write in
order.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from scripts.convert.dom.site_statistics import Survey, sample, survey_of
from scripts.convert.job.completeness import Known
from scripts.convert.job.executors import Crew, cluster_crew, local_crew
from scripts.convert.job.extract import Context, stumbled
from scripts.convert.job.ledger import FOLDER, NAME, Ledger, locked, stamp_of
from scripts.convert.job.report import OTHER, report_line
from scripts.convert.job.results import Result
from scripts.convert.job.task import ASIDE, CONVERT, FACTS, Page, Vouched, read, rules_digest
from scripts.convert.job.writer import Writer
from scripts.convert.limits import STUMBLES
from scripts.convert.sources.catalogue import Catalogue
from scripts.convert.sources.records import Record, close_archives

OnLine = Callable[[dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Options:
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

    options: Options
    catalogue: Catalogue
    writer: Writer
    known: Known
    lock: int
    context: Context = field(default_factory=Context)

    def crew(self) -> AbstractContextManager[Crew]:
        """Those who do the work, knowing the context as it is now."""
        if self.options.cluster:
            return cluster_crew(self.options.cluster, self.context)
        return local_crew(self.options.workers or os.cpu_count() or 1, self.context, (self.lock,))

    def vouched(self, record: Record) -> Vouched | None:
        """What the ledger vouches for of a capture."""
        entry = self.writer.ledger.get(record.source)
        if entry is None or not self.writer.is_current(entry):
            return None
        if entry.aside:
            current = entry.rules == rules_digest(self.options.site) and entry.aside == stamp_of(record.path)
            return ASIDE if current and not self.options.again else None
        return entry.sha256, entry.rules, bool(entry.path)


def run(
    options: Options,
    on_start: Callable[[int], None],
    on_line: OnLine,
    on_page: Callable[[], None] = lambda: None,
) -> tuple[int, int]:
    """Convert every page of the sources; `on_start` hears how many there are, `on_page` when one is done,
    `on_line` each report line in order. Returns how many articles the pages' lists name that no source holds, and
    how often a list and an article disagree (`known`).
    """
    path = options.ledger or options.content / FOLDER / NAME
    with locked(path.parent) as lock, ExitStack() as ending:
        ending.callback(close_archives)
        ledger = ending.enter_context(closing(Ledger(path)))
        known = ending.enter_context(closing(Known(path.parent)))
        catalogue = Catalogue(options.sources)
        writer = Writer(options.content, ledger, catalogue, restore=options.restore)
        this = _Run(options, catalogue, writer, known, lock, Context(options.site))
        _survey(this)
        with this.crew() as crew:
            on_start(len(catalogue))
            for page, results in crew.in_order(CONVERT, _asked(this, crew)):
                _write(this, page, results, on_line)
                on_page()
        writer.link_articles()
        return known.settle(ledger, catalogue.holds)


def _survey(this: _Run) -> None:
    with this.crew() as crew:
        survey = _surveyed(this, crew)
    this.context = replace(this.context, survey=survey)


def _surveyed(this: _Run, crew: Crew) -> Survey:
    chosen = sample(group.first.source for group in this.catalogue.groups())
    groups = (group for group in this.catalogue.groups() if group.first.source in chosen)
    wanted = (Page(group) for group in groups if this.vouched(group.first) != ASIDE)
    pages = (_with_bytes(page) if crew.remote else page for page in wanted)
    return survey_of(facts for _, facts in crew.in_order(FACTS, pages) if facts is not None)


def _asked(this: _Run, crew: Crew) -> Iterator[Page]:
    for group in this.catalogue.groups():
        page = Page(group, tuple(this.vouched(record) for record in group.captures))
        yield _with_bytes(page) if crew.remote else page


def _with_bytes(page: Page) -> Page:
    """A page as it is sent to a machine that does not see the sources."""
    return replace(page, data=tuple(read(record) for record in page.group.captures))


def _write(this: _Run, page: Page, results: list[Result | None], on_line: OnLine) -> None:
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
            named = rules if result.profile or result.aside else f"{rules}/{this.context.survey.digest}"
            lines.append(_put(this, result, named, record))
    rest = (*page.group.captures[len(results) :], *page.group.others)
    lines += (report_line(Result(record.source, "refused", "", record.url)) for record in rest)
    _tell(lines, len(results) - 1, on_line)


def _put(this: _Run, result: Result, rules: str, record: Record) -> dict[str, Any]:
    """Write one result; over one that cannot be written the run does not stumble either."""
    try:
        this.known.add(result.mentions, result.source)
        return this.writer.put(result, rules, record)
    except STUMBLES as error:
        return this.writer.put(stumbled(record, error, result.sha256), rules, record)


def _tell(lines: list[dict[str, Any]], used: int, on_line: OnLine) -> None:
    """Report the captures of one address; where one of them is the article, the others say so."""
    article = lines[used]["status"] == "article"
    for number, line in enumerate(lines):
        if number != used and (article or number > used):
            own = f"; bản này: {line['reason']}" if line["reason"] else ""
            line = {**line, "reason": f"{OTHER}: đã dùng {lines[used]['source']}{own}"}
        on_line(line)
