"""Rules of paragraphs: lines that Markdown would join, indents that it would show as code, two articles in one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from plugins.core.problems import Problem
from plugins.core.vocabulary import BY_KEY, fold_key
from plugins.lint.blocks import is_heading, is_marked
from plugins.lint.document import CheckedSource
from plugins.lint.structure import BROKEN_OFF, SENTENCE, SETEXT, is_text

_WORDS = re.compile(r"[^\W\d_]+(?:[\s,.;:–“”\"]+[^\W\d_]+){3}")
_INDENT = re.compile(r"(?: {2}|\t)")
_SHORT = 60  # characters; text that somebody has wrapped by hand has longer lines
_WHOLE = 130  # characters; a longer line is a paragraph, whatever follows
_PICTURE_LINE = re.compile(r"[ \t]*!\[[^\]]*\]\([^)]*\)[ \t]*")


def _indented(document: CheckedSource) -> Iterator[tuple[int, str]]:
    """(line number of the body, text) of each run of lines that Markdown shows as code for their indentation."""
    run: list[str] = []
    begun = 0
    pairs = zip(document.header.body.split("\n"), document.prose.split("\n"), strict=True)
    for number, (line, seen) in enumerate(pairs):
        if line.strip() and not seen.strip() and line[:1] in (" ", "\t"):
            begun = begun if run else number
            run.append(line)
        elif run and line.strip():
            yield begun, "\n".join(run)
            run = []
    if run:
        yield begun, "\n".join(run)


def paragraph_not_indented(document: CheckedSource) -> Iterator[Problem]:
    """Đoạn văn bắt đầu ở đầu dòng, không thụt vào bằng dấu cách hay tab."""
    rule = "thut-dau-dong"
    if not any(mark in f"\n{document.header.body}" for mark in ("\n  ", "\n\t")):
        return
    for number, text in _indented(document):
        if _WORDS.search(text) and not text.isascii():
            message = "đoạn văn thụt vào bốn dấu cách sẽ hiện như mã máy tính; hãy xóa dấu cách ở đầu dòng"
            yield document.problem(document.header.body_line + number, rule, message)
    for block in filter(is_text, document.blocks):
        for number, line in enumerate(block.lines[1:], 1):
            if is_marked(block.lines[0]) or is_marked(line) or BROKEN_OFF.search(block.lines[number - 1]):
                continue
            if _INDENT.match(line) and line[:1].isspace():
                message = (
                    "dòng thụt vào không thành đoạn mới mà dính vào dòng trên; hãy để một dòng trống "
                    "giữa hai đoạn"
                )
                yield document.at(block.offset(number), rule, message)
                break


def _is_meant_apart(line: str, following: str) -> bool:
    """Whether two lines of a paragraph were meant to be two: the first is short or a whole paragraph."""
    if BROKEN_OFF.search(line) or not following.lstrip(' *_“"(')[:1].isupper() or is_marked(following):
        return False
    return len(line) < _SHORT or (len(line) > _WHOLE and bool(SENTENCE.search(line)))


def lines_apart(document: CheckedSource) -> Iterator[Problem]:
    """Mỗi đoạn cách đoạn trên một dòng trống; xuống dòng trong một đoạn thì gõ `<br>` ở cuối dòng."""
    for block in () if document.is_flat else filter(is_text, document.blocks):
        first = block.lines[0]
        if is_marked(first) or first.startswith((">", "|")) or any(map(SETEXT.fullmatch, block.lines)):
            continue
        for number, (line, following) in enumerate(pairwise(block.lines), 1):
            if _PICTURE_LINE.fullmatch(line) or _PICTURE_LINE.fullmatch(following):
                message = "ảnh dính vào chữ thì không có chú thích; hãy để một dòng trống trên và dưới ảnh"
                yield document.at(block.offset(number), "dong-dinh", message)
                break
            if not is_heading(line) and not is_heading(following) and _is_meant_apart(line, following):
                shown = " ".join(following.split())[:40]
                message = (
                    f"dòng “{shown}” sẽ dính vào dòng trên; hãy để một dòng trống, hoặc gõ <br> ở cuối "
                    "dòng trên"
                )
                yield document.at(block.offset(number), "dong-dinh", message)
                break


def one_article(document: CheckedSource) -> Iterator[Problem]:
    """Mỗi tệp chỉ có một bài."""
    for block in () if document.is_flat else document.blocks:
        keys = [BY_KEY.get(fold_key(line.partition(":")[0])) for line in block.lines if ":" in line[:61]]
        named = {field.attribute for field in keys if field}
        if {"title", "date"} <= named:
            message = "giữa bài lại có phần đầu của một bài khác; hãy tách thành hai tệp"
            yield document.at(block.at, "hai-bai", message)
