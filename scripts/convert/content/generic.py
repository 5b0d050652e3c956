"""Generic extractor, for pages without a site profile: body, then title and date, then refusal, then the rest."""

from __future__ import annotations

import re

from plugins.core.text import tone_key
from scripts.convert.content.body import find_body
from scripts.convert.content.boilerplate import find_boilerplate
from scripts.convert.content.extraction import Extraction, Refusal
from scripts.convert.content.refusals import SMALL, prose_length, refuse_empty, refuse_listing
from scripts.convert.content.trim import trim_body
from scripts.convert.dom.lines import Body, Line, PageLines
from scripts.convert.dom.roles import LEAD
from scripts.convert.dom.site_statistics import SiteStatistics, address_key
from scripts.convert.dom.tree import Element
from scripts.convert.fields.date import choose_date, lines_below
from scripts.convert.fields.metadata import Metadata, title_parts
from scripts.convert.fields.people import choose_people
from scripts.convert.fields.section import choose_section
from scripts.convert.fields.tags import choose_tags, tag_lines
from scripts.convert.fields.title import TITLE_DATED, TITLE_SURE, BodyRange, choose_title, find_headline
from scripts.convert.text.date_grammar import PrintedDate, find_dates, read_date_line

_CAPTION = re.compile(r" (?:caption|fig|avatar|image|img|photo|thumb|muted) ")
_TITLE, _MANY = 12, 10  # characters of a page's own title that may name its text; headline links of a list
_LEAD_LEAST = 30  # visible characters of a lead outside the body
_LEAD_WITHIN = 12  # lines before the body
_BESIDE = 5  # lines from a title that the page's metadata name to the text


def extract_generic(
    root: Element, page: PageLines, meta: Metadata, url: str, statistics: SiteStatistics
) -> Extraction | Refusal:
    """The article of a page, or why there is none; `page` is the scan of `root`."""
    body = find_body(page, statistics, find_headline(page, meta))
    if body is None or not body.prose:
        return refuse_empty(root, page.lines, meta, None, known=False) or Refusal("không có thân bài")
    body_range = BodyRange((body.before or body.prose)[0].index, body.prose[-1].index)
    key = address_key(url or meta.url)
    title, at, sure = choose_title(page, body_range, meta, statistics, key)
    date, clock = choose_date(page, body_range, at, statistics, key)
    date = _published_date(meta) or date
    line = page.lines[at] if at >= 0 else None
    named = (
        line is not None
        and tone_key(line.text) == tone_key(meta.headline)
        and body_range.first - at <= _BESIDE
    )
    known = meta.is_article or (sure >= TITLE_SURE and (date is not None or named))
    known = known or (sure >= TITLE_DATED and line is not None and _is_dated(page, body_range, line, date))
    if refusal := refuse_empty(root, page.lines, meta, body, known=known and line is not None):
        return refusal
    title = title or _named_by_page(page, body, meta)
    if not title:
        return Refusal("không tìm thấy tiêu đề bài viết; trang có thể là danh sách hoặc trang giới thiệu")
    listing = refuse_listing(body, page.lines, line, known=known, dated=date is not None or named)
    if listing and not (meta.is_article and line is not None and not line.linked):
        return listing
    author, source = choose_people(page, body_range, meta, at)
    lead = _find_lead(page, body, at, meta)
    tags = choose_tags(page, body, meta)
    outer, cut = trim_body(body, page, at, date.raw if date else "")
    return Extraction(
        title,
        [*([lead] if lead is not None and lead not in set(body.element.iter()) else []), body.element],
        date,
        choose_section(page, meta, title, at),
        author=author,
        source=source,
        clock=clock,
        lead=lead,
        url=meta.url,
        tags=tags,
        skip=outer | find_boilerplate(body, page, statistics) | tag_lines(body, tags),
        cut=cut,
    )


def _named_by_page(page: PageLines, body: Body, meta: Metadata) -> str:
    """The page's own title for a long text without a headline; empty on a page full of headlines of others."""
    if prose_length(body.prose) < SMALL or sum(x.is_headline_link for x in page.lines) >= _MANY:
        return ""
    named = [part for part in title_parts(meta.page_title)[1:] or [meta.page_title] if len(part) >= _TITLE]
    return meta.headline or next(iter(named), "")


def _is_dated(page: PageLines, body_range: BodyRange, title: Line, date: PrintedDate | None) -> bool:
    """True for a title that is no link, with the article's date beside it or under its text."""
    if date is None or title.linked:
        return False
    beside = [
        *page.lines[max(0, title.index - 2) : title.index + 3],
        *lines_below(page.lines, body_range.last),
    ]
    return any(date.raw in x.text and not x.excluded for x in beside)


def _published_date(meta: Metadata) -> PrintedDate | None:
    return next(find_dates(meta.published), None) if meta.published else None


def _find_lead(page: PageLines, body: Body, title: int, meta: Metadata) -> Element | None:
    """The element of the lead between the title and the text, be it inside the body's element or before it."""
    start = body.prose[0].index
    above = set(body.element.iterancestors())
    for line in page.lines[max(title + 1, start - _LEAD_WITHIN) : start + 1]:
        if line.holder in above or line.holder is body.element or line.linked * 2 > line.length:
            continue
        if line.echo or line.excluded or line.length < _LEAD_LEAST or read_date_line(line.text):
            continue
        plain = title >= 0 and not line.unlikely and not _CAPTION.search(line.names)
        plain = plain and (
            line.heading > 0 if line.index == start else line.is_prose or line.heading > 0 or line.bold
        )
        if plain or _is_lead(line, page, meta):
            return line.holder
    return None


def _is_lead(line: Line, page: PageLines, meta: Metadata) -> bool:
    for mark in page.marks:
        if mark.role == LEAD and line.holder in mark.element.iter():
            return True
    described = tone_key(meta.description)
    return len(described) > 40 and tone_key(line.text)[:60] == described[:60]
