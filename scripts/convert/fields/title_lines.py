"""Lines of a title: a heading broken into several, and what a heading is that is no title: parts, places."""

from __future__ import annotations

import re

from plugins.core.text import fold
from scripts.convert import weights
from scripts.convert.dom.lines import Line, PageLines
from scripts.convert.text.date_grammar import read_date_line

# What parts of a text are called, and who translated it: no title where anything else is one (folded).
_PART = re.compile(
    r"(?:dieu|chuong|phan|muc|tiet|khoan|quyen|tap|hoi|canh|bai)\s+(?:thu\s+)?"
    r"(?:\d+|[ivxlc]+|nhat|mot|hai|ba|bon|tu|nam|sau|bay|tam|chin|muoi)\b"
    r"|loi (?:gioi thieu|noi dau|tua|bat|mo dau|ket|dan|nguoi dich|nha xuat ban|toa soan|ban bien tap)\b"
    r"|(?:nguoi |ban )?(?:dich|bien dich|dich gia|dich thuat|bien soan|hieu dinh)\b|phu luc\b|can cu\b|doc lap\b"
    r"|cong hoa xa hoi\b|so ?:|(?:muc luc|tom tat|chu thich|ghi chu|tai lieu tham khao)$"
)
# What a page calls its own place rather than its text (folded, whole).
_PLACE = re.compile(
    r"(?:(?:chi tiet|trang|ban) )?"
    r"(?:tin(?: tuc| bai| hoat dong)?(?: (?:-|–|va|&) (?:su kien|thong bao|hoat dong))?"
    r"|thong bao|van ban(?: phap luat| chi dao)?|gioi thieu|noi dung|bai viet|hoat dong|su kien|tai lieu|thu vien"
    r"|nghien cuu)(?: chi tiet)?"
)


def is_part(line: Line) -> bool:
    """True for the heading of a part of a text: “Điều 1”, “Lời giới thiệu”."""
    return _PART.match(fold(line.text)) is not None


def is_place(line: Line) -> bool:
    """True for a heading that names the section, or says “news”, rather than a text."""
    return _PLACE.fullmatch(fold(line.text)) is not None


def whole_heading(page: PageLines, title: Line) -> str:
    """The words of a title's heading, be it broken into several lines; a date among them is none of them."""
    return " ".join(line.text for line in heading_lines(page, title))


def heading_lines(page: PageLines, title: Line) -> list[Line]:
    """The lines of the heading that a title stands in, dates left out; of one set in capitals, the lines of its kind
    right above and below.
    """
    if not title.heading and title.text.isupper():
        return _capital_lines(page, title)
    if not title.heading or title.holder not in page.spans:
        return [title]
    beside = page.lines_in(title.holder)
    whole = [x for x in beside if x.holder is title.holder and not read_date_line(x.text)]
    return whole if sum(x.length for x in whole) <= max(weights.TITLE_LENGTHS) else [title]


def _capital_lines(page: PageLines, title: Line) -> list[Line]:
    """A title of capitals that is broken into paragraphs: neighbours of the same markup, set off as it is."""
    lines, first, last = page.lines, title.index, title.index
    while first > 0 and _continues(lines[first - 1], title):
        first -= 1
    while last + 1 < len(lines) and _continues(lines[last + 1], title):
        last += 1
    return lines[first : last + 1] if last - first < weights.TITLE_CAPITAL_LINES else [title]


def _continues(line: Line, title: Line) -> bool:
    same = (line.bold, line.large, line.markup) == (title.bold, title.large, title.markup)
    set_off = (line.bold or line.large > 0) and line.holder.getparent() is title.holder.getparent()
    return same and set_off and line.text.isupper() and not line.linked and not is_part(line)
