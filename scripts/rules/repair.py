"""Repairs of `check --fix`: the form of a source may change, never a word of it."""

from __future__ import annotations

import contextlib
import difflib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from plugins.core.article import format_article, parse_article
from plugins.core.problems import Problem
from plugins.core.text import tidy, tidy_lines
from plugins.core.vocabulary import BY_ATTRIBUTE, BY_KEY, FIELDS, fold_key
from plugins.lint.document import CheckedSource

_COMMENT = re.compile(r"(?:^|\s)#")
_ORDER = {field.key: number for number, field in enumerate(FIELDS)}


def with_empty_fields(text: str, attributes: Iterable[str]) -> str:
    """Canonical source text with lines added for fields left empty, each in its place.

    The canonical form has no such lines; archivists keep them to be filled in later.
    """
    head, gap, body = text.partition("\n\n")
    lines = [*head.rstrip("\n").split("\n"), *(f"{BY_ATTRIBUTE[name].key}:" for name in attributes)]
    lines.sort(key=lambda line: _ORDER[line.partition(":")[0]])
    return "\n".join(lines) + (gap + body if gap else "\n")


def _empty_fields(document: CheckedSource) -> list[str]:
    entries = (e for e in document.header.entries if not tidy(e.value))
    return [field.attribute for e in entries if (field := BY_KEY.get(fold_key(e.key)))]


def _has_comments(document: CheckedSource) -> bool:
    """A fenced header may hold comments, which no field could keep."""
    head = tidy_lines(document.text).split("\n")[: document.header.body_line - 1]
    return any(line.strip() == "---" for line in head[:1]) and any(_COMMENT.search(line) for line in head)


def canonical(document: CheckedSource) -> str:
    """The text as `--fix` writes it: canonical front matter where it can be read, clean characters."""
    if document.article is None or _has_comments(document):
        return tidy_lines(document.text).rstrip() + "\n"
    return with_empty_fields(format_article(document.article), _empty_fields(document))


def shape_faults(document: CheckedSource) -> Iterator[str]:
    """What of a document's form `canonical` would change apart from characters (Vietnamese, for a list)."""
    if "\r" in document.text:
        yield "cuối dòng kiểu Windows"
    clean = tidy_lines(document.text)
    if clean.rstrip() + "\n" != clean:
        yield "khoảng trắng thừa hoặc thiếu dòng mới ở cuối tệp"
    if canonical(document).rstrip() != clean.rstrip():
        yield "phần đầu chưa theo thứ tự và tên trường chuẩn"


def canonical_form(document: CheckedSource) -> Iterator[Problem]:
    """Tệp nên ở dạng chuẩn: thứ tự và tên trường, kiểu cuối dòng, cuối tệp."""
    if faults := "; ".join(shape_faults(document)):
        yield document.problem(1, "dang-chuan", f"{faults}; hãy chạy make check FIX=1 để sửa tự động")


def repaired(document: CheckedSource) -> str | None:
    """The mended text, None where nothing is to be mended or the result would not be the same article."""
    text = canonical(document)
    again, _ = parse_article(text, document.path, dated=not document.is_page)
    return text if again == document.article else None


def difference(path: str, before: str, after: str) -> str:
    """Unified diff of two texts, with line ends left out of the comparison."""
    old = before.replace("\r\n", "\n").replace("\r", "\n").splitlines()
    lines = difflib.unified_diff(old, after.splitlines(), path, path, lineterm="")
    return "\n".join(lines)


def write_atomically(path: Path, text: str) -> None:
    """Replace a file's content in one step: a run that is cut off leaves the old file whole."""
    handle, name = tempfile.mkstemp(prefix=f".{path.stem[:40]}", suffix="~", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, path.stat().st_mode & 0o777)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)
        raise
