"""Generic extractor, for pages without a site profile: body, then title and date, then refusal, then the rest."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from plugins.core.text import tone_key
from scripts.convert import weights
from scripts.convert.content.body import find_body, with_lines_above
from scripts.convert.content.boilerplate import find_boilerplate
from scripts.convert.content.extraction import Extraction, Refusal
from scripts.convert.content.picture_pages import read_picture_page
from scripts.convert.content.refusals import refuse_empty, refuse_listing
from scripts.convert.content.trim import trim_body
from scripts.convert.dom.lines import Body, Line, PageLines, prose_length
from scripts.convert.dom.site_statistics import SiteStatistics, address_key
from scripts.convert.dom.tree import Element
from scripts.convert.dom.verse import mark_verse, plain_places
from scripts.convert.fields.date import choose_date, lines_below
from scripts.convert.fields.lead import find_lead_element
from scripts.convert.fields.metadata import Metadata, site_part, title_parts
from scripts.convert.fields.people import choose_people
from scripts.convert.fields.section import choose_section
from scripts.convert.fields.tags import choose_tags, tag_lines
from scripts.convert.fields.title import BodyRange, choose_title
from scripts.convert.fields.title_lines import find_headline, is_part, is_place
from scripts.convert.text.date_grammar import PrintedDate, find_dates, read_date_line

_NO_TITLE = "không tìm thấy tiêu đề bài viết; trang có thể là danh sách hoặc trang giới thiệu"


@dataclass(frozen=True, slots=True)
class _Source:
    """What a page is read by: its tree, its lines, its metadata and its body."""

    root: Element
    page: PageLines
    meta: Metadata
    body: Body
    body_range: BodyRange


@dataclass(frozen=True, slots=True)
class _Headline:
    """Title and date of a page; `line` is the title's, None where only metadata hold it."""

    title: str
    line: Line | None
    date: PrintedDate | None
    clock: PrintedDate | None
    named: bool  # the metadata name it, right above the text
    known: bool  # the page is an article: it says so, or title and date are certain

    @property
    def index(self) -> int:
        """The index of the title's line, -1 where there is none."""
        return self.line.index if self.line is not None else -1


def extract_generic(
    root: Element, page: PageLines, meta: Metadata, url: str, statistics: SiteStatistics
) -> Extraction | Refusal:
    """The article of a page, or why there is none; `page` is the scan of `root`.

    Where the same article was captured at several addresses, its text repeats like boilerplate: a page that would be
    refused for that is read by itself.
    """
    found = _extract(root, page, meta, url, statistics)
    if isinstance(found, Refusal) and _repeats_text(page, statistics):
        for line in page.lines:
            line.verse = False
        alone = _extract(root, page, meta, url, SiteStatistics())
        return alone if isinstance(alone, Extraction) and alone.date is not None else found
    return found


def _repeats_text(page: PageLines, statistics: SiteStatistics) -> bool:
    """True where at least half of a page's running text stands on many pages."""
    if not statistics.sitewide:
        return False
    prose = [line for line in page.lines if line.is_prose and not line.unlikely]
    return prose_length(x for x in prose if statistics.is_sitewide(x)) * 2 >= max(prose_length(prose), 1)


def _extract(
    root: Element, page: PageLines, meta: Metadata, url: str, statistics: SiteStatistics
) -> Extraction | Refusal:
    body = find_body(page, statistics, find_headline(page, meta))
    if _is_mostly_verse(body, page) and mark_verse(page):
        body = find_body(page, statistics, find_headline(page, meta))
    if body is None or not body.prose:
        if pictures := read_picture_page(root, page, meta, statistics, address_key(url or meta.url)):
            return pictures
        return refuse_empty(root, page.lines, meta, None, known=False) or Refusal("không có thân bài")
    body_range = BodyRange((body.before or body.prose)[0].index, body.prose[-1].index)
    source = _Source(root, page, meta, body, body_range)
    headline = _find_headline(source, statistics, address_key(url or meta.url))
    if (whole := with_lines_above(body, page, headline.index)) is not body:
        source = _Source(root, page, meta, whole, body_range)
    return _refuse(source, headline) or _assemble(source, headline, statistics)


def _is_mostly_verse(body: Body | None, page: PageLines) -> bool:
    """True where running text is missing, or little beside the short lines that stand together."""
    length = prose_length(body.prose) if body is not None else 0
    if length < weights.ARTICLE_LEAST:
        return True
    verse = (
        prose_length(x for lines in plain_places(page.lines) for x in lines)
        if length < weights.RICH_TEXT
        else 0
    )
    return verse > weights.VERSE_TIMES * length


def _find_headline(source: _Source, statistics: SiteStatistics, key: str) -> _Headline:
    """Title and date, and how sure they are."""
    page, meta, body_range = source.page, source.meta, source.body_range
    title, at, score = choose_title(page, body_range, meta, statistics, key)
    date, clock = choose_date(page, body_range, at, statistics, key)
    date = _published_date(meta) or date
    line = page.lines[at] if at >= 0 else None
    named = line is not None and _is_named_beside(line, source)
    sure = score >= weights.TITLE_SURE and (date is not None or named)
    sure = sure or (score >= weights.TITLE_DATED and _is_dated(page, body_range, line, date))
    return _Headline(title, line, date, clock, named, known=meta.is_article or sure)


def _is_named_beside(line: Line, source: _Source) -> bool:
    """True for a title right above the text that the metadata name, or that is a heading and a part of the page's own
    title beside the site's name: the page is about it.
    """
    between = source.page.lines[line.index + 1 : source.body_range.first]
    if sum(not x.unlikely for x in between) > weights.TITLE_NAMED_BESIDE:
        return False
    key, meta = tone_key(line.text), source.meta
    if key == tone_key(meta.headline):
        return True
    site = site_part(meta.page_title)
    said = (
        bool(site) and key != tone_key(site) and key in map(tone_key, title_parts(meta.page_title, meta.site))
    )
    return said and line.heading > 0 and not is_place(line)


def _refuse(source: _Source, headline: _Headline) -> Refusal | None:
    """Why the page is no article; None where it is one."""
    lines, meta, line = source.page.lines, source.meta, headline.line
    known = (headline.known or _is_plain_page(lines, line)) and line is not None
    if refusal := refuse_empty(source.root, lines, meta, source.body, known=known):
        return refusal
    dated = headline.date is not None or headline.named
    if not headline.title and not _named_by_page(source):
        return refuse_listing(source.body, lines, line, known=known, dated=dated) or Refusal(
            "không tìm thấy tiêu đề bài viết; trang có thể là danh sách hoặc trang giới thiệu"
        )
    if meta.is_article and line is not None and not line.linked:
        return None
    return refuse_listing(source.body, lines, line, known=known, dated=dated)


def _is_plain_page(lines: list[Line], title: Line | None) -> bool:
    """True for a page under a heading that leads hardly anywhere else: no listing, however short its text."""
    if title is None or title.linked:
        return False
    typed = title.centred and (title.bold or title.large > 0)
    if not (typed or 0 < title.heading <= weights.PLAIN_PAGE_HEADING):
        return False
    return sum(x.is_headline_link for x in lines) < weights.PLAIN_PAGE_LINKS


def _assemble(source: _Source, headline: _Headline, statistics: SiteStatistics) -> Extraction:
    """The article with its remaining fields, and what its body's element holds besides."""
    page, meta, body, at = source.page, source.meta, source.body, headline.index
    title = headline.title or _named_by_page(source)
    author, credited = choose_people(page, source.body_range, meta, at)
    lead = find_lead_element(page, body, at, meta)
    tags = choose_tags(page, body, meta)
    stamp = headline.date.raw if headline.date and not headline.date.signed else ""
    outer, cut = trim_body(body, page, at, stamp)
    before = [lead] if lead is not None and lead not in set(body.element.iter()) else []
    return Extraction(
        title,
        [*before, body.element],
        headline.date,
        choose_section(page, meta, title, at),
        author=author,
        source=credited,
        clock=headline.clock,
        lead=lead,
        url=meta.url,
        tags=tags,
        skip=outer | find_boilerplate(body, page, statistics) | tag_lines(body, tags),
        cut=cut,
    )


def _named_by_page(source: _Source) -> str:
    """The page's own title for a text without a headline, else the line above it; empty on a page full of headlines.

    Of a page that leads hardly anywhere else less text is asked.
    """
    headlines = sum(x.is_headline_link for x in source.page.lines)
    plain = headlines < weights.PLAIN_PAGE_LINKS
    if prose_length(source.body.prose) < (weights.PLAIN_PAGE_LEAST if plain else weights.SMALL_ARTICLE):
        return ""
    rich = (
        prose_length(source.body.prose) >= weights.RICH_TEXT
        and len(source.body.prose) >= weights.RICH_PARAGRAPHS
    )
    if headlines >= weights.PAGE_TITLE_HEADLINES and not rich:
        return ""
    said = source.meta.page_title
    named = [
        p for p in title_parts(said, source.meta.site)[1:] or [said] if len(p) >= weights.PAGE_TITLE_SHORTEST
    ]
    return source.meta.headline or next(iter(named), "") or (_line_above(source) if plain else "")


def _line_above(source: _Source) -> str:
    """The line right above a text, where it may be a title."""
    first = source.body_range.first
    above = list(
        takewhile(lambda x: not (x.linked or x.excluded or x.is_prose),
                  reversed(source.page.lines[max(0, first - weights.TITLE_NAMED_BESIDE) : first]))
    )  # fmt: skip
    line = next((x for x in above if x.bold or x.large), next(iter(above), None))
    if (
        line is None
        or len(line.text) not in weights.TITLE_LENGTHS
        or read_date_line(line.text)
        or is_part(line)
    ):
        return ""
    return line.text


def _is_dated(page: PageLines, body_range: BodyRange, title: Line | None, date: PrintedDate | None) -> bool:
    """True for a title that is no link, with the article's date beside it or under its text."""
    if title is None or date is None or title.linked:
        return False
    beside = page.lines[max(0, title.index - 2) : title.index + 3]
    beside += lines_below(page.lines, body_range.last)
    return any(date.raw in x.text and not x.excluded for x in beside)


def _published_date(meta: Metadata) -> PrintedDate | None:
    return next(find_dates(meta.published), None) if meta.published else None
