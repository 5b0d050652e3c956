"""Article pages: the text, what is near it in content and in time, where it comes from, how to cite it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup

from plugins.core.cited_documents import document_url
from plugins.core.reviewed_acronyms import unambiguous_acronyms
from plugins.html.link_placeholders import Targets, resolve_placeholders
from plugins.pages.article_body import Links, article_body
from plugins.pages.citation import cite
from plugins.pages.drawings import Drawings, drawings
from plugins.pages.first_picture import SizedPicture, first_picture, shown
from plugins.pages.jsonld import article_jsonld
from plugins.pages.link_resolver import LinkTable, Outlet
from plugins.pages.neighbours import Neighbours
from plugins.pages.pagination import day_urls
from plugins.pages.provenance import wayback_address
from plugins.site.archive import ArchivedArticle, links
from plugins.site.generator import SiteGenerator, register_generator
from plugins.site.latest_news import LatestBlock, period_blocks
from plugins.site.page import Page, PageInputs, root_of
from plugins.site.page_titles import article_note, title_counts
from plugins.site.views import ArticleLink, ArticleLinks
from plugins.site.writer import ArchiveWriter

CARD = SizedPicture("theme/img/the-kho.png", 1200, 630)


@dataclass(frozen=True, slots=True)
class ArticleInputs(PageInputs):
    """An article page: `note` tells it from others of its title, `head` is its ``<title>``, `targets` are where its
    local links lead, `picture` is the one that stands for it where it is shared, `day_url` where its day is listed.
    """

    article: ArchivedArticle
    note: str
    head: str
    targets: Targets
    related: ArticleLinks
    same_event: tuple[bool, ...]
    same_content: ArticleLinks
    same_tags: ArticleLinks
    same_period: ArticleLinks
    older: ArticleLinks
    same_day: ArticleLinks
    picture: SizedPicture | None
    drawings: Drawings
    newer: ArticleLink | None
    previous: ArticleLink | None
    latest_block: LatestBlock
    day_url: str


def document_links(article: ArchivedArticle, root: str) -> Links:
    """The documents that a source names, as it writes their numbers, with their pages in the index."""
    return [(one.written, root + document_url(one.term)) for one in article.record.reading.documents]


class ArticleGenerator(SiteGenerator):
    """Writes one page an article."""

    def generate_output(self, writer: ArchiveWriter) -> None:
        """Pelican's door: all articles through the incremental writer."""
        self.prepare(writer)
        articles = self.archive.articles
        with self.build.progress.phase("Trang bài", len(articles)) as step:
            writer.write_pages(map(self.page, articles), step)

    def prepare(self, writer: Outlet) -> None:
        """Make ready what every page needs; `writer` is told of links and problems."""
        self.links = LinkTable(self.archive, self.content, writer, self.build.pictures.value)
        self.neighbours = Neighbours(self.archive.articles)
        self._latest = period_blocks(self.archive, self.settings["PRESS_SECTION"])
        months = [month for year in self.archive.years for month in year.months]
        self._day_urls = {day: url for month in months for day, url in day_urls(month).items()}
        self._static = frozenset(self.archive.static)
        self._related = self.build.related.value
        self._title_counts = title_counts(self.archive.articles)
        self._acronyms = unambiguous_acronyms(
            self.content
        )  # the build's own: with others, every page is made anew
        self._template = partial(self.get_template, "article")

    def page(self, article: ArchivedArticle) -> Page:
        """Describe the page of one article."""
        a, beside = article, self.neighbours
        note, names = article_note(a, self._title_counts), a.record.reading.links
        found = self._related(a)
        same_tags, same_period = beside.filling(a, self._related)
        inputs = ArticleInputs(
            article=a,
            note=note,
            head=self.head_title(a.title, note, a.url),
            targets=self.links.targets(names, a.record.path) if names else {},
            related=links(found.related),
            same_event=tuple(found.same_event) if any(found.same_event) else (),
            same_content=links(found.same_content),
            same_tags=same_tags,
            same_period=same_period,
            older=beside.older(a),
            same_day=beside.same_day(a),
            picture=self._picture(a) if names else None,
            drawings=drawings(a.record, self._static, self.content) if names else (),
            newer=beside.newer(a),
            previous=beside.previous(a),
            latest_block=self._latest[a.id],
            day_url=self._day_urls[a.day],
        )
        return Page(a.url, self._template, inputs, a.record.path, self._derive)

    def _picture(self, article: ArchivedArticle) -> SizedPicture | None:
        """The first picture in a format that networks show; a drawing has none."""
        path = first_picture(article.record, self._static)
        return shown(path, self.build.pictures.value) if path and not path.endswith(".svg") else None

    def _image(self, picture: SizedPicture | None) -> SizedPicture:
        """Where the article is shared: its picture with an absolute address, else the archive's card."""
        chosen = picture or CARD
        return chosen._replace(url=self.site_url(chosen.url))

    def _derive(self, inputs: ArticleInputs) -> Mapping[str, Any]:
        """The text of the page, its head, its citations and its structured data."""
        article, site = inputs.article.view, self.settings["SITENAME"]
        section = inputs.article.section
        feed = (section.feed, section.name) if section else ("", "")
        html = dict(self.archive.html([inputs.article.digest]))[inputs.article.digest]
        root = root_of(article.url)
        drawn = {f"{root}{file}": svg for file, svg in inputs.drawings}
        linked = document_links(inputs.article, root)
        body = article_body(resolve_placeholders(html, inputs.targets), linked, drawn, self._acronyms)
        image = self._image(inputs.picture)
        return {
            "article": article,
            "page": self.page_head(
                "article",
                article.title,
                article.url,
                article.description,
                note=inputs.note,
                head=inputs.head,
                feed=feed,
            ),
            "content": Markup(body.html),  # noqa: S704  # sanitised by nh3 in plugins.html.rendering, the last step
            "chapters": body.chapters,
            "minutes": body.minutes,
            "image": image,
            "cite": cite(article, site, self.site_url(article.url)),
            "wayback": wayback_address(article.metadata),
            "jsonld": article_jsonld(article, site, self.site_url, image.url),
        }


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(ArticleGenerator)
