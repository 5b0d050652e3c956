"""Front matter of a source file as raw lines: keys, values and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile

from plugins.core.problems import Problem
from plugins.core.vocabulary import BY_KEY, fold_key
from plugins.core.yaml_header import YamlFault, read_yaml

_PAIR = re.compile(r"([^\s:][^:]{0,59}?)\s*:(?:\s+(.*)|(.*))")
_FENCE = re.compile(r"---\s*")
_FENCE_END = re.compile(r"(?:---|\.\.\.)\s*")
_TOML = re.compile(r"\+\+\+\s*")
_BLOCK_SCALAR = re.compile(r"[|>][+-]?")
_YAML = "“|” và “>” là cách viết của YAML; hãy viết cả giá trị trên một dòng"
_INDENTED = "trường bị thụt đầu dòng nên dính vào dòng trên; hãy xóa dấu cách hoặc tab ở đầu dòng"
_NEVER_TEXT = frozenset({"title", "date", "id", "status", "section", "tags", "slug", "sha256"})
_CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: .*)?$|^={7}$", re.MULTILINE)


@dataclass(slots=True)
class FrontMatterLine:
    """One ``key: value`` of the front matter; the items of a list are joined by ``; ``, and `count` is their number."""

    key: str
    value: str
    line: int
    count: int = 1


@dataclass(slots=True)
class FrontMatter:
    """The front matter and the body of one source file; `body_line` is the line on which the body begins."""

    entries: list[FrontMatterLine] = field(default_factory=list)
    body: str = ""
    body_line: int = 1
    problems: list[Problem] = field(default_factory=list)


def _joined(items: tuple[str, ...]) -> str:
    """A list as a line of our own front matter has it."""
    if len(items) == 1 and "," in items[0]:
        return f"{items[0]};"
    return "; ".join(items)


def _fenced_entries(
    header: FrontMatter, lines: list[str], first: int, path: str
) -> Iterator[FrontMatterLine]:
    for found in read_yaml(lines, first):
        if isinstance(found, YamlFault):
            header.problems.append(_malformed(path, *found))
            continue
        value = _joined(found.items) if found.is_list else found.items[0]
        yield FrontMatterLine(found.key, value, found.line, len(found.items) if found.is_list else 1)


def _continue(entry: FrontMatterLine, text: str) -> None:
    if not text.startswith("- "):
        entry.value = f"{entry.value} {text}".strip()
        return
    item = text[2:].strip()
    entry.count += bool(entry.value)
    entry.value = f"{entry.value}; {item}" if entry.value else item


def _is_field(text: str) -> bool:
    """Whether a line gives one of the archive's fields."""
    match = _PAIR.fullmatch(text) if ":" in text[:61] else None
    return bool(match and fold_key(match[1]) in BY_KEY)


def _entries(header: FrontMatter, lines: list[str], first: int, path: str) -> Iterator[FrontMatterLine]:
    entry: FrontMatterLine | None = None
    for number, line in enumerate(lines, first):
        text = line.strip()
        if entry and line[:1] in (" ", "\t") and not _is_field(text):
            if _BLOCK_SCALAR.fullmatch(entry.value):
                header.problems.append(_malformed(path, entry.line, f"{entry.key}: {entry.value}", _YAML))
            _continue(entry, text)
            continue
        match = _PAIR.fullmatch(line.rstrip())
        if match is None:
            header.problems.append(_malformed(path, number, line, _INDENTED if _is_field(text) else ""))
        else:
            entry = FrontMatterLine(match[1].strip(), (match[2] or match[3] or "").strip(), number)
            yield entry


def _malformed(path: str, number: int, line: str, why: str = "") -> Problem:
    if why:
        return Problem(path, number, "phan-dau", f"dòng “{line.strip()[:60]}”: {why}")
    remedy = "hãy sửa lại, hoặc để một dòng trống giữa phần đầu và nội dung"
    message = f"dòng “{line.strip()[:60]}” không có dạng “Tên trường: giá trị”; {remedy}"
    return Problem(path, number, "phan-dau", message)


def _end(lines: list[str], *, fenced: bool) -> int | None:
    """Index of the line that closes the front matter; a plain one ends at the first empty line."""
    if not fenced:
        return next((i for i, line in enumerate(lines) if not line.strip()), len(lines))
    return next((i for i, line in enumerate(lines[1:], 1) if _FENCE_END.fullmatch(line)), None)


def merge_conflict(text: str, path: str) -> Problem | None:
    """The problem of a source in which git left two versions side by side."""
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return None
    marks = list(_CONFLICT.finditer(text))
    if not any(match[0][0] in "<>" for match in marks):
        return None
    line = text.count("\n", 0, marks[0].start()) + 1
    message = (
        "còn dấu vết xung đột của git (<<<<<<<, =======, >>>>>>>): hai người sửa cùng một chỗ; "
        "hãy giữ lại đoạn đúng rồi xóa các dòng có dấu ấy"
    )
    return Problem(path, line, "xung-dot", message)


def _separated(header: FrontMatter, path: str) -> Iterator[Problem]:
    """Fields below the first empty line: they would be published as text.

    One line alone may be text that begins so ("Nguồn: …", "Ảnh: …"), unless it gives what no text says.
    """
    top = list(takewhile(_is_field, header.body.split("\n", 8)[:8]))
    keys = [line.partition(":")[0].strip() for line in top]
    if len(keys) > 1 or any(BY_KEY[fold_key(key)].attribute in _NEVER_TEXT for key in keys):
        for number, key in enumerate(keys, header.body_line):
            message = f"“{key}” nằm dưới một dòng trống nên thành nội dung; hãy xóa dòng trống ở phía trên nó"
            yield Problem(path, number, "phan-dau", message)


def _unclosed(path: str, line: int, mark: str) -> Problem:
    if mark == "+++":
        message = "phần đầu kiểu TOML (+++) không đọc được; hãy bỏ các dòng +++ và viết “Tên trường: giá trị”"
    else:
        message = "phần đầu mở bằng --- nhưng không đóng; hãy thêm một dòng --- trước nội dung"
    return Problem(path, line, "phan-dau", message)


def split_front_matter(text: str, path: str) -> FrontMatter:
    """Cut a source (already tidied lines) into front matter and body.

    A plain header ends at the first empty line; one fenced by ``---`` (YAML's way) at the closing fence.
    Indented lines continue the value above them. Faults are collected in `FrontMatter.problems`.
    """
    header = FrontMatter()
    if conflict := merge_conflict(text, path):
        header.problems.append(conflict)
    lines = text.split("\n")
    skipped = next((i for i, line in enumerate(lines) if line.strip()), len(lines))
    lines = lines[skipped:]
    fenced = bool(lines) and bool(_FENCE.fullmatch(lines[0]))
    end = _end(lines, fenced=fenced)
    if end is None or (lines and _TOML.fullmatch(lines[0])):
        header.problems.append(_unclosed(path, skipped + 1, lines[0].strip()))
        return header
    after = end + 1
    while after < len(lines) and not lines[after].strip():
        after += 1
    header.body_line = skipped + after + 1
    header.body = "\n".join(lines[after:]).rstrip()
    if conflict:
        return header  # what stands between its marks says nothing of the rest
    read = _fenced_entries if fenced else _entries
    first = 1 if fenced else 0
    header.entries = list(read(header, lines[first:end], skipped + first + 1, path))
    if not fenced and header.entries:
        header.problems += _separated(header, path)
    return header
