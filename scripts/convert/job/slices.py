"""Tasks that read: list a source, survey some pages, convert a slice of pages.

Each is a pure function of what it is told, what it reads and what is in the shard store, so that it may be done twice;
pages and files are read in processes under supervision. What a task makes is a shard; the merge (`merge`) reads of it
only the facts that decide about ids, twins and links.
"""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple, cast

from plugins.core.text import tone_key
from scripts.convert.dom.site_statistics import PageStatistics, address_key
from scripts.convert.job.completeness import MentionReduction, MentionRow
from scripts.convert.job.extract import Context
from scripts.convert.job.ledger import FOLDER
from scripts.convert.job.results import Result, article_path
from scripts.convert.job.store import SHARDS, ShardStore, StoreError
from scripts.convert.job.supervisor import PageSupervisor
from scripts.convert.job.task import CONVERT, STATISTICS, LedgerState, PageTask, convert_page, rules_digest
from scripts.convert.job.writer import digest
from scripts.convert.markdown.assets import RELATIVE
from scripts.convert.sources.captures import capture_key
from scripts.convert.sources.catalogue import CaptureGroup, catalogue_row
from scripts.convert.sources.enumeration import SourceUnit, list_unit
from scripts.convert.sources.mirror_urls import url_of_rewritten_link
from scripts.convert.sources.records import CaptureRecord, close_archives

MARK = "chuyen"  # a shard that is there as long as the run: a worker that does not see it sees another folder
_SPOOLED = 16 * 1024 * 1024  # bytes of a slice's results that are held in memory


class OtherCodeError(Exception):
    """A worker runs other code than the run: the same page would give other bytes."""


@dataclass(frozen=True, slots=True)
class Job:
    """What every task of a run is told: where the output is, and by which code and rules it is made."""

    content: str
    site: str
    rules: str
    restore: bool = False
    context: str = ""  # the shard with the site statistics

    @property
    def store(self) -> ShardStore:
        """The shards of the run, as this machine sees them."""
        return ShardStore(f"{self.content}/{FOLDER}/{SHARDS}")


@lru_cache(maxsize=2)
def checked_store(job: Job) -> ShardStore:
    """The shard store, once it is certain that this process sees that of the run and has its code."""
    if rules_digest(job.site) != job.rules:
        raise OtherCodeError("một máy của cụm chạy mã khác với máy này; hãy cập nhật cho cùng một phiên bản")
    if MARK not in job.store.names():
        raise StoreError(
            f"một máy của cụm không thấy “{job.content}”: mọi máy phải thấy nguồn và nơi ghi dưới một tên"
        )
    return job.store


@lru_cache(maxsize=2)
def context_of(job: Job) -> Context:
    """The profile that is forced and the site statistics, once they are gathered."""
    context: Context = checked_store(job).object(job.context) if job.context else Context(job.site)
    return context


class ListTask(NamedTuple):
    """Some of the sources, to be listed into a shard."""

    job: Job
    shard: str
    unit: SourceUnit


def list_sources(task: ListTask) -> str:
    """List a unit of the sources; the shard holds its rows of the catalogue."""
    store = checked_store(task.job)
    store.put_object(task.shard, [catalogue_row(found) for found in list_unit(task.unit)])
    return task.shard


class SliceTask(NamedTuple):
    """A slice of pages: of each its captures as JSON, and what the ledger knows of those that are looked at."""

    job: Job
    shard: str
    pages: list[tuple[tuple[str, ...], tuple[LedgerState | None, ...]]]

    def page_tasks(self) -> list[PageTask]:
        """The pages as they are worked at."""
        return [PageTask(CaptureGroup.of(texts), states) for texts, states in self.pages]


def survey_slice(task: SliceTask) -> list[PageStatistics]:
    """What the pages of a slice add to the site statistics."""
    checked_store(task.job)
    context = Context(task.job.site)
    supervisor = PageSupervisor[PageTask](
        lambda page, begin: STATISTICS.do(page, context, begin), STATISTICS.time
    )
    found = supervisor.results(task.page_tasks())
    return [facts for facts in found if isinstance(facts, PageStatistics)]


class CaptureFacts(NamedTuple):
    """What decides about a capture's place in the archive; an article has an `id`, and `second` = (id, path) for the
    case that the id is another article's.
    """

    source: str
    url: str
    id: str = ""
    path: str = ""
    second: tuple[str, str] = ("", "")
    title: str = ""  # folded
    keys: tuple[str, ...] = ()  # links to the article are known by
    link_keys: tuple[str, ...] = ()
    files: tuple[str, ...] = ()  # keys of the captures of files that it may show


class SliceFacts(NamedTuple):
    """The facts of a slice: of each page those of the captures that were looked at; a name alone is known already."""

    pages: list[list[CaptureFacts | str]]
    mentions: list[MentionRow]


Done = tuple[list[CaptureFacts | str], list[MentionRow], bytes]  # of a page; the bytes are its results


def convert_slice(task: SliceTask) -> int:
    """Convert a slice of pages into two shards, the results and, once these are there, the facts; returns how many."""
    store, context = checked_store(task.job), context_of(task.job)

    def do(page: PageTask, begin: Callable[[int], None]) -> Done:
        results = convert_page(page, context, begin)
        mentions = MentionReduction()
        for result in results:
            if result is not None:
                mentions.add(result.mentions, result.source)
                result.mentions = []
        captures = page.group.captures
        facts = [_facts(result, record) for result, record in zip(results, captures, strict=False)]
        return facts, mentions.rows(), pickle.dumps((page.group, results), 5)

    slice_facts, mentions = SliceFacts([], []), MentionReduction()
    with tempfile.SpooledTemporaryFile(_SPOOLED) as spool:
        for done in PageSupervisor[PageTask](do, CONVERT.time).results(task.page_tasks()):
            facts, rows, packed = cast("Done", done)
            slice_facts.pages.append(facts)
            mentions.merge(rows)
            spool.write(packed)
        spool.seek(0)
        store.put(results_of(task.shard), spool)
    store.put_object(facts_of(task.shard), slice_facts._replace(mentions=mentions.rows()))
    close_archives()
    return len(task.pages)


def results_of(shard: str) -> str:
    """The shard with what pages became, for those who write."""
    return f"{shard}.ket-qua"


def facts_of(shard: str) -> str:
    """The shard with what the merge reads; where it is, the slice is done."""
    return f"{shard}.du-kien"


def _facts(result: Result | None, record: CaptureRecord) -> CaptureFacts | str:
    if result is None:
        return record.source
    article = result.article
    if article is None:
        return CaptureFacts(result.source, result.url)
    second = replace(article, id=f"{article.id}-{digest(result.url or result.source)[:6]}")
    links = {
        key for url, found in result.links.items() for key in (found, address_key(url_of_rewritten_link(url)))
    }
    wanted = [
        url for file in result.linked_files for url in (file.url, *file.others) if url not in result.embedded
    ]
    return CaptureFacts(
        result.source,
        result.url,
        article.id,
        result.path,
        (second.id, article_path(second)),
        tone_key(article.title),
        tuple(result.link_keys(record.url, record.alias)),
        tuple(sorted(links)),
        tuple(dict.fromkeys(capture_key(url.removeprefix(RELATIVE)) for url in wanted)),
    )
