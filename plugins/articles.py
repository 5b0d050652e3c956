"""Article pages: the text, what is near it in content and in time, where it comes from, how to cite it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from plugins.archive import ArchivedArticle, Term
from plugins.citation import cite
from plugins.jsonld import article_jsonld
from plugins.linkmarks import Targets, replace_links
from plugins.links import LinkTable, Outlet
from plugins.site import SiteGenerator, register_generator
from plugins.titles import article_note
from plugins.writer import ArchiveWriter, Page

OLDER = 10  # as on the legacy page


def listed(articles: Sequence[ArchivedArticle]) -> str:
    """What a list shows of its articles, as an input of a page."""
    return " ".join([a.mark for a in articles])


def named(terms: Sequence[Term]) -> tuple[tuple[str, str], ...]:
    """What a page shows of its terms, as an input of a page."""
    return tuple((t.name, t.url) for t in terms)


class Neighbours:
    """What stands beside an article in time: in its section, and in the whole archive."""

    def __init__(self, articles: Sequence[ArchivedArticle]) -> None:
        self._articles = articles
        self._at = {a.id: i for i, a in enumerate(articles)}
        self._in_section: dict[str, int] = {}
        for term in {a.section for a in articles if a.section}:
            self._in_section.update((a.id, i) for i, a in enumerate(term.articles))

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

    def _pages(self) -> Iterator[Page]:
        for article in self.archive.articles:
            yield self.page(article)

    def page(self, article: ArchivedArticle) -> Page:
        """Describe the page of one article."""
        related = self.context["related"](article)
        older = self.neighbours.older(article)
        sides = self.neighbours.newer(article), self.neighbours.previous(article)
        targets = self.links.targets(article.links, article.path)
        lists = listed(related), listed(older), *(listed([s]) if s else () for s in sides)
        terms = [t for t in (article.section, article.source, *article.tags, *article.authors) if t]

        def context() -> Mapping[str, Any]:
            return {
                "article": article,
                "content": self._content(article, targets),
                "related": related,
                "older": older,
                "newer": sides[0],
                "previous": sides[1],
                "cite": cite(article, self.settings["SITENAME"], self.site_url(article.url)),
                "jsonld": article_jsonld(article, self.settings["SITENAME"], self.site_url),
            }

        return self.make_page(
            article.url,
            "article",
            kind="article",
            title=article.title,
            note=article_note(article, self.context["crowds"]),
            description=article.description,
            inputs=(article.digest, article.id, article.mark, lists, named(terms), targets),
            context=context,
            owner=article.path,
            feed=(article.section.feed, article.section.name) if article.section else ("", ""),
        )

    def _content(self, article: ArchivedArticle, targets: Targets) -> Markup:
        html = dict(self.archive.html([article.digest]))[article.digest]
        return Markup(replace_links(html, targets))  # noqa: S704  # sanitised by nh3 in plugins.rendering, the last step


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(ArticleGenerator)
