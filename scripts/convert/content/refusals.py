"""Page classification: empty pages, soft 404s, log-ins and listings are refused, for they are no articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plugins.core.text import fold
from scripts.convert import weights
from scripts.convert.content.extraction import Refusal
from scripts.convert.dom.lines import Body, Line, prose_length
from scripts.convert.dom.tree import Element
from scripts.convert.fields.metadata import Metadata
from scripts.convert.text.urls import leads_to_document

_SOFT_404 = re.compile(
    r"khong tim thay (?:trang|bai|noi dung|duong dan|tai nguyen)|(?:khong|chua) ton tai|\b404\b|not found"
    r"|trang nay khong|da bi xoa|page cannot be|loi he thong|server error"
    r"|(?:dang|he thong|website|trang) (?:duoc )?bao tri"
    r"|khong (?:co|du) quyen (?:truy cap|xem)|tam thoi khong (?:kha dung|co san|truy cap duoc)"
    r"|tai nguyen (?:duoc )?yeu cau (?:khong|chua)|temporarily unavailable|no longer exists"
    r"|(?:requested|selected) (?:resource|page|content|document) (?:was|could|does|no longer)"
    r"|(?:noi dung|bai viet|tin|tai lieu|van ban)(?: \w+){0,3} khong con\b"
    r"|(?:khong|chua) (?:duoc )?tim thay$"
)
_LOGIN = re.compile(r"dang nhap|login|sign in|mat khau|password")
_ALERT = re.compile(r" (?:alert|error|portlet msg \w+|notfound|not found) ")
_ERROR = "trang báo lỗi hoặc báo không tìm thấy bài, dù máy chủ trả lời thành công"
_ASKS_TO_LOG_IN = "trang đăng nhập, không phải bài viết"
_EMPTY = "không có thân bài: trang danh sách, trang chủ hoặc trang trống"
_EMPTY_LINES = 60  # at the head of an empty page that are looked through for words of an error


def refuse_empty(
    root: Element, lines: list[Line], meta: Metadata, body: Body | None, *, known: bool
) -> Refusal | None:
    """Refuse a page with too little text, or with an error or a log-in for its text.

    `known`: the page says it is an article, or its title and date are certain.
    """
    length = prose_length(body.prose) if body else 0
    brief = body is not None and known and not _is_teaser(body.prose[0], lines)
    reason = ""
    if length < (weights.BRIEF_LEAST if brief else weights.ARTICLE_LEAST):
        reason = _why_empty(root, meta, lines)
    elif length < weights.SMALL_ARTICLE:
        reason = _notice(root, meta, lines)
    return Refusal(reason) if reason else None


def _why_empty(root: Element, meta: Metadata, lines: list[Line]) -> str:
    """The reason of a page without a text: what its first lines say."""
    said = (x.text for x in lines[:_EMPTY_LINES] if x.linked * 2 < x.length)
    words = fold(" ".join([meta.page_title, *said]))
    if _is_login(root, words):
        return _ASKS_TO_LOG_IN
    return _ERROR if _SOFT_404.search(words) else _EMPTY


def _notice(root: Element, meta: Metadata, lines: list[Line]) -> str:
    """The reason of a short text under a headline that says there is none; empty for any other."""
    said = (x.text for x in lines if not x.linked and (x.heading or _ALERT.search(x.names)))
    words = fold(" ".join([meta.page_title, *said]))
    if _SOFT_404.search(words):
        return _ERROR
    return _ASKS_TO_LOG_IN if not meta.is_article and _is_login(root, words) else ""


def _is_login(root: Element, words: str) -> bool:
    return bool(root.xpath("//input[@type='password']")) and _LOGIN.search(words) is not None


def _is_teaser(line: Line, lines: list[Line], title: Line | None = None) -> bool:
    """True for a paragraph under the linked headline of another article."""
    return any(x.is_headline_link and x is not title for x in lines[max(0, line.index - 2) : line.index])


@dataclass(frozen=True, slots=True)
class _Text:
    """A body and what decides whether it is a listing's: `known` and `dated` as in `refuse_listing`."""

    body: Body
    lines: list[Line]
    title: Line | None
    known: bool
    dated: bool

    @property
    def count(self) -> int:
        """Paragraphs."""
        return len(self.body.prose)

    @property
    def is_small(self) -> bool:
        """Whether signs of a listing are believed."""
        return prose_length(self.body.prose) < weights.SMALL_ARTICLE


def refuse_listing(
    body: Body, lines: list[Line], title: Line | None, *, known: bool, dated: bool
) -> Refusal | None:
    """Refuse teasers under headlines (as many headline links as short paragraphs), and a front page's box.

    `known`: the page says it is an article, or its title and date are certain; `dated`: it has a date at all, or its
    metadata name the title right above it.
    """
    text = _Text(body, lines, title, known, dated)
    reason = next(_listing_reasons(text), "")
    return Refusal(reason) if reason else None


def _listing_reasons(text: _Text) -> Iterator[str]:
    """The reasons why a text is a listing's, the surest first."""
    if text.is_small and text.count <= weights.LISTING_BOX and _is_of_many(text.title, text.lines):
        yield "trang danh sách: đoạn văn đứng dưới một trong nhiều tiêu đề cùng kiểu có liên kết"
    if all(line.teaser for line in text.body.prose):
        yield "trang danh sách: chỉ có lời giới thiệu dưới các tiêu đề có liên kết"
    if text.count <= weights.LISTING_BOX and _is_first_of_list(text):
        yield "trang danh sách: lời giới thiệu bài đầu, rồi tới tiêu đề có liên kết của các bài khác"
    yield from _mostly_teasers(text)
    if not text.known:
        yield from _front_page(text)


def _mostly_teasers(text: _Text) -> Iterator[str]:
    teasers = sum(_is_teaser(line, text.lines) for line in text.body.prose)
    if teasers < weights.LISTING_TEASERS or teasers < weights.LISTING_TEASER_SHARE * text.count:
        return
    if prose_length(text.body.prose) / text.count < weights.TEASER_LONGEST:
        yield (
            f"trang danh sách: {teasers} trong {text.count} đoạn văn là lời giới thiệu dưới một tiêu đề có liên kết"
        )


def _front_page(text: _Text) -> Iterator[str]:
    """A short text of which nothing says that it is an article: an undated box, a box among many headlines."""
    if not text.is_small:
        return
    if text.count < weights.UNDATED_PARAGRAPHS and not text.dated and not _offers_document(text):
        yield "đoạn giới thiệu ngắn không có ngày đăng: trang chủ hoặc trang giới thiệu, không phải bài viết"
    headlines = sum(1 for line in text.lines if line.is_headline_link)
    if headlines >= weights.FRONT_PAGE_HEADLINES and text.count <= weights.FRONT_PAGE_PROSE:
        yield f"trang chủ hoặc trang danh sách: {headlines} tiêu đề có liên kết, chỉ {text.count} đoạn văn"


def _offers_document(text: _Text) -> bool:
    """True where the text's own place, under a heading, leads to a document: the page describes it."""
    place = text.body.element if text.body.element.tag != "p" else text.body.element.getparent()
    headed = text.title is not None and text.title.heading > 0 and not text.title.linked
    return headed and any(leads_to_document(a.get("href") or "") for a in place.iter("a"))


def _is_first_of_list(text: _Text) -> bool:
    """True for teasers under linked headlines with the bare headlines of other articles right after them."""
    after = text.body.prose[-1].index + 1
    following = text.lines[after : after + weights.LISTING_ALIKE]
    if len(following) < weights.LISTING_ALIKE or not all(x.is_headline_link for x in following):
        return False
    return all(_is_teaser(line, text.lines, text.title) for line in text.body.prose)


def _is_of_many(title: Line | None, lines: list[Line]) -> bool:
    """True for a title that is a link, or one in the very markup of several headline links."""
    if title is None or (title.heading == 1 and not title.linked):
        return False
    links = [x for x in lines if x.is_headline_link]
    alike = sum(x.names == title.names for x in links) if title.names.strip() else 0
    same = sum(x.markup == title.markup for x in links) if title.is_headline_link else 0
    return max(alike, same) >= weights.LISTING_ALIKE
