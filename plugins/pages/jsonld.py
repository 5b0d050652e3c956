"""JSON-LD: structured data (schema.org) for search engines."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from plugins.site.views import ArticleView

# Inside <script> a text must not open a tag or a comment; U+2028/9 end a line in old JavaScript.
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def to_script(data: object) -> Markup:
    """JSON that can stand inside ``<script type="application/ld+json">``."""
    text = _encode(data)
    for (
        char,
        escaped,
    ) in _ESCAPES.items():  # `str.translate` looks up every character
        text = text.replace(char, escaped)
    return Markup(text)  # noqa: S704  # escaped above


def _breadcrumb(article: ArticleView, site: str, absolute: Callable[[str], str]) -> dict[str, Any]:
    steps = [(site, "index.html")]
    if article.section:
        steps.append((article.section.name, article.section.url))
    steps.append((article.title, article.url))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": name, **_known("item", absolute(url))}
            for n, (name, url) in enumerate(steps, 1)
        ],
    }


def _authors(article: ArticleView, site: str) -> list[dict[str, str]]:
    """People of what was published before; what the archive wrote itself is an organisation's."""
    kind = "Person" if article.metadata.kind == "news" else "Organization"
    named = [{"@type": kind, "name": term.name} for term in article.authors]
    return named or [{"@type": "Organization", "name": site}]


def _known(key: str, value: str) -> dict[str, str]:
    return {key: value} if value else {}


def article_jsonld(
    article: ArticleView, site: str, absolute: Callable[[str], str], image: str = ""
) -> Markup:
    """NewsArticle (Article, where the archive wrote it) and BreadcrumbList; `absolute` makes addresses absolute."""
    metadata = article.metadata
    written = article.written
    news = {
        "@type": "NewsArticle" if metadata.kind == "news" else "Article",
        "headline": article.title[:110],
        "datePublished": written.iso,
        "dateModified": (metadata.modified or written).iso,
        "inLanguage": article.metadata.lang or "vi",
        "description": article.description,
        "author": _authors(article, site),
        "publisher": {"@type": "Organization", "name": site},
        **_known("image", image),
        **_known("mainEntityOfPage", absolute(article.url)),
        **_known("isBasedOn", metadata.original_url),
        **_known("temporalCoverage", article.date.iso if metadata.kind == "compilation" else ""),
        **({"citation": list(metadata.basis)} if metadata.basis else {}),
        **_known("articleSection", article.section.name if article.section else ""),
        **_known("keywords", ", ".join(t.name for t in article.tags)),
    }
    return to_script(
        {"@context": "https://schema.org", "@graph": [news, _breadcrumb(article, site, absolute)]}
    )
