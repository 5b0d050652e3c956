"""The sections of the archive, declared in ``content/chuyen-muc.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from plugins.core.addresses import slugify
from plugins.core.problems import Problem
from plugins.core.text import tidy, tone_key
from plugins.core.vocabulary import nearest

SECTIONS_FILE = "chuyen-muc.toml"
_KEYS = {"ten", "duong-dan", "mo-ta"}


@dataclass(frozen=True, slots=True)
class Section:
    """One declared section: its name, the slug of its address, and a sentence about it."""

    name: str
    slug: str
    description: str


def unknown_section(name: str, declared: Iterable[str]) -> str:
    """What to say (Vietnamese) of a section that is not declared: the one that was meant, else all there are."""
    names = list(declared)
    near = nearest(name, names)
    remedy = f"hãy viết “{near}”" if near else f"hãy dùng một trong: {', '.join(names)}"
    return f"không có chuyên mục “{name}”; {remedy}"


def _read(path: Path) -> list[object] | Problem:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return Problem(
            SECTIONS_FILE, 0, "chuyen-muc", f"không đọc được: {error}; hãy sửa theo mẫu [[chuyen-muc]]"
        )
    tables = data.get("chuyen-muc", [])
    if set(data) - {"chuyen-muc"} or not isinstance(tables, list):
        return Problem(
            SECTIONS_FILE, 0, "chuyen-muc", "chỉ nhận các bảng [[chuyen-muc]]; hãy bỏ những khóa khác"
        )
    return tables


def _section(number: int, table: object) -> Section | Problem:
    if (
        not isinstance(table, dict)
        or not set(table) <= _KEYS
        or not all(isinstance(v, str) for v in table.values())
        or not tidy(table.get("ten", ""))
    ):
        return Problem(
            SECTIONS_FILE, 0, "chuyen-muc", f"bảng thứ {number}: cần “ten”, có thể thêm “duong-dan”, “mo-ta”"
        )
    name = tidy(table["ten"])
    return Section(name, slugify(table.get("duong-dan") or name), tidy(table.get("mo-ta", "")))


def read_sections(content: Path) -> tuple[list[Section] | None, list[Problem]]:
    """Declared sections in their order, None where the archive has no such file, and what is wrong with it."""
    if not (content / SECTIONS_FILE).is_file():
        return None, []
    tables = _read(content / SECTIONS_FILE)
    if isinstance(tables, Problem):
        return [], [tables]
    sections: list[Section] = []
    problems: list[Problem] = []
    for number, table in enumerate(tables, 1):
        section = _section(number, table)
        if isinstance(section, Problem):
            problems.append(section)
        elif any(tone_key(s.name) == tone_key(section.name) or s.slug == section.slug for s in sections):
            problems.append(
                Problem(
                    SECTIONS_FILE,
                    0,
                    "chuyen-muc",
                    f"chuyên mục “{section.name}” khai báo hai lần; hãy giữ một",
                )
            )
        else:
            sections.append(section)
    return sections, problems
