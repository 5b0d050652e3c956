"""Vietnamese syllables as spelling allows them: the evidence behind every repair of an encoding."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?"
    "(?:uyê|uya|uyu|oai|oay|oao|oeo|uây|uôi|ươi|ươu|iêu|yêu|iê|yê|uô|ươ|uâ|uê|uy|uơ|oa|oă|oe|oo"
    "|ai|ao|au|ay|âu|ây|eo|êu|ia|iu|oi|ôi|ơi|ua|ui|ưa|ưi|ưu|[aăâeêioôơuưy])"
    "(?:ng|nh|ch|[cmnpt])?"
)
_STOPS = ("c", "ch", "p", "t")  # before them stand two tones only: cấp, cập
_HIGH_OR_LOW = re.compile("[\u0301\u0323]")
WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """True for a word of NFC letters that Vietnamese spelling allows, in any case, with at most one tone."""
    marks = unicodedata.normalize("NFD", word.lower())
    bare, tones = _TONES.subn("", marks)
    if tones and bare.endswith(_STOPS) and not _HIGH_OR_LOW.search(marks):
        return False
    return tones <= 1 and bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)))


def marked_words(text: str) -> list[str]:
    """The words of a text that carry at least one letter outside ASCII."""
    return [word for word in WORD.findall(text) if not word.isascii()]


def share_of_syllables(text: str) -> float:
    """How many of the marked words are syllables, 0…1; 0 where there is none."""
    words = marked_words(unicodedata.normalize("NFC", text))
    return sum(map(is_syllable, words)) / len(words) if words else 0.0
