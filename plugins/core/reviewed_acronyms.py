"""Reviewed acronyms of the archive's glossary, declared in ``content/viet-tat.toml``."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from plugins.core.common_acronyms import common_acronyms
from plugins.core.problems import Problem
from plugins.core.text import tidy

ACRONYMS_FILE = "viet-tat.toml"
_FORM = 'mỗi mục cần chu = "…" và nghia = "…" (và có thể có ghi-chu = "…")'


@dataclass(frozen=True, slots=True)
class ReviewedAcronym:
    """An acronym with its full name, and what there is to say of it."""

    acronym: str
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReviewedAcronyms:
    """What people reviewed: acronyms that the glossary always has, and those it leaves out."""

    entries: tuple[ReviewedAcronym, ...] = ()
    left_out: frozenset[str] = frozenset()


def _problem(line: int, message: str) -> Problem:
    return Problem(ACRONYMS_FILE, line, "bang-viet-tat", message)


def read_reviewed_acronyms(content: Path) -> tuple[ReviewedAcronyms, list[Problem]]:
    """The reviewed acronyms, and what is wrong with the file; an archive may have none."""
    path = content / ACRONYMS_FILE
    if not path.is_file():
        return ReviewedAcronyms(), []
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        found = re.search(r"line (\d+)", str(error))
        return ReviewedAcronyms(), [
            _problem(int(found[1]) if found else 0, f"không đọc được: {error}; hãy sửa theo mẫu [[viet-tat]]")
        ]
    if set(data) - {"viet-tat", "bo-qua"}:
        return ReviewedAcronyms(), [_problem(0, "chỉ nhận các bảng [[viet-tat]] và danh sách bo-qua")]
    entries = [_entry(table) for table in data.get("viet-tat", [])]
    problems = [_problem(0, f"mục thứ {n}: {_FORM}") for n, entry in enumerate(entries, 1) if entry is None]
    left_out = frozenset(str(one) for one in data.get("bo-qua", []))
    return ReviewedAcronyms(tuple([entry for entry in entries if entry]), left_out), problems


def _entry(table: object) -> ReviewedAcronym | None:
    if not isinstance(table, dict) or set(table) - {"chu", "nghia", "ghi-chu"}:
        return None
    values = [table.get(key, "") for key in ("chu", "nghia", "ghi-chu")]
    if not all(isinstance(value, str) for value in values) or not values[0] or not values[1]:
        return None
    return ReviewedAcronym(*[tidy(value) for value in values])


def unambiguous_acronyms(content: Path) -> dict[str, str]:
    """Acronym → full name, of the common ones and those that the archive reviewed; none that means several things.

    What the archive says of an acronym replaces what is common, and what it leaves out is none.
    """
    reviewed, _ = read_reviewed_acronyms(content)  # what is wrong with it is said elsewhere
    own = {one.acronym for one in reviewed.entries}
    names: dict[str, set[str]] = defaultdict(set)
    for acronym, name in common_acronyms():
        if acronym not in own and acronym not in reviewed.left_out:
            names[acronym].add(name)
    for one in reviewed.entries:
        names[one.acronym].add(one.name)
    return {acronym: name for acronym, (name, *more) in names.items() if not more}
