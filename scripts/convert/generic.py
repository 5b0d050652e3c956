"""The way to an article without a profile: the page's lines decide where the body and the fields are."""

from __future__ import annotations

import re

from plugins.core.text import fold, tone_key
from scripts.convert.body import Body, find_body
from scripts.convert.byline import read_byline
from scripts.convert.choose import TITLE_SURE, Place, choose_date, choose_people, choose_section, choose_title
from scripts.convert.lines import Line, Page
from scripts.convert.located import Located, Refusal
from scripts.convert.metadata import Metadata
from scripts.convert.names import LEAD
from scripts.convert.related import related_places
from scripts.convert.stamps import Stamp, stamps_in
from scripts.convert.survey import Survey, address_key
from scripts.convert.tree import Element, length_of, text_of

_LEAST = 140  # visible characters of prose an article has at least
_BRIEF = 60  # where the page itself says it is an article
_SOFT_404 = re.compile(
    r"khong tim thay|khong ton tai|404|not found|trang nay khong|da bi xoa|page cannot be|loi he thong"
    r"|server error|bao tri"
)
_LOGIN = re.compile(r"dang nhap|login|sign in|mat khau|password")
_SMALL = 700  # visible characters of prose under which error and login words are believed
_UNDATED_LEAST = 3  # paragraphs of a short text without any date that is an article all the same
_HEADLINES = 4  # paragraphs under headline links that a listing has at least
_TEASER = 450  # visible characters of a teaser at most
_MANY_HEADLINES = 30  # on a front page


def locate(root: Element, page: Page, meta: Metadata, url: str, survey: Survey) -> Located | Refusal:
    """The article of a page, or why there is none; `page` is the scan of `root`."""
    body = find_body(page.lines, survey)
    refusal = _refuse_early(root, page.lines, meta, body)
    if refusal or body is None:
        return refusal or Refusal("không có thân bài")
    place = Place(_first(body), body.prose[-1].index)
    key = address_key(url or meta.url)
    title, at, sure = choose_title(page, place, meta, survey, key)
    if not title:
        return Refusal("không tìm thấy tiêu đề bài viết; trang có thể là danh sách hoặc trang giới thiệu")
    stamp, clock = choose_date(page, place, at, survey, key)
    stamp = _published(meta) or stamp
    known = meta.is_article or (sure >= TITLE_SURE and stamp is not None)
    if refusal := _refuse_listing(body, page.lines, is_article=meta.is_article, known=known):
        return refusal
    if (
        not known
        and stamp is None
        and _prose_length(body.prose) < _SMALL
        and len(body.prose) < _UNDATED_LEAST
    ):
        return Refusal(
            "đoạn giới thiệu ngắn không có ngày đăng: trang chủ hoặc trang giới thiệu, không phải bài viết"
        )
    author, source = choose_people(page, place, meta, at)
    lead = _lead(page, body, at, meta)
    found = Located(
        title,
        [*([lead] if lead is not None else []), body.element],
        stamp,
        choose_section(page, meta, title),
        author=author,
        source=source,
        clock=clock,
        lead=lead,
        url=meta.url,
    )
    found.skip = _chrome(body, survey)
    return found


def _first(body: Body) -> int:
    return (body.before or body.prose)[0].index


def _published(meta: Metadata) -> Stamp | None:
    return next(stamps_in(meta.published), None) if meta.published else None


def _prose_length(lines: tuple[Line, ...]) -> int:
    return sum(line.length for line in lines)


def _refuse_early(root: Element, lines: list[Line], meta: Metadata, body: Body | None) -> Refusal | None:
    length = _prose_length(body.prose) if body else 0
    if length < (_BRIEF if meta.is_article else _LEAST):
        words = fold(" ".join([meta.page_title, *(x.text for x in lines[:60] if x.linked * 2 < x.length)]))
        return Refusal(_why_empty(root, words))
    if length < _SMALL:
        words = fold(" ".join([meta.page_title, *(x.text for x in lines if x.heading)]))
        if _SOFT_404.search(words):
            return Refusal("trang báo lỗi hoặc báo không tìm thấy bài, dù máy chủ trả lời thành công")
        if root.xpath("//input[@type='password']") and _LOGIN.search(words):
            return Refusal("trang đăng nhập, không phải bài viết")
    return None


def _why_empty(root: Element, words: str) -> str:
    if root.xpath("//input[@type='password']") and _LOGIN.search(words):
        return "trang đăng nhập, không phải bài viết"
    if _SOFT_404.search(words):
        return "trang báo lỗi hoặc báo không tìm thấy bài, dù máy chủ trả lời thành công"
    return "không có thân bài: trang danh sách, trang chủ hoặc trang trống"


def _is_box(place: Element) -> bool:
    """True for a badly named place that is no part of a text: links and buttons, no sentences or pictures."""
    linked = sum(length_of(a) for a in place.iter("a"))
    return (
        linked * 3 > length_of(place)
        or next(place.iter("input", "select", "button", "textarea"), None) is not None
    )


def _refuse_listing(body: Body, lines: list[Line], *, is_article: bool, known: bool) -> Refusal | None:
    """Teasers under headlines: as many headline links as paragraphs, and the paragraphs are short."""
    count, length = len(body.prose), _prose_length(body.prose)
    if is_article:
        return None
    teasers = sum(
        1
        for line in body.prose
        if any(x.is_headline_link for x in lines[max(0, line.index - 2) : line.index])
    )
    if teasers >= _HEADLINES and teasers >= 0.6 * count and length / count < _TEASER:
        return Refusal(
            f"trang danh sách: {teasers} trong {count} đoạn văn là lời giới thiệu dưới một tiêu đề có "
            f"liên kết"
        )
    everywhere = sum(1 for line in lines if line.is_headline_link)
    if not known and everywhere >= _MANY_HEADLINES and count <= 4 and length < _SMALL:
        return Refusal(
            f"trang chủ hoặc trang danh sách: {everywhere} tiêu đề có liên kết, chỉ {count} đoạn văn"
        )
    return None


def _lead(page: Page, body: Body, title: int, meta: Metadata) -> Element | None:
    """The element of the lead that stands between the title and the body, outside the body."""
    start = body.prose[0].index
    for line in page.lines[max(title + 1, start - 12) : start]:
        if (
            line.holder in body.element.iterancestors()
            or line.linked * 2 > line.length
            or line.echo
            or line.never
        ):
            continue
        if not (line.is_prose or line.length >= 30):
            continue
        if _is_lead(line, page, meta) or (
            line.is_prose and title >= 0 and line in body.before and not _captionish(line)
        ):
            return line.holder
    return None


def _captionish(line: Line) -> bool:
    return bool(re.search(r" (?:caption|fig|avatar|image|img|photo|thumb|muted) ", line.names))


def _is_lead(line: Line, page: Page, meta: Metadata) -> bool:
    for mark in page.marks:
        if mark.role == LEAD and line.holder in mark.element.iter():
            return True
    described = tone_key(meta.description)
    return len(described) > 40 and tone_key(line.text)[:60] == described[:60]


def _label(place: Element) -> str:
    return " ".join((place.get("class") or place.get("id") or place.tag).split())[:60]


def _chrome(body: Body, survey: Survey) -> dict[Element, str]:
    """Elements of the body that are not the article's, each with the reason a person reads."""
    skip = related_places(body.lines, body.element)
    inside = set(body.element.iter())
    for line in body.lines:
        for place in line.barred:
            if place in inside and place is not body.element and (line.never or _is_box(place)):
                skip[place] = f"khung của trang: {_label(place)}"
        alone = line.holder is not body.element and text_of(line.holder) == line.text
        if alone and survey.is_everywhere(line) and not read_byline(line.text, bare=True):
            skip[line.holder] = "lặp lại trên nhiều trang"
    return skip
