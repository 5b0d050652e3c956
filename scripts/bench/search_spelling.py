"""Ways in which a reader may type the same words: without marks, in NFD, in Telex, the other i or y …"""

from __future__ import annotations

import random
import re
import unicodedata

from plugins.core.text import fold

_TONE_PAIRS = (
    ("òa", "oà"),
    ("óa", "oá"),
    ("ỏa", "oả"),
    ("õa", "oã"),
    ("ọa", "oạ"),
    ("ủy", "uỷ"),
    ("úy", "uý"),
    ("ụy", "uỵ"),
    ("ùy", "uỳ"),
)
_Y_PAIRS = (("ý", "í"), ("ỹ", "ĩ"), ("ỳ", "ì"), ("ỷ", "ỉ"), ("y", "i"))
_TELEX_TONES = {"\u0300": "f", "\u0301": "s", "\u0303": "x", "\u0309": "r", "\u0323": "j"}
_TELEX_SHAPES = {"\u0302": None, "\u0306": "w", "\u031b": "w"}  # None: the letter is typed twice


def decomposed(text: str) -> str:
    """NFD, as macOS hands over names of files."""
    return unicodedata.normalize("NFD", text)


def other_tone_place(text: str) -> str | None:
    """``hòa`` for ``hoà`` or the reverse, in every word that has a choice; None where none has."""
    return _swapped(text, [(rf"{one}\b", two) for one, two in _both(_TONE_PAIRS)])


def other_i(text: str) -> str | None:
    """``kĩ`` for ``kỹ`` or the reverse, in the first word that has a choice; None where none has."""
    return _swapped(text, [(rf"(?<=\b[hklmst]){one}\b", two) for one, two in _both(_Y_PAIRS)])


def _both(pairs: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    return [*pairs, *((two, one) for one, two in pairs)]


def _swapped(text: str, rules: list[tuple[str, str]]) -> str | None:
    for pattern, other in rules:
        changed = re.sub(pattern, other, text)
        if changed != text:
            return changed
    return None


def telex_word(word: str) -> str:
    """The keys of a word: ``cải`` → ``cair``, ``được`` → ``dduwowcj``."""
    keys, tone = "", ""
    for char in unicodedata.normalize("NFD", word.lower()):
        if char in _TELEX_TONES:
            tone = _TELEX_TONES[char]
        elif char in _TELEX_SHAPES:
            keys += _TELEX_SHAPES[char] or keys[-1]
        else:
            keys += "dd" if char == "đ" else char
    return keys.replace("uwow", "uow") + tone


def telex(text: str) -> str | None:
    """All words as typed with the input method switched off; None where nothing changes."""
    typed = " ".join(map(telex_word, text.split()))
    return typed if typed != text else None


def mixed(text: str, chance: random.Random) -> str | None:
    """Some words with marks, some without; None where that is the same as all or none."""
    words = [word if chance.random() < 0.5 else fold(word) for word in text.split()]
    out = " ".join(words)
    return out if out not in (text, fold(text)) else None
