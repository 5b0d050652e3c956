"""Text damage: invisible characters, lost ones, mojibake of old encodings. Named, not guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from plugins.core.text import CONTROL, INVISIBLE

_HIDDEN = re.compile(f"{INVISIBLE.pattern}|{CONTROL.pattern}")
_LOST = re.compile("\ufffd")
# Each pattern begins with the character that gives the damage away, the second of two: the engine skips to it.
# TCVN3 (.VnTime) read as Latin-1 puts symbols between letters: "c¶i c¸ch hµnh chÝnh". Not "·": N·m.
_TCVN3 = re.compile("[¸µ¶¹¨¾¼½®ª¬§¦¥¤£¢¡](?<=[A-Za-z].)(?=[A-Za-z])")
# VNI writes the mark after the vowel: "caûi caùch haønh"; these pairs stand in no Vietnamese word.
_VNI = re.compile(
    "[øûùâêôïØÛÙÂÊÔÏ](?:(?<=[aeoAEO][øûùâØÛÙÂ])|(?<=[aA][êÊ])|(?<=[öÖ][ôøûùïÔØÛÙÏ])|(?<=[uU][øûØÛ]))"
)
# windows-1258 read as windows-1252: the combining tones become capitals inside a word, "caÒi caÞch".
_CP1258 = re.compile("[ÌÒÞ](?<=[a-zăâêôơưđ].)(?![A-ZÀ-Þ])")
_WORD_START = re.compile(r"\w*$")
_WORD_END = re.compile(r"\w*")
# UTF-8 read as windows-1252: "Cáº£i cÃ¡ch". Capitals before quotation marks and U+00A0 ("XÃ”") are innocent.
_TAIL = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸŽ"
_SECOND = "\u0080-\u009f¡-ª¬-º¼-¿"
_DOUBLE = re.compile(
    f"[{_SECOND}»€‘‚ƒ](?:(?<=[ÂÃÄÅÆ][{_SECOND}])|(?<=á[º»])(?=[{_TAIL}])"
    "|(?<=â€)(?=[œ\u009d™˜“”¦\u0093\u0094])|(?<=Ä[‘‚ƒ]))"
)
# Without any of these nothing is hidden, lost, doubled, TCVN3 or Windows-1258, and VNI is made of `_VNI_LETTERS` alone.
_SUSPECT = re.compile(f"[{INVISIBLE.pattern[1:-1]}{CONTROL.pattern[1:-1]}\ufffd¡-ª¬-¿€‘‚ƒøûïöØÛÏÖÌÒÞ]")
_VNI_LETTERS = re.compile("[ùâêÙÂÊ](?:(?<=[aeoAEO][ùâÙÂ])|(?<=[aA].))")
_WORDS_ENOUGH = 2  # distinct words; "goûter" alone is French


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) - text.count("\r\n", 0, offset) + text.count("\r", 0, offset) + 1


def _sample(text: str, offset: int) -> str:
    line = text[max(0, offset - 20) : offset + 20]
    return _HIDDEN.sub("", " ".join(line.split()))


class DamagedText(NamedTuple):
    """Where something odd first stands, the rule it breaks, and what to do about it (Vietnamese)."""

    line: int
    rule: str
    message: str


def uncomposed(text: str) -> Iterator[DamagedText]:
    """Letters and marks apart, not NFC."""
    if unicodedata.is_normalized("NFC", text):
        return
    lines = text.splitlines()
    wrong = [number for number, line in enumerate(lines, 1) if not unicodedata.is_normalized("NFC", line)]
    message = (
        f"{len(wrong) or 1} dòng có chữ ở dạng tổ hợp (không phải NFC); hãy chạy make check FIX=1 để sửa"
    )
    yield DamagedText(wrong[0] if wrong else 1, "nfc", message)


def hidden(text: str) -> Iterator[DamagedText]:
    """Characters no reader sees: zero-width, bidirectional, control."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kinds: dict[str, list[int]] = {}
    for match in _HIDDEN.finditer(text):
        kinds.setdefault(match[0], []).append(match.start())
    for char, places in kinds.items():
        message = f"có {len(places)} ký tự ẩn U+{ord(char):04X}; hãy chạy make check FIX=1 để bỏ"
        yield DamagedText(_line(text, places[0]), "ky-tu-an", message)


def lost(text: str) -> Iterator[DamagedText]:
    """Characters that a conversion replaced by U+FFFD."""
    if match := _LOST.search(text):
        message = f"có {text.count(match[0])} ký tự hỏng “{match[0]}”; hãy so với bản gốc rồi gõ lại chữ đúng"
        yield DamagedText(_line(text, match.start()), "ky-tu-hong", message)


def legacy(text: str) -> Iterator[DamagedText]:
    """What TCVN3, VNI and Windows-1258 leave when they are read as Latin letters."""
    if match := _TCVN3.search(text):
        yield _legacy(text, "TCVN3", match.start() - 1)
    for name, pattern in (("VNI", _VNI), ("Windows-1258", _CP1258)):
        places = [match.start() - 1 for match in pattern.finditer(text)]
        found = {_word_at(text, place): place for place in reversed(places)}
        if len(found) >= _WORDS_ENOUGH:
            yield _legacy(text, name, min(found.values()))


def _word_at(text: str, offset: int) -> str:
    """The word, in lower case, in which an offset stands."""
    before = _WORD_START.search(text, max(0, offset - 20), offset)
    after = _WORD_END.match(text, offset, offset + 20)
    return f"{before[0] if before else ''}{after[0] if after else ''}".lower()


def _legacy(text: str, name: str, offset: int) -> DamagedText:
    remedy = "hãy chuyển sang Unicode (UniKey: Ctrl+Shift+F6) rồi dán lại"
    message = f"còn chữ theo bảng mã {name}: “{_sample(text, offset)}”; {remedy}"
    return DamagedText(_line(text, offset), "bang-ma-cu", message)


def doubled(text: str) -> Iterator[DamagedText]:
    """UTF-8 that was encoded twice."""
    if match := _DOUBLE.search(text):
        message = (
            f"chữ bị mã hóa hai lần: “{_sample(text, match.start() - 1)}”; hãy chép lại đoạn này từ bản gốc"
        )
        yield DamagedText(_line(text, match.start() - 1), "ma-hoa-kep", message)


def find_damage(text: str) -> tuple[DamagedText, ...]:
    """Everything odd about a text; nothing for the plain ones, which are nearly all."""
    if _SUSPECT.search(text) or _VNI_LETTERS.search(text):
        return tuple(chain(uncomposed(text), hidden(text), lost(text), legacy(text), doubled(text)))
    return tuple(uncomposed(text))
