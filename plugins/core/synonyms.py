"""Synonym groups (query expansion) that archivists review, declared in ``content/dong-nghia.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from plugins.core.problems import Problem
from plugins.core.reviewed_acronyms import ACRONYMS_FILE
from plugins.core.sections import SECTIONS_FILE
from plugins.core.text import tidy, tone_key

SYNONYMS_FILE = "dong-nghia.toml"
DATA_FILES = frozenset((SECTIONS_FILE, SYNONYMS_FILE, ACRONYMS_FILE))
"""Files at the top of a content folder that are neither articles nor copied into the site."""
_WORDS = re.compile(r"[^\W_]+")


def _problem(line: int, message: str) -> Problem:
    return Problem(SYNONYMS_FILE, line, "dong-nghia", message)


def _tables(text: str) -> list[object] | Problem:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        return _problem(int(found[1]) if found else 0, f"không đọc được: {error}; hãy sửa theo mẫu [[nhom]]")
    tables = data.get("nhom", [])
    if set(data) - {"nhom"} or not isinstance(tables, list):
        return _problem(0, "chỉ nhận các bảng [[nhom]]; hãy bỏ những khóa khác")
    return tables


def _group(table: object) -> tuple[str, ...] | None:
    spellings = table.get("cach-viet") if isinstance(table, dict) and set(table) == {"cach-viet"} else None
    if not isinstance(spellings, list) or not all(isinstance(s, str) and _WORDS.search(s) for s in spellings):
        return None
    return tuple(tidy(spelling) for spelling in spellings)


def _faults(group: tuple[str, ...], known: set[str]) -> Iterator[str]:
    keys = [tone_key(spelling) for spelling in group]
    if len(group) < 2:
        yield "một nhóm cần ít nhất hai cách viết; hãy thêm hoặc bỏ nhóm"
    for spelling, key in zip(group, keys, strict=True):
        if key in known or keys.count(key) > 1:
            yield f"“{spelling}” có hai lần; hãy giữ một, hoặc gộp hai nhóm làm một"
            return


def read_synonyms(content: Path) -> tuple[list[tuple[str, ...]], list[Problem]]:
    """The groups, each of two spellings or more, and what is wrong with the file; an archive may have none."""
    path = content / SYNONYMS_FILE
    if not path.is_file():
        return [], []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return [], [_problem(0, "không phải UTF-8; hãy lưu lại tệp bằng mã UTF-8")]
    tables = _tables(text)
    if isinstance(tables, Problem):
        return [], [tables]
    lines = [
        number for number, line in enumerate(text.split("\n"), 1) if line.lstrip().startswith("[[nhom]]")
    ]
    groups, problems, known = list[tuple[str, ...]](), list[Problem](), set[str]()
    for line, table in zip([*lines, *[0] * len(tables)], tables, strict=False):
        group = _group(table)
        faults = (
            ['nhóm này cần đúng một dòng: cach-viet = ["…", "…"]'] if group is None else _faults(group, known)
        )
        found = [_problem(line, fault) for fault in faults]
        problems += found
        if group and not found:
            groups.append(group)
        known.update(map(tone_key, group or ()))
    return groups, problems
