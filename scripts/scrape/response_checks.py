"""Response checks: is an answer of status 200 what it claims (soft 404, login page, wrong type, cut body)?"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from plugins.core.text import fold
from scripts.scrape.fetch import FetchResponse
from scripts.scrape.inflate import GZIP_MAGIC
from scripts.scrape.page import ARTICLE, MOST_LINKS, MOST_TEXT, ParsedPage

HTML = ("text/html", "application/xhtml+xml")
_MAGIC = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"RIFF", "image/webp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x00\x00\x01\x00", "image/x-icon"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0", "application/msword"),
    (b"Rar!", "application/vnd.rar"),
    (GZIP_MAGIC, "application/gzip"),
)
_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|jpe?g|png|gif|bmp|webp|ico|tiff?)(?:$|\?)", re.IGNORECASE
)
_THING = (
    "(?:trang|bai|noi dung|tin|du lieu|dia chi|thong tin|duong dan|lien ket|tap tin|tai nguyen|file|url|page"
    "|ban ghi|ket qua|yeu cau)"
)
# Said of pages; text is folded (no diacritics).
_MISSING = re.compile(
    rf"khong (?:the )?tim thay\W*(?:{_THING}|$)"
    rf"|{_THING}[^.!?]{{0,60}}(?:khong (?:con )?ton tai|khong (?:duoc )?tim thay|da bi (?:xoa|go))"
    r"|(?:page|file|document|resource) (?:\w+ ){0,3}(?:not found|cannot be found|could not be found)"
    r"|not found|\b404\b|the resource (?:\w+ ){0,6}(?:not be found|removed)"
    r"|(?:server error in|runtime error|service unavailable|access (?:is )?denied|truy cap bi tu choi)\b"
    r"|\b(?:co|xay ra) loi (?:he thong|khi|trong qua trinh|xay ra)|loi he thong|loi xay ra"
    r"|(?:he thong|website|trang web|may chu|cong thong tin)[^.!?]{0,40}(?:bao tri|tam ngung)|under maintenance"
)
_LOGIN = re.compile(r"\b(?:dang nhap|log ?in|log ?on|sign ?in)\b")
# What a picture or a PDF must begin with to be one.
_PROVABLE = re.compile(r"image/(?:jpe?g|pjpeg|png|gif|webp)|application/pdf")
_PROVABLE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|pdf)$", re.IGNORECASE)
_ENDS = {"image/jpeg": b"\xff\xd9", "image/png": b"IEND", "image/gif": b";", "application/pdf": b"%%EOF"}
_PERHAPS = re.compile(r"khong (?:\w+ )?tim thay|khong (?:con )?ton tai")  # said of anything
_FILLER = re.compile(
    r"\b(?:loi|error|http|404|trang|tin|bai|viet|nay|ban|yeu cau|can tim|noi dung|khong tim thay|xin loi)\b"
)
_NOTICE = 200  # characters: a longer block is a sentence of an article, not a notice
_HEADLINE = 60
_BRIEF = 150  # characters of prose: less than the shortest news in brief


def _notices(page: ParsedPage, phrase: re.Pattern[str]) -> list[str]:
    texts = (text for text in (*page.headings, *page.blocks) if len(text) <= _NOTICE)
    return [text for text in texts if phrase.search(fold(text))]


def says_not_found(page: ParsedPage) -> bool:
    """A page whose short texts say that there is no page, while no article stands beside them.

    Articles speak of things not found too: hence short blocks outside links only, and no prose; the vaguer
    the phrase, the less prose. A headline that says nothing else is enough by itself.
    """
    if any(len(text) <= _HEADLINE and _whole(fold(text)) for text in page.headings):
        return True
    for phrase, prose in ((_MISSING, ARTICLE), (_PERHAPS, _BRIEF)):
        notices = _notices(page, phrase)
        if notices and page.prose - sum(map(len, notices)) < prose:
            return True
    return False


def _whole(headline: str) -> bool:
    """Whether a headline is a notice and nothing else: a few words around the phrase at most."""
    rest, found = _MISSING.subn(" ", headline)
    return bool(found) and len(re.findall(r"\w+", _FILLER.sub(" ", rest))) <= 2


def sniff(body: bytes) -> str:
    """The media type a body's first bytes prove, empty where they prove none."""
    kind = next((kind for magic, kind in _MAGIC if body.startswith(magic)), "")
    if not kind and b"%PDF-" in body[:1024]:  # readers of PDF look that far
        return "application/pdf"
    return "" if kind == "image/webp" and body[8:12] != b"WEBP" else kind


def looks_like_html(body: bytes) -> bool:
    """Whether a body begins as HTML does."""
    start = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<!--")) and b"<" in start


def find_fault(response: FetchResponse, page: ParsedPage | None) -> str:
    """Why a response of status 200 must not be stored as good, empty where it may."""
    if not response.body.strip():
        return "empty"
    proven = sniff(response.body)
    if proven == "application/gzip" and response.content_type.startswith("text/"):
        return "bad-encoding"
    if _is_other_file(response, proven) or _is_html_for_a_file(response, proven):
        return "wrong-type"
    if page is None:
        return ""
    return "soft-404" if says_not_found(page) else "login" if _is_login_form(page) else ""


def _is_other_file(response: FetchResponse, proven: str) -> bool:
    """True for a file (by its first bytes `proven`) called HTML, and for what is no picture or PDF but claims it."""
    path = urlsplit(response.url).path
    if proven:
        called_html = response.content_type in HTML
        return called_html and (proven.startswith("image/") or not _FILE.search(path))
    return bool(_PROVABLE.match(response.content_type) or _PROVABLE_FILE.search(path))


def _is_html_for_a_file(response: FetchResponse, proven: str) -> bool:
    """True for a page in the place of a file or a picture."""
    if not looks_like_html(response.body):
        return False
    is_file = _FILE.search(urlsplit(response.url).path) is not None
    return response.content_type.startswith("image/") or (is_file and not proven)


def _is_login_form(page: ParsedPage) -> bool:
    """A page that is a login form and nothing else: portals have one in the corner of every page."""
    return page.password and page.prose < ARTICLE and any(_LOGIN.search(fold(text)) for text in page.headings)


def ends_early(response: FetchResponse, page: ParsedPage | None) -> bool:
    """Whether a body lacks what bodies of its kind end with."""
    if page is not None:
        return not page.closed and b"<html" in response.body[:4096].lower()
    return _ENDS.get(sniff(response.body), b"") not in response.body[-1024:]


def notes(response: FetchResponse, page: ParsedPage | None, charset: str) -> list[str]:
    """What is odd about a good response: a character set it has not, more links than are followed."""
    said = re.search(
        r"charset\s*=\s*[\"']?([\w.:-]+)", response.headers.get("Content-Type", ""), re.IGNORECASE
    )
    wrong = said and charset and said[1].lower() != charset and not response.body.isascii()
    found = [f"charset: header says {said[1]}, body is {charset}"] if said and wrong else []
    return found + (
        [f"links: those beyond {MOST_LINKS}, or {MOST_TEXT} characters, are not followed"]
        if page and page.overfull
        else []
    )
