"""Articles for tests of single parts, without a build."""

from __future__ import annotations

from typing import Any

from plugins.core.article import ATTRIBUTES, Article
from plugins.core.dates import parse_moment
from plugins.core.sources import Source
from plugins.site.archive import ArchivedArticle, Term
from plugins.site.reader import Reading
from plugins.site.source_record import make_record
from plugins.site.views import ArticleView

_TERMS = ("section", "tags", "authors", "source")


def article(**given: Any) -> ArchivedArticle:
    """An article with sensible fields, any of them replaced: of its front matter, its terms, its record."""
    terms = {name: given.pop(name, None if name in ("section", "source") else ()) for name in _TERMS}
    said = {"title": "Kiểm tra", "date": parse_moment("24/11/2017 09:56"), "id": "26573"}
    said |= {name: given.pop(name) for name in [*given] if name in ATTRIBUTES}
    source = Source("bai-viet/2017/11/kiem-tra-26573.md", "d", is_page=False)
    record = make_record(source, Reading(Article(**said), given.pop("excerpt", "Mô tả"), ()))
    return ArchivedArticle(record._replace(**given), **terms)


def view(**given: Any) -> ArticleView:
    """The same on its own page."""
    return article(**given).view


def author(name: str) -> Term:
    """A term for an author of this name."""
    return Term(name, "x", "author")
