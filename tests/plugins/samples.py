"""Articles for tests of single parts, without a build."""

from __future__ import annotations

from typing import Any

from plugins.core.dates import parse_moment
from plugins.site.archive import ArchivedArticle, Term
from plugins.site.reader import shorten
from plugins.site.source_record import TITLE_LIMIT, mark_of, rank_of


def article(**fields: Any) -> ArchivedArticle:
    """An article with sensible fields, any of them replaced."""
    given: dict[str, Any] = {
        "id": "26573",
        "url": "2017/11/kiem-tra-26573.html",
        "path": "bai-viet/2017/11/kiem-tra-26573.md",
        "title": "Kiểm tra",
        "date": parse_moment("24/11/2017 09:56"),
        "section": None,
        "tags": (),
        "authors": (),
        "photographers": (),
        "source": None,
        "summary": "",
        "description": "Mô tả",
        "original_url": "",
        "captured": None,
        "sha256": "",
        "modified": None,
        "correction": "",
        "lang": "",
        "words": 10,
        "links": (),
        "digest": "d:x",
    }
    given |= fields
    shown = {
        "mark": mark_of(given["url"], given["id"], given["title"], given["date"]),
        "rank": rank_of(given["date"], given["id"]),
        "short": shorten(given["title"], TITLE_LIMIT),
    }
    return ArchivedArticle(**{**shown, **given})


def author(name: str) -> Term:
    """A term for an author of this name."""
    return Term(name, "x", "author")
