"""Archive: published articles, their terms (section, tags, authors, sources), their periods."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date as calendar_date
from datetime import datetime
from typing import Literal

from plugins.core.article import Article
from plugins.core.dates import Moment
from plugins.core.problems import Problem
from plugins.site.reader import shorten
from plugins.site.source_record import SourceRecord
from plugins.site.views import (
    SEPARATOR,
    ArticleEntries,
    ArticleEntry,
    ArticleLink,
    ArticleLinks,
    ArticleView,
    PeriodSummary,
    TermLink,
    TermSummary,
)

TermKind = Literal["section", "tag", "author", "source"]
FEED_ABOVE = 10  # articles of a tag or a source that has a feed of its own
SUMMARY_LENGTH = 160  # characters of a summary in a list: two lines on a screen, four on a phone
# The folder of each kind's pages: addresses are Vietnamese, as the readers are.
FOLDERS: dict[TermKind, str] = {"section": "chuyen-muc", "tag": "the", "author": "tac-gia", "source": "nguon"}


@dataclass(slots=True, eq=False)
class Term:
    """A section, tag, author or source; `articles` are those that carry it, newest first."""

    name: str
    slug: str
    kind: TermKind
    description: str = ""
    articles: list[ArchivedArticle] = field(default_factory=list, repr=False)
    url: str = field(init=False)  # of its newest listing page, relative to the site's root
    link: TermLink = field(init=False)
    key: str = field(init=False)  # equal where a link to it is

    def __post_init__(self) -> None:
        """Make the address once: every page asks for those of its terms."""
        self.url = f"{FOLDERS[self.kind]}/{self.slug}.html"
        self.link = TermLink(self.name, self.url)
        # Short, for it stands in the key of every link to an article.
        said = f"{self.name}\0{self.url}".encode("utf-8", "surrogatepass")
        self.key = hashlib.blake2b(said, digest_size=8).hexdigest()

    @property
    def feed(self) -> str:
        """Address of its Atom feed: sections have one, and tags and sources of many articles."""
        many = self.kind in ("tag", "source") and len(self.articles) > FEED_ABOVE
        return f"feeds/{FOLDERS[self.kind]}/{self.slug}.atom.xml" if many or self.kind == "section" else ""

    @property
    def count(self) -> int:
        """How many published articles carry it."""
        return len(self.articles)

    @property
    def summary(self) -> TermSummary:
        """It in a list of terms."""
        return TermSummary(self.name, self.url, len(self.articles), self.description)


@dataclass(slots=True, eq=False)
class ArchivedArticle:
    """A published (or draft) article: its source record, and the terms it carries.

    What its source says of it is read through `metadata`; its HTML is fetched by `digest` when a page is rendered.
    """

    record: SourceRecord
    section: Term | None
    tags: tuple[Term, ...]
    authors: tuple[Term, ...]
    source: Term | None
    link: ArticleLink = field(init=False)  # how lists beside a text show it
    entry: ArticleEntry = field(init=False)  # how pages that are a list show it
    key: str = field(init=False, repr=False)  # equal where all is that a page may show: its source, its terms
    id: str = field(init=False)
    url: str = field(init=False)
    date: Moment = field(init=False)  # when it was published
    day: calendar_date = field(init=False)  # of its publication

    def __post_init__(self) -> None:
        """Take out what every page asks for, once."""
        record, section, source = self.record, self.section, self.source
        self.id, self.url = record.id, record.url
        link, section_key = (section.link, section.key) if section else (None, "")
        key = f"{record.listing_key}{section_key}"
        metadata = record.reading.metadata
        assert metadata.date is not None, record.path
        self.date, self.day = metadata.date, metadata.date.when.date()
        self.link = ArticleLink(record.url, metadata.title, self.date, link, key, metadata.kind)
        self.entry = ArticleEntry(self.link, self.summary)
        terms = [term.key for term in (*self.tags, *self.authors)]
        self.key = SEPARATOR.join([record.digest, key, source.key if source else "", *terms])

    @property
    def metadata(self) -> Article:
        """The front matter of its source."""
        return self.record.reading.metadata

    @property
    def title(self) -> str:
        """Its title."""
        return self.record.reading.metadata.title

    @property
    def summary(self) -> str:
        """What a list says of it in two lines; nothing where its title says as much."""
        said = self.record.description
        return "" if said == self.title else shorten(said, SUMMARY_LENGTH)

    @property
    def digest(self) -> str:
        """Key of its reading, and so of everything that its source says."""
        return self.record.digest

    @property
    def terms(self) -> list[Term]:
        """Every term it carries."""
        return [term for term in (self.section, self.source, *self.tags, *self.authors) if term]

    @property
    def view(self) -> ArticleView:
        """It on its own page."""
        return ArticleView(
            id=self.id,
            url=self.url,
            title=self.title,
            date=self.date,
            description=self.record.description,
            metadata=self.metadata,
            section=self.section.link if self.section else None,
            tags=tuple([term.link for term in self.tags]),
            authors=tuple([term.link for term in self.authors]),
            source=self.source.link if self.source else None,
        )


@dataclass(slots=True, eq=False)
class Period:
    """A year or a month with its articles, newest first."""

    label: str
    url: str
    articles: list[ArchivedArticle] = field(repr=False)
    months: list[Period] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many articles it has."""
        return len(self.articles)

    @property
    def summary(self) -> PeriodSummary:
        """It in a list of periods."""
        return PeriodSummary(self.label, self.url, len(self.articles))

    @property
    def with_months(self) -> PeriodSummary:
        """A year with its months."""
        return replace(self.summary, months=tuple([month.summary for month in self.months]))


@dataclass(slots=True)
class Archive:
    """Everything published, in order; made once a build and never changed while pages are rendered.

    `notes` is what was odd about texts that are published.
    `held_back` counts the sources that are not: drafts, hidden ones, articles dated in the future; `due` is when
    the first of the last is to be published. `withdrawn` were published once, and say so at their addresses.
    `clock` is a sentence about a clock that went back a little.
    """

    articles: list[ArchivedArticle]
    pages: list[SourceRecord]  # standing pages (``content/trang``)
    sections: list[Term]
    tags: list[Term]
    authors: list[Term]
    sources: list[Term]
    years: list[Period]
    html: Callable[[Sequence[str]], Iterable[tuple[str, str]]]
    static: list[str] = field(default_factory=list)
    held_back: int = 0
    notes: list[Problem] = field(default_factory=list)
    due: datetime | None = None
    clock: str = ""
    withdrawn: list[SourceRecord] = field(default_factory=list)
    topics: list[SourceRecord] = field(default_factory=list)  # ``content/chu-de``

    def terms(self, kind: TermKind) -> list[Term]:
        """The terms of one kind, in the order in which they are listed."""
        return {"section": self.sections, "tag": self.tags, "author": self.authors, "source": self.sources}[
            kind
        ]


def links(articles: Iterable[ArchivedArticle]) -> ArticleLinks:
    """Articles as lists show them."""
    return tuple([article.link for article in articles])


def entries(articles: Iterable[ArchivedArticle]) -> ArticleEntries:
    """Articles as pages that are a list show them."""
    return tuple([article.entry for article in articles])


def periods(articles: Sequence[ArchivedArticle]) -> list[Period]:
    """Years (newest first) with their months (January first) of `articles`, which come newest first."""
    months: dict[tuple[int, int], list[ArchivedArticle]] = defaultdict(list)
    for article in articles:
        months[article.date.when.year, article.date.when.month].append(article)
    years: dict[int, Period] = {}
    for (year, month), members in months.items():
        period = years.setdefault(year, Period(f"{year:04}", f"{year:04}/index.html", []))
        period.articles.extend(members)
        period.months.insert(0, Period(f"Tháng {month}/{year}", f"{year:04}/{month:02}/index.html", members))
    return [years[y] for y in sorted(years, reverse=True)]
