"""Acronym detection: which acronyms an article uses, and which it explains."""

from __future__ import annotations

import re

from plugins.core.text import fold
from plugins.lint.document import CheckedSource

_CAPITALS = "A-ZĐĂÂÊÔƠƯ"
# Not part of a document number (NĐ-CP, QĐ/TW), an address or a longer word.
_ACRONYM = re.compile(rf"(?<![\w/.@&-])[{_CAPITALS}]{{3,15}}(?![\w/@&-]|\.\w)")
_BRACKET = re.compile(r"\(([^()\n]{2,60})\)")
_WORD = re.compile(r"[^\W\d_]+")
_REACH = 160  # characters before a bracket among which the full name begins
_CAPITALISED = re.compile(rf"(?<!\w)[{_CAPITALS}]{{2,15}}(?!\w)")
_EXPLAINED_AFTER = re.compile(rf"(?<!\w)([{_CAPITALS}]{{2,15}})\s*\(([^()\n]{{8,120}})\)")
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_SHOUTED = re.compile(r"[^\W\d_]*[ÀẢÃÁẠẰẲẴẮẶẦẨẪẤẬÈẺẼÉẸỀỂỄẾỆÌỈĨÍỊÒỎÕÓỌỒỔỖỐỘỜỞỠỚỢÙỦŨÚỤỪỬỮỨỰỲỶỸÝỴ][^\W\d_]*")
_NEIGHBOURS = re.compile(r"(?:(\w+)\W+)?$")
_NEXT = re.compile(r"\W+(\w+)")


def _explains(name: str, acronym: str) -> bool:
    """Whether words could stand for the letters: the first letter begins one of the last of them."""
    words = _WORD.findall(name)[-len(acronym) - 4 :]
    return len(words) > 1 and any(fold(word[0]) == fold(acronym[0]) for word in words)


def expanded_acronyms(document: CheckedSource) -> list[str]:
    """Acronyms the document explains: “cải cách hành chính (CCHC)” or “CCHC (cải cách hành chính)”."""
    text = document.prose
    if "(" not in text:
        return []
    before: set[str] = set()
    for bracket in _BRACKET.finditer(text):
        name = text[max(0, bracket.start() - _REACH) : bracket.start()]
        before.update(a for a in _CAPITALISED.findall(bracket[1]) if _explains(name, a))
    after = {m[1] for m in _EXPLAINED_AFTER.finditer(text) if _explains(m[2], m[1])}
    return sorted(before | after)


def _is_shouted(text: str, match: re.Match[str]) -> bool:
    """Among words in capitals with tones (CẢI CÁCH HÀNH CHÍNH), a word in capitals is no acronym."""
    before = _NEIGHBOURS.search(text, max(0, match.start() - 40), match.start())
    after = _NEXT.match(text, match.end())
    near = [before[1] if before else None, after[1] if after else None]
    return any(word and word.isupper() and _SHOUTED.fullmatch(word) for word in near)


def used_acronyms(document: CheckedSource) -> dict[str, int]:
    """Acronym of three capitals or more → the line on which the document first uses it."""
    text, used = document.prose, dict[str, int]()
    for match in _ACRONYM.finditer(text):
        if match[0] not in used and not _ROMAN.fullmatch(match[0]) and not _is_shouted(text, match):
            used[match[0]] = document.line_of(match.start())
    return used
