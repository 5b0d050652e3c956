"""Folding of words for comparison: a key without any marks, and a form that keeps them in one spelling.

The browser folds queries with the same rules (theme/static/js/search/10-fold.js); a test holds the two equal.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

WORD = re.compile(r"[^\W_]+")
SPLIT = re.compile(r"([^\W_]+)")
TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng
QUALITY = "\u0302\u0306\u031b"  # â ê ô, ă, ơ ư
# Final y written for i: kỹ/kĩ, lý/lí, Mỹ/Mĩ, sỹ/sĩ, tỷ/tỉ, hy/hi, quý/quí.
_FINAL_Y = re.compile("(?<=[hklmst])y$|(?<=qu)y$")


class _Letters(dict[int, str | None]):
    """Table for `str.translate`: marks are dropped, all but those kept; other signs stay unless the table says."""

    def __init__(self, kept: str, replaced: dict[str, str], *, marks_alone: bool = False) -> None:
        super().__init__(
            {ord(old): new for old, new in replaced.items()} | {ord(mark): mark for mark in kept}
        )
        self.marks_alone = marks_alone

    def __missing__(self, code: int) -> str | None:
        dropped = self.marks_alone or unicodedata.category(chr(code)).startswith("M")
        self[code] = letter = None if dropped else chr(code)
        return letter


# ð is what old input methods wrote for đ.
_BARE = _Letters("", {"đ": "d", "ð": "d"})
_SHAPED = _Letters(QUALITY, {"ð": "đ"})
_TONES = _Letters(TONES, {}, marks_alone=True)


def _letters(word: str) -> tuple[str, str, str]:
    """Split a word into bare letters, letters with their quality (â, đ …) and the tones met."""
    if word.isascii():
        return word.lower(), word.lower(), ""
    parted = unicodedata.normalize("NFD", word.lower())
    return parted.translate(_BARE), parted.translate(_SHAPED), parted.translate(_TONES)


@cache
def fold_word(word: str) -> tuple[str, str]:
    """(key, form) of one word: ``Hoà`` and ``hòa`` → ``("hoa", "hoa" + huyền)``.

    The tone goes to the end of the form, so both schools of placement are one form; final ``y`` after
    h k l m s t and qu is ``i`` in both.
    """
    bare, shaped, tones = _letters(word)
    key = _FINAL_Y.sub("i", bare)
    if key != bare:
        shaped = shaped[:-1] + "i"
    return key, shaped + tones


@cache
def _bare(part: str) -> str:
    return _letters(part)[0]


def bare(text: str) -> str:
    """Lower-case text without any marks, ``y`` kept: the letters of an address."""
    return " ".join(map(_bare, text.split(" ")))
