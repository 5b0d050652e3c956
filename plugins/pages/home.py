"""Home page: what the archive is, one lead story, the newest articles, and the ways in by topic, year and day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plugins.pages.first_picture import SizedPicture, first_picture, shown
from plugins.pages.on_this_day import FOLDER
from plugins.pages.year_chart import Bar, year_chart
from plugins.site.archive import ArchivedArticle, links
from plugins.site.generator import SiteGenerator, register_generator
from plugins.site.latest_news import LATEST, latest
from plugins.site.page import Page, PageInputs
from plugins.site.views import ArticleLink, ArticleLinks, PageHead, TermLink, TermSummary
from plugins.site.writer import ArchiveWriter

TAGS = 3  # the most used ones, beside the sections
OPINIONS = 3


@dataclass(frozen=True, slots=True)
class Lead:
    """The lead story: its summary, and its first picture where it has one."""

    link: ArticleLink
    summary: str
    picture: SizedPicture | None

    @property
    def key(self) -> str:
        """Equal where all of it is."""
        return f"{self.link.key}\0{self.summary}\0{self.picture}"


@dataclass(frozen=True, slots=True)
class HomeInputs(PageInputs):
    """The home page; no article stands in it twice. `press` is the section of press opinions and its newest, `days`
    the folder of the days of the year, `total` counts all articles.
    """

    page: PageHead
    lead: Lead | None
    latest: ArticleLinks
    press: tuple[TermLink | None, ArticleLinks]
    topics: tuple[TermSummary, ...]
    chart: tuple[Bar, ...]
    days: str
    total: int


class HomeGenerator(SiteGenerator):
    """Writes ``index.html``."""

    def generate_output(self, writer: ArchiveWriter) -> None:
        """Pelican's door: one page."""
        writer.write_pages([self._page()], lambda _: None)

    def _page(self) -> Page:
        archive, site = self.archive, self.settings["SITENAME"]
        subtitle, newest = self.settings["SITESUBTITLE"], latest(archive, LATEST)
        lead = self._lead(archive.articles[LATEST:])
        inputs = HomeInputs(
            page=self.page_head(
                "home", subtitle, "index.html", f"{site}: {subtitle}.", feed=("feeds/tat-ca.atom.xml", site)
            ),
            lead=self._told(lead) if lead else None,
            latest=links(newest),
            press=self._press([*newest, *([lead] if lead else [])]),
            topics=self._topics(),
            chart=year_chart([year.summary for year in archive.years]),
            days=FOLDER,
            total=len(archive.articles),
        )
        return self.make_page("index.html", "index", inputs, "plugins.pages.home")

    def _lead(self, articles: Sequence[ArchivedArticle]) -> ArchivedArticle | None:
        """The newest article with a picture, after those that are listed as the newest; without any the next one."""
        static = frozenset(self.archive.static)
        pictured = (a for a in articles if a.record.reading.links and first_picture(a.record, static))
        return next(pictured, articles[0] if articles else None)

    def _told(self, article: ArchivedArticle) -> Lead:
        path = first_picture(article.record, frozenset(self.archive.static))
        picture = shown(path, self.build.pictures.value) if path else None
        return Lead(article.link, article.record.description, picture)

    def _press(self, listed: Sequence[ArchivedArticle]) -> tuple[TermLink | None, ArticleLinks]:
        term = next((t for t in self.archive.sections if t.slug == self.settings["PRESS_SECTION"]), None)
        if term is None:
            return None, ()
        known = {article.id for article in listed}
        others = (a for a in term.articles if a.id not in known)
        return term.link, links([a for a, _ in zip(others, range(OPINIONS), strict=False)])

    def _topics(self) -> tuple[TermSummary, ...]:
        """The sections with articles, and the tags that most articles carry."""
        tags = sorted(self.archive.tags, key=lambda tag: (-tag.count, tag.slug))[:TAGS]
        return tuple(term.summary for term in (*self.archive.sections, *tags) if term.articles)


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(HomeGenerator)
