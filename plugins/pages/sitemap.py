"""Sitemaps for crawlers: an index by year, ``robots.txt``, and the OpenSearch description.

A sitemap holds absolute addresses only (sitemaps.org): ``robots.txt`` names it once ``SITEURL`` is set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from plugins.pages.editor import FOLDER as EDITOR
from plugins.pages.former import moved
from plugins.site.archive import ArchivedArticle
from plugins.site.generator import SiteGenerator, register_generator
from plugins.site.writer import ArchiveWriter

LIMIT = 50_000  # addresses a sitemap may hold (sitemaps.org)
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


class SitemapGenerator(SiteGenerator):
    """Writes what crawlers ask for; it must run after every page has been claimed."""

    def generate_output(self, writer: ArchiveWriter) -> None:
        """Pelican's door."""
        lines = ["User-agent: *", "Allow: /"]
        self._sitemaps(writer)
        self._opensearch(writer)
        if self.settings["SITEURL"]:
            lines.append(f"Sitemap: {self.site_url('sitemap.xml')}")
        writer.write_bytes("robots.txt", ("\n".join(lines) + "\n").encode(), "plugins.pages.sitemap")

    def _sitemaps(self, writer: ArchiveWriter) -> None:
        maps = [
            f"sitemap/{name}.xml"
            for name, part in self._parts(writer)
            if self._write_map(writer, f"sitemap/{name}.xml", part)
        ]
        entries = "".join(f"<sitemap><loc>{escape(self.feed_url(url))}</loc></sitemap>\n" for url in maps)
        text = f"{_HEAD}<sitemapindex {_NAMESPACE}>\n{entries}</sitemapindex>\n"
        writer.write_bytes("sitemap.xml", text.encode(), "plugins.pages.sitemap")

    def _parts(self, writer: ArchiveWriter) -> Iterator[tuple[str, list[str]]]:
        """Articles by year, cut at the limit; every other page apart."""
        articles = {a.url for a in self.archive.articles}
        left_out = {"404.html", *moved(self.archive), *(record.url for record in self.archive.withdrawn)}
        others = sorted(
            url
            for url in writer.urls.all()
            if url.endswith(".html")
            and url not in articles
            and url not in left_out
            and not url.startswith(EDITOR)
        )
        for name, entries in [("trang", [self._entry(u) for u in others]), *self._years()]:
            for at in range(0, len(entries), LIMIT):
                yield (name if not at else f"{name}-{at // LIMIT + 1}"), entries[at : at + LIMIT]

    def _years(self) -> Iterable[tuple[str, list[str]]]:
        for year in self.archive.years:
            yield year.label, [self._entry(a.url, a) for a in year.articles]

    def _entry(self, url: str, article: ArchivedArticle | None = None) -> str:
        changed = f"<lastmod>{(article.metadata.modified or article.date).iso}</lastmod>" if article else ""
        return f"<url><loc>{escape(self.feed_url(url))}</loc>{changed}</url>"

    def _write_map(self, writer: ArchiveWriter, url: str, entries: list[str]) -> bool:
        text = f"{_HEAD}<urlset {_NAMESPACE}>\n" + "\n".join(entries) + "\n</urlset>\n"
        writer.write_bytes(url, text.encode(), "plugins.pages.sitemap")
        return True

    def _opensearch(self, writer: ArchiveWriter) -> None:
        name = self.settings["SITENAME"]
        text = (
            f'{_HEAD}<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
            f"<ShortName>{escape(name[:16])}</ShortName>\n<LongName>{escape(name[:48])}</LongName>\n"
            f"<Description>Tìm trong {escape(name)}</Description>\n<InputEncoding>UTF-8</InputEncoding>\n"
            f'<Url type="text/html" template="{escape(self.feed_url("tim-kiem.html"))}?q={{searchTerms}}"/>\n'
            "</OpenSearchDescription>\n"
        )
        writer.write_bytes("opensearch.xml", text.encode(), "plugins.pages.sitemap")


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(SitemapGenerator)
