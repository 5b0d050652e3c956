"""Trimming of a body's element to the article: what stands before and after it, and its buttons, are cut away."""

from __future__ import annotations

import re

from plugins.core.text import fold
from scripts.convert import weights
from scripts.convert.content.document_head import document_head
from scripts.convert.dom.button_lines import is_button_line
from scripts.convert.dom.lines import Body, Line, PageLines
from scripts.convert.dom.link_boxes import is_label
from scripts.convert.dom.tree import Element, TextNode
from scripts.convert.fields.title_lines import heading_lines
from scripts.convert.text.byline_grammar import read_byline
from scripts.convert.text.date_grammar import find_dates, read_date_line, read_label
from scripts.convert.text.urls import is_attachment

# What a line says beside the day of publication, all of which are fields: who, when, where it is filed (folded).
_CREDITS = re.compile(
    r"\b(?:by|published|posted|updated|publicado|publie|veroffentlicht|category|categoria|(?:dang|viet|gui) boi"
    r"|nguoi (?:dang|gui|viet)|chuyen muc|luot xem)\b"
)
REASON = "ngoài thân bài"
TOOLS = "nút của trang"
LISTED = "danh sách bài khác"
FIELDS = "tiêu đề, ngày đăng: đã ghi vào trường"


def trim_body(
    body: Body, page: PageLines, title: int, date: str
) -> tuple[dict[Element, str], dict[TextNode, str]]:
    """(elements, text nodes) of the body's element that stand before or after the article, or are buttons.

    `title` is the index of the title's line, -1 where no line holds it; `date` the date as it stands.
    """
    first, last = _article_range(body, page)
    if page.spans[body.element][0] <= title < body.prose[0].index:
        first = document_head(page, title, title)
    skip: dict[Element, str] = {}
    cut: dict[TextNode, str] = {}
    heading = {x.index for x in heading_lines(page, page.lines[title])} if title >= 0 else set()
    for line in body.lines:
        of_fields = line.index <= body.prose[0].index and (
            line.index in heading or _is_stamp(line, date) or _is_date_of_head(line, title)
        )
        reason = FIELDS if of_fields else _reason(line, first, last)
        if not reason:
            continue
        start, end = page.spans[line.holder]
        if line.holder is not body.element and end - start == 1:
            skip[line.holder] = reason
        else:
            cut.update(dict.fromkeys(line.text_nodes, reason))
    if last < body.lines[-1].index:
        skip.update(_pictures_after(body, page, last))
    return skip, cut


def _is_date_of_head(line: Line, title: int) -> bool:
    """True for a date right under the title, the article's or that of a change, and for its label before it."""
    if not 0 <= title < line.index <= title + weights.DATE_HEAD_LINES:
        return False
    printed = read_date_line(line.text)
    if printed is not None and printed.bare:
        return True
    if not line.is_prose and line.length <= weights.DATE_HEAD_LONGEST and next(find_dates(line.text), None):
        return bool(_CREDITS.search(fold(line.text)))
    return (
        any(read_label(line.text)) and line.length <= weights.DATE_LABEL_LONGEST and line.text.endswith(":")
    )


def _is_stamp(line: Line, date: str) -> bool:
    """True for the line of the article's date, where it says nothing else: not “Hà Nội, ngày …” of a document."""
    return line.text == date and (printed := read_date_line(date)) is not None and printed.bare


def _reason(line: Line, first: int, last: int) -> str:
    """Why a line is no part of the article; empty for one that is."""
    if not first <= line.index <= last:
        return REASON
    return LISTED if line.listed else TOOLS if is_button_line(line) else ""


def _article_range(body: Body, page: PageLines) -> tuple[int, int]:
    """The indexes of the article's first and last line."""
    return _first_line(body, page), _last_line(body, page)


def _last_line(body: Body, page: PageLines) -> int:
    last, end = body.prose[-1].index, page.spans[body.element][1]
    while last + 1 < end:
        stops = _stops(page.lines[last + 1])
        found = _byline_after(body, page.lines[last + 1 : end]) if stops else last + 1
        if not found:
            break
        last = found
    rest = page.lines[last + 1 : end]
    if not any(x.is_headline_link or x.listed or x.echo or is_label(x) for x in rest):
        last = max(last, end - 1)  # nothing after it leads elsewhere: all of it is the article's
    return last


def _first_line(body: Body, page: PageLines) -> int:
    first, start = (body.before or body.prose)[0].index, page.spans[body.element][0]
    while first > start and not _stops(page.lines[first - 1]) and not page.lines[first - 1].heading:
        first -= 1
    before = page.lines[start:first]
    return first if any(x.linked * 2 > x.length for x in before) else start


def _stops(line: Line) -> bool:
    """True for a line after which nothing of the article comes: a label, a link to another article, buttons."""
    if line.excluded or line.listed or line.echo or is_label(line) or is_button_line(line):
        return True
    links = [a.get("href") or "" for a in line.holder.iter("a")] if line.is_headline_link else []
    return bool(links) and not any(map(is_attachment, links))


def _byline_after(body: Body, rest: list[Line]) -> int:
    """The index of a byline that stands beside the text after a link or two to other articles; 0 for none."""
    beside = body.prose[-1].holder.getparent()
    for line in rest[: weights.BYLINE_AHEAD]:
        if line.holder.getparent() is beside and not line.linked and read_byline(line.text, bare=True):
            return line.index
    return 0


def _pictures_after(body: Body, page: PageLines, last: int) -> dict[Element, str]:
    return {
        picture: REASON
        for picture in body.element.iter("img", "iframe")
        if picture in page.spans and page.spans[picture][0] > last + 1
    }
