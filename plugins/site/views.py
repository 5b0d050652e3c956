"""Template views: the plain values that pages show, and the key by which equal ones are known.

A template is given views, never the archive itself: what a page can show is then what its digest is made of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from plugins.core.article import Article
from plugins.core.dates import Moment


class TermLink(NamedTuple):
    """A section, tag, author or source where a page leads to it."""

    name: str
    url: str


class PageLink(NamedTuple):
    """A standing page where another leads to it."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class TermSummary:
    """A term in a list of terms: with its number of articles, and what a section says of itself."""

    name: str
    url: str
    count: int
    description: str = ""


@dataclass(frozen=True, slots=True)
class PeriodSummary:
    """A year, a month or a day in a list of periods, with its number of articles; months are a year's alone."""

    label: str
    url: str
    count: int
    months: tuple[PeriodSummary, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class ArticleLink:
    """An article in a list: made once, so that parts of pages which show the same one are rendered once.

    `key` is equal where all of it is.
    """

    url: str
    title: str
    date: Moment
    section: TermLink | None
    key: str


ArticleLinks = tuple[ArticleLink, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ArticleView:
    """An article on its own page: its front matter (`metadata`), and its terms with their addresses."""

    id: str
    url: str
    title: str
    date: Moment
    day_url: str
    description: str
    metadata: Article
    section: TermLink | None
    tags: tuple[TermLink, ...]
    authors: tuple[TermLink, ...]
    source: TermLink | None


@dataclass(frozen=True, slots=True)
class PageHead:
    """What the head of a page says of it; `head` is its ``<title>``, `canonical` empty while ``SITEURL`` is."""

    kind: str
    title: str
    head: str
    description: str
    url: str
    canonical: str
    feed: str = ""
    feed_title: str = ""


@dataclass(frozen=True, slots=True)
class Assets:
    """Addresses of the theme's bundles, relative to the site's root."""

    css: str
    js: str
    legacy_js: str
    feed_css: str
    search_css: str
    search_js: str
    start_js: str


class Picture(NamedTuple):
    """Width and height as shown, in pixels (0 where unknown), and the widths of the versions there are."""

    width: int
    height: int
    versions: tuple[int, ...] = ()


Pictures = Callable[[str], Picture]
"""Path of a picture (relative to content) → what is known of it."""


def key_of(value: object) -> str:
    """A text that is equal for equal views: links by their keys, texts as they are, sequences value by value."""
    if isinstance(value, str):
        return value
    key = getattr(value, "key", None)
    if isinstance(key, str):
        return key
    if isinstance(value, tuple | list) and not hasattr(value, "_fields"):
        return f"({_joined(value)})"
    return repr(value)


def _joined(values: Iterable[object]) -> str:
    return "\0".join([key_of(value) for value in values])
