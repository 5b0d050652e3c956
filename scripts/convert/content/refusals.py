"""Page classification: empty pages, soft 404s, log-ins and listings are refused, for they are no articles."""

from __future__ import annotations

import re

from plugins.core.text import fold
from scripts.convert.content.extraction import Refusal
from scripts.convert.dom.lines import Body, Line
from scripts.convert.dom.tree import Element
from scripts.convert.fields.metadata import Metadata

_LEAST = 140  # visible characters of prose an article has at least
_BRIEF = 40  # where its title and date are certain, or the page itself says it is an article
_SOFT_404 = re.compile(
    r"khong tim thay (?:trang|bai|noi dung|duong dan|tai nguyen)|(?:khong|chua) ton tai|\b404\b|not found"
    r"|trang nay khong|da bi xoa|page cannot be|loi he thong|server error"
    r"|(?:dang|he thong|website|trang) (?:duoc )?bao tri"
)
_LOGIN = re.compile(r"dang nhap|login|sign in|mat khau|password")
SMALL = 700  # visible characters of prose under which error and login words are believed
_UNDATED_LEAST = 3  # paragraphs of a short text without any date that is an article all the same
_HEADLINES = 4  # paragraphs under headline links that a listing has at least
_TEASER = 450  # visible characters of a teaser at most
_MANY_HEADLINES = 30  # on a front page
_BOX = 3  # paragraphs of the box at the head of a front page or a listing
_ALIKE = 4  # headline links in the markup of a title that is one of many


def prose_length(lines: tuple[Line, ...]) -> int:
    """Visible characters of lines."""
    return sum(line.length for line in lines)


def refuse_empty(
    root: Element, lines: list[Line], meta: Metadata, body: Body | None, *, known: bool
) -> Refusal | None:
    """Refuse a page with too little text, or with an error or a log-in for its text.

    `known`: the page says it is an article, or its title and date are certain.
    """
    length = prose_length(body.prose) if body else 0
    brief = body is not None and known and not _is_teaser(body.prose[0], lines)
    if length < (_BRIEF if brief else _LEAST):
        words = fold(" ".join([meta.page_title, *(x.text for x in lines[:60] if x.linked * 2 < x.length)]))
        return Refusal(_why_empty(root, words))
    if length < SMALL:
        words = fold(" ".join([meta.page_title, *(x.text for x in lines if x.heading and not x.linked)]))
        if _SOFT_404.search(words):
            return Refusal("trang báo lỗi hoặc báo không tìm thấy bài, dù máy chủ trả lời thành công")
        if root.xpath("//input[@type='password']") and _LOGIN.search(words):
            return Refusal("trang đăng nhập, không phải bài viết")
    return None


def _is_teaser(line: Line, lines: list[Line], title: Line | None = None) -> bool:
    """True for a paragraph under the linked headline of another article."""
    return any(x.is_headline_link and x is not title for x in lines[max(0, line.index - 2) : line.index])


def _why_empty(root: Element, words: str) -> str:
    if root.xpath("//input[@type='password']") and _LOGIN.search(words):
        return "trang đăng nhập, không phải bài viết"
    if _SOFT_404.search(words):
        return "trang báo lỗi hoặc báo không tìm thấy bài, dù máy chủ trả lời thành công"
    return "không có thân bài: trang danh sách, trang chủ hoặc trang trống"


def refuse_listing(
    body: Body, lines: list[Line], title: Line | None, *, known: bool, dated: bool
) -> Refusal | None:
    """Refuse teasers under headlines (as many headline links as short paragraphs), and a front page's box."""
    count, length = len(body.prose), prose_length(body.prose)
    if length < SMALL and count <= _BOX and title is not None and _is_of_many(title, lines):
        return Refusal("trang danh sách: đoạn văn đứng dưới một trong nhiều tiêu đề cùng kiểu có liên kết")
    if all(line.teaser for line in body.prose):
        return Refusal("trang danh sách: chỉ có lời giới thiệu dưới các tiêu đề có liên kết")
    if count <= _BOX and _is_first_of_list(body, lines, title):
        return Refusal(
            "trang danh sách: lời giới thiệu bài đầu, rồi tới tiêu đề có liên kết của các bài khác"
        )
    teasers = sum(_is_teaser(line, lines) for line in body.prose)
    if teasers >= _HEADLINES and teasers >= 0.6 * count and length / count < _TEASER:
        return Refusal(
            f"trang danh sách: {teasers} trong {count} đoạn văn là lời giới thiệu dưới một tiêu đề có "
            f"liên kết"
        )
    if not known and length < SMALL and len(body.prose) < _UNDATED_LEAST and not dated:
        return Refusal(
            "đoạn giới thiệu ngắn không có ngày đăng: trang chủ hoặc trang giới thiệu, không phải bài viết"
        )
    everywhere = sum(1 for line in lines if line.is_headline_link)
    if not known and everywhere >= _MANY_HEADLINES and count <= 4 and length < SMALL:
        return Refusal(
            f"trang chủ hoặc trang danh sách: {everywhere} tiêu đề có liên kết, chỉ {count} đoạn văn"
        )
    return None


def _is_first_of_list(body: Body, lines: list[Line], title: Line | None) -> bool:
    """True for teasers under linked headlines with the bare headlines of other articles right after them."""
    after = body.prose[-1].index + 1
    if not all(x.is_headline_link for x in lines[after : after + _ALIKE]) or len(lines) < after + _ALIKE:
        return False
    return all(_is_teaser(line, lines, title) for line in body.prose)


def _is_of_many(title: Line, lines: list[Line]) -> bool:
    """True for a title that is a link, or one in the very markup of several headline links."""
    if title.heading == 1 and not title.linked:
        return False
    alike = sum(x.is_headline_link and x.names == title.names and bool(x.names.strip()) for x in lines)
    links = (
        sum(x.is_headline_link and x.markup == title.markup for x in lines) if title.is_headline_link else 0
    )
    return max(alike, links) >= _ALIKE
