"""Citation extraction of legal documents: numbers of documents in an article, each with its kind, date and place.

A document counts where its number is written with codes (``35/NQ-CP``, ``61/2018/NĐ-CP``, ``18-NQ/TW``): "Nghị định 61"
alone may be one of many. What looks like a number and is none (``7/A``, ``3G/HSPA``, ``Điều 136-BLHS``) has neither a
year, nor a known code with an issuer, nor a kind of document named before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from plugins.core.document_numbers import DASHES, KINDS, WRITTEN, canonical_number, kind_before, numbers
from plugins.core.text import fold

TITLE, LEAD, BODY = range(3)
"""Places in which an article names a document, the weightiest first."""
FOLDER = "van-ban"

_SIGN = re.compile(r"/ ?[A-ZĐÐ]")  # stands in every number with codes, and in little else
_BEFORE = 26  # characters before that sign in which a number begins
_DIGITS = re.compile(r"(?<![\w/.,&–-])[0-9]{1,5}")
_SPACED = re.compile(rf"\s*([/{DASHES}])\s*")
_DASH = re.compile(f"[{DASHES}]")
_MIXED = frozenset(("TTg", "Ttg", "TTr", "Ttr", "QyĐ", "CTr", "TƯ"))  # codes that are not all capitals
_DATE = re.compile(
    r"[\s,(]{1,2}(?:ban hành |ký )?ngày\s+(\d{1,2})(?:\s?[/.-]\s?|\s+tháng\s+)(\d{1,2})(?:\s?[/.-]\s?|\s+năm\s+)(\d{4})"
)
_NUMBERED = re.compile(r"(?i:(?<!\w)số\s?:?\s*)$")
_NATIONAL = re.compile(r"qh\d+")
_BY_CODE = {
    "nq": "nghị quyết", "nd": "nghị định", "tt": "thông tư", "ttlt": "thông tư liên tịch", "ct": "chỉ thị",
    "kh": "kế hoạch", "cd": "công điện", "tb": "thông báo", "bc": "báo cáo", "hd": "hướng dẫn",
    "kl": "kết luận", "ttr": "tờ trình", "pl": "pháp lệnh", "qd": "quyết định", "qyd": "quy định", "lct": "lệnh",
    "cv": "công văn", "ctr": "chương trình", "da": "đề án",
}  # fmt: skip
"""Code in a number → name of the kind of document."""
_GENERAL = ("văn bản",)  # names of no kind in particular


class CitedDocument(NamedTuple):
    """One document as an article names it: in one spelling for comparing (`term`) and as written, the kind named before
    it and the date behind it (ISO 8601), each empty where there is none, and the weightiest place.
    """

    term: str
    written: str
    kind: str
    date: str
    place: int


def document_url(term: str) -> str:
    """Address of the page of a document: ``van-ban/61-2018-nd-cp.html``."""
    return f"{FOLDER}/{term.replace('/', '-')}.html"


def cited_documents(title: str, lead: str, body: str) -> tuple[CitedDocument, ...]:
    """The documents that an article names, each once, in the order of their first mention."""
    found: dict[str, CitedDocument] = {}
    for place, text in enumerate((title, lead, body)):
        for one in _mentions(text, place) if "/" in text else ():
            before = found.get(one.term)
            found[one.term] = (
                before._replace(kind=before.kind or one.kind, date=before.date or one.date) if before else one
            )
    short = {term for _, term in numbers(title)} if found and any(c.isdigit() for c in title) else ()
    return tuple([_named_in_title(one, short) for one in found.values()])


def _named_in_title(one: CitedDocument, short: set[str] | tuple[()]) -> CitedDocument:
    """A title may name the kind and number alone ("Nghị định 61 sau một năm") of what the text names whole."""
    number, _, codes = one.term.partition("/")
    code = codes.rpartition("/")[2].partition("-")[0]
    year = codes.partition("/")[0]
    return one._replace(place=TITLE) if {f"{number}/{code}", f"{number}/{year}/{code}"} & {*short} else one


def _mentions(text: str, place: int) -> Iterator[CitedDocument]:
    done = 0
    for sign in _SIGN.finditer(text):
        if sign.start() < done:
            continue
        for digits in _DIGITS.finditer(text, max(done, sign.start() - _BEFORE), sign.start()):
            match = WRITTEN.match(text, digits.start())
            if match and match.end() > sign.start():
                done = match.end()
                if one := _document(text, match, place):
                    yield one
                break


def _document(text: str, match: re.Match[str], place: int) -> CitedDocument | None:
    codes, year = match["codes"], match["year"]
    kind = kind_before(text, match.start())
    parts = re.findall(r"[^\W_]+", codes)
    known = any(fold(part) in _BY_CODE or _NATIONAL.fullmatch(fold(part)) for part in parts)
    if not all(part == part.upper() or part in _MIXED for part in parts):
        return None
    numbered = bool(_NUMBERED.search(text[max(0, match.start() - 6) : match.start()]))
    if not (year or kind or (len(parts) > 1 and (known or numbered))):
        return None
    term = canonical_number(match["number"], year, codes)
    return CitedDocument(term, _tidied(match[0]), kind, _date(text, match.end()), place)


def _tidied(written: str) -> str:
    """A number as it is written with care: no spaces, hyphens for dashes, the letter Đ."""
    written = _DASH.sub("-", _SPACED.sub(r"\1", written)).replace("Ð", "Đ")
    return written.replace("Ttg", "TTg").replace("Ttr", "TTr").replace("TƯ", "TW")


def _date(text: str, at: int) -> str:
    match = _DATE.match(text, at)
    if not match:
        return ""
    day, month, year = map(int, match.groups())
    return f"{year:04}-{month:02}-{day:02}" if 1 <= day <= 31 and 1 <= month <= 12 else ""


def kind_of(term: str, told: str) -> str:
    """The kind of a document: what its codes say, where they say one thing only, else what articles call it."""
    codes = term.rpartition("/")[2].split("-")
    by_code = next((_BY_CODE[code] for code in codes if code in _BY_CODE), "")
    if "qd" in codes or not by_code:
        by_code = told if told and told not in _GENERAL else by_code
    if not by_code and _NATIONAL.fullmatch(codes[-1]):
        return "luật"
    return by_code or "công văn"


assert {*_BY_CODE.values()} >= {kind for kind in KINDS if kind not in (*_GENERAL, "luật")}
