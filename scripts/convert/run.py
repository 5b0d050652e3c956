"""A whole run: survey a sample, convert on every core with a bounded number of pages in hand, write in
order.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from scripts.convert.catalogue import Catalogue
from scripts.convert.crew import Crew, Work, cluster_crew, local_crew
from scripts.convert.extract import Context
from scripts.convert.known import Known
from scripts.convert.ledger import FOLDER, NAME, Ledger, locked
from scripts.convert.records import Record, close_archives
from scripts.convert.report import OTHER, report_line
from scripts.convert.results import Result
from scripts.convert.survey import Survey, sample, survey_of
from scripts.convert.task import Page, Vouched, convert_batch, facts_batch, read, rules_digest
from scripts.convert.write import Writer

T = TypeVar("T")
OnLine = Callable[[dict[str, Any]], None]
BATCH = 8  # pages of one task: large enough to hide the queue, small enough to lose little
IN_HAND = 3  # batches waiting for each worker


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
            for page, results in _in_order(crew, convert_batch, _asked(this, crew)):
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
    wanted = (Page(group) for group in this.catalogue.groups() if group.first.source in chosen)
    pages = (_with_bytes(page) if crew.remote else page for page in wanted)
    return survey_of(facts for _, facts in _in_order(crew, facts_batch, pages) if facts is not None)


def _asked(this: _Run, crew: Crew) -> Iterator[Page]:
    for group in this.catalogue.groups():
        page = Page(group, tuple(this.vouched(record) for record in group.captures))
        yield _with_bytes(page) if crew.remote else page


def _with_bytes(page: Page) -> Page:
    """A page as it is sent to a machine that does not see the sources; what cannot be read fails there too."""
    read_here = tuple(read(record) for record in page.group.captures)
    return replace(page, data=tuple(data if isinstance(data, bytes) else None for data in read_here))


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    walker = iter(items)
    while batch := list(islice(walker, BATCH)):
        yield batch


def _in_order(crew: Crew, work: Work[list[T]], pages: Iterable[Page]) -> Iterator[tuple[Page, T]]:
    """Results in the order of their pages, with a bounded number of batches in hand."""
    waiting: deque[tuple[list[Page], Future[list[T]]]] = deque()
    for batch in _batches(pages):
        waiting.append((batch, crew.submit(work, batch)))
        if len(waiting) >= crew.hands * IN_HAND:
            yield from _done(waiting)
    while waiting:
        yield from _done(waiting)


def _done(waiting: deque[tuple[list[Page], Future[list[T]]]]) -> Iterator[tuple[Page, T]]:
    batch, future = waiting.popleft()
    yield from zip(batch, future.result(), strict=True)


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
            this.known.add(result.mentions, result.source)
            named = rules if result.profile else f"{rules}/{this.context.survey.digest}"
            lines.append(this.writer.put(result, named, record))
    rest = (*page.group.captures[len(results) :], *page.group.others)
    lines += (report_line(Result(record.source, "refused", "", record.url)) for record in rest)
    _tell(lines, len(results) - 1, on_line)


def _tell(lines: list[dict[str, Any]], used: int, on_line: OnLine) -> None:
    """Report the captures of one address; where one of them is the article, the others say so."""
    article = lines[used]["status"] == "article"
    for number, line in enumerate(lines):
        if number != used and (article or number > used):
            own = f"; bản này: {line['reason']}" if line["reason"] else ""
            line = {**line, "reason": f"{OTHER}: đã dùng {lines[used]['source']}{own}"}
        on_line(line)
