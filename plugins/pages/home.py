"""Home page: the newest articles, press opinions, years, and the newest of every section."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.pages.shared_block import LATEST, latest, press
from plugins.site.archive import links
from plugins.site.generator import SiteGenerator, register_generator
from plugins.site.page import Page, PageInputs
from plugins.site.views import ArticleLinks, PageHead, PeriodSummary, TermLink, TermSummary
from plugins.site.writer import ArchiveWriter

EARLIER = 10  # articles below *Tin mới nhất*
OF_A_SECTION = 5


@dataclass(frozen=True, slots=True)
class HomeInputs(PageInputs):
    """The home page; `press` is the section of press opinions and its newest, `total` counts all articles."""

    page: PageHead
    latest: ArticleLinks
    earlier: ArticleLinks
    section_blocks: tuple[tuple[TermSummary, ArticleLinks], ...]
    press: tuple[TermLink | None, ArticleLinks]
    years: tuple[PeriodSummary, ...]
    total: int


class HomeGenerator(SiteGenerator):
    """Writes ``index.html``."""

    def generate_output(self, writer: ArchiveWriter) -> None:
        """Pelican's door: one page."""
        writer.write_pages([self._page()], lambda _: None)

    def _page(self) -> Page:
        archive, site = self.archive, self.settings["SITENAME"]
        subtitle, opinions = self.settings["SITESUBTITLE"], self.settings["PRESS_SECTION"]
        newest = links(latest(archive, LATEST + EARLIER))
        feed = ("feeds/tat-ca.atom.xml", site)
        inputs = HomeInputs(
            page=self.page_head("home", subtitle, "index.html", f"{site}: {subtitle}.", feed=feed),
            latest=newest[:LATEST],
            earlier=newest[LATEST:],
            section_blocks=tuple(
                [
                    (term.summary, links(term.articles[:OF_A_SECTION]))
                    for term in archive.sections
                    if term.articles and term.slug != opinions
                ]
            ),
            press=press(archive, opinions),
            years=tuple([year.summary for year in archive.years]),
            total=len(archive.articles),
        )
        return self.make_page("index.html", "index", inputs, "plugins.pages.home")


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(HomeGenerator)
