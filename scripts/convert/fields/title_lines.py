"""Lines of a title: a heading broken into several, and what a heading is that is no title: parts, places."""

from __future__ import annotations

import re

from plugins.core.text import tone_key
from scripts.convert import weights
from scripts.convert.dom.lines import Line, PageLines
from scripts.convert.dom.roles import TITLE, roles_of
from scripts.convert.fields.metadata import Metadata, title_parts
from scripts.convert.text.byline_grammar import is_credit
from scripts.convert.text.date_grammar import read_date_line

# What parts of a text are called, and who translated it: no title where anything else is one (folded).
_PART = re.compile(
    r"[\[(]?(?:\d+[\])]?\s+)?(?:dieu|chuong|phan|muc|tiet|khoan|quyen|tap|hoi|canh|bai)\s+(?:thu\s+)?"
    r"(?:\d+|[ivxlc]+|nhat|mot|hai|ba|bon|tu|nam|sau|bay|tam|chin|muoi)\b"
    r"|(?:chapter|section|part|lesson)\s+(?:\d+|[ivxlc]+|one|two|three|four|five|six|seven|eight|nine|ten)\b"
    r"|pham [\divxlc-]+$|\(.*\)$|[\[(][\divxlc .-]+\w?[\])]?$"
    r"|loi (?:gioi thieu|noi dau|tua|bat|mo dau|ket|dan|nguoi dich|nha xuat ban|toa soan|ban bien tap)\b"
    r"|(?:nguoi |ban )?(?:dich|bien dich|dich gia|dich thuat|bien soan|hieu dinh)\b|phu luc\b|can cu\b|doc lap\b"
    r"|cong hoa xa hoi\b|so ?:|(?:tai ban|xuat ban|in lan thu|nxb|nha xuat ban|p\.?l\.? ?\d|t\.?l\.? ?\d)"
    r"|(?:muc luc|tom tat|chu thich|ghi chu|tai lieu tham khao|ket luan|dan nhap|nhap de|tong ket)$"
)
_NUMBERED = re.compile(r"(?P<number>\d{1,3}|[IVX]{1,5}|[A-H])(?:[.)/]|\s?[-–])\s*\S")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
# What a page calls its own place rather than its text (folded, whole).
_PLACE = re.compile(
    r"(?:(?:chi tiet|trang|ban) )?"
    r"(?:tin(?: tuc| bai| hoat dong)?(?: (?:-|–|va|&) (?:su kien|thong bao|hoat dong))?"
    r"|thong bao|van ban(?: phap luat| chi dao)?|gioi thieu|noi dung|bai viet|hoat dong|su kien|tai lieu|thu vien"
    r"|nghien cuu)(?: chi tiet)?"
)


def find_headline(page: PageLines, meta: Metadata) -> int:
    """The index of the line that is surely the article's headline, -1 where none is: the one the page's
    metadata name, else its only unlinked <h1>.
    """
    named = {tone_key(meta.headline), *map(tone_key, title_parts(meta.page_title, meta.site))}
    heads = [x for x in page.lines if x.heading and _may_be_headline(x)]
    said = [x for x in heads if tone_key(x.text) in named]
    first = [x for x in heads if x.heading == 1]
    if said:
        return said[0].index
    return first[0].index if len(first) == 1 else -1


def _may_be_headline(line: Line) -> bool:
    return not line.excluded and not line.linked and line.length >= weights.HEADLINE_SHORTEST


def is_part(line: Line) -> bool:
    """True for the heading of a part of a text: “Điều 1”, “Lời giới thiệu”."""
    return _PART.match(line.folded) is not None


def is_numbered_part(line: Line, page: PageLines) -> bool:
    """True for “2. …” among lines of its kind, where the page has “1. …” or “3. …” as well."""
    number = _number_of(line)
    if not number:
        return False
    kind, at = number
    return any(
        (other := _number_of(x))
        and other[0] == kind
        and abs(other[1] - at) == 1
        and x.heading == line.heading
        for x in page.lines
        if x is not line and not x.linked
    )


def _number_of(line: Line) -> tuple[str, int] | None:
    """How a line is counted (figures, Roman numerals, letters) and its number; None for one that is not."""
    match = _NUMBERED.match(line.text)
    if match is None or not (line.heading or line.bold or line.large or line.text.isupper()):
        return None
    said = match["number"]
    if said.isdigit():
        return "figures", int(said)
    if said in _ROMAN:
        return "roman", _ROMAN.index(said) + 1
    return ("letters", ord(said)) if len(said) == 1 else None


def is_place(line: Line) -> bool:
    """True for a heading that names the section, or says “news”, rather than a text."""
    return _PLACE.fullmatch(line.folded) is not None


def heads_place(line: Line, headings: list[Line]) -> bool:
    """True for a heading right above one that names a section, where a third follows: the site's name."""
    following = [x for x in headings if x.index > line.index]
    beside = len(following) > 1 and following[0].index == line.index + 1
    return bool(line.heading) and beside and is_place(following[0])


def whole_heading(page: PageLines, title: Line) -> str:
    """The words of a title's heading, be it broken into several lines; a date among them is none of them."""
    return " ".join(line.text for line in heading_lines(page, title))


def heading_lines(page: PageLines, title: Line) -> list[Line]:
    """The lines of the heading that a title stands in, dates left out; of one set in capitals, the lines of its kind
    right above and below.
    """
    if not title.heading and (title.bold or title.large) and (title.centred or roles_of(title.names) & TITLE):
        broken = [x for x in page.lines_in(title.holder) if _is_typed_as(x, title)]
        if 1 < len(broken) < weights.TITLE_CAPITAL_LINES:
            return broken
    if not title.heading and title.text.isupper():
        return _capital_lines(page, title)
    if not title.heading or title.holder not in page.spans:
        return [title]
    beside = page.lines_in(title.holder)
    whole = [x for x in beside if x.holder is title.holder and (x is title or not _is_field(x))]
    return whole if sum(x.length for x in whole) <= weights.TITLE_LENGTHS[-1] else [title]


def _capital_lines(page: PageLines, title: Line) -> list[Line]:
    """A title of capitals that is broken into paragraphs: neighbours of the same markup, set off as it is."""
    lines, first, last = page.lines, title.index, title.index
    while first > 0 and _continues(lines[first - 1], title):
        first -= 1
    while last + 1 < len(lines) and _continues(lines[last + 1], title):
        last += 1
    return lines[first : last + 1] if last - first < weights.TITLE_CAPITAL_LINES else [title]


def _is_typed_as(line: Line, title: Line) -> bool:
    """True for a line of the same paragraph and type as a title that is words of it: no name, no date."""
    same = line.holder is title.holder and (line.bold, line.large) == (title.bold, title.large)
    return same and (line is title or not (line.linked or line.is_prose or _is_field(line)))


def _is_field(line: Line) -> bool:
    """True for names and a date, which are fields of their own."""
    return is_credit(line.text, marked=True) or read_date_line(line.text) is not None


def _continues(line: Line, title: Line) -> bool:
    same = (line.bold, line.large, line.markup) == (title.bold, title.large, title.markup)
    if is_credit(line.text):
        return False
    set_off = (line.bold or line.large > 0) and line.holder.getparent() is title.holder.getparent()
    return same and set_off and line.text.isupper() and not line.linked and not is_part(line)
