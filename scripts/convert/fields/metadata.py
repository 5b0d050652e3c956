"""Machine-readable metadata of a page: JSON-LD, OpenGraph, meta tags, its own title."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from scripts.convert.dom.tree import Element
from scripts.convert.text.text_repair import repaired

_ARTICLE = re.compile(r"(?:News|Blog|Report|Tech|Scholarly)?(?:Article|Posting)$")
_PUBLISHED = (
    "article:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "date.issued",
    "dc.date.issued",
    "dcterms.created",
    "og:published_time",
    "publish-date",
    "dc.date",
    "date",
)
_BAR = re.compile(r"\s*[|»]+\s*|\s+(?:[•·:]|::)\s+")
_DASH = re.compile(r"\s+[-–—]+\s+")
_ENDS_OF_PART = " |»•·:-–—"


@dataclass(frozen=True, slots=True)
class Metadata:
    """Values as the page gives them; empty where it gives none."""

    headline: str = ""
    page_title: str = ""
    description: str = ""
    published: str = ""
    author: str = ""
    section: str = ""
    site: str = ""
    url: str = ""
    canonical: str = ""
    tags: tuple[str, ...] = ()
    is_article: bool = False


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for item in value:
            yield from _objects(item)
    elif isinstance(value, dict):
        yield value
        yield from _objects(value.get("@graph", []))


def _linked_data(root: Element) -> Iterator[dict[str, Any]]:
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "") and script.text:
            try:
                yield from _objects(json.loads(script.text, strict=False))
            except (ValueError, RecursionError):  # broken JSON-LD is common and says nothing
                continue


def _kind(thing: dict[str, Any]) -> str:
    kind = thing.get("@type", "")
    return " ".join(map(str, kind)) if isinstance(kind, list) else str(kind)


def _name(value: Any) -> str:
    """The name of a JSON-LD person or organisation, several joined by commas."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_name, value)))
    if isinstance(value, dict):
        return _clean(value.get("name"))
    return _clean(value)


def _clean(value: Any) -> str:
    return " ".join(repaired(value).split()) if isinstance(value, str) else ""


def _crumb(thing: dict[str, Any]) -> str:
    """The first named step of a breadcrumb list after home."""
    items = thing.get("itemListElement")
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict):
            inner = item.get("item")
            name = _clean(item.get("name")) or (_name(inner) if isinstance(inner, dict) else "")
            if name and name.lower() not in ("trang chủ", "home", "trang nhất"):
                return name
    return ""


def _metas(root: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        if content := _clean(meta.get("content")):
            for key in ("property", "name", "itemprop"):
                if name := meta.get(key):
                    found.setdefault(name.lower(), content)
    return found


def _tags(root: Element, article: dict[str, Any], metas: dict[str, str]) -> tuple[str, ...]:
    """What the page names as this article's tags; its general keywords (the site's, mostly) are not."""
    said = article.get("keywords") or []
    named = _split(said if isinstance(said, list) else [said])
    tagged = [meta.get("content") for meta in root.iter("meta") if meta.get("property") == "article:tag"]
    named = named or _split(tagged) or metas.get("news_keywords", "").split(",")
    return tuple(dict.fromkeys(name for x in named if (name := x.strip())))


def _split(lists: Iterable[Any]) -> list[str]:
    return [name for names in lists for name in _clean(names).split(",")]


def _first(*values: str | None) -> str:
    """The first value that says something."""
    return next(filter(None, values), "")


def _article_and_crumb(root: Element) -> tuple[dict[str, Any], str]:
    """The page's JSON-LD article, empty where it has none, and the first named step of its breadcrumb."""
    article: dict[str, Any] = {}
    crumb = ""
    for thing in _linked_data(root):
        if _ARTICLE.search(_kind(thing)) and not article:
            article = thing
        elif _kind(thing) == "BreadcrumbList":
            crumb = crumb or _crumb(thing)
    return article, crumb


def _page_title(root: Element) -> str:
    title = next(root.iter("title"), None)
    return _clean("".join(title.itertext())) if title is not None else ""


def _canonical(root: Element) -> str | None:
    return next((e.get("href") for e in root.iter("link") if e.get("rel") == "canonical"), None)


def read_metadata(root: Element) -> Metadata:
    """Read before `tree.strip_unread`: scripts and the head are part of what is read."""
    metas = _metas(root)
    article, crumb = _article_and_crumb(root)
    said, canonical = metas.get, _canonical(root) or ""
    published = next((metas[key] for key in _PUBLISHED if key in metas), "")
    return Metadata(
        headline=_first(_clean(article.get("headline")), said("og:title"), said("twitter:title")),
        page_title=_page_title(root),
        description=_first(said("og:description"), said("description"), _clean(article.get("description"))),
        published=_first(_clean(article.get("datePublished")), published),
        author=_first(_name(article.get("author")), said("author")),
        section=_first(
            crumb, _name(article.get("articleSection")), said("article:section"), said("articlesection")
        ),
        site=_first(said("og:site_name"), _name(article.get("publisher")), said("copyright")),
        url=_first(said("og:url"), canonical),
        canonical=canonical,
        tags=_tags(root, article, metas),
        # Front pages claim og:type "article" too; they have no time of publication.
        is_article=bool(article) or (said("og:type", "").lower() == "article" and bool(published)),
    )


def site_part(page_title: str) -> str:
    """The last part of a page's own title, where sites write their name; empty for one in one piece."""
    separator = next((one for one in (_BAR, _DASH) if one.search(page_title)), None)
    return separator.split(page_title)[-1] if separator is not None else ""


def title_parts(page_title: str, site: str = "") -> list[str]:
    """The page's own title whole, then without what its site adds at either end: the likeliest first.

    A bar or an arrow parts it before a dash does, for titles hold dashes themselves.
    """
    if not page_title:
        return []
    separator = next((one for one in (_BAR, _DASH) if one.search(page_title)), None)
    if separator is None:
        return [page_title]
    parts, cuts = separator.split(page_title), list(separator.finditer(page_title))
    ends = [page_title[: cuts[-1].start()], page_title[cuts[0].end() :]]
    longest = max(parts, key=len)
    found = (
        [*ends[:1], longest, *ends] if separator is _DASH and len(parts) > 2 else [longest, parts[0], *ends]
    )
    if site and site in parts:
        found.insert(0, page_title.replace(site, "").strip(_ENDS_OF_PART))
    told = dict.fromkeys(part.strip() for part in found)
    return [page_title, *(part for part in told if part and part != page_title)]
