"""Feeds of the whole archive, of each section, and of large tags and sources, Atom and JSON: newest articles.

Opened in a browser an Atom feed is a page people can read: its style sheet is CSS, and what it says to people is
XHTML, which RFC 4287 allows in a subtitle and a summary. XSLT, the older way, is being taken out of browsers.
"""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from feedgenerator import Atom1Feed
from feedgenerator.django.utils.xmlutils import SimplerXMLGenerator

from plugins.core.dates import HANOI
from plugins.core.vocabulary import KIND_NAMES
from plugins.pages.term_index import most_used
from plugins.site.archive import ArchivedArticle, Term
from plugins.site.generator import SiteGenerator, register_generator
from plugins.site.page import Page, PageInputs, root_of
from plugins.site.views import PageHead
from plugins.site.writer import ArchiveWriter

ITEMS = 30
ALL = "feeds/tat-ca.atom.xml"
PAGE = "nguon-cap-tin.html"
_XHTML = {"xmlns": "http://www.w3.org/1999/xhtml"}
_HINT = "Đây là nguồn cấp tin: chép địa chỉ của trang này vào phần mềm đọc tin để nhận bài mới. Đọc ngay tại "


def json_url(url: str) -> str:
    """Address of the JSON feed beside an Atom feed: ``feeds/tat-ca.json``."""
    return url.removesuffix(".atom.xml") + ".json"


class _ReadableFeed(Atom1Feed):
    """An Atom feed dated by its newest article (two builds give the same bytes), with words for people in XHTML."""

    def latest_post_date(self) -> datetime:
        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=datetime(1970, 1, 1, tzinfo=HANOI))

    def write(self, outfile: io.StringIO, encoding: str) -> None:
        handler = SimplerXMLGenerator(outfile, encoding, short_empty_elements=True)
        handler.startDocument()
        handler.processingInstruction("xml-stylesheet", f'type="text/css" href="{self.feed["style"]}"')
        handler.startElement("feed", self.root_attributes())
        self.add_root_elements(handler)
        self.write_items(handler)
        handler.endElement("feed")

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        _xhtml(handler, "subtitle", _HINT, self.feed["link"], self.feed["page_title"])

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        _xhtml(handler, "summary", f"{item['summary']} ", item["link"], "Đọc cả bài")


def _xhtml(handler: SimplerXMLGenerator, name: str, text: str, link: str, label: str) -> None:
    """A paragraph that ends in a link."""
    handler.startElement(name, {"type": "xhtml"})
    handler.startElement("div", _XHTML)
    handler.characters(text)
    handler.addQuickElement("a", label, {"href": link})
    handler.endElement("div")
    handler.endElement(name)


FeedLinks = tuple[tuple[str, str, str], ...]
"""Name, address of the Atom feed, of the JSON feed."""


@dataclass(frozen=True, slots=True)
class FeedsInputs(PageInputs):
    """The page that tells of the feeds: of the archive and its sections, of sources, of tags."""

    page: PageHead
    feeds: FeedLinks
    sources: FeedLinks
    tags: FeedLinks


@dataclass(frozen=True, slots=True)
class FeedInputs(PageInputs):
    """One feed at `url`: what it lists stands on `home`, newest first."""

    url: str
    home: str
    title: str
    articles: tuple[ArchivedArticle, ...]


@dataclass(frozen=True, slots=True)
class _FeedTemplate:
    """What the incremental writer renders a feed by, as it renders a page by its template."""

    text: Callable[[str, str, str, Sequence[ArchivedArticle]], str]

    def __call__(self) -> _FeedTemplate:
        """Itself: there is nothing to load."""
        return self

    def render(self, *args: Any, **more: Any) -> str:
        """The text of the feed."""
        shown = dict(*args, **more)
        return self.text(shown["url"], shown["home"], shown["title"], shown["articles"])


class FeedGenerator(SiteGenerator):
    """Writes the feeds, and the page that tells of them."""

    def generate_output(self, writer: ArchiveWriter) -> None:
        """Pelican's door: feeds through the incremental writer, and the page of all."""
        self._atom_template, self._json_template = _FeedTemplate(self._atom), _FeedTemplate(self._json)
        site, archive = self.settings["SITENAME"], self.archive
        pages = [*self._both(ALL, "index.html", site, archive.articles)]
        for term in (*archive.sections, *archive.sources, *archive.tags):
            if term.feed:
                pages += self._both(term.feed, term.url, f"{site} – {term.name}", term.articles)
        writer.write_pages([*pages, self._page()], lambda _: None)

    def _page(self) -> Page:
        """All feeds on one page, for people."""
        archive = self.archive
        description = (
            "Nguồn cấp tin (Atom, JSON) của cả kho và của từng chuyên mục; dữ liệu toàn kho để tải về."
        )
        head = self.page_head("page", "Nguồn cấp tin và dữ liệu", PAGE, description)
        whole = (self.settings["SITENAME"], ALL, json_url(ALL))
        inputs = FeedsInputs(
            head,
            (whole, *_links(archive.sections)),
            _links(most_used([term for term in archive.sources if term.feed])),
            _links(most_used([term for term in archive.tags if term.feed])),
        )
        return self.make_page(PAGE, "feeds", inputs, "plugins.pages.feeds")

    def _both(self, url: str, home: str, title: str, articles: Sequence[ArchivedArticle]) -> list[Page]:
        """A feed in its two formats."""
        newest = tuple(_latest(articles))
        return [
            Page(at, made, FeedInputs(url, home, title, newest), "plugins.pages.feeds")
            for at, made in ((url, self._atom_template), (json_url(url), self._json_template))
        ]

    def _atom(self, url: str, page: str, title: str, articles: Sequence[ArchivedArticle]) -> str:
        feed = _ReadableFeed(
            title=title,
            link=self.feed_url(page),
            description="",
            language=self.settings["DEFAULT_LANG"],
            feed_url=self.feed_url(url),
            feed_guid=_guid(url),
            style=root_of(url) + self.build.assets.value.feed_css,
            page_title=title,
        )
        for article in articles:
            feed.add_item(
                title=article.title,
                link=self.feed_url(article.url),
                description=None,
                summary=_summary(article),
                unique_id=_guid(article.url),
                pubdate=article.date.when,
                updateddate=(article.metadata.modified or article.date).when,
                author_name=", ".join(t.name for t in article.authors) or self.settings["SITENAME"],
                categories=_categories(article),
            )
        out = io.StringIO()
        feed.write(out, "utf-8")
        return out.getvalue()

    def _json(self, url: str, page: str, title: str, articles: Sequence[ArchivedArticle]) -> str:
        """The same as JSON Feed 1.1."""
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": title,
            "home_page_url": self.feed_url(page),
            "feed_url": self.feed_url(json_url(url)),
            "language": self.settings["DEFAULT_LANG"],
            "items": [self._json_item(article) for article in articles],
        }
        return json.dumps(feed, ensure_ascii=False, indent=1)

    def _json_item(self, article: ArchivedArticle) -> dict[str, Any]:
        return {
            "id": _guid(article.url),
            "url": self.feed_url(article.url),
            "title": article.title,
            "content_text": _summary(article),
            "date_published": article.date.when.isoformat(),
            "date_modified": (article.metadata.modified or article.date).when.isoformat(),
            "authors": [{"name": t.name} for t in article.authors],
            "tags": _categories(article),
        }


def _links(terms: Sequence[Term]) -> FeedLinks:
    return tuple([(term.name, term.feed, json_url(term.feed)) for term in terms if term.feed])


def _changed(article: ArchivedArticle) -> datetime:
    """When an article was last changed."""
    return max(article.date.when, (article.metadata.modified or article.date).when)


def _latest(articles: Sequence[ArchivedArticle]) -> list[ArchivedArticle]:
    """The articles of a feed: the newest, and those corrected or changed since, whatever their date."""
    changed = [article for article in articles if article.metadata.modified or article.metadata.correction]
    some = {article.id: article for article in (*articles[:ITEMS], *changed)}
    return sorted(
        some.values(), key=lambda article: (_changed(article), article.record.sort_key), reverse=True
    )[:ITEMS]


def _categories(article: ArchivedArticle) -> list[str]:
    """Section and tags of an article; first what kind it is, where that is not plain news."""
    kind = article.metadata.kind
    names = [t.name for t in (article.section, *article.tags) if t]
    return names if kind == "news" else [KIND_NAMES[kind], *names]


def _summary(article: ArchivedArticle) -> str:
    """What an item says: first of all what was corrected."""
    correction = article.metadata.correction
    return (
        f"Đính chính: {correction} — {article.record.description}"
        if correction
        else article.record.description
    )


def _guid(url: str) -> str:
    """An id that outlives a change of address, as Atom asks (RFC 4287, 4.2.6)."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"cchc:{url}").urn


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(FeedGenerator)
