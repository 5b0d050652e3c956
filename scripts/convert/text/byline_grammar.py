"""Byline grammar with roles: ``Tin, ảnh: X`` · ``Theo X`` · ``Nguồn: X`` · ``(X)`` · ``X – Y`` · ``X``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plugins.core.text import fold
from scripts.convert.text.syllables import is_syllable

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
    r"(?P<names>\S.{1,60}?)\s+(?:tổng hợp|thực hiện|lược dịch|lược ghi|biên dịch|ghi"
    r"|dịch)\s*(?:\((?P<source>[^()]+)\))?$",
    re.IGNORECASE,
)
_PARENTHESES = re.compile(r"\((?P<inside>[^()]{2,80})\)\.?")
_NAMES_SOURCE = re.compile(
    r"(?P<names>[^()]{2,60}?)\s*(?:\((?:theo\s+|nguồn:?\s*)?(?P<a>[^()]{2,60})\)|\s[-–—]\s*(?:theo\s+"
    r"|nguồn:?\s*)?(?P<b>[^()]{2,60})|/(?P<c>[^()/]{2,60}))\.?",
    re.IGNORECASE,
)
# Words an office's or a paper's name begins with; inside a name they are ordinary nouns.
_ORGANISATION = re.compile(
    r"(?:báo|tạp chí|đài|cổng|trang|website|thông tấn|bộ|sở|ubnd|cục|vụ|tổng cục|viện|văn phòng|ban"
    r"|trung tâm|hội)\b"
    r"|.*\b(?:ttxvn|vtv\d?|vov\d?|vietnamnet|vnexpress|vnmedia|chinhphu|news|times|online|điện tử|dân "
    r"trí|tuổi trẻ"
    r"|thanh niên|sggp|tt&vh|afp|reuters|bbc|cnn|xinhua|ictnews|infonet|zing|soha|hà nội mới|hànộimới"
    r"|nhân dân|lao động|tiền phong|sài gòn giải phóng|đại đoàn kết|kinh tế đô thị|vneconomy|vietnam\+|ttxvn)\b"
    r"|.*\.(?:vn|com|net|org|gov)\b",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:,|;|&|\s+và\s+|\s+\+\s+|\s[-–]\s)\s*")
_DOMAIN = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?")
_SENTENCE = re.compile(r"[.!?…:;]\s|[.!?:;…]$|\d{2,}")
# Small words and titles that stand before a name without a capital.
_SMALL = frozenset(
    re.findall(
        r"\w+",
        "và nhóm ban của theo pv bích ghi phóng viên sinh báo điện tử tạp chí nhà đài chính phủ thông tấn xã"
        " về cải cách hành thực hiện tổng hợp",
    )
)


# Family names that nine in ten Vietnamese bear.
_FAMILY_NAMES = frozenset(
    re.findall(
        r"\w+",
        "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đinh đoàn lâm mai trịnh trương cao"
        " tạ chu châu hà lương phùng tô thái tăng vương quách kiều tống lưu nghiêm thạch triệu la văn khuất ninh mạc"
        " bạch cù doãn đàm giang hứa khổng kim lã lại lục ông phí quan thân tiêu từ ung viên",
    )
)
_PERSON_TITLES = re.compile(
    r"(?:(?:pgs|gs|ts|ths|ls|cn|bs|ks|nhà báo|nhà văn|nhà thơ|ông|bà|phóng viên|luật sư|giáo sư|tiến sĩ)\.?,?\s*)+",
    re.IGNORECASE,
)


_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.\s?){1,3}[^\W\d_][\w-]+(?:\s[^\W\d_][\w-]+)?")


@dataclass(frozen=True, slots=True)
class Byline:
    """Who made an article: the line as it stood, and the roles read from it."""

    raw: str = ""
    authors: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    source: str = ""


def _people(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in _SPLIT.split(text) if (name := part.strip(" .,;:-–*"))))


def is_person(text: str) -> bool:
    """True for a person's whole name: a family name, then one to four syllables, each with a capital."""
    words = _PERSON_TITLES.sub("", text.strip(" .,()–-"), count=1).split()
    if not 2 <= len(words) <= 5 or words[0].lower() not in _FAMILY_NAMES:
        return False
    return all(word.isalpha() and word[0].isupper() and is_syllable(word) for word in words)


def is_foreign_name(text: str) -> bool:
    """True for a name as “V. I. Lê-nin” or “Karl Marx”: initials, or capitalised words of which one is no syllable."""
    name = text.strip(" .,()–-")
    if _INITIALS.fullmatch(name):
        return True
    words = name.split()
    if not 2 <= len(words) <= 4 or is_organisation(name):
        return False
    spelled = all(word.replace("-", "").isalpha() and word.istitle() for word in words)
    return spelled and not all(is_syllable(part) for word in words for part in word.split("-"))


def is_organisation(name: str) -> bool:
    """True for a name of a newspaper, agency, office or site, False for one of people."""
    return bool(_ORGANISATION.match(name)) or bool(re.fullmatch(r"[A-ZĐ0-9&.]{3,}", name))


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
    if len(text) > 60 or _SENTENCE.search(text) or not text[:1].isupper():
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
    if found is None or not (found.authors or found.photographers or found.source):
        return None
    return Byline(raw, found.authors, found.photographers, found.source)
