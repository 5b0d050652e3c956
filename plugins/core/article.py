"""An article of the archive, and its form on disk: the only home of the front matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from plugins.core.dates import DateError, Moment
from plugins.core.field_values import LISTS, READ, join_list
from plugins.core.front_matter import FrontMatter, FrontMatterLine, split_front_matter
from plugins.core.problems import Problem
from plugins.core.text import tidy, tidy_lines
from plugins.core.vocabulary import (
    BY_KEY,
    FIELDS,
    KIND_NAMES,
    STATUS_NAMES,
    ArticleKind,
    Field,
    Status,
    fold_key,
    nearest_field,
)


@dataclass(frozen=True, slots=True)
class Article:
    """One article as its source file holds it; `body` is Markdown, `date` is None only for pages.

    A compilation was written for the archive: its `date` is that of the event it tells of, `compiled` when it was
    written, `basis` the documents it rests on. A digest article tells a captured page in the archive's own words.
    """

    title: str
    date: Moment | None
    body: str = ""
    id: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    source: str = ""
    summary: str = ""
    original_url: str = ""
    captured: Moment | None = None
    sha256: str = ""
    status: Status = "published"
    slug: str = ""
    former: tuple[str, ...] = ()  # as written: `addresses.archived_address` reads them
    modified: Moment | None = None
    correction: str = ""
    lang: str = ""
    kind: ArticleKind = "news"
    compiled: Moment | None = None
    basis: tuple[str, ...] = ()


def _unknown_key(entry: FrontMatterLine, path: str) -> Problem:
    near = nearest_field(entry.key)
    hint = f"có phải “{near.key}”?" if near else f"các trường có thể dùng: {', '.join(f.key for f in FIELDS)}"
    return Problem(path, entry.line, "truong-la", f"không có trường “{entry.key}”; {hint}")


def _values(header: FrontMatter, path: str) -> Iterator[tuple[str, Any] | Problem]:
    """Each known, non-empty field as (attribute, value); each fault as a problem."""
    seen: dict[str, int] = {}
    for entry in header.entries:
        field = BY_KEY.get(fold_key(entry.key))
        if field is None:
            yield _unknown_key(entry, path)
        elif field.attribute in seen:
            yield Problem(
                path,
                entry.line,
                "truong-lap",
                f"“{field.key}” đã có ở dòng {seen[field.attribute]}; hãy giữ một dòng",
            )
        else:
            seen[field.attribute] = entry.line
            if value := " ".join(entry.value.split()):  # of a text that is tidied as a whole
                yield _value(field, _draft(entry.key, value), entry, path)


def _draft(key: str, value: str) -> str:
    """Hugo's and Jekyll's ``draft: true`` in our words."""
    return (
        {"true": "draft", "false": "published"}.get(value.lower(), value)
        if fold_key(key) == "draft"
        else value
    )


def _value(field: Field, value: str, entry: FrontMatterLine, path: str) -> tuple[str, Any] | Problem:
    line = entry.line
    if entry.count > 1 and field.kind not in LISTS:
        message = f"“{field.key}” chỉ nhận một giá trị, ở đây có {entry.count}; hãy giữ một"
        return Problem(path, line, "phan-dau", message)
    try:
        return field.attribute, READ[field.kind](value)
    except DateError as error:
        return Problem(path, line, "ngay", f"{field.key}: {error}")
    except ValueError as error:
        if field.kind in ("text", *LISTS):
            return Problem(path, line, "qua-muc", f"{field.key}: {error}")
        return Problem(path, line, fold_key(field.key), str(error))


def _missing(
    known: dict[str, Any], faulty: set[str], required: tuple[str, ...], path: str
) -> Iterator[Problem]:
    for field in FIELDS:
        if field.attribute in required and field.attribute not in known and field.attribute not in faulty:
            example = "24/11/2017 09:56" if field.kind == "moment" else "…"
            yield Problem(
                path,
                1,
                "thieu-truong",
                f"thiếu “{field.key}”; hãy thêm dòng “{field.key}: {example}” ở đầu tệp",
            )


def parse_article(text: str, path: str, *, dated: bool = True) -> tuple[Article | None, list[Problem]]:
    """Read one source file; `path` names it in the problems. An article is returned only without problems.

    Pages (``dated=False``) need no date. Text is made NFC; keys are read folded, with aliases.
    """
    return read_article(split_front_matter(tidy_lines(text), path), path, dated=dated)


def read_article(
    header: FrontMatter, path: str, *, dated: bool = True
) -> tuple[Article | None, list[Problem]]:
    """As `parse_article`, of a source that is cut into front matter and body already."""
    problems = list(header.problems)
    known: dict[str, Any] = {}
    for item in _values(header, path):
        if isinstance(item, Problem):
            problems.append(item)
        else:
            known[item[0]] = item[1]
    required = ("title", "date") if dated else ("title",)
    if any(problem.rule == "xung-dot" for problem in problems):
        return None, problems  # the rest follows from it
    if problems or any(attribute not in known for attribute in required):
        written = {entry.line: BY_KEY.get(fold_key(entry.key)) for entry in header.entries}
        faulty = {field.attribute for p in problems if (field := written.get(p.line))}
        problems += _missing(known, faulty, required, path)
        return None, sorted(problems)
    return Article(**{"date": None, "body": header.body, **known}), []


def _written(field: Field, value: Any) -> str:
    match field.kind:
        case "moment":
            return value.written if value else ""
        case "list":
            return join_list(value)
        case "references":
            return "; ".join(value)
        case "status":
            return "" if value == "published" else STATUS_NAMES[value]
        case "kind":
            return "" if value == "news" else KIND_NAMES[value]
        case _:
            return tidy(value)


def format_article(article: Article) -> str:
    """The canonical source text: front matter in the vocabulary's order, an empty line, the body."""
    lines = [f"{f.key}: {text}" for f in FIELDS if (text := _written(f, getattr(article, f.attribute)))]
    return "\n".join([*lines, "", article.body.strip("\n"), ""]) if article.body else "\n".join([*lines, ""])


ATTRIBUTES = tuple(f.name for f in fields(Article))
