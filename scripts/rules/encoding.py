"""Rules of characters: one Unicode form, nothing invisible, nothing left of old encodings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from plugins.core.problems import Problem
from plugins.core.text import CONTROL, INVISIBLE
from scripts.rules.document import Document

_HIDDEN = re.compile(f"{INVISIBLE.pattern}|{CONTROL.pattern}")
_LOST = re.compile("\ufffd")
_QUESTION = re.compile(r"(?<![\w/.?=&:-])[a-zđ]{1,3}\?[a-z]{1,3}(?![\w/=&?-])", re.IGNORECASE)
# TCVN3 (.VnTime) read as Latin-1 puts symbols between letters: "c¶i c¸ch hµnh chÝnh". Not "·": N·m.
_TCVN3 = re.compile(r"[A-Za-z][¸µ¶¹¨¾¼½®ª¬§¦¥¤£¢¡][A-Za-z]")
# VNI writes the mark after the vowel: "caûi caùch haønh"; these pairs stand in no Vietnamese word.
_VNI = re.compile(r"[aeoAEO][øûùâØÛÙÂ]|[aA][êÊ]|[öÖ][ôøûùïÔØÛÙÏ]|[uU][øûØÛ]")
# windows-1258 read as windows-1252: the combining tones become capitals inside a word, "caÒi caÞch".
_CP1258 = re.compile(r"[a-zăâêôơưđ][ÌÒÞ](?![A-ZÀ-Þ])")
_WORD_START = re.compile(r"\w*$")
_WORD_END = re.compile(r"\w*")
# UTF-8 read as windows-1252: "Cáº£i cÃ¡ch". Capitals before quotation marks and U+00A0 ("XÃ”") are innocent.
_TAIL = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸŽ"
_DOUBLE = re.compile(
    f"[ÂÃÄÅÆ][\u0080-\u009f¡-ª¬-º¼-¿]|á[º»][{_TAIL}]|â€[œ\u009d™˜“”¦\u0093\u0094]|Ä[‘‚ƒ]|Æ[°¡]"
)
_WORDS_ENOUGH = 2  # distinct words; "goûter" alone is French


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) - text.count("\r\n", 0, offset) + text.count("\r", 0, offset) + 1


def _sample(text: str, offset: int) -> str:
    line = text[max(0, offset - 20) : offset + 20]
    return _HIDDEN.sub("", " ".join(line.split()))


def readable(document: Document) -> Iterator[Problem]:
    """Tệp được lưu với mã UTF-8 (UTF-16 thì máy tự chuyển được)."""
    yield from document.reported("ma-hoa")


def composed(document: Document) -> Iterator[Problem]:
    """Chữ có dấu ở dạng dựng sẵn (Unicode NFC)."""
    text = document.text
    if unicodedata.is_normalized("NFC", text):
        return
    lines = text.splitlines()
    wrong = [number for number, line in enumerate(lines, 1) if not unicodedata.is_normalized("NFC", line)]
    first = wrong[0] if wrong else 1
    message = f"{len(wrong) or 1} dòng có chữ ở dạng tổ hợp (không phải NFC); hãy chạy với --fix để sửa"
    yield document.problem(first, "nfc", message)


def hidden_characters(document: Document) -> Iterator[Problem]:
    """Không có ký tự ẩn, ký tự điều khiển hay ký tự đổi chiều chữ."""
    text = document.text.replace("\r\n", "\n").replace("\r", "\n")
    kinds: dict[str, list[int]] = {}
    for match in _HIDDEN.finditer(text):
        kinds.setdefault(match[0], []).append(match.start())
    for char, places in kinds.items():
        name = f"U+{ord(char):04X}"
        message = f"có {len(places)} ký tự ẩn {name}; hãy chạy với --fix để bỏ"
        yield document.problem(_line(text, places[0]), "ky-tu-an", message)


def lost_characters(document: Document) -> Iterator[Problem]:
    """Không còn ký tự bị mất khi chuyển mã (� hoặc dấu hỏi giữa chữ)."""
    text = document.text
    if match := _LOST.search(text):
        message = f"có {text.count(match[0])} ký tự hỏng “{match[0]}”; hãy so với bản gốc rồi gõ lại chữ đúng"
        yield document.problem(_line(text, match.start()), "ky-tu-hong", message)
    asked = list(_QUESTION.finditer(document.prose)) if "?" in document.prose else []
    if len({m[0] for m in asked}) > _WORDS_ENOUGH:
        message = f"nhiều dấu hỏi nằm giữa chữ, như “{asked[0][0]}”; hãy so với bản gốc rồi gõ lại chữ đúng"
        yield document.problem(document.line_of(asked[0].start()), "ky-tu-hong", message)


def legacy_encoding(document: Document) -> Iterator[Problem]:
    """Không còn chữ của bảng mã cũ (TCVN3, VNI, Windows-1258)."""
    text = document.text
    if match := _TCVN3.search(text):
        yield _legacy(document, "TCVN3", match.start())
    for name, pattern in (("VNI", _VNI), ("Windows-1258", _CP1258)):
        found = {_word_at(text, m.start()): m.start() for m in reversed(list(pattern.finditer(text)))}
        if len(found) >= _WORDS_ENOUGH:
            yield _legacy(document, name, min(found.values()))


def _word_at(text: str, offset: int) -> str:
    """The word, in lower case, in which an offset stands."""
    before = _WORD_START.search(text, max(0, offset - 20), offset)
    after = _WORD_END.match(text, offset, offset + 20)
    return f"{before[0] if before else ''}{after[0] if after else ''}".lower()


def _legacy(document: Document, name: str, offset: int) -> Problem:
    sample = _sample(document.text, offset)
    remedy = "hãy chuyển sang Unicode (UniKey: Ctrl+Shift+F6) rồi dán lại"
    message = f"còn chữ theo bảng mã {name}: “{sample}”; {remedy}"
    return document.problem(_line(document.text, offset), "bang-ma-cu", message)


def double_encoding(document: Document) -> Iterator[Problem]:
    """Không có chữ UTF-8 bị mã hóa hai lần."""
    if match := _DOUBLE.search(document.text):
        sample = _sample(document.text, match.start())
        message = f"chữ bị mã hóa hai lần: “{sample}”; hãy chép lại đoạn này từ bản gốc"
        yield document.problem(_line(document.text, match.start()), "ma-hoa-kep", message)
