"""Tasks that write: a slice of articles with their files, or links of earlier articles that lead somewhere by now.

Like those that convert (`slices`) they may be done twice. What is going to be written is said in a shard before it is:
a run that is killed meanwhile knows its own files again.
"""

from __future__ import annotations

from typing import NamedTuple

from scripts.convert.job.report import Summary
from scripts.convert.job.slices import Job, checked_store, context_of, results_of
from scripts.convert.job.supervisor import PageSupervisor
from scripts.convert.job.writer import ArticleWriter, Decision, WritePage, WrittenPage, digest
from scripts.convert.limits import WRITE_TIME
from scripts.convert.sources.records import close_archives

INTENT = ".sap-ghi"


class WriteTask(NamedTuple):
    """A converted slice, and what the merge decided about each capture of its pages."""

    job: Job
    shard: str  # of what is written
    converted: str  # of the slice
    decisions: list[list[Decision]]


class WrittenSlice(NamedTuple):
    """What a slice became: its lines of the ledger, by source, and of the report."""

    ledger: list[tuple[str, str]]
    report: bytes
    summary: Summary


def write_slice(task: WriteTask) -> int:
    """Write a slice's articles and files, then the shard with its lines of ledger and report; returns its pages."""
    store, context = checked_store(task.job), context_of(task.job)
    writer = ArticleWriter(
        task.job.content, task.job.rules, context.statistics.digest, restore=task.job.restore
    )
    found = store.objects(results_of(task.converted))
    pages = [
        WritePage(page[0], page[1], decided) for page, decided in zip(found, task.decisions, strict=True)
    ]
    supervisor = PageSupervisor[WritePage](lambda page, _: writer.prepare(page), WRITE_TIME)
    written = [page for page in supervisor.results(pages) if isinstance(page, WrittenPage)]
    _write(task.job, task.shard, writer, written)
    close_archives()
    return len(pages)


class RelinkTask(NamedTuple):
    """Articles of earlier runs, by their lines of the ledger, and where links of theirs lead by now."""

    job: Job
    shard: str
    articles: list[tuple[str, dict[str, str]]]


def relink_slice(task: RelinkTask) -> int:
    """Point links of articles at others that are in the archive by now, where no person has changed the file."""
    checked_store(task.job)
    writer = ArticleWriter(task.job.content, task.job.rules, "", restore=task.job.restore)
    _write(task.job, task.shard, writer, [writer.relinked(line, targets) for line, targets in task.articles])
    return len(task.articles)


def _write(job: Job, shard: str, writer: ArticleWriter, pages: list[WrittenPage]) -> None:
    store = job.store
    articles = [(path, data) for page in pages for path, data in page.files if path.endswith(".md")]
    store.put_object(intent_of(shard), [(path, digest(data)) for path, data in articles])
    for page in pages:
        for path, data in page.files:
            writer.put(path, data)
    rows, summary = [row for page in pages for row in page.ledger], Summary()
    for page in pages:
        summary.merge(page.summary)
    store.put_object(shard, WrittenSlice(rows, b"".join(page.report for page in pages), summary))


def intent_of(shard: str) -> str:
    """The shard that says which files a slice is going to write: (path, SHA-256)."""
    return f"{shard}{INTENT}"
