"""Date of a page without a profile: ranked candidates; none rather than an uncertain one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from scripts.convert.dom.button_lines import is_button_line
from scripts.convert.dom.lines import Line, PageLines
from scripts.convert.dom.link_boxes import is_label
from scripts.convert.dom.roles import CLOCK, DATE, roles_of
from scripts.convert.dom.site_statistics import SiteStatistics
from scripts.convert.dom.tree import text_of
from scripts.convert.fields.title import BodyRange
from scripts.convert.text.date_grammar import PrintedDate, find_dates, is_clock_text, read_date_line, says_now

DATE_LEAST = 1.5
_OUTSIDE = 1.0  # taken from a date outside what holds both title and text
_BEFORE = 0.2  # and from one before the title: where a clock stands as well
_UNDER = 20  # lines under a text that are looked at
_AFTER = 3  # lines from the title to the date, be a lead between them


class _Surroundings(NamedTuple):
    """Lines around a text: `box` holds its title and its end, `end_below` is the last of those that stand below it."""

    box: range
    end_below: int


def _date_candidates(page: PageLines) -> Iterator[tuple[int, PrintedDate, str, str]]:
    """(line index, stamp, names, line text) of every date that may be the article's."""
    for line in page.lines:
        if line.linked * 2 <= line.length and (date := read_date_line(line.text)):
            yield line.index, date, line.names, line.text
    for mark in page.marks:
        if mark.role == DATE:
            text = text_of(mark.element)
            machine = mark.element.get("datetime") or mark.element.get("content") or ""
            found = next(find_dates(machine), None) if machine else None
            found = found or (read_date_line(text) if len(text) <= 90 else None)
            if found:
                yield mark.index, PrintedDate(found.moment, text or found.raw), " date ", text


def lines_below(lines: list[Line], last: int) -> list[Line]:
    """The lines after a text (its last is `last`) that are still beside it: captions, a byline, a date."""
    ends = (
        x.index
        for x in lines[last + 1 :]
        if x.excluded or x.linked or x.is_prose or is_label(x) or is_button_line(x)
    )
    return lines[last + 1 : min(next(ends, len(lines)), last + 1 + _UNDER)]


def _list_neighbour(lines: list[Line], at: int) -> bool:
    """True for a stamp beside a headline link: it dates that other article."""
    near = [lines[i] for i in (at - 1, at + 1) if 0 <= i < len(lines) and not is_button_line(lines[i])]
    return any(x.is_headline_link for x in near) or (at < len(lines) and lines[at].in_list)


def _box_around(page: PageLines, body_range: BodyRange, title: int) -> range:
    """The lines of the innermost element that holds the title and the end of the text."""
    holder = page.lines[body_range.last].holder
    while title >= 0 and holder is not None and title not in range(*page.spans.get(holder, (0, 0))):
        holder = holder.getparent()
    return range(*page.spans[holder]) if holder is not None and title >= 0 else range(len(page.lines))


def _date_score(
    index: int,
    date: PrintedDate,
    names: str,
    text: str,
    page: PageLines,
    body_range: BodyRange,
    title: int,
    beside: _Surroundings,
) -> float:
    anchor = title if title >= 0 else body_range.first
    if anchor - 3 <= index <= max(body_range.first + 1, anchor + _AFTER):
        score = 6.0 - 0.2 * abs(index - anchor)
    elif index < anchor:
        score = 4.0 - 0.3 * (anchor - index)
    elif index <= body_range.last:
        score = 1.0
    elif index <= beside.end_below:
        score = 4.0 - 0.1 * (index - body_range.last)
    else:
        score = 4.0 - 0.3 * (index - body_range.last)
    score += 2.0 if roles_of(names) & DATE else 0.0
    score += 0.1 if date.moment.precision == "minute" else 0.0
    score -= 0.0 if index in beside.box else _OUTSIDE
    score -= 3.0 if roles_of(names) & CLOCK else 0.0
    score -= 4.0 if says_now(text) or (is_clock_text(text) and index < anchor - 1) else 0.0
    score -= _BEFORE if index < anchor else 0.0
    score -= (
        6.0 if _list_neighbour(page.lines, index) and not (index == title - 1 or index == title + 1) else 0.0
    )
    return score


def choose_date(
    page: PageLines, body_range: BodyRange, title: int, statistics: SiteStatistics, key: str
) -> tuple[PrintedDate | None, PrintedDate | None]:
    """(the article's stamp, the page's clock); either is None rather than uncertain."""
    listed = next(find_dates(statistics.stamps.get(key, "")), None) if key else None
    ranked: list[tuple[float, int, PrintedDate]] = []
    clock: PrintedDate | None = None
    seen: dict[str, int] = {}
    beside = _Surroundings(
        _box_around(page, body_range, title), body_range.last + len(lines_below(page.lines, body_range.last))
    )
    for index, date, names, text in _date_candidates(page):
        line = page.lines[index] if index < len(page.lines) else None
        seen[date.raw] = seen.get(date.raw, 0) + 1
        if line is not None and statistics.is_boilerplate(line):
            clock = clock or (date if is_clock_text(text) else None)
            continue
        score = _date_score(index, date, names, text, page, body_range, title, beside)
        score -= 5.0 if line is not None and (line.unlikely) else 0.0
        score += 8.0 if listed and listed.moment.when.date() == date.moment.when.date() else 0.0
        if is_clock_text(text) and index < max(title - 1, 0):
            clock = clock or date
        ranked.append((score, -index, date))
    ranked = [(s - 3.0 * (is_clock_text(x.raw) and seen[x.raw] > 1), i, x) for s, i, x in ranked]
    best = max(ranked, key=lambda r: (r[0], r[1]), default=None)
    if best is None or best[0] < DATE_LEAST:
        return (PrintedDate(listed.moment, listed.raw) if listed else None), clock
    return best[2], clock
