"""Schedule of the archive: articles dated after the clock, and whether it is the clock or the date that is wrong.

A machine set to the year 2000 would withhold every article, and publish an empty site as if nothing were wrong.
What the last site published under the same date cannot be waiting for its day: there the clock went back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from plugins.core.clock import clock_note, clock_problem, far_problem, is_far, is_large, is_trusted, many_far
from plugins.core.dates import HANOI, Moment
from plugins.core.problems import Problem
from plugins.lint.document import line_of_field
from plugins.site.source_record import SourceRecord
from plugins.system.versions import SITE_FILE

_ID = b'{"id": "'  # how a line of archive.jsonl begins


@dataclass(frozen=True, slots=True)
class Schedule:
    """What a build's clock means for the articles read.

    `due` is when the first article that waits for its day is to be published, `problem` that the clock cannot be right,
    `note` a sentence about one that went back a little, `far` the dates that are taken for typing errors.
    """

    due: datetime | None
    problem: Problem | None
    note: str
    far: list[Problem]

    @classmethod
    def of(cls, root: Path, read: Sequence[SourceRecord], now: datetime, last: Path) -> Schedule:
        """That of the sources read under `root`, beside the `last` site."""
        later = waiting(read, now)
        problem, note = judge_clock(root, read, later, now, last)
        due = min((record.timestamp for record in later), default=None)
        far = [] if problem else far_dates(root, later, now)
        return cls(datetime.fromtimestamp(due, HANOI) if due else None, problem, note, far)


def waiting(read: Sequence[SourceRecord], now: datetime) -> list[SourceRecord]:
    """The published articles whose day has not come."""
    seconds = now.timestamp()
    return [p for p in read if p.timestamp > seconds and p.metadata.status == "published" and not p.is_page]


def judge_clock(
    root: Path, read: Sequence[SourceRecord], later: Sequence[SourceRecord], now: datetime, last: Path
) -> tuple[Problem | None, str]:
    """The problem of a clock that would take away, or hold back, more articles than anybody schedules; else a sentence
    for a build that takes away a few, or ``""``.

    `later` is what is `waiting`; `last` is the folder of the site that stands, if there is one.
    """
    if not later or is_trusted():
        return None, ""
    count, dates = _published(last, {p.id for p in later})
    gone = sum(dates.get(p.id) == _date(p).iso for p in later)
    said = f"{gone} trong {count} bài đang đăng ghi ngày sau lúc ấy"
    if gone and is_large(gone, count):
        return clock_problem(str(root), now, f"{said} và sẽ biến khỏi trang"), ""
    if found := _withheld(read, later, now):
        return clock_problem(str(root), now, found), ""
    return None, clock_note(now, f"{said} nên tạm rút khỏi trang") if gone else ""


def _withheld(read: Sequence[SourceRecord], later: Sequence[SourceRecord], now: datetime) -> str:
    """What tells of a clock that is too early for the sources, whatever site stands."""
    whole = sum(p.metadata.status == "published" and not p.is_page for p in read)
    if len(later) * 2 > whole:
        return f"{len(later)} trong {whole} bài ghi ngày sau lúc ấy và sẽ không hiện trên trang"
    return many_far(sum(is_far(_date(p), now) for p in later), whole)


def _published(last: Path, ids: set[str]) -> tuple[int, Mapping[str, str]]:
    """How many articles a site has, and the dates (ISO 8601) of those with these ids."""
    count, found = 0, {}
    try:
        with (last / SITE_FILE).open("rb") as lines:
            for line in lines:
                count += 1
                key = line[len(_ID) : line.find(b'"', len(_ID))].decode("utf-8", "replace")
                if key in ids:
                    found[key] = str(json.loads(line)["date"])
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
    ):  # no site, or one that was spoiled: nothing is known of it
        return 0, {}
    return count, found


def _date(record: SourceRecord) -> Moment:
    date = record.metadata.date
    assert date is not None, record.path
    return date


def far_dates(root: Path, later: Sequence[SourceRecord], now: datetime) -> list[Problem]:
    """A problem for each article whose date is taken for a typing error."""
    far = [] if is_trusted() else [p for p in later if is_far(_date(p), now)]
    return [far_problem(p.path, line_of_field(root / p.path, "date"), _date(p), now) for p in far]
