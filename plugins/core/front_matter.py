"""Front matter of a source file as raw lines: keys, values and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from plugins.core.problems import Problem

_PAIR = re.compile(r"([^\s:][^:]{0,59}?)\s*:(?:\s+(.*)|(.*))")
_FENCE = re.compile(r"---\s*")
_FENCE_END = re.compile(r"(?:---|\.\.\.)\s*")
_QUOTED = re.compile(r"""(["'])(.*)\1""")


@dataclass(slots=True)
class FrontMatterLine:
    """One ``key: value`` of the front matter; list items of a fenced header are joined by ``; ``."""

    key: str
    value: str
    line: int


@dataclass(slots=True)
class FrontMatter:
    """The front matter and the body of one source file; `body_line` is the line on which the body begins."""

    entries: list[FrontMatterLine] = field(default_factory=list)
    body: str = ""
    body_line: int = 1
    problems: list[Problem] = field(default_factory=list)


def _unquote(value: str) -> str:
    """YAML's quotes and ``[a, b]`` lists, as other generators' front matter has them."""
    value = value.strip()
    if len(value) > 1 and value[0] == "[" and value[-1] == "]":
        return "; ".join(_unquote(item) for item in value[1:-1].split(","))
    match = _QUOTED.fullmatch(value)
    return match[2] if match else value


def _continue(entry: FrontMatterLine, line: str, fenced: bool) -> None:
    text = line.strip()
    if fenced and text.startswith("- "):
        item = _unquote(text[2:])
        entry.value = f"{entry.value}; {item}" if entry.value else item
    else:
        entry.value = f"{entry.value} {text}".strip()


def _end(lines: list[str], fenced: bool) -> int | None:
    """Index of the line that closes the front matter; a plain one ends at the first empty line."""
    if not fenced:
        return next((i for i, line in enumerate(lines) if not line.strip()), len(lines))
    return next((i for i, line in enumerate(lines[1:], 1) if _FENCE_END.fullmatch(line)), None)


def _entries(
    header: FrontMatter, lines: list[str], fenced: bool, first: int, path: str
) -> Iterator[FrontMatterLine]:
    entry: FrontMatterLine | None = None
    for number, line in enumerate(lines, first):
        if not line.strip() or (fenced and line.startswith("#")):
            continue
        if entry and (line[0] in " \t" or (fenced and line.startswith("- "))):
            _continue(entry, line, fenced)
            continue
        if found := _line(line, number, fenced):
            entry = found
            yield entry
        else:
            header.problems.append(_malformed(path, number, line))


def _line(line: str, number: int, fenced: bool) -> FrontMatterLine | None:
    """A line as key and value; None where it is none."""
    match = _PAIR.fullmatch(line.rstrip())
    if not match:
        return None
    value = (match[2] or match[3] or "").strip()
    return FrontMatterLine(match[1].strip(), _unquote(value) if fenced else value, number)


def _malformed(path: str, number: int, line: str) -> Problem:
    remedy = "hãy sửa lại, hoặc để một dòng trống giữa phần đầu và nội dung"
    message = f"dòng “{line.strip()[:60]}” không có dạng “Tên trường: giá trị”; {remedy}"
    return Problem(path, number, "phan-dau", message)


def split_front_matter(text: str, path: str) -> FrontMatter:
    """Cut a source (already tidied lines) into front matter and body.

    A plain header ends at the first empty line; one fenced by ``---`` (YAML's way) at the closing fence.
    Indented lines continue the value above them. Faults are collected in `FrontMatter.problems`.
    """
    lines = text.split("\n")
    skipped = next((i for i, line in enumerate(lines) if line.strip()), len(lines))
    lines = lines[skipped:]
    fenced = bool(lines) and bool(_FENCE.fullmatch(lines[0]))
    header = FrontMatter()
    end = _end(lines, fenced)
    if end is None:
        header.problems.append(
            Problem(
                path,
                skipped + 1,
                "phan-dau",
                "phần đầu mở bằng --- nhưng không đóng; hãy thêm một dòng --- trước nội dung",
            )
        )
        return header
    start = 1 if fenced else 0
    header.entries = list(_entries(header, lines[start:end], fenced, skipped + start + 1, path))
    after = end + 1
    while after < len(lines) and not lines[after].strip():
        after += 1
    header.body_line = skipped + after + 1
    header.body = "\n".join(lines[after:]).rstrip()
    return header
