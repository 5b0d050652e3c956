"""Article pages: the text, what is near it in content and in time, where it comes from, how to cite it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from markupsafe import Markup

from plugins.html.link_placeholders import Targets, replace_links
from plugins.pages.citation import cite
from plugins.pages.jsonld import article_jsonld
from plugins.pages.link_resolver import LinkTable, Outlet
from plugins.site.archive import ArchivedArticle, Term
from plugins.site.generator import SiteGenerator, register_generator
from plugins.site.page import Page
from plugins.site.page_titles import article_note
from plugins.site.source_record import MARK_LENGTH
from plugins.site.writer import ArchiveWriter

OLDER = 10  # as on the legacy page
_STEP = MARK_LENGTH + 1  # a mark and the blank after it


def listed(articles: Sequence[ArchivedArticle]) -> str:
    """What a list shows of its articles, as an input of a page."""
    return " ".join([a.mark for a in articles])


def terms_mark(article: ArchivedArticle) -> str:
    """What is shown of an article's terms, as an input of a page."""
    a = article
    return "\0".join([t.mark for t in (a.section, a.source, *a.tags, *a.authors) if t])


class Neighbours:
    """What stands beside an article in time: in its section, and in the whole archive.

    `marks_beside` says the same in short, as an input of a page: marks are all of one length, so a list of them is cut
    out of a long text.
    """

    def __init__(self, articles: Sequence[ArchivedArticle]) -> None:
        self._articles = articles
        self._at = {a.id: i for i, a in enumerate(articles)}
        self._marks = listed(articles)
        self._in_section: dict[str, int] = {}
        self._section_marks: dict[Term | None, str] = {None: ""}
        for term in {a.section for a in articles if a.section}:
            self._in_section.update((a.id, i) for i, a in enumerate(term.articles))
            self._section_marks[term] = listed(term.articles)

    def older(self, article: ArchivedArticle) -> list[ArchivedArticle]:
        """The ten before it in its section, newest first."""
        if article.section is None:
            return []
        at = self._in_section[article.id]
        return article.section.articles[at + 1 : at + 1 + OLDER]

    def newer(self, article: ArchivedArticle) -> ArchivedArticle | None:
        """The one after it in time."""
        at = self._at[article.id]
        return self._articles[at - 1] if at else None

    def previous(self, article: ArchivedArticle) -> ArchivedArticle | None:
        """The one before it in time."""
        at = self._at[article.id] + 1
        return self._articles[at] if at < len(self._articles) else None

    def marks_beside(self, article: ArchivedArticle) -> str:
        """Marks of the one after it, its own, the one before it, and of the ten before it in its section."""
        at, within = self._at[article.id], self._in_section.get(article.id, 0) + 1
        beside = self._marks[max(at - 1, 0) * _STEP : (at + 2) * _STEP]
        return f"{beside}\0{self._section_marks[article.section][within * _STEP : (within + OLDER) * _STEP]}"


class ArticleGenerator(SiteGenerator):
    """Writes one page an article."""

    def generate_output(self, writer: ArchiveWriter) -> None:
        """Pelican's door: all articles through the incremental writer."""
        self.prepare(writer)
        with self.context["progress"].phase("Trang bài", len(self.archive.articles)) as step:
            writer.write_pages(self._pages(), step)

    def prepare(self, writer: Outlet) -> None:
        """Make ready what every page needs; `writer` is told of links and problems."""
        self.links = LinkTable(self.archive, self.content, writer, self.context["pictures"])
        self.neighbours = Neighbours(self.archive.articles)
        self._template = partial(self.get_template, "article")

    def _pages(self) -> Iterator[Page]:
        yield from map(self._page, self.archive.articles, self.context["related_marks"])

    def page(self, article: ArchivedArticle) -> Page:
        """Describe the page of one article."""
        return self._page(article, listed(self.context["related"](article)))

    def _page(self, article: ArchivedArticle, related: str) -> Page:
        """Describe a page whose *Xem thêm* has these marks. What it shows of its own text `digest` stands for."""
        a, note = article, article_note(article, self.context["crowds"])
        head = self.head_title(a.title, note, a.url)
        targets = self.links.targets(a.links, a.path) if a.links else {}
        links = repr(targets) if targets else ""
        beside = self.neighbours.marks_beside(a)
        inputs = "\n".join((a.digest, a.mark, note, head, related, beside, terms_mark(a), links))
        return Page(a.url, self._template, inputs, partial(self._given, a, note, head, targets), a.path)

    def _given(self, article: ArchivedArticle, note: str, head: str, targets: Targets) -> dict[str, Any]:
        """What the template of one page is given."""
        a, section = article, article.section
        feed = (section.feed, section.name) if section else ("", "")
        info = partial(self.page_info, "article", a.title + note, head, a.description, a.url, feed)
        return self.page_context(a.url, info, partial(self._shown, article, targets))

    def _shown(self, article: ArchivedArticle, targets: Targets) -> dict[str, Any]:
        site, beside = self.settings["SITENAME"], self.neighbours
        return {
            "article": article,
            "content": self._content(article, targets),
            "related": self.context["related"](article),
            "older": beside.older(article),
            "newer": beside.newer(article),
            "previous": beside.previous(article),
            "cite": cite(article, site, self.site_url(article.url)),
            "jsonld": article_jsonld(article, site, self.site_url),
        }

    def _content(self, article: ArchivedArticle, targets: Targets) -> Markup:
        html = dict(self.archive.html([article.digest]))[article.digest]
        return Markup(replace_links(html, targets))  # noqa: S704  # sanitised by nh3 in plugins.html.rendering, the last step


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(ArticleGenerator)
