"""Rules of blocks: lists, tables and paragraphs that Markdown would join, cut or show as code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.core.problems import Problem
from plugins.lint.blocks import (
    BULLET,
    DASH,
    NUMBER,
    TIGHT,
    SourceBlock,
    cells,
    is_heading,
    is_item,
    is_marked,
    is_rule_of_table,
)
from plugins.lint.document import CheckedSource

BROKEN_OFF = re.compile(r"(?: {2,}|<br ?/?>)\s*$", re.IGNORECASE)  # a line after which Markdown breaks
_PASTED_MARKS = ("\t", "\uf0b7", "\uf0a7", "\uf0d8")
_PASTED = re.compile(r"[•●○▪■◦‣·§] *\t|[\uf0b7\uf0a7\uf0d8]")
SETEXT = re.compile(r" {0,3}(?:-{2,}|={2,})\s*")
SENTENCE = re.compile(r"[.,;:!?…”]\s*$")
_LONG = 60  # characters; a heading underlined by hand is shorter
_HASHTAG = re.compile(r"#(?!#)(?=[^\s#])(?:[a-zà-ỹđ]|\w+.*\s#\w)")
_INDENTED_HEADING = re.compile(r" {1,3}#{1,6} \S")
_PIPED = re.compile(r"\s*\|.*\|\s*")


def _kind(line: str) -> str:
    """``ul`` or ``ol``, as Python-Markdown sees a list item."""
    return "ol" if re.match(r"[ \t]*\d", line) else "ul"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_chance(block: SourceBlock, line: str) -> bool:
    """Whether a line of a paragraph begins with a number only because it was broken there."""
    match = NUMBER.match(line)
    if not match or match[1] == "1" or match[2] == "a" or "\t" in match[0]:
        return False
    return sum(bool(NUMBER.match(other)) for other in block.lines) < 2


def is_text(block: SourceBlock) -> bool:
    """Whether a block is written in Markdown's own marks: no raw HTML, no table."""
    return not block.lines[0].lstrip().startswith("<") and not any(map(is_rule_of_table, block.lines))


def _joined(block: SourceBlock) -> Iterator[tuple[int, str]]:
    """(number, line) of the lines of a block that begin like items of a list and are none."""
    begun = block.lines[0] if is_item(block.lines[0]) else ""
    for number, line in enumerate(block.lines[1:], 1):
        if not is_marked(line) or BROKEN_OFF.search(block.lines[number - 1]) or _is_chance(block, line):
            if is_heading(line):
                begun = ""
            continue
        if is_heading(block.lines[number - 1]) and is_item(line):
            begun = line  # Python-Markdown begins anew below a heading
        elif not begun or not is_item(line) or (_kind(line) != _kind(begun) and _indent(line) < 4):
            yield number, line


def list_apart(document: CheckedSource) -> Iterator[Problem]:
    """Danh sách cách đoạn trên một dòng trống, mỗi mục bắt đầu bằng “- ” hoặc “1. ”."""
    if document.is_flat and not any(mark in document.header.body for mark in _PASTED_MARKS):
        return
    for block in filter(is_text, document.blocks):
        pasted = [0] if (match := BULLET.match(block.lines[0])) and _PASTED.match(match[1]) else []
        pasted += [0] if len(block.lines) > 1 and all(map(TIGHT.match, block.lines)) else []
        found = next(iter([*pasted, *(number for number, _ in _joined(block))]), None)
        if found is not None:
            yield document.at(block.offset(found), "danh-sach", _list_message(block.lines[found]))


def _list_message(line: str) -> str:
    shown = " ".join(line.split())[:40]
    if match := BULLET.match(line):
        return (
            f"dòng “{shown}” sẽ dính vào dòng trên; hãy viết “- ” thay cho “{match[1].strip()}” và để "
            "một dòng trống trước danh sách"
        )
    if TIGHT.match(line):
        return f"mục “{shown}” thiếu dấu cách sau dấu đầu dòng; hãy viết “- mục” hoặc “1. mục”"
    if is_item(line):
        return f"mục “{shown}” sẽ dính vào dòng trên; hãy để một dòng trống trước danh sách"
    mark = "1. " if not DASH.match(line) else "- "
    return (
        f"dòng “{shown}” sẽ dính vào dòng trên; hãy bắt đầu mỗi mục bằng “{mark}”, và để một dòng trống "
        "trước danh sách"
    )


def nested_deep_enough(document: CheckedSource) -> Iterator[Problem]:
    """Mục con của danh sách thụt vào bốn dấu cách."""
    for block in () if document.is_flat else document.blocks:
        if not is_item(block.lines[0]):
            continue
        outer = _indent(block.lines[0])
        for number, line in enumerate(block.lines[1:], 1):
            if is_item(line) and outer < _indent(line) < outer + 4 and "\t" not in line[: _indent(line) + 1]:
                message = (
                    f"mục con “{line.strip()[:40]}” sẽ hiện ngang hàng với mục trên; hãy thụt vào bốn "
                    "dấu cách"
                )
                yield document.at(block.offset(number), "muc-con", message)
                break


def _table_faults(block: SourceBlock) -> Iterator[tuple[int, str]]:
    """(line of the block, fault and remedy) of what Markdown would not show as the table that was meant."""
    rule = next((n for n, line in enumerate(block.lines) if n and is_rule_of_table(line)), None)
    if rule is None:
        if _PIPED.fullmatch(block.lines[0]):
            yield 0, _orphan(block)
        return
    width = cells(block.lines[rule - 1])
    if rule > 1:
        yield rule - 1, "bảng sẽ dính vào đoạn trên; hãy để một dòng trống trước bảng"
    if cells(block.lines[rule]) != width:
        yield (
            rule,
            f"dòng kẻ có {cells(block.lines[rule])} ô, đầu bảng có {width}; hãy viết “| --- ” cho mỗi cột",
        )
    for number, line in enumerate(block.lines[rule + 1 :], rule + 1):
        if "|" not in line:
            yield number, "dòng này sẽ thành một hàng của bảng; hãy để một dòng trống sau bảng"
            return
        if cells(line) > width:
            yield (
                number,
                f"hàng có {cells(line)} ô, đầu bảng có {width}: ô thừa sẽ mất; "
                "hãy sửa số ô, dấu | trong chữ viết là \\|",
            )


def _orphan(block: SourceBlock) -> str:
    if len(block.lines) > 1:
        return "bảng thiếu dòng kẻ; hãy thêm “| --- | --- |” dưới dòng đầu của bảng"
    return "hàng của bảng đứng riêng; hãy bỏ dòng trống giữa các hàng, và viết “| --- | --- |” dưới dòng đầu"


def table_whole(document: CheckedSource) -> Iterator[Problem]:
    """Bảng cách đoạn khác một dòng trống, có dòng kẻ dưới dòng đầu, mỗi hàng đủ ô."""
    if "|" not in document.prose:
        return
    for block in document.blocks:
        if not block.lines[0].lstrip().startswith("<"):
            for number, message in _table_faults(block):
                yield document.at(block.offset(number), "bang", message)


def heading_meant(document: CheckedSource) -> Iterator[Problem]:
    """Tiêu đề phần viết “## Tên phần”; dòng kẻ --- và thẻ #… không biến đoạn văn thành tiêu đề."""
    if document.is_flat and "#" not in document.header.body:
        return
    for block in filter(is_text, document.blocks):
        for number, line in enumerate(block.lines):
            before = block.lines[number - 1] if number else ""
            if (
                number
                and SETEXT.fullmatch(line)
                and (number > 1 or len(before) > _LONG or SENTENCE.search(before))
            ):
                mark = line.strip()[:3]
                message = (
                    f"dòng {mark} ngay dưới đoạn văn biến đoạn ấy thành tiêu đề; hãy để một dòng trống "
                    f"trước {mark}"
                )
                yield document.at(block.offset(number), "tieu-de-phan", message)
            elif _INDENTED_HEADING.match(line):
                message = "tiêu đề phần thụt vào sẽ hiện nguyên dấu #; hãy xóa dấu cách ở đầu dòng"
                yield document.at(block.offset(number), "tieu-de-phan", message)
            elif _HASHTAG.match(line):
                message = (
                    "dòng bắt đầu bằng # sẽ thành tiêu đề phần; thẻ thì ghi ở dòng “Thẻ”, tiêu đề phần "
                    "thì viết “## Tên phần”"
                )
                yield document.at(block.offset(number), "tieu-de-phan", message)
