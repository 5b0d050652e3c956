"""Acronym definitions in a text: "cải cách hành chính (CCHC)", where the initials of the words spell the letters."""

from __future__ import annotations

import re

from plugins.core.text import fold

_CAPITALS = "A-ZĐĂÂÊÔƠƯ"
# Some words may stand before the letters: "(gọi tắt là CCHC)", "(Bộ LĐTBXH)".
_BRACKET = re.compile(rf"\((?:[^\s()]+ ){{0,3}}([{_CAPITALS}][{_CAPITALS}&-]{{1,11}}) ?\)")
_WORD = re.compile(r"[^\W\d_]+")
_BREAK = re.compile(r"[.;:!?()“”\"\n]")
_REACH = 120  # characters before a bracket among which the full name begins
_SKIPPED = frozenset(("và", "của", "các", "về", "cho", "trong", "với", "tại", "the", "of", "and", "for"))
_MOST_SKIPPED = 3


def defined_acronyms(text: str) -> tuple[tuple[str, str], ...]:
    """(acronym, full name as written) of each definition in a text, each once."""
    if "(" not in text:
        return ()
    found = dict[tuple[str, str], None]()
    for bracket in _BRACKET.finditer(text):
        if name := _full_name(bracket[1], text[max(0, bracket.start() - _REACH) : bracket.start()]):
            found[bracket[1], name] = None
    return tuple(found)


def _full_name(acronym: str, before: str) -> str:
    """The words at the end of a text whose initials spell an acronym; empty where they do not."""
    before = _BREAK.split(before.rstrip(' ”"'))[-1]
    letters = [fold(letter) for letter in acronym if letter.isalpha()]
    words = [*_WORD.finditer(before)]
    if not words or words[-1].end() < len(before):
        return ""
    at, skipped = len(words), 0
    for letter in reversed(letters):
        at -= 1
        while at >= 0 and fold(words[at][0][0]) != letter:
            skipped += 1
            if words[at][0].lower() not in _SKIPPED or skipped > _MOST_SKIPPED:
                return ""
            at -= 1
        if at < 0:
            return ""
    return before[words[at].start() :] if len(words) - at > 1 else ""
