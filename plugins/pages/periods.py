"""Period pages: the articles of each year and month, and the overview of all years.

A day (*cùng ngày*) is a place on the pages of its month, not a file: at 35,440 articles there would be 5,000 of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plugins.pages.listing import (
    Beside,
    Listing,
    SearchWithin,
    Steering,
    beside,
    listing_pages,
    uncounted,
)
from plugins.pages.pagination import day_urls
from plugins.pages.term_years import term_years
from plugins.site.archive import Period, Term, entries
from plugins.site.generator import SiteGenerator, register_generator
from plugins.site.latest_news import LatestBlock
from plugins.site.page import Page, PageInputs
from plugins.site.views import ArticleEntries, PageHead, PeriodSummary
from plugins.site.writer import ArchiveWriter

NEWEST = 10  # articles on the page of a year
_OVERVIEW = ("Lưu trữ theo năm", "luu-tru.html")
_OWNER = "plugins.pages.periods"


@dataclass(frozen=True, slots=True)
class OverviewInputs(PageInputs):
    """The overview: every year with its months."""

    page: PageHead
    years: tuple[PeriodSummary, ...]
    latest_block: LatestBlock


@dataclass(frozen=True, slots=True)
class YearInputs(PageInputs):
    """A year: its months, its newest articles, what of it is in each long section and source (name, list of that
    year), and the other years.
    """

    page: PageHead
    period: PeriodSummary
    months: tuple[PeriodSummary, ...]
    articles: ArticleEntries
    in_sections: tuple[PeriodSummary, ...]
    in_sources: tuple[PeriodSummary, ...]
    steering: Steering


class PeriodGenerator(SiteGenerator):
    """Writes every page of a period."""

    def generate_output(self, writer: ArchiveWriter) -> None:
        """Pelican's door: all periods through the incremental writer."""
        with self.build.progress.phase("Trang năm, tháng") as step:
            writer.write_pages(self._pages(), step)

    def _pages(self) -> Iterator[Page]:
        yield self._overview()
        years = [year.summary for year in self.archive.years]
        sections, sources = _by_year(self.archive.sections), _by_year(self.archive.sources)
        for at, year in enumerate(self.archive.years):
            ways = Steering(uncounted(years), "Năm", beside(years, at), "Năm", _search(year))
            yield self._year(year, ways, sections.get(year.label, ()), sources.get(year.label, ()))
        months = [(year, month) for year in self.archive.years for month in year.months[::-1]]
        in_order = [month.summary for _, month in months]
        for at, (year, month) in enumerate(months):
            listing = _month(year, month, beside(in_order, at))
            yield from listing_pages(self, listing, _OWNER)

    def _overview(self) -> Page:
        title, url = _OVERVIEW
        description = "Mọi bài viết trong kho lưu trữ, xếp theo năm và theo tháng."
        years = tuple([year.with_months for year in self.archive.years])
        block = self.latest_block()
        inputs = OverviewInputs(self.page_head("periods", title, url, description), years, block)
        return self.make_page(url, "archive", inputs, _OWNER)

    def _year(
        self,
        year: Period,
        steering: Steering,
        sections: Sequence[PeriodSummary],
        sources: Sequence[PeriodSummary],
    ) -> Page:
        description = f"{year.count} bài viết về cải cách hành chính đăng năm {year.label}, xếp theo tháng."
        inputs = YearInputs(
            page=self.page_head("period", f"Năm {year.label}", year.url, description),
            period=year.summary,
            months=tuple([month.summary for month in year.months]),
            articles=entries(year.articles[:NEWEST]),
            in_sections=tuple(sections),
            in_sources=tuple(sources),
            steering=steering,
        )
        return self.make_page(year.url, "year", inputs, _OWNER)


def _search(year: Period) -> SearchWithin:
    return SearchWithin((("nam", year.label),), f"Tìm trong năm {year.label}")


def _by_year(terms: Sequence[Term]) -> dict[str, list[PeriodSummary]]:
    """Year → the terms that have a list for it: name, address and number of articles."""
    found: dict[str, list[PeriodSummary]] = {}
    for term in terms:
        for year in term_years(term):
            found.setdefault(year.label, []).append(PeriodSummary(term.name, year.url, year.count))
    return found


def _month(year: Period, month: Period, near: Beside) -> Listing:
    counts = Counter(article.day for article in month.articles)
    days = [
        PeriodSummary(f"{day:%d/%m/%Y}", url, counts[day]) for day, url in sorted(day_urls(month).items())
    ]
    return Listing(
        url=month.url,
        articles=month.articles,
        kind="period",
        heading=month.label,
        crumbs=(_OVERVIEW, (f"Năm {year.label}", year.url)),
        grouping="day",
        timed=True,
        steering=Steering(tuple(days), "Ngày", near, "Tháng"),
    )


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(PeriodGenerator)
