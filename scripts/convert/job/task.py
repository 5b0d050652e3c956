"""Page tasks as they are handed to workers: pure functions of a page, the context and the ledger's states."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Generic, TypeVar

from plugins.state.code_fingerprint import code_fingerprint
from scripts.convert import limits
from scripts.convert.content.profile import SITES
from scripts.convert.dom.site_statistics import PageStatistics
from scripts.convert.job.extract import Context, convert_record, failed_result, statistics_of_record
from scripts.convert.job.results import Result
from scripts.convert.limits import PAGE_ERRORS, STATISTICS_BYTES
from scripts.convert.sources.catalogue import CaptureGroup
from scripts.convert.sources.records import CaptureRecord, SourceError, load, page_in

R = TypeVar("R", covariant=True)
TRUNCATED = "bản chụp bị cắt, phần cuối bài có thể thiếu: hãy tìm bản chụp khác"
LedgerState = tuple[str, str, bool]  # of the ledger: SHA-256 of the page, rules, whether it is an article
QUARANTINED: LedgerState = ("", "", False)  # of a capture that the ledger has set aside: it is not read
OnCapture = Callable[[int], None]  # hears the number of a capture before it is read


@dataclass(frozen=True, slots=True)
class PageTask:
    """One page to convert: its captures, what the ledger knows of each, and why one took its process down."""

    group: CaptureGroup
    states: tuple[LedgerState | None, ...] = ()
    fatal: tuple[str, ...] = ()

    def captures(self) -> list[tuple[CaptureRecord, LedgerState | None, str]]:
        """The captures, the best first, each with what is known of it and what it did."""
        size = len(self.group.captures)
        known = self.states or (None,) * size
        return list(zip(self.group.captures, known, self.fatal or ("",) * size, strict=True))

    def without(self, capture: int, reason: str) -> PageTask:
        """The page as it is looked at once a capture took its process down; `reason` is for a person (Vietnamese)."""
        fatal = list(self.fatal or ("",) * len(self.group.captures))
        fatal[capture] = reason
        return replace(self, fatal=tuple(fatal))


@dataclass(frozen=True, slots=True)
class Work(Generic[R]):
    """What is done with a page, and the time it may take."""

    do: Callable[[PageTask, Context, OnCapture], R]
    time: limits.TimeLimit


@cache
def rules_digest(site: str) -> str:
    """A name for the converter as it is: its code with all that it imports, and its profiles. Another name means pages
    are read again.
    """
    return code_fingerprint("scripts.convert.job.extract", files=SITES.glob("*.toml"), more=[site])[:16]


def convert_page(page: PageTask, context: Context, begin: OnCapture) -> list[Result | None]:
    """What the captures became that were looked at: up to and with the first that is an article.

    None stands for a capture whose bytes and rules the ledger already knows.
    """
    done: list[Result | None] = []
    rules = rules_digest(context.site)
    for number, (record, known, fatal) in enumerate(page.captures()):
        if fatal:
            done.append(Result(record.source, "failed", "", record.url, fatal, aside=True))
            continue
        if known == QUARANTINED:
            done.append(None)
            continue
        if record.refusal:
            done.append(Result(record.source, "refused", "", record.url, record.refusal))
            continue
        begin(number)
        data = read(record)
        if isinstance(data, bytes):
            data = _page_of(data, record)
        if isinstance(data, Result):
            done.append(data)
            continue
        if known and known[1] in (rules, f"{rules}/{context.statistics.digest}") and _is(data, known[0]):
            done.append(None)
            if known[2]:
                break
            continue
        done.append(result := convert_record(data, record, context))
        if result.status == "article":
            result.notes += [TRUNCATED] * record.truncated
            break
    return done


def _is(data: bytes, sha256: str) -> bool:
    return hashlib.sha256(data).hexdigest() == sha256


def read(record: CaptureRecord) -> bytes | Result:
    """The bytes of a record, or the failure that says why there are none."""
    try:
        return load(record)
    except SourceError as error:
        return Result(record.source, "failed", "", record.url, str(error))
    except OSError as error:
        return Result(record.source, "failed", "", record.url, f"không đọc được tệp ({error.strerror})")
    except (*PAGE_ERRORS, MemoryError) as error:
        return failed_result(record, error)


def _page_of(data: bytes, record: CaptureRecord) -> bytes | Result:
    try:
        return page_in(data, record)
    except (*PAGE_ERRORS, MemoryError) as error:
        return failed_result(record, error)


def statistics_of_page(page: PageTask, context: Context, begin: OnCapture) -> PageStatistics | None:
    """What a page adds to the site statistics; None for a large one, and for one that cannot be read."""
    record, _, fatal = page.captures()[0]
    if fatal or record.refusal:
        return None
    begin(0)
    data = read(record)
    if isinstance(data, bytes) and len(data) <= STATISTICS_BYTES:
        data = _page_of(data, record)
        return statistics_of_record(data, record, context.site) if isinstance(data, bytes) else None
    return None


CONVERT = Work(convert_page, limits.CONVERT_TIME)
STATISTICS = Work(statistics_of_page, limits.STATISTICS_TIME)
