"""Date of a page without a profile: ranked candidates; none rather than an uncertain one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from plugins.core.text import fold
from scripts.convert import weights
from scripts.convert.dom.button_lines import is_button_line
from scripts.convert.dom.lines import Line, PageLines, RoleMark
from scripts.convert.dom.link_boxes import is_label
from scripts.convert.dom.roles import CLOCK, DATE, names_of, roles_of
from scripts.convert.dom.site_statistics import SiteStatistics
from scripts.convert.dom.tree import text_of
from scripts.convert.fields.title import BodyRange
from scripts.convert.text.date_grammar import (
    PrintedDate,
    find_dates,
    is_clock_text,
    read_date_line,
    read_label,
    says_now,
)
from scripts.convert.weights import added

_LAST = re.compile(r"\blast\b|lần cuối|cuối cùng|gần nhất|gần đây", re.IGNORECASE)
# “Hà Nội, ngày 12 tháng 3 năm 2010”: where and when a document was signed, in its head or at its end.
_OF_DOCUMENT = re.compile(r"\W*[^\W\d][^\d,:]{1,40},\s*ngày\s+[0-3]?\d\s+tháng\b", re.IGNORECASE)
_ISSUED = re.compile(
    r"\bban hanh\b|\bngay ky\b|\bky ngay\b"
)  # of a document, in a table that describes it (folded)
# Days that are never that of publication (folded).
_OF_ELSE = re.compile(r"\b(?:hieu luc|het han|thi hanh|sinh|khai mac|dien ra|han (?:nop|cuoi|chot))\b")
_CHANGED = re.compile(r"updated|modified|capnhat|cap nhat")


class _Surroundings(NamedTuple):
    """Lines around a text, whose title stands in line `title` (-1 for none)."""

    title: int
    anchor: int  # the title's line, else the body's first
    body: BodyRange
    box: range  # of the innermost element that holds the title and the end of the text
    end_below: int  # the last of the lines that stand below the text and still beside it


class _Candidate(NamedTuple):
    """A date that may be the article's: its line, itself, the names and the text around it."""

    at: int  # index of its line
    date: PrintedDate
    names: str
    text: str


def _candidates(page: PageLines) -> Iterator[_Candidate]:
    for line in page.lines:
        if line.linked * 2 > line.length or line.listed or (date := read_date_line(line.text)) is None:
            continue
        if (labelled := _with_label(date, page.lines, line.index)) is not None:
            yield _Candidate(line.index, labelled, line.names, line.text)
    for mark in page.marks:
        if mark.role == DATE:
            yield from _marked(mark)


def _with_label(date: PrintedDate, lines: list[Line], at: int) -> PrintedDate | None:
    """A date with what its own words, else the cell or line before it, say; None for the day of something else."""
    if date.updated or date.posted:
        return date
    before = lines[at - 1].text if at and lines[at - 1].length <= weights.DATE_LABEL_LONGEST else ""
    said = fold(lines[at].text if not date.bare else f"{before} {lines[at].text}")
    if _OF_ELSE.search(said):
        return None
    updated, posted = read_label(before)
    signed = _OF_DOCUMENT.match(date.raw) is not None or _ISSUED.search(said) is not None
    return replace(date, updated=updated, posted=posted and not signed, signed=signed)


def _marked(mark: RoleMark) -> Iterator[_Candidate]:
    """The date of an element named for one: said to machines, else its text."""
    text = text_of(mark.element)
    machine = mark.element.get("datetime") or mark.element.get("content") or ""
    found = next(find_dates(machine), None) if machine else None
    found = found or (read_date_line(text) if len(text) <= weights.DATE_MARKED_LONGEST else None)
    if found:
        names = names_of(mark.element) + (mark.element.get("itemprop") or "").lower()
        updated = found.updated or ("publish" not in names and _CHANGED.search(names) is not None)
        date = PrintedDate(found.moment, text or found.raw, updated, found.posted)
        yield _Candidate(mark.index, date, " date ", text)


def lines_below(lines: list[Line], last: int) -> list[Line]:
    """The lines after a text (its last is `last`) that are still beside it: captions, a byline, a date."""
    end = next((x.index for x in lines[last + 1 :] if _ends_surroundings(x)), len(lines))
    return lines[last + 1 : min(end, last + 1 + weights.DATE_BELOW_LINES)]


def _ends_surroundings(line: Line) -> bool:
    return line.excluded or line.linked > 0 or line.is_prose or is_label(line) or is_button_line(line)


def _is_of_list(lines: list[Line], at: int) -> bool:
    """True for a date beside a headline link: it dates that other article."""
    near = [lines[i] for i in (at - 1, at + 1) if 0 <= i < len(lines)]
    if any(x.is_headline_link and not is_button_line(x) for x in near):
        return True
    return at < len(lines) and lines[at].in_list


def _surroundings(page: PageLines, body: BodyRange, title: int) -> _Surroundings:
    end_below = body.last + len(lines_below(page.lines, body.last))
    return _Surroundings(
        title, title if title >= 0 else body.first, body, _box_around(page, body, title), end_below
    )


def _box_around(page: PageLines, body: BodyRange, title: int) -> range:
    """The lines of the innermost element that holds the title and the end of the text."""
    holder = page.lines[body.last].holder
    if title < 0:
        return range(len(page.lines))
    while holder is not None and title not in range(*page.spans.get(holder, (0, 0))):
        holder = holder.getparent()
    return range(*page.spans[holder]) if holder is not None else range(len(page.lines))


def _place_score(index: int, around: _Surroundings, *, signed: bool) -> float:
    """Points for the place of a date: beside the title, above it, in the text, under it, farther down."""
    anchor, body = around.anchor, around.body
    lowest = max(body.first + 1, anchor + weights.DATE_LINES_AFTER)
    if signed:
        lowest = max(lowest, anchor + weights.DOCUMENT_HEAD_LINES)
    before = weights.DOCUMENT_HEAD_LINES if signed else weights.DATE_LINES_BEFORE
    if anchor - before <= index <= lowest:
        return weights.DATE_AT_TITLE - weights.DATE_AT_TITLE_LINE * abs(index - anchor)
    if index < anchor:
        return weights.DATE_ELSEWHERE - weights.DATE_LINE * (anchor - index)
    if index <= body.last:
        return weights.DATE_IN_TEXT
    line = weights.DATE_BELOW_LINE if index <= around.end_below else weights.DATE_LINE
    return weights.DATE_ELSEWHERE - line * (index - body.last)


def _date_score(candidate: _Candidate, page: PageLines, around: _Surroundings) -> float:
    """Points of one candidate by its place, its names and the lines beside it."""
    index, roles = candidate.at, roles_of(candidate.names)
    above = is_clock_text(candidate.text) and index < around.anchor - 1
    at_title = index in (around.title - 1, around.title + 1)
    return added(
        _place_score(index, around, signed=candidate.date.signed),
        (roles & DATE, weights.DATE_ROLE),
        (candidate.date.moment.precision == "minute", weights.DATE_MINUTES),
        (index not in around.box, weights.DATE_OUTSIDE),
        (roles & CLOCK, weights.DATE_CLOCK_ROLE),
        (above or says_now(candidate.text), weights.DATE_CLOCK_TEXT),
        (index < around.anchor, weights.DATE_BEFORE),
        (candidate.date.posted, weights.DATE_POSTED),
        (candidate.date.updated, weights.DATE_UPDATED),
        (candidate.date.updated and _is_of_foot(candidate, page, around), weights.DATE_UPDATED_FOOT),
        (not at_title and _is_of_list(page.lines, index), weights.DATE_OF_LIST),
        (index < len(page.lines) and page.lines[index].unlikely, weights.DATE_UNLIKELY),
    )


def _is_of_foot(candidate: _Candidate, page: PageLines, around: _Surroundings) -> bool:
    """True for the day of the page's last change: away from the text, said to be the last, or the page's last words."""
    if candidate.at <= around.body.last:
        return False
    following = len(page.lines) - 1 - candidate.at
    return (
        candidate.at > around.end_below
        or following < weights.DATE_FOOT_LINES
        or _LAST.search(candidate.text) is not None
    )


def choose_date(
    page: PageLines, body: BodyRange, title: int, statistics: SiteStatistics, key: str
) -> tuple[PrintedDate | None, PrintedDate | None]:
    """(the article's date, the page's clock); either is None rather than uncertain.

    The day a document was signed is taken only where nothing else says a day. `title` is the index of the title's line,
    `key` the page's address as `address_key` has it.
    """
    listed = next(find_dates(statistics.stamps.get(key, "")), None) if key else None
    candidates = list(_candidates(page))
    repeated = {c.at for c in candidates if _is_repeated(c, page, statistics)}
    ranked = _ranked(candidates, repeated, page, _surroundings(page, body, title), listed)
    certain = [date for score, date in ranked if score >= weights.DATE_LEAST]
    best = next((date for date in certain if not date.signed), next(iter(certain), None))
    return best or listed, _page_clock(candidates, repeated, title)


def rank_dates(
    page: PageLines, body: BodyRange, title: int, statistics: SiteStatistics
) -> list[tuple[float, PrintedDate]]:
    """The dates that may be the article's with their points, the best first."""
    candidates = list(_candidates(page))
    repeated = {c.at for c in candidates if _is_repeated(c, page, statistics)}
    return _ranked(candidates, repeated, page, _surroundings(page, body, title), None)


def _page_clock(candidates: list[_Candidate], repeated: set[int], title: int) -> PrintedDate | None:
    """The first date that reads as a clock, and is repeated on other pages or stands well above the title."""
    for candidate in candidates:
        if is_clock_text(candidate.text) and (candidate.at in repeated or candidate.at < title - 1):
            return candidate.date
    return None


def _is_repeated(candidate: _Candidate, page: PageLines, statistics: SiteStatistics) -> bool:
    """True for a date on a line that other pages hold at the same place: a clock, or boilerplate."""
    at = candidate.at
    return at < len(page.lines) and statistics.is_boilerplate(page.lines[at])


def _ranked(
    candidates: list[_Candidate],
    repeated: set[int],
    page: PageLines,
    around: _Surroundings,
    listed: PrintedDate | None,
) -> list[tuple[float, PrintedDate]]:
    """The candidates with their points, the best first, the first of equals before the others."""
    times = Counter(c.date.raw for c in candidates)
    day = listed.moment.when.date() if listed else None
    ranked = [
        (
            added(
                _date_score(c, page, around),
                (c.date.moment.when.date() == day, weights.DATE_LISTED),
                (times[c.date.raw] > 1 and is_clock_text(c.date.raw), weights.DATE_REPEATED_CLOCK),
            ),
            c,
        )
        for c in candidates
        if c.at not in repeated
    ]
    return [(score, c.date) for score, c in sorted(ranked, key=lambda r: (-r[0], r[1].at))]
