"""Byline grammar with roles: ``Tin, ảnh: X`` · ``Theo X`` · ``Nguồn: X`` · ``(X)`` · ``X – Y`` · ``X``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plugins.core.text import fold
from scripts.convert.text.names import is_foreign_name, is_organisation, is_person

_LONGEST = 120  # characters
_TEXT_WORDS = (
    "tin|bài|bài viết|viết|tổng hợp|thực hiện|tác giả|người viết|biên soạn|phóng viên|pv|nhóm pv|by|author"
    "|ghi|lược ghi|lược dịch|dịch|biên dịch|người dịch|dịch giả|chuyển ngữ"
)
_PHOTO_WORDS = "ảnh|hình|hình ảnh|ảnh chụp|clip|video|đồ họa|đồ hoạ|photo"
_JOIN = r"\s*(?:,|và|\+|/|&|-|–)?\s*"
_LABEL = re.compile(
    rf"(?P<label>(?:{_TEXT_WORDS}|{_PHOTO_WORDS})(?:{_JOIN}(?:{_TEXT_WORDS}|{_PHOTO_WORDS}))*)\s*[:：]\s*(?P<names>\S.*)",
    re.IGNORECASE,
)
# “Bài: X - Ảnh: Y”: where the second label begins.
_NEXT = re.compile(rf"\s*(?:;|[,.–-]\s*(?=(?:{_TEXT_WORDS}|{_PHOTO_WORDS})\s*[:：]))\s*", re.IGNORECASE)
_SOURCE = re.compile(
    r"(?:nguồn(?: tin| ảnh)?|source)\s*[:：]\s*(?P<b>\S.*)|(?:nguồn(?: tin)?|source)\s+(?P<a>[^\s:：].*)"
    r"|theo\s*[:：]?\s+(?P<c>\S.*)",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?P<names>\S.{1,60}?)\s+(?:tổng hợp|thực hiện|lược ghi|ghi|sưu tầm|biên tập|giảng(?: giải)?|chú giải|hiệu đính"
    r"|(?:biên )?soạn(?: dịch)?|(?:lược |biên |phỏng |trích )?dịch(?: giải| việt| và chú giải)?|chuyển ngữ)"
    r"\s*(?:\((?P<source>[^()]+)\))?$",
    re.IGNORECASE,
)
_PARENTHESES = re.compile(r"\((?P<inside>[^()]{2,80})\)\.?")
_NAMES_SOURCE = re.compile(
    r"(?P<names>[^()]{2,60}?)\s*(?:\((?:theo\s+|nguồn:?\s*)?(?P<a>[^()]{2,60})\)|\s[-–—]\s*(?:theo\s+"
    r"|nguồn:?\s*)?(?P<b>[^()]{2,60})|/(?P<c>[^()/]{2,60}))\.?",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:,|;|&|\s+và\s+|\s+\+\s+|\s[-–]\s)\s*")
_NAMES = re.compile(r"\s*(?:,|;|&|\bvà\b|\band\b|\s[-–]\s)\s*")
_ASIDE = re.compile(r"(?<=\w)\s*\([^()]*\)$")  # behind a name: the year, the place, another name
_YEAR = re.compile(r"(?:\d{1,2}[/.-])*(?:19|20)\d\d")
_DOMAIN = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?")
_SENTENCE = re.compile(r"[.!?…:;]\s|[.!?:;…]$|\d{2,}")
# Words that are set as a byline is, and are none (folded): the end, a part.
_NO_NAME = re.compile(
    r"(?:het|the end|end|chuong|phan|pham|muc|quyen|tap|hoi|bai|tiet|phu luc)(?: (?:\d+|[ivxlc]+|thu \w+))?"
)
# Small words and titles that stand before a name without a capital.
_SMALL = frozenset(
    re.findall(
        r"\w+",
        "và nhóm ban của theo pv bích ghi phóng viên sinh báo điện tử tạp chí nhà đài chính phủ thông tấn xã"
        " về cải cách hành thực hiện tổng hợp",
    )
)


@dataclass(frozen=True, slots=True)
class Byline:
    """Who made an article: the line as it stood, and the roles read from it."""

    raw: str = ""
    authors: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    source: str = ""


def _people(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in _SPLIT.split(text) if (name := part.strip(" .,;:-–*"))))


def _roles(label: str, names: str) -> Byline:
    folded = fold(label)
    people = _people(names)
    photo = bool(re.search(r"\b(anh|hinh|clip|video|do hoa|photo)\b", folded))
    text = bool(
        re.search(
            r"\b(tin|bai|viet|tong hop|thuc hien|tac gia|bien soan|phong vien|pv|by|author|ghi|dich)\b",
            folded,
        )
    )
    return Byline(authors=people if text else (), photographers=people if photo else ())


def _name_shaped(text: str) -> bool:
    """True for one to three short runs of capitalised words: what a bare byline looks like."""
    if len(text) > 60 or _SENTENCE.search(text) or not text[:1].isupper() or _NO_NAME.fullmatch(fold(text)):
        return False
    tokens = re.findall(r"[^\s,;&()/–-]+", text)
    if is_organisation(text) and "," not in text:
        return len(tokens) <= 10
    return 0 < len(tokens) <= 10 and all(t[:1].isupper() or t.lower() in _SMALL for t in tokens)


def _bare(text: str) -> Byline | None:
    """``X``, ``X – Y``, ``X (Y)``: names and, where the second is an organisation, a source."""
    if is_foreign_name(text):
        return Byline(authors=(text,))
    if (match := _NAMES_SOURCE.fullmatch(text)) and _name_shaped(match["names"].strip()):
        source = (match["a"] or match["b"] or match["c"]).strip()
        if is_organisation(source) or match["a"]:
            return Byline(authors=_people(match["names"]), source=source)
    if not _name_shaped(text):
        return None
    return Byline(source=text.strip(" .")) if is_organisation(text) else Byline(authors=_people(text))


def _labelled(text: str) -> Byline | None:
    if match := _LABEL.fullmatch(text):
        names, *rest = _NEXT.split(match["names"], maxsplit=1)
        first = _with_source(match["label"], names)
        other = _labelled(rest[0].strip()) if rest else None
        return (
            first
            if other is None
            else Byline("", first.authors, other.photographers, other.source or first.source)
        )
    if match := _SOURCE.fullmatch(text):
        name = (match["a"] or match["b"] or match["c"]).strip(" .")
        sure = match["b"] is not None and len(name) <= 60 and not _SENTENCE.search(name)
        return Byline(source=name) if sure or _name_shaped(name) or _DOMAIN.fullmatch(name) else None
    return None


def _with_source(label: str, names: str) -> Byline:
    if (
        (match := _NAMES_SOURCE.fullmatch(names.strip()))
        and (source := match["a"] or match["b"] or match["c"])
        and is_organisation(source)
    ):
        people = _roles(label, match["names"])
        return Byline("", people.authors, people.photographers, source.strip())
    return _roles(label, names)


def read_byline(text: str, *, bare: bool = False) -> Byline | None:
    """The roles of a line that is a byline and nothing else; None for any other line.

    `bare` accepts a name without label or brackets: only where the page marks the line as a byline.
    """
    raw = " ".join(text.split())
    line = raw.strip(" *-–—.,")
    if not line or len(line) > _LONGEST:
        return None
    found = _labelled(line)
    if found is None and (
        match := _PARENTHESES.fullmatch(line + (")" if line.count("(") > line.count(")") else ""))
    ):
        inside = match["inside"].strip()
        found = _labelled(inside) or _bare(inside)
    if found is None and bare:
        if match := _TAIL.fullmatch(line):
            found = Byline(authors=_people(match["names"]), source=match["source"] or "")
        else:
            found = _bare(line)
            if is_credit(line) and not (found and found.source):
                found = Byline(authors=_credited_names(line))
    if found is None or not (found.authors or found.photographers or found.source):
        return None
    return Byline(raw, found.authors, found.photographers, found.source)


def is_credit(text: str, *, marked: bool = False) -> bool:
    """True for a line of whole names alone, be it with what they did: “Lê Văn A, Trần Thị B dịch”.

    `marked`: the page sets the line off, so foreign names count.
    """
    return len(text) <= _LONGEST and all(_is_credited(part, marked=marked) for part in _credits(text))


def _credits(text: str) -> list[str]:
    """The names of a line with what they did; neither the year nor what stands before it: “A dịch, Hà Nội, 1998”."""
    line = _ASIDE.sub("", text.strip(" *-–—.,")).strip("() ")
    first, *others = _NAMES.split(line)
    return [first] if others and _YEAR.fullmatch(others[-1]) else [first, *others]


def _is_credited(part: str, *, marked: bool) -> bool:
    tail = _TAIL.fullmatch(part)
    name = tail["names"] if tail else part
    return is_person(name) or ((marked or tail is not None) and is_foreign_name(name))


def _credited_names(text: str) -> tuple[str, ...]:
    tails = ((part, _TAIL.fullmatch(part)) for part in _credits(text))
    return _people(", ".join(tail["names"] if tail else part for part, tail in tails))
