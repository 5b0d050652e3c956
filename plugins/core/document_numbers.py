"""Document number recognition (entities of Vietnamese legal texts): ``35/NQ-CP``, ``18-NQ/TW``, ``Nghị định 61``.

A document is one term however its number is written: number, year where one is told, codes of kind and issuer, as in
``61/2018/nd-cp``. A mention without codes ("Nghị định 61 năm 2018") is a shorter term of the same form,
``61/2018/nd``. Dates are terms of their own, ``~16/5/2016``. The browser compares what is typed with these terms
(theme/static/js/search/35-numbers.js).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.core.text import fold

DASHES = r"\-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
KINDS = {
    "nghị định": "nd", "nghị quyết": "nq", "quyết định": "qd", "thông tư": "tt", "chỉ thị": "ct",
    "kế hoạch": "kh", "công điện": "cd", "thông báo": "tb", "báo cáo": "bc", "hướng dẫn": "hd",
    "kết luận": "kl", "tờ trình": "ttr", "quy định": "qd", "pháp lệnh": "pl", "luật": "qh",
    "thông tư liên tịch": "ttlt", "công văn": "cv", "văn bản": "cv",
}  # fmt: skip
"""Name of a kind of document → its code in numbers (letters, "cv", bear the code of who wrote them)."""

_NUMBERED = {"kh", "tb", "bc", "hd", "kl", "qh", "cv", "cd"}
"""Kinds whose names are common words, as in "báo cáo 6 tháng": a number without codes needs "số" before it."""

_YEAR = r"(?:19|20)\d\d"
_CODE = r"[A-Za-zĐÐđð][A-Za-zĐÐđð0-9]{0,11}"
_KNOWN = "NĐ|NÐ|NQ|QĐ|QÐ|TTLT|TT|CT|KH|CĐ|CÐ|TB|BC|HD|KL|TTr|PL"
_ISSUER = "CP|TTg|TW|TƯ|UBND|QH|HĐND"
# Spaces may stand around a sign between number, year and codes, yet not where a sentence could go on behind it.
_SIGN = rf"(?:\s?/\s?|[{DASHES}]|\s?[{DASHES}]\s?(?=(?:{_KNOWN}|{_YEAR})(?!\w)))"
_JOIN = rf"(?:[/{DASHES}&]|\s?[/{DASHES}]\s?(?=(?:{_ISSUER})(?!\w)))"
WRITTEN = re.compile(
    rf"(?P<number>[0-9]{{1,5}}[^\W\d_]{{0,2}})(?:{_SIGN}(?P<year>{_YEAR})(?!\w))?"
    rf"{_SIGN}(?P<codes>{_CODE}(?:{_JOIN}{_CODE})*)"
)
_YEAR_BEHIND = re.compile(rf"(?:[/{DASHES}]|\s+năm\s+)({_YEAR})(?!\w)")
_KIND_BEFORE = re.compile(rf"(?i:(?<!\w)({'|'.join(sorted(KINDS, key=len, reverse=True))})\s+(số\s?:?\s*)?)$")
_KIND_ENDS = {name[-2:] for name in KINDS} | {"số", "ố:"}
_REACH = 26  # characters before a number among which its kind is named
_LETTER = re.compile(r"[a-eđ]{0,2}(?!\w)(?![.,]\d)")
_INSIDE = frozenset("/.,-–&_")  # before digits that go on with something
_DATE = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")
_FRACTION = re.compile(r"(\d{1,5})/(\d{1,4})(?![\w/])")
_DIGITS = re.compile(r"[0-9]+")
_SIGNS = re.compile(rf"[^\W\d_]{{0,2}} ?[/.{DASHES}]")


def canonical_number(number: str, year: str | None, codes: str) -> str:
    """One spelling of a number: folded, no leading zeros, ``/`` behind number and year, ``-`` between codes."""
    number = fold(number).lstrip("0") or "0"
    codes = "-".join(re.findall(r"[^\W_]+", fold(codes)))
    return "/".join(part for part in (number, year, codes) if part)


def kind_before(text: str, at: int) -> str:
    """The kind of document named before the number at a place, in lower case; empty where none is."""
    kind = _KIND_BEFORE.search(text[max(0, at - _REACH) : at])
    return " ".join(kind[1].lower().split()) if kind else ""


def _written(text: str, at: int) -> str | None:
    """The term of a number with its codes; no measure (``37 triệu/lượng``), whose unit has no capitals."""
    match = WRITTEN.match(text, at)
    if not match:
        return None
    codes, year = match["codes"], match["year"]
    if not year and codes == codes.lower() and not re.search(rf"[{DASHES}]", codes):
        return None
    return canonical_number(match["number"], year, codes)


def _other(text: str, at: int) -> str | None:
    """The term of a date or of a fraction."""
    if date := _DATE.match(text, at):
        return f"~{int(date[1])}/{int(date[3])}/{date[4]}"
    fraction = _FRACTION.match(text, at)
    return f"{int(fraction[1])}/{int(fraction[2])}" if fraction else None


def _mention(text: str, at: int, end: int) -> str | None:
    """The term of a document named by its kind and a number alone."""
    kind = _KIND_BEFORE.search(text[max(0, at - _REACH) : at])
    if not kind or end - at > 5:
        return None
    letter = _LETTER.match(text, end)
    if not letter:
        return None
    year = _YEAR_BEHIND.match(text, letter.end())
    code = KINDS[" ".join(kind[1].lower().split())]
    if code in _NUMBERED and not kind[2]:
        return None
    return canonical_number(text[at : letter.end()], year and year[1], code)


def _term(text: str, at: int, end: int) -> str | None:
    """The term that begins with the digits from one place to another."""
    signed = _SIGNS.match(text, end)
    if signed and (term := _written(text, at)):
        return term
    named = text[max(0, at - 3) : at - 1].lower() in _KIND_ENDS
    if named and (term := _mention(text, at, end)):
        return term
    return _other(text, at) if signed else None


def numbers(text: str) -> Iterator[tuple[int, str]]:
    """(place, term) of document numbers, mentions of documents, dates and fractions, with repetitions."""
    done = 0
    for digits in _DIGITS.finditer(text):
        at, end = digits.span()
        if at < done or text[at - 1 : at] in _INSIDE:
            continue
        term = _term(text, at, end)
        if term:
            done = at + len(term) - 4
            yield at, term
