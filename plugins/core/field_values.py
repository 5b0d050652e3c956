"""Values of the front matter: how each kind of field is read, and what is said where it cannot be."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeVar

from plugins.core.dates import parse_moment
from plugins.core.text import fold
from plugins.core.vocabulary import (
    KIND_NAMES,
    KINDS,
    STATUS_NAMES,
    STATUSES,
    ArticleKind,
    Status,
    nearest,
)

Choice = TypeVar("Choice", Status, ArticleKind)
_ID = re.compile(r"[0-9A-Za-z]+(?:[-_][0-9A-Za-z]+)*")
ID_LIMIT = 40
LIST_LIMIT = 1000  # tags, authors: each tag is a page of the site
NAME_LIMIT = 200  # characters of one tag or author; each is the title of a page
TEXT_LIMIT = 50_000  # characters of a title, a summary; the longest real lead of a corpus of 35,440 has 8,711


def _split_list(value: str) -> tuple[str, ...]:
    """Pelican's rule: semicolons where there are any, else commas."""
    return _names(value.split(";" if ";" in value else ","))


def _split_references(value: str) -> tuple[str, ...]:
    """Semicolons alone: names of laws and of those who issue them have commas."""
    return _names(value.split(";"))


def _names(parts: Sequence[str]) -> tuple[str, ...]:
    """Nothing empty, nothing twice, nothing endless."""
    if len(parts) > LIST_LIMIT:
        raise ValueError(f"có {len(parts)} mục, tối đa {LIST_LIMIT}; hãy bỏ bớt")
    names = tuple(dict.fromkeys(name for part in parts if (name := part.strip())))
    if longest := next((name for name in names if len(name) > NAME_LIMIT), ""):
        raise ValueError(f"“{longest[:60]}…” dài hơn {NAME_LIMIT} ký tự; hãy viết gọn lại")
    return names


def _read_text(value: str) -> str:
    if len(value) > TEXT_LIMIT:
        raise ValueError(
            f"dài {len(value)} ký tự, tối đa {TEXT_LIMIT}; hãy viết gọn lại hoặc đưa vào nội dung"
        )
    return value


def join_list(values: tuple[str, ...]) -> str:
    """A list as its line holds it; one name with a comma keeps a semicolon."""
    alone = len(values) == 1 and "," in values[0]
    return f"{values[0]};" if alone else "; ".join(values)


def _read_choice(value: str, words: Mapping[str, Choice], names: Mapping[Choice, str], called: str) -> Choice:
    """The one of a few values that a word stands for."""
    if chosen := words.get(" ".join(fold(value).split())):
        return chosen
    near = nearest(value, words, cutoff=0.6)
    hint = f"có phải “{names[words[near]]}”?" if near else f"hãy dùng {', '.join(names.values())}"
    raise ValueError(f"không có {called} “{value}”; {hint}")


def _read_status(value: str) -> Status:
    return _read_choice(value, STATUSES, STATUS_NAMES, "trạng thái")


def _read_kind(value: str) -> ArticleKind:
    return _read_choice(value, KINDS, KIND_NAMES, "loại bài")


def _read_id(value: str) -> str:
    if _ID.fullmatch(value) and len(value) <= ID_LIMIT:
        return value.lower()
    raise ValueError(
        f"mã “{value[:60]}” không dùng được; chỉ dùng chữ không dấu, số và gạch nối, tối đa {ID_LIMIT} ký tự"
    )


# Each is given a value without white space but single blanks.
READ = {
    "text": _read_text,
    "moment": parse_moment,
    "list": _split_list,
    "references": _split_references,
    "status": _read_status,
    "kind": _read_kind,
    "id": _read_id,
}
LISTS = ("list", "references")
