"""Period pages: the articles of each year, month and day, and the overview of all years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from plugins.pages.listing import Listing, listing_pages
from plugins.site.archive import Period, days, links
from plugins.site.generator import SiteGenerator, register_generator
from plugins.site.page import Page, PageInputs
from plugins.site.views import ArticleLinks, PageHead, PeriodSummary
from plugins.site.writer import ArchiveWriter

NEWEST = 10  # articles on the page of a year
_OVERVIEW = ("Lưu trữ theo năm", "luu-tru.html")
_OWNER = "plugins.pages.periods"


@dataclass(frozen=True, slots=True)
class OverviewInputs(PageInputs):
    """The overview: every year with its months."""

    page: PageHead
    years: tuple[PeriodSummary, ...]


@dataclass(frozen=True, slots=True)
class YearInputs(PageInputs):
    """A year: its months, its newest articles, and the years before and after it."""

    page: PageHead
    period: PeriodSummary
    months: tuple[PeriodSummary, ...]
    articles: ArticleLinks
    neighbours: tuple[PeriodSummary | None, PeriodSummary | None]


class PeriodGenerator(SiteGenerator):
    """Writes every page of a period."""

    def generate_output(self, writer: ArchiveWriter) -> None:
        """Pelican's door: all periods through the incremental writer."""
        with self.build.progress.phase("Trang năm, tháng, ngày") as step:
            writer.write_pages(self._pages(), step)

    def _pages(self) -> Iterator[Page]:
        days_of = {month.url: days(month) for year in self.archive.years for month in year.months}
        yield self._overview()
        for at, year in enumerate(self.archive.years):
            yield self._year(at, year)
            for month in year.months:
                yield from listing_pages(self, _month(year, month, days_of[month.url]), _OWNER)
        yield from self._days(days_of)

    def _overview(self) -> Page:
        title, url = _OVERVIEW
        description = "Mọi bài viết trong kho lưu trữ, xếp theo năm và theo tháng."
        years = tuple([year.with_months for year in self.archive.years])
        inputs = OverviewInputs(self.page_head("periods", title, url, description), years)
        return self.make_page(url, "archive", inputs, _OWNER)

    def _year(self, at: int, year: Period) -> Page:
        description = f"{year.count} bài viết về cải cách hành chính đăng năm {year.label}, xếp theo tháng."
        inputs = YearInputs(
            page=self.page_head("period", f"Năm {year.label}", year.url, description),
            period=year.summary,
            months=tuple([month.summary for month in year.months]),
            articles=links(year.articles[:NEWEST]),
            neighbours=_beside(self.archive.years, at),
        )
        return self.make_page(year.url, "year", inputs, _OWNER)

    def _days(self, days_of: Mapping[str, Sequence[Period]]) -> Iterator[Page]:
        """*Cùng ngày*: a page for every day with articles, beside the days before and after it."""
        months = [(year, month) for year in self.archive.years for month in year.months[::-1]]
        every = [(year, month, day) for year, month in months for day in days_of[month.url]]
        in_order = [day for _, _, day in every]
        for at, (year, month, day) in enumerate(every):
            listing = Listing(
                url=day.url,
                articles=day.articles,
                kind="period",
                heading=f"Ngày {day.label}",
                crumbs=(_OVERVIEW, (f"Năm {year.label}", year.url), (month.label, month.url)),
                beside=_beside(in_order, at),
            )
            yield from listing_pages(self, listing, _OWNER)


def _beside(periods: Sequence[Period], at: int) -> tuple[PeriodSummary | None, PeriodSummary | None]:
    """The periods before and after one, of periods that come newest first."""
    before = periods[at + 1].summary if at + 1 < len(periods) else None
    return before, periods[at - 1].summary if at else None


def _month(year: Period, month: Period, by_day: Sequence[Period]) -> Listing:
    return Listing(
        url=month.url,
        articles=month.articles,
        kind="period",
        heading=month.label,
        crumbs=(_OVERVIEW, (f"Năm {year.label}", year.url)),
        days=tuple([day.summary for day in by_day]),
    )


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(PeriodGenerator)
