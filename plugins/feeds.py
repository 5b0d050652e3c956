"""Atom feeds: the whole archive and one a section, newest articles with their summaries."""

from __future__ import annotations

import io
import uuid
from collections.abc import Sequence
from datetime import datetime
from html import escape

from feedgenerator import Atom1Feed

from plugins.archive import ArchivedArticle
from plugins.core.dates import HANOI
from plugins.site import SiteGenerator, register_generator
from plugins.writer import ArchiveWriter

ITEMS = 30
ALL = "feeds/tat-ca.atom.xml"


class _DatedFeed(Atom1Feed):
    """A feed whose date is its newest article's, so that two builds give the same bytes."""

    def latest_post_date(self) -> datetime:
        dates = [item["pubdate"] for item in self.items]
        return max(dates, default=datetime(1970, 1, 1, tzinfo=HANOI))


class FeedGenerator(SiteGenerator):
    """Writes the feeds."""

    def generate_output(self, writer: ArchiveWriter) -> None:
        """Pelican's door: feeds are small and written anew each time."""
        site = self.settings["SITENAME"]
        self._write(writer, ALL, site, self.archive.articles)
        for term in self.archive.sections:
            self._write(writer, term.feed, f"{site} – {term.name}", term.articles)

    def _write(
        self, writer: ArchiveWriter, url: str, title: str, articles: Sequence[ArchivedArticle]
    ) -> None:
        feed = _DatedFeed(
            title=title,
            link=self.feed_url("index.html"),
            description=self.settings["SITESUBTITLE"],
            language=self.settings["DEFAULT_LANG"],
            feed_url=self.feed_url(url),
            feed_guid=_guid(url),
        )
        for article in articles[:ITEMS]:
            feed.add_item(
                title=article.title,
                link=self.feed_url(article.url),
                description=escape(article.description),  # Atom's summary is HTML here
                unique_id=_guid(article.url),
                pubdate=article.date.when,
                updateddate=(article.modified or article.date).when,
                author_name=", ".join(t.name for t in article.authors) or self.settings["SITENAME"],
                categories=[t.name for t in (article.section, *article.tags) if t],
            )
        out = io.StringIO()
        feed.write(out, "utf-8")
        writer.write_bytes(url, out.getvalue().encode("utf-8"), "plugins.feeds")


def _guid(url: str) -> str:
    """An id that outlives a change of address, as Atom asks (RFC 4287, 4.2.6)."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"cchc:{url}").urn


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(FeedGenerator)
