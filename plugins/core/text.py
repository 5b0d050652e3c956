"""Rules of Vietnamese text: one Unicode form, folding for matching, words, alphabetical order."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# Soft hyphen, zero-width, bidi controls, byte-order marks: nothing a reader sees, much that breaks matching.
INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
# Tab and line feed are text; every other C0/C1 control breaks the XML of the feeds.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_UNTIDY = re.compile(f"[{INVISIBLE.pattern[1:-1]}{CONTROL.pattern[1:-1]}]")
_WORD = re.compile(r"[^\W_]+")
# Open syllables in which two schools place the tone on different letters: hòa/hoà, khỏe/khoẻ, thúy/thuý.
_OLD_TONE = re.compile("([òóỏõọ])([ae])(?![^\\W\\d_])|([ùúủũụ])(y)(?![^\\W\\d_])")
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the order of the dictionaries
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"


def _blank(match: re.Match[str]) -> str:
    """Word's line break (U+000B), form feeds and the like part words: they become a space."""
    return " " if match[0].isspace() else ""


def tidy_lines(text: str) -> str:
    """NFC text without invisible or control characters, lines ended by a line feed alone."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _UNTIDY.search(text):
        text = CONTROL.sub(_blank, INVISIBLE.sub("", text))
    return unicodedata.normalize("NFC", text)


def tidy(text: str) -> str:
    """One line of NFC text: `tidy_lines` with every run of white space made one space."""
    return " ".join(tidy_lines(text).split())


@cache
def _fold_letter(letter: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))
    return bare.replace("đ", "d").replace("ð", "d")


def fold(text: str) -> str:
    """Lower-case text without diacritics and with ``d`` for ``đ``: the form in which people search.

    NFD does not decompose ``đ``, hence the explicit replacement; ``ð`` is what old input methods wrote for it.
    """
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFC", text).lower()
    return text if text.isascii() else "".join(map(_fold_letter, text))


def words(text: str) -> list[str]:
    """The words (Vietnamese: syllables) and numbers of a text, NFC and lower-case, in order."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def _move_tone(match: re.Match[str]) -> str:
    first, second = (g for g in match.groups() if g)
    marks = unicodedata.normalize("NFD", first)
    return marks[0] + unicodedata.normalize("NFC", second + marks[1])


def tone_key(text: str) -> str:
    """Lower-case NFC text with one tone placement, so that ``hòa``/``hoà`` and ``ủy``/``uỷ`` are equal."""
    if text.isascii():
        return text.lower()
    return _OLD_TONE.sub(_move_tone, unicodedata.normalize("NFC", text).lower())


@cache
def _letter_weights(letter: str) -> tuple[tuple[int, int], int]:
    """Primary weight (class, rank) and tone of one lower-case letter."""
    marks = unicodedata.normalize("NFD", letter)
    tone = next((_TONES.index(c) + 1 for c in marks if c in _TONES), 0)
    base = unicodedata.normalize("NFC", "".join(c for c in marks if c not in _TONES))
    rank = _ALPHABET.find(base)
    if rank >= 0:
        return (2, rank), tone
    return ((1, ord(base[0])) if base.isdigit() else (0 if not base.isalpha() else 3, ord(base[0]))), tone


CollationKey = tuple[tuple[tuple[int, int], ...], tuple[int, ...], tuple[bool, ...]]


def collation_key(text: str) -> CollationKey:
    """Sort key of the Vietnamese alphabet: letters first (a ă â … d đ …), then tones, then case.

    Ties in the letters are decided by the tones in dictionary order (ngang, huyền, hỏi, ngã, sắc, nặng),
    as in ``Intl.Collator("vi")``.
    """
    text = unicodedata.normalize("NFC", text)
    weights = [_letter_weights(c) for c in text.lower()]
    return tuple(w[0] for w in weights), tuple(w[1] for w in weights), tuple(c.isupper() for c in text)
