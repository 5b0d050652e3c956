"""The whole archive as the rules that compare files see it: small facts of every source, no texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from plugins.core.addresses import former_addresses
from plugins.core.article import Article
from plugins.core.dates import parse_moment
from plugins.core.duplicates import find_duplicates, named, source_address
from plugins.core.problems import Problem
from plugins.core.sections import Section
from plugins.core.sources import Source
from plugins.lint.document import CheckedSource
from plugins.lint.pictures import PictureFile, is_photograph, look_at
from plugins.system.content_tree import Tree
from scripts.rules.acronym_detection import expanded_acronyms, used_acronyms

FIELDS_KEPT = ("title", "id", "slug", "section", "source", "status", "former")


class SourceFacts(NamedTuple):
    """What is remembered of one source: findings as (line, rule, message), and what others are compared with.

    Independent of the file's path, so that it is keyed by content; JSON holds it as a list in this order.
    """

    findings: list[tuple[int, str, str]]
    fields: dict[str, Any]
    lines: dict[str, int]
    links: list[tuple[int, str, bool]]
    acronyms: dict[str, int]
    expanded: list[str]


def _fields(article: Article) -> dict[str, Any]:
    values = {name: getattr(article, name) for name in FIELDS_KEPT}
    return {
        **{name: value for name, value in values.items() if value},
        "date": article.date.written if article.date else "",
        "tags": list(article.tags),
        "authors": list(article.authors),
    }


def facts_of(document: CheckedSource, findings: list[Problem]) -> SourceFacts:
    """The facts of one document and of what its own rules found."""
    return SourceFacts(
        findings=[(p.line, p.rule, p.message) for p in findings],
        fields=_fields(document.article) if document.article else {},
        lines=document.lines,
        links=[(document.line_of(k.at), k.target, k.picture) for k in document.links if k.target],
        acronyms=used_acronyms(document) if document.published else {},
        expanded=expanded_acronyms(document),
    )


@dataclass(frozen=True)
class CheckedArchive:
    """Every source's facts by path, the files beside them, the declared sections (None: none), the time."""

    tree: Tree
    facts: dict[str, SourceFacts]
    sections: list[Section] | None
    section_problems: list[Problem]
    synonym_problems: list[Problem]
    acronym_problems: list[Problem]
    now: datetime

    @cached_property
    def articles(self) -> list[tuple[Source, Article]]:
        """Every source that could be read, with the fields that make its address."""
        known = ((source, self.facts[source.path].fields) for source in self.tree.sources)
        return [(source, _light(fields)) for source, fields in known if fields]

    @cached_property
    def by_path(self) -> dict[str, Article]:
        """Path of a source → its article."""
        return {source.path: article for source, article in self.articles}

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Address on the site → path of the source published there, former addresses too."""
        former = {
            url: source.path
            for source, article in self.articles
            for url in former_addresses(source.path, article)
        }
        now = {source_address(source, article): source.path for source, article in self.articles}
        return former | now

    @cached_property
    def pictures(self) -> dict[str, PictureFile]:
        """Path of a picture → what can be said of its file, looked at once."""
        return {path: look_at(self.tree.root / path) for path in self.tree.static if is_photograph(path)}

    @cached_property
    def ids(self) -> dict[str, str]:
        """Id → path of the source that has it."""
        return {article.id: source.path for source, article in self.articles if article.id}

    @cached_property
    def duplicates(self) -> list[Problem]:
        """Twin ids and addresses."""
        return list(find_duplicates(named(source, article) for source, article in self.articles))

    def is_public(self, path: str) -> bool:
        """Whether a source is on the site today, if only to say that it was withdrawn."""
        article = self.by_path.get(path)
        if article is None or article.status not in ("published", "withdrawn"):
            return False
        return article.status == "withdrawn" or article.date is None or article.date.when <= self.now

    def reported(self, rule: str) -> Iterator[Problem]:
        """What listing the files reported under one name."""
        return (problem for problem in self.tree.problems if problem.rule == rule)


def _light(fields: dict[str, Any]) -> Article:
    kept = {name: fields[name] for name in FIELDS_KEPT if name in fields}
    return Article(**kept, date=parse_moment(fields["date"]) if fields["date"] else None)
