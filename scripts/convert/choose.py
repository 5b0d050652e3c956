"""Title, date, section and byline of a page without a profile: ranked candidates, each with its reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plugins.core.text import tone_key
from scripts.convert.byline import read_byline
from scripts.convert.lines import Line, Mark, Page
from scripts.convert.metadata import Metadata, title_parts
from scripts.convert.names import AUTHOR, CLOCK, CRUMBS, DATE, SOURCE, TITLE, roles_of
from scripts.convert.stamps import Stamp, is_clock_text, stamp_line, stamps_in
from scripts.convert.survey import Survey
from scripts.convert.tree import Element, text_of

_CRUMBS = re.compile(
    r"(?:trang chủ|trang nhất|home)\s*(?:>+|»|›|→|::|/|\|)\s*([^>»›→|/]{2,80})", re.IGNORECASE
)
_HOME = re.compile(r"(?:trang chủ|trang nhất|home|tin tức trang chủ)", re.IGNORECASE)
TITLE_LEAST = 1.5
TITLE_SURE = 6.0  # a heading, or one that the page's own title repeats
DATE_LEAST = 1.5
_TITLE_LENGTHS = range(8, 301)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a page's lines the body begins and ends, and whether a line belongs to chrome."""

    first: int
    last: int


def _same(a: str, b: str) -> bool:
    return tone_key(" ".join(a.split())) == tone_key(" ".join(b.split()))


def _title_score(
    line: Line, place: Place, meta: Metadata, parts: set[str], listed: str, *, barred: bool
) -> float:
    key = tone_key(line.text)
    score = {1: 5.0, 2: 3.0, 3: 2.0}.get(line.heading, 0.0) + line.large + 0.5 * line.bold
    score += 3.0 if roles_of(line.names) & TITLE else 0.0
    score += 8.0 if meta.headline and _same(line.text, meta.headline) else 0.0
    score += 5.0 if key in parts and len(key) >= 15 else 0.0
    score += 8.0 if listed and _same(line.text, listed) else 0.0
    score -= 3.0 if line.linked * 2 > line.length else 0.0
    score -= 6.0 if barred else 0.0
    score -= min(4.0, 0.15 * abs(place.first - line.index))
    return score + (1.0 if line.index == place.first - 1 else 0.0)


def choose_title(
    page: Page, place: Place, meta: Metadata, survey: Survey, key: str
) -> tuple[str, int, float]:
    """(title, index of its line, score); the line is -1 where only the page's metadata hold the title, ""
    for none.
    """
    parts = {tone_key(p) for p in title_parts(meta.page_title)}
    listed = survey.titles.get(key, "") if key else ""
    heads = [x.text for x in page.lines if x.echo]
    best, found = TITLE_LEAST, None
    for line in page.lines[: place.first + 3]:
        if (
            len(line.text) not in _TITLE_LENGTHS
            or stamp_line(line.text)
            or survey.is_chrome(line)
            or line.never
        ):
            continue
        out = bool(line.barred)
        score = _title_score(line, place, meta, parts, listed, barred=out)
        score += 4.0 if any(h.startswith(line.text) for h in heads) else 0.0
        if score > best:
            best, found = score, line
    if found is not None:
        return found.text, found.index, best
    named = meta.headline or next(iter(title_parts(meta.page_title)[1:]), "")
    return (named, -1, TITLE_SURE) if meta.is_article else ("", -1, 0.0)


def _stamps(page: Page) -> Iterator[tuple[int, Stamp, str, str]]:
    """(line index, stamp, names, line text) of every date that may be the article's."""
    for line in page.lines:
        if line.linked * 2 <= line.length and (stamp := stamp_line(line.text)):
            yield line.index, stamp, line.names, line.text
    for mark in page.marks:
        if mark.role == DATE:
            text = text_of(mark.element)
            machine = mark.element.get("datetime") or mark.element.get("content") or ""
            found = next(stamps_in(machine), None) if machine else None
            found = found or (stamp_line(text) if len(text) <= 90 else None)
            if found:
                yield mark.index, Stamp(found.moment, text or found.raw), " date ", text


def _list_neighbour(lines: list[Line], at: int) -> bool:
    """True for a stamp beside a headline link: it dates that other article."""
    near = [lines[i] for i in (at - 1, at + 1) if 0 <= i < len(lines)]
    return any(x.is_headline_link for x in near) or (at < len(lines) and lines[at].in_list)


def _date_score(
    index: int, stamp: Stamp, names: str, text: str, page: Page, place: Place, title: int
) -> float:
    anchor = title if title >= 0 else place.first
    if anchor - 3 <= index <= place.first + 1:
        score = 6.0 - 0.2 * abs(index - anchor)
    elif index < anchor:
        score = 4.0 - 0.3 * (anchor - index)
    elif index <= place.last:
        score = 1.0
    else:
        score = 4.0 - 0.3 * (index - place.last)
    score += 2.0 if roles_of(names) & DATE else 0.0
    score += 0.5 if stamp.moment.precision == "minute" else 0.0
    score -= 3.0 if roles_of(names) & CLOCK else 0.0
    score -= 4.0 if is_clock_text(text) and index < anchor - 1 else 0.0
    score -= (
        6.0 if _list_neighbour(page.lines, index) and not (index == title - 1 or index == title + 1) else 0.0
    )
    return score


def choose_date(
    page: Page, place: Place, title: int, survey: Survey, key: str
) -> tuple[Stamp | None, Stamp | None]:
    """(the article's stamp, the page's clock); either is None rather than uncertain."""
    listed = next(stamps_in(survey.stamps.get(key, "")), None) if key else None
    ranked: list[tuple[float, int, Stamp]] = []
    clock: Stamp | None = None
    seen: dict[str, int] = {}
    for index, stamp, names, text in _stamps(page):
        line = page.lines[index] if index < len(page.lines) else None
        seen[stamp.raw] = seen.get(stamp.raw, 0) + 1
        if line is not None and survey.is_chrome(line):
            clock = clock or (stamp if is_clock_text(text) else None)
            continue
        score = _date_score(index, stamp, names, text, page, place, title)
        score -= 5.0 if line is not None and (line.barred) else 0.0
        score += 8.0 if listed and listed.moment.when.date() == stamp.moment.when.date() else 0.0
        if is_clock_text(text) and index < max(title - 1, 0):
            clock = clock or stamp
        ranked.append((score, -index, stamp))
    ranked = [(s - 3.0 * (is_clock_text(x.raw) and seen[x.raw] > 1), i, x) for s, i, x in ranked]
    best = max(ranked, key=lambda r: (r[0], r[1]), default=None)
    if best is None or best[0] < DATE_LEAST:
        return (Stamp(listed.moment, listed.raw) if listed else None), clock
    return best[2], clock


def choose_section(page: Page, meta: Metadata, title: str) -> str:
    """The first step after home of the page's breadcrumb, else what its metadata say."""
    if meta.section:
        return meta.section
    for line in page.lines:
        if line.length <= 200 and (match := _CRUMBS.search(line.text)):
            name = match[1].strip(" .,-–")
            if not _same(name, title):
                return name
    for mark in page.marks:
        if mark.role == CRUMBS and (name := _first_crumb(mark.element)) and not _same(name, title):
            return name
    return ""


def _first_crumb(element: Element) -> str:
    names = (text_of(a) for a in element.iter("a"))
    return next((n for n in names if 2 <= len(n) <= 60 and not _HOME.fullmatch(n)), "")


def choose_people(page: Page, place: Place, meta: Metadata, title: int) -> tuple[str, str]:
    """(author line, source line) that the page marks as such near the article; empty where it marks none."""
    author = _marked(page, place, title, AUTHOR)
    source = _marked(page, place, title, SOURCE)
    named = (
        meta.author
        if meta.author and meta.author.lower() not in (meta.site.lower(), "admin", "administrator")
        else ""
    )
    if "http" in named or (meta.site and meta.site.lower() in named.lower()):
        named = ""
    return author or named, source if source != author else ""


def _marked(page: Page, place: Place, title: int, role: int) -> str:
    low, high = (title if title >= 0 else place.first) - 2, place.last + 6
    for mark in page.marks:
        if mark.role == role and low <= mark.index <= high and _usable(mark):
            text = text_of(mark.element).lstrip(" -–|")
            if read_byline(text, bare=True):
                return text
    return ""


def _usable(mark: Mark) -> bool:
    holder = mark.element
    while holder is not None:
        if holder.tag in ("blockquote", "figcaption") or re.search(
            r"quote|comment|caption", holder.get("class") or "", re.IGNORECASE
        ):
            return False
        holder = holder.getparent()
    return True
