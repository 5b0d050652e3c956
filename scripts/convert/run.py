"""A whole run: survey a sample, convert on every core with a bounded number of pages in hand, write in
order.
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from scripts.convert.extract import Context, Result, convert_record, page_facts
from scripts.convert.ledger import FOLDER, NAME, Ledger, locked
from scripts.convert.records import Assets, Record, is_archive, is_page, load, records
from scripts.convert.survey import Facts, Survey, sample, survey_of
from scripts.convert.write import Writer

BATCH = 8  # pages of one task: large enough to hide the queue, small enough to lose little
IN_HAND = 3  # batches waiting for each worker
_HERE = Path(__file__).parent
Known = tuple[str, str]  # (SHA-256 of the page, rules) of the ledger


@dataclass(frozen=True, slots=True)
class Options:
    """What a run is asked to do."""

    sources: list[Path]
    content: Path
    site: str = ""
    ledger: Path | None = None
    restore: bool = False
    workers: int = 0


def rules_digest(site: str) -> str:
    """A name for the converter as it is: its code and its profiles. Another name means pages are read
    again.
    """
    hasher = hashlib.sha256(site.encode())
    for path in sorted([*_HERE.glob("*.py"), *_HERE.glob("sites/*.toml")]):
        hasher.update(path.name.encode() + b"\0" + path.read_bytes())
    return hasher.hexdigest()[:16]


_context: Context = Context()


def _start(context: Context) -> None:
    global _context
    _context = context


def _facts(record: Record) -> Facts | None:
    return page_facts(load(record), record, _context.site)


def convert_batch(batch: list[tuple[Record, Known | None]], rules: tuple[str, str]) -> list[Result | None]:
    """Convert records; None for one whose bytes and rules the ledger already knows."""
    return [_convert_one(record, known, rules) for record, known in batch]


def _convert_one(record: Record, known: Known | None, rules: tuple[str, str]) -> Result | None:
    try:
        data = load(record)
    except OSError as error:
        return Result(record.source, "failed", "", record.url, f"không đọc được tệp ({error.strerror})")
    if known and known[1] in rules and known[0] == hashlib.sha256(data).hexdigest():
        return None
    return convert_record(data, record, _context)


def _assets(sources: list[Path]) -> Assets:
    """Where archives hold files that are no pages; empty for folders, whose files are found by name."""
    places = {}
    if any(is_archive(s) or (s.is_dir() and any(is_archive(p) for p in s.rglob("*"))) for s in sources):
        for record in records(sources):
            if record.offset >= 0 and record.status == 200 and not is_page(record):
                places[record.url] = record
    return Assets(places)


def _pages(sources: list[Path]) -> Iterator[Record]:
    return (record for record in records(sources) if is_page(record))


def _surveyed(options: Options, pool: Executor) -> Survey:
    chosen = sample(record.source for record in _pages(options.sources))
    wanted = (record for record in _pages(options.sources) if record.source in chosen)
    return survey_of(facts for facts in pool.map(_facts, wanted, chunksize=8) if facts is not None)


def _batches(items: Iterable[tuple[Record, Known | None]]) -> Iterator[list[tuple[Record, Known | None]]]:
    walker = iter(items)
    while batch := list(islice(walker, BATCH)):
        yield batch


def _in_order(
    pool: Executor, batches: Iterable[list[tuple[Record, Known | None]]], rules: tuple[str, str], limit: int
) -> Iterator[tuple[Record, Result | None]]:
    """Results in the order of their records, with at most `limit` batches in hand."""
    waiting: deque[tuple[list[tuple[Record, Known | None]], Future[list[Result | None]]]] = deque()
    for batch in batches:
        waiting.append((batch, pool.submit(convert_batch, batch, rules)))
        if len(waiting) >= limit:
            yield from _done(waiting)
    while waiting:
        yield from _done(waiting)


def _done(
    waiting: deque[tuple[list[tuple[Record, Known | None]], Future[list[Result | None]]]],
) -> Iterator[tuple[Record, Result | None]]:
    batch, future = waiting.popleft()
    yield from zip((record for record, _ in batch), future.result(), strict=True)


def _known(ledger: Ledger, writer: Writer, record: Record) -> Known | None:
    entry = ledger.entries.get(record.source)
    return (entry.sha256, entry.rules) if entry is not None and writer.is_current(entry) else None


def run(options: Options, on_start: Callable[[int], None], on_line: Callable[[dict[str, Any]], None]) -> None:
    """Convert every page of the sources; `on_start` hears how many there are, `on_line` each report line in
    order.
    """
    path = options.ledger or options.content / FOLDER / NAME
    with locked(path.parent):
        _run(options, Ledger(path), on_start, on_line)


def _run(
    options: Options,
    ledger: Ledger,
    on_start: Callable[[int], None],
    on_line: Callable[[dict[str, Any]], None],
) -> None:
    workers = options.workers or os.cpu_count() or 1
    writer = Writer(options.content, ledger, restore=options.restore)
    context = Context(options.site, Survey(), _assets(options.sources))
    with _pool(workers, context) as pool:
        survey = _surveyed(options, pool)
    context = replace(context, survey=survey)
    rules = rules_digest(options.site)
    with _pool(workers, context) as pool:
        on_start(sum(1 for _ in _pages(options.sources)))
        items = ((record, _known(ledger, writer, record)) for record in _pages(options.sources))
        try:
            _write_all(
                _in_order(pool, _batches(items), (rules, f"{rules}/{survey.digest}"), workers * IN_HAND),
                writer,
                rules,
                survey,
                on_line,
            )
            writer.link_articles()
        finally:
            ledger.close()
            pool.shutdown(cancel_futures=True)


def _write_all(
    done: Iterator[tuple[Record, Result | None]],
    writer: Writer,
    rules: str,
    survey: Survey,
    on_line: Callable[[dict[str, Any]], None],
) -> None:
    for record, result in done:
        if result is None:
            on_line(writer.unchanged(writer.ledger.entries[record.source]))
        else:
            on_line(writer.put(result, rules if result.profile else f"{rules}/{survey.digest}"))


def _pool(workers: int, context: Context) -> ProcessPoolExecutor:
    # fork: the context is shared without a copy, and a worker starts at once
    return ProcessPoolExecutor(
        workers, mp_context=get_context("fork"), initializer=_start, initargs=(context,)
    )
