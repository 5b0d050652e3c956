"""Foreign text inside a body: notices of cookies and copies, boxes of a company, advertisement labels, captions again.

Running text by every measure, and not the article's: told by its words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from plugins.core.text import fold
from scripts.convert import weights
from scripts.convert.dom.lines import Body, Line, PageLines
from scripts.convert.dom.tree import Element, TextLengths, text_of

_COOKIES = re.compile(r"\bcookies?\b", re.IGNORECASE)
_COMPANY = re.compile(r"about (?!(?:the|this|that|what|how|why|a|an|to|us)\b)\w.{0,60}", re.IGNORECASE)
_ADVERT = re.compile(
    r"\W*(?:quang cao|advert(?:isement|ising)?s?|sponsored(?: content)?|anzeige|werbung|publicidad|publicite)\W*"
)
# Words of newspapers about a copy. A law's “no part of this” or “nghiêm cấm sao chép” is its text.
_COPYRIGHT = re.compile(
    r"\W*(?:this (?:copy|material|content|article) (?:is for your personal|may not be (?:published|reproduced|copied))"
    r"|to order presentation-ready copies)\b"
)
Foreign = Iterator[tuple[Element, str]]


def find_foreign_text(body: Body, page: PageLines) -> Foreign:
    """Elements of a body that are not the article's, each with the reason a person reads."""
    for line in body.lines:
        if line.length <= weights.ADVERT_LONGEST and _ADVERT.fullmatch(line.folded) and _stands_alone(line):
            yield line.holder, "chữ “quảng cáo”"
        elif line.is_prose and _COPYRIGHT.match(fold(line.text[:60])) and _stands_alone(line):
            yield line.holder, "lời giữ bản quyền của trang"
    yield from _cookie_notice(body, page)
    yield from _company_box(body)
    yield from _repeated(body, page)


def _stands_alone(line: Line) -> bool:
    return text_of(line.holder) == line.text


def _cookie_notice(body: Body, page: PageLines) -> Foreign:
    """The largest places most of whose text speaks of cookies, where the article does not."""
    spoken = {
        line.index
        for line in body.prose
        if ("ookie" in line.text or "OOKIE" in line.text) and _COOKIES.search(line.text)
    }
    if not spoken or len(spoken) * 2 > len(body.prose):
        return
    told = -1  # the last line of the places found so far
    for line in body.prose:
        if line.index not in spoken or line.index <= told or line.holder is body.element:
            continue
        place = line.holder
        while (above := place.getparent()) is not None and above is not body.element:
            inside = [x for x in page.lines_in(above) if x.is_prose]
            if sum(x.index in spoken for x in inside) * 2 <= len(inside):
                break
            place = above
        told = page.spans[place][1] - 1
        yield place, "thông báo về cookie"


def _company_box(body: Body) -> Foreign:
    """“About X” over the last few paragraphs: who sent a press release out."""
    for line in filter(_is_company_heading, body.lines):
        rest = [x for x in body.lines if x.index >= line.index]
        prose = sum(x.is_prose for x in rest)
        if prose > weights.COMPANY_PARAGRAPHS or prose * 2 > len(body.prose):
            continue
        for one in rest:
            if one.holder is not body.element and _stands_alone(one):
                yield one.holder, "giới thiệu đơn vị gửi tin"
        return


def _is_company_heading(line: Line) -> bool:
    """True for a heading or a bold line that begins with “About” and a name."""
    return bool(line.heading or line.bold) and not line.linked and _COMPANY.fullmatch(line.text) is not None


def _repeated(body: Body, page: PageLines) -> Foreign:
    """Long lines beside pictures that a body says again and again, or begins to, but for the first: captions of a
    gallery, whole and cut short.

    In running text a sentence said often is a refrain, or the words of a law.
    """
    begun = weights.CAPTION_BEGINNING
    times = Counter(line.text[:begun] for line in body.lines if line.length >= weights.PROSE_LENGTH)
    said: set[str] = set()
    for line in body.lines:
        if times[line.text[:begun]] < weights.REPEATED_CAPTION:
            continue
        alone = line.holder is not body.element and _stands_alone(line)
        if line.text[:begun] in said and alone and _has_picture(line, page.lengths):
            yield line.holder, "câu lặp lại nhiều lần trong trang"
        said.add(line.text[:begun])


def _has_picture(line: Line, lengths: TextLengths) -> bool:
    """True for a line in a box of its own with a picture, or in one named for a caption."""
    place = line.holder
    while next(place.iter("img", "picture"), None) is None:
        if "caption" in f"{place.tag} {place.get('class')}".lower():
            return True
        place = place.getparent()
        if place is None or lengths[place] > weights.CAPTION_BOX * line.length:
            return False
    return True
