"""The same articles as a Hugo site with the same blocks: what the build is measured against.

Hugo is no part of the project: ``HUGO=path`` names the program, else the one on the ``PATH`` is taken.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from plugins.core.addresses import article_name, slugify
from plugins.core.article import Article

SITE = Path(__file__).parent / "hugo_site"


def find_hugo() -> str | None:
    """The program to measure against: ``HUGO=…``, else the one on the ``PATH``, else None."""
    return os.environ.get("HUGO") or shutil.which("hugo")


def write_articles(articles: Iterable[Article], site: Path) -> list[Path]:
    """Write articles into a Hugo site; the paths, in order."""
    paths = []
    for article in articles:
        assert article.date is not None, article.id
        when = article.date.when
        head = {
            "title": article.title,
            "date": when.isoformat(),
            "description": article.summary,
            "tacgia": list(article.authors),
            "nguon": [article.source],
            "nam": [f"{when:%Y}"],
            "thang": [f"{when:%Y-%m}"],
            "ngay": [f"{when:%Y-%m-%d}"],
        }
        path = site / "content" / slugify(article.section) / f"{article_name(article, '')}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{json.dumps(head, ensure_ascii=False)}\n\n{article.body}\n", encoding="utf-8")
        paths.append(path)
    return paths
