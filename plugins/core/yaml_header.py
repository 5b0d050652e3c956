"""YAML header of other generators (Hugo, Jekyll, Decap): the subset of YAML in which front matter is written.

Scalars (plain, quoted, block), comments and lists of scalars are read as YAML reads them. What it would nest, name or
type (mappings, anchors, tags) has no place in an article and is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_KEY = re.compile(r"([^\s:#\-][^:]{0,59}?)\s*:(?:\s+(.*)|(.*))")
_BLOCK = re.compile(r"[|>](?:[+-]?\d?|\d[+-])\s*(?:#.*)?")
_COMMENT = re.compile(r"(?:^|\s)#.*")
_GLUED = re.compile(r"(?:^|\s)#\w")  # "#mộtcửa": nobody's comment
_NESTED = re.compile(r"[\w-]+:\s.*|[\w-]+:")
_TYPED = re.compile(r"\{.*|&\w+.*|\*\w+|!\S*(?:\s.*)?")
_ITEM = re.compile(r"\s*-(?:\s+(.*))?")
_QUOTED = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*(?:\s#.*)?""", re.DOTALL)
_PART = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,]*?)\s*(?:,|$)""", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_NAMED = {"n": "\n", "t": "\t", "r": " ", "0": ""}
_NULL = frozenset({"~", "null", "Null", "NULL"})


class YamlValue(NamedTuple):
    """One key with its value: the items of a list, or the one text of a scalar (`is_list` False)."""

    key: str
    items: tuple[str, ...]
    is_list: bool
    line: int


class YamlFault(NamedTuple):
    """A line that is no front matter, and why (Vietnamese; empty: it has no key)."""

    line: int
    text: str
    why: str = ""


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _NAMED.get(match[3], match[3])


def unquote(text: str) -> str:
    """The text of a quoted scalar; any other as it is."""
    if len(text) < 2 or text[0] != text[-1] or text[0] not in "\"'":
        return text
    inner = text[1:-1]
    return inner.replace("''", "'") if text[0] == "'" else _ESCAPE.sub(_unescaped, inner)


def _scalar(text: str) -> str | None:
    """The value of a scalar on its own; None where YAML would see more than text in it."""
    text = text.strip()
    if match := _QUOTED.fullmatch(text):
        return unquote(match[1])
    if _TYPED.fullmatch(text) or (text[:1] not in "\"'" and _GLUED.search(text)):
        return None
    plain = _COMMENT.sub("", text).strip()
    return "" if plain in _NULL else plain


def _flow(text: str) -> tuple[str, ...] | None:
    """The items of ``[a, "b, c"]``; None where the list is not closed."""
    body = _COMMENT.sub("", text) if text.rpartition("]")[2].strip() else text
    body = body.strip()
    if not body.endswith("]"):
        return None
    parts = (unquote(match[1].strip()) for match in _PART.finditer(body[1:-1]))
    return tuple(part for part in parts if part and part not in _NULL)


_WHY = (
    "YAML hiểu chỗ này khác chữ được viết (dấu # mở chú thích; {…}, &, *, ! có nghĩa riêng); "
    "hãy đặt giá trị trong “ngoặc kép”"
)
_DEEP = "có trường lồng trong trường; hãy viết mỗi trường một dòng, không thụt đầu dòng"


def _is_below(line: str) -> bool:
    """Whether a line belongs to the key above it."""
    return not line.strip() or line[0] in " \t" or bool(_ITEM.fullmatch(line))


def _groups(lines: list[str], first: int) -> Iterator[tuple[int, str, list[str]]]:
    """(line number, line, the lines below that belong to it) of each key."""
    at = 0
    while at < len(lines):
        end = at + 1
        while end < len(lines) and _is_below(lines[end]):
            end += 1
        if lines[at].strip() and not lines[at].lstrip().startswith("#"):
            yield first + at, lines[at].rstrip(), lines[at + 1 : end]
        at = end


def _list(items: list[str]) -> tuple[str, ...] | str:
    """The items of a block list, or why it is none."""
    found: list[str] = []
    for line in items:
        match = _ITEM.fullmatch(line)
        if match is None:
            if _NESTED.fullmatch(line.strip()):
                return _DEEP
            if found and not line.lstrip().startswith("#"):
                found[-1] = f"{found[-1]} {line.strip()}"
            continue
        text = (match[1] or "").strip()
        if text[:1] not in "\"'" and _NESTED.fullmatch(text):
            return _DEEP
        value = _scalar(text)
        if value is None:
            return _WHY
        found.append(value)
    return tuple(found)


def _value(head: str, below: list[str]) -> tuple[tuple[str, ...], bool] | str:
    """The items of one value and whether it is a list, or why it cannot be read."""
    filled = [line for line in below if line.strip()]
    if _BLOCK.fullmatch(head):
        return (" ".join(line.strip() for line in filled),), False
    whole = " ".join([head, *(line.strip() for line in filled)])
    if head.startswith("["):
        items = _flow(whole)
        return ("danh sách mở bằng [ nhưng không đóng; hãy thêm ]") if items is None else (items, True)
    if not _COMMENT.sub("", head).strip() and any(_ITEM.fullmatch(line) for line in filled):
        found = _list(filled)
        return found if isinstance(found, str) else (found, True)
    if any(_NESTED.fullmatch(line.strip()) for line in filled) and head[:1] not in ("'", '"'):
        return _DEEP
    value = _scalar(whole)
    return _WHY if value is None else ((value,), False)


def read_yaml(lines: list[str], first: int) -> Iterator[YamlValue | YamlFault]:
    """The keys and values of a header's lines, of which the first is line number `first` of its file."""
    for number, line, below in _groups(lines, first):
        match = _KEY.fullmatch(line)
        if match is None:
            yield YamlFault(number, line)
            continue
        value = _value((match[2] or match[3] or "").strip(), below)
        if isinstance(value, str):
            yield YamlFault(number, line, value)
        else:
            yield YamlValue(unquote(match[1].strip()), *value, number)
