"""Mojibake repair: UTF-8 that a program took for windows-1252 or Latin-1 and encoded once more, losses included.

Only a run that proves it is touched: sequences as Vietnamese letters give them, and no letter that the mistake
cannot produce, unless the words of the run prove it too.
"""

from __future__ import annotations

import re

from scripts.convert.text.syllables import WORD, is_syllable

_UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)  # bytes windows-1252 has no character for: lost by many programs
_CODES = {bytes([b]).decode("windows-1252"): b for b in range(0x80, 0x100) if b not in _UNDEFINED} | {
    chr(b): b for b in range(0x80, 0xA0)
}
_NEXT = "[" + "".join(char for char, code in _CODES.items() if code < 0xC0) + "\xa0-\xbf]"
# A letter's bytes; then what is left of them when a program lost one: a quotation mark made straight, a byte without
# a character dropped or made a question mark, a no-break space made a space.
_SEQUENCE = re.compile(
    f"[Â-ß]{_NEXT}|[à-ï]{_NEXT}{{2}}|[ð-ô]{_NEXT}{{3}}|(?P<d>Ä')|(?P<D>Ä[?\ufffd]?)|(?P<a>Ã )"
)
_MENDED = {"d": "đ", "D": "Đ", "a": "à"}
_SURE = re.compile(f"á[º»]{_NEXT}|Ä[‘\x91\x90]|Æ[°¯\xa0¡]|Ä\x83|Äƒ|Ã¡Â[º»]")
_WIDE = re.compile("[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_MIXED_LEAST = 3  # proofs asked of a run that holds real Vietnamese letters too: « khá»… » is no letter
_MOST_ROUNDS = 3  # times a text was encoded anew at most
# What is left where a byte was lost: nothing, a question mark, the replacement character.
_GAP = "[?\ufffd]?"
_LOST = re.compile(f"(?P<before>\\w*)á»{_GAP}(?P<after>\\w*)")
_LOST_LETTERS = "ềọỏờỐ"  # E1 BB followed by 81, 8D, 8F, 9D, 90


def _decode_once(text: str) -> str:
    return _SEQUENCE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    if match.lastgroup:
        return _MENDED[match.lastgroup]
    try:
        return bytes(_CODES.get(char, ord(char)) for char in match[0]).decode("utf-8")
    except UnicodeDecodeError:
        return match[0]


def repair_mojibake(text: str) -> str | None:
    """The run read again as the UTF-8 it was; None where nothing proves that it was."""
    if not _proven(text):
        return None
    read = _decode_once(text)
    for _ in range(_MOST_ROUNDS - 1):
        if not _SURE.search(read):
            break
        read = _decode_once(read)
    return _LOST.sub(_letter_restored, read) if read != text else None


def _proven(text: str) -> bool:
    proofs = len(_SURE.findall(text))
    if not proofs or not _WIDE.search(text):
        return proofs > 0
    return proofs >= _MIXED_LEAST and all(map(is_syllable, _changed(text)))


def _changed(text: str) -> list[str]:
    """The words of the second reading that are not words of the first."""
    before = set(WORD.findall(text))
    return [word for word in WORD.findall(_decode_once(text)) if word not in before]


def _letter_restored(match: re.Match[str]) -> str:
    """The one letter that makes a syllable of a word with a gap; the word as it stands where several do."""
    words = {f"{match['before']}{letter}{match['after']}" for letter in _LOST_LETTERS}
    fitting = [word for word in words if is_syllable(word)]
    return fitting[0] if len(fitting) == 1 else match[0]
