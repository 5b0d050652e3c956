"""One Markdown source as the linter sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from plugins.core.article import Article, read_article
from plugins.core.front_matter import FrontMatter, split_front_matter
from plugins.core.problems import Problem
from plugins.core.sources import Source, decode_source
from plugins.core.text import tidy_lines
from plugins.core.text_damage import DamagedText, find_damage
from plugins.core.vocabulary import BY_KEY, fold_key
from plugins.lint.blocks import SourceBlock, blocks
from plugins.lint.lines import Link, find_links, mask_code


@dataclass(frozen=True)
class CheckedSource:
    """A source: its text as on disk, its front matter and article, and what reading it reported."""

    path: str
    text: str
    is_page: bool
    header: FrontMatter
    article: Article | None
    problems: tuple[Problem, ...]

    @cached_property
    def prose(self) -> str:
        """The body with code blanked out."""
        return mask_code(self.header.body)

    @cached_property
    def blocks(self) -> list[SourceBlock]:
        """The runs of lines of the body, code left out."""
        return blocks(self.prose)

    @cached_property
    def is_flat(self) -> bool:
        """Whether each block is one line, as in most articles: nothing in them can be joined."""
        body = self.header.body
        joined = 2 * body.count("\n\n") != body.count("\n") or "\n\n\n" in body
        return not joined and "\n " not in body and not body[:1].isspace()

    @cached_property
    def links(self) -> list[Link]:
        """Links and pictures of the body."""
        return find_links(self.prose)

    @cached_property
    def damage(self) -> tuple[DamagedText, ...]:
        """What is odd about the characters of the text."""
        return find_damage(self.text)

    @cached_property
    def lines(self) -> dict[str, int]:
        """Attribute of `Article` → line of its field."""
        found = ((BY_KEY.get(fold_key(entry.key)), entry.line) for entry in self.header.entries)
        return {field.attribute: line for field, line in found if field}

    @property
    def published(self) -> bool:
        """Whether readers will see it; what cannot be read yet counts, so that it is checked whole."""
        return self.article is None or self.article.status == "published"

    def line_of(self, offset: int) -> int:
        """The file's line on which an offset of the body stands."""
        return self.header.body_line + self.header.body.count("\n", 0, offset)

    def reported(self, rule: str) -> Iterator[Problem]:
        """What reading the file reported under one name."""
        return (problem for problem in self.problems if problem.rule == rule)

    def problem(self, line: int, rule: str, message: str) -> Problem:
        """A problem of this document."""
        return Problem(self.path, line, rule, message)

    def at(self, offset: int, rule: str, message: str) -> Problem:
        """A problem at an offset of the body."""
        return self.problem(self.line_of(offset), rule, message)


def make_document(
    path: str, text: str, *, is_page: bool, problems: list[Problem] | None = None
) -> CheckedSource:
    """A document of text already decoded."""
    header = split_front_matter(tidy_lines(text), path)
    article, faults = read_article(header, path, dated=not is_page)
    return CheckedSource(path, text, is_page, header, article, (*(problems or ()), *faults))


def read_document(root: Path, source: Source) -> CheckedSource | list[Problem]:
    """Read one source under `root`; only problems where it is not text."""
    text, problems = decode_source(source.path, (root / source.path).read_bytes())
    if text is None:
        return problems
    return make_document(source.path, text, is_page=source.is_page, problems=problems)


def line_of_field(path: Path, attribute: str) -> int:
    """The line on which a source file gives one of its fields."""
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    return make_document(path.name, text, is_page=True).lines.get(attribute, 1)
