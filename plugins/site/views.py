"""Template views: the plain values that pages show, and the key by which equal ones are known.

A template is given views, never the archive itself: what a page can show is then what its digest is made of.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from plugins.core.article import Article
from plugins.core.dates import Moment
from plugins.core.vocabulary import ArticleKind

SEPARATOR = "\0"  # between texts of which a key is made: it stands in none of them


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

    @property
    def key(self) -> str:
        """Equal where all of it is."""
        return f"{self.name}\0{self.url}\0{self.count}\0{self.description}"


@dataclass(frozen=True, slots=True)
class PeriodSummary:
    """A year, a month or a day in a list of periods, with its number of articles; months are a year's alone."""

    label: str
    url: str
    count: int
    months: tuple[PeriodSummary, ...] = ()

    @property
    def key(self) -> str:
        """Equal where all of it is."""
        return f"{self.label}\0{self.url}\0{self.count}\0{key_of(self.months)}"


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
    kind: ArticleKind = "news"


ArticleLinks = tuple[ArticleLink, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ArticleEntry:
    """An article in a list of its own page: with what there is to say of it in short; made once, as its link is."""

    link: ArticleLink
    summary: str

    @property
    def key(self) -> str:
        """Equal where all of it is."""
        return f"{self.link.key}{self.summary}"


ArticleEntries = tuple[ArticleEntry, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ArticleView:
    """An article on its own page: its front matter (`metadata`), and its terms with their addresses."""

    id: str
    url: str
    title: str
    date: Moment
    description: str
    metadata: Article
    section: TermLink | None
    tags: tuple[TermLink, ...]
    authors: tuple[TermLink, ...]
    source: TermLink | None

    @property
    def kind(self) -> ArticleKind:
        """What kind of article it is."""
        return self.metadata.kind

    @property
    def written(self) -> Moment:
        """When this text came to be: the day it was compiled, else that of its publication."""
        return self.metadata.compiled or self.date


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

    @property
    def key(self) -> str:
        """Equal where all of it is."""
        said = self.kind, self.title, self.head, self.description, self.url, self.canonical
        return SEPARATOR.join((*said, self.feed, self.feed_title))


@dataclass(frozen=True, slots=True)
class Assets:
    """Addresses of the theme's bundles, relative to the site's root."""

    css: str
    js: str
    legacy_js: str
    feed_css: str
    search_css: str
    article_css: str
    home_css: str
    home_js: str
    search_js: str
    start_js: str


class Picture(NamedTuple):
    """Width and height as shown, in pixels (0 where unknown), and the widths of the versions there are."""

    width: int
    height: int
    versions: tuple[int, ...] = ()


Pictures = Callable[[str], Picture]
"""Path of a picture (relative to content) → what is known of it."""


_KEYED = {ArticleLink, ArticleEntry}


def key_of(value: object) -> str:
    """A text that is equal for equal views: their own `key` where they have one, texts as they are, sequences value by
    value, else their `repr`.
    """
    kind = type(value)
    if kind is str:
        return value  # type: ignore[return-value]  # mypy knows `isinstance` alone, which is asked a million times
    if kind is tuple or kind is list:
        return f"({SEPARATOR.join([v.key if type(v) in _KEYED else key_of(v) for v in value])})"  # type: ignore[attr-defined]  # as above
    key = getattr(value, "key", None)
    return key if type(key) is str else repr(value)
