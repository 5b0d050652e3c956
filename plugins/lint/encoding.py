"""Rules of characters: one Unicode form, nothing invisible, nothing left of old encodings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.core.problems import Problem
from plugins.lint.document import CheckedSource

_QUESTION = re.compile(r"(?<![\w/.?=&:-])[a-zđ]{1,3}\?[a-z]{1,3}(?![\w/=&?-])", re.IGNORECASE)
_INSIDE = re.compile(r"\?(?=[a-zA-Z])")
_WORDS_ENOUGH = 2  # distinct words; one may be a slip


def _damage(document: CheckedSource, rule: str) -> Iterator[Problem]:
    return (document.problem(*damage) for damage in document.damage if damage.rule == rule)


def readable(document: CheckedSource) -> Iterator[Problem]:
    """Tệp được lưu với mã UTF-8 (UTF-16 thì máy tự chuyển được)."""
    yield from document.reported("ma-hoa")


def composed(document: CheckedSource) -> Iterator[Problem]:
    """Chữ có dấu ở dạng dựng sẵn (Unicode NFC)."""
    yield from _damage(document, "nfc")


def hidden_characters(document: CheckedSource) -> Iterator[Problem]:
    """Không có ký tự ẩn, ký tự điều khiển hay ký tự đổi chiều chữ."""
    yield from _damage(document, "ky-tu-an")


def lost_characters(document: CheckedSource) -> Iterator[Problem]:
    """Không còn ký tự bị mất khi chuyển mã (� hoặc dấu hỏi giữa chữ)."""
    yield from _damage(document, "ky-tu-hong")
    asked = list(_QUESTION.finditer(document.prose)) if _INSIDE.search(document.prose) else []
    if len({m[0] for m in asked}) > _WORDS_ENOUGH:
        message = f"nhiều dấu hỏi nằm giữa chữ, như “{asked[0][0]}”; hãy so với bản gốc rồi gõ lại chữ đúng"
        yield document.at(asked[0].start(), "ky-tu-hong", message)


def legacy_encoding(document: CheckedSource) -> Iterator[Problem]:
    """Không còn chữ của bảng mã cũ (TCVN3, VNI, Windows-1258)."""
    yield from _damage(document, "bang-ma-cu")


def double_encoding(document: CheckedSource) -> Iterator[Problem]:
    """Không có chữ UTF-8 bị mã hóa hai lần."""
    yield from _damage(document, "ma-hoa-kep")
