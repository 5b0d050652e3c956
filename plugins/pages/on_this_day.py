"""On this day (*Ngày này năm xưa*): a page for each day of the year with the articles of all years.

The home page shows some of today's. Which day is today is the reader's to say, not the build's: a small script takes
the day in Vietnam and the file ``ngay-nay/MM.json``. Without scripts the page of all days leads on.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from plugins.pages.listing import Listing, Steering, listing_pages
from plugins.site.archive import ArchivedArticle
from plugins.site.generator import SiteGenerator, register_generator
from plugins.site.page import Page, PageInputs
from plugins.site.views import PageHead, PeriodSummary
from plugins.site.writer import ArchiveWriter

FOLDER = "ngay-nay"
INDEX = f"{FOLDER}/index.html"
SHOWN = 2  # articles of a day on the home page
NEAR = 3  # days around one without articles from which some are shown instead
_TITLE = "Ngày này năm xưa"
_OWNER = "plugins.pages.on_this_day"
_LEAP = date(2000, 1, 1)  # of a year that has every day
_DAYS = [_LEAP + timedelta(days=n) for n in range(366)]
ByDay = Mapping[str, Sequence[ArchivedArticle]]


@dataclass(frozen=True, slots=True)
class CalendarInputs(PageInputs):
    """All days of the year: month → its days with articles."""

    page: PageHead
    months: tuple[tuple[str, tuple[PeriodSummary, ...]], ...]


def by_day_of_year(articles: Sequence[ArchivedArticle]) -> ByDay:
    """``MM-DD`` → the articles of that day in all years, newest first."""
    days: dict[str, list[ArchivedArticle]] = defaultdict(list)
    for article in articles:
        when = article.date.when
        days[f"{when.month:02}-{when.day:02}"].append(article)
    return days


def shown_on(day: date, days: ByDay) -> tuple[bool, list[ArchivedArticle]]:
    """What the home page shows on a day, oldest first: of the day itself (True), else of the days around it."""
    for distance in range(NEAR + 1):
        near = (day - timedelta(days=distance), day + timedelta(days=distance))
        if found := next((days[key] for d in near if (key := f"{d:%m-%d}") in days), None):
            return distance == 0, [*found[-SHOWN:]][::-1]
    return True, []


def month_file(month: int, days: ByDay) -> bytes:
    """The days of a month for the script of the home page: day → whether its own, then address, title, date."""
    said = {
        f"{day:%d}": [exact, [[a.url, a.title, a.date.day_display] for a in articles]]
        for day in _DAYS
        if day.month == month
        for exact, articles in [shown_on(day, days)]
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


class OnThisDay(SiteGenerator):
    """Writes the pages of the days of the year, their index, and a small file for each month."""

    def generate_output(self, writer: ArchiveWriter) -> None:
        """Pelican's door: pages through the incremental writer."""
        days = by_day_of_year(self.archive.articles)
        with self.build.progress.phase(_TITLE) as step:
            writer.write_pages(self._pages(days), step)
        for month in range(1, 13):
            writer.write_bytes(f"{FOLDER}/{month:02}.json", month_file(month, days), _OWNER)

    def _pages(self, days: ByDay) -> Iterator[Page]:
        present = [day for day in _DAYS if f"{day:%m-%d}" in days]
        yield self._index(present, days)
        for at, day in enumerate(present):
            beside = tuple(_summary(d, days) for d in (present[at - 1], present[(at + 1) % len(present)]))
            yield from listing_pages(self, _listing(day, days, beside if len(present) > 2 else ()), _OWNER)

    def _index(self, present: Sequence[date], days: ByDay) -> Page:
        months = tuple(
            (f"Tháng {month}", tuple(_summary(day, days) for day in present if day.month == month))
            for month in range(1, 13)
        )
        description = (
            "Mọi ngày trong năm có bài trong kho: chọn một ngày để xem chuyện của ngày ấy qua các năm."
        )
        head = self.page_head("periods", _TITLE, INDEX, description)
        return self.make_page(INDEX, "on_this_day", CalendarInputs(head, months), _OWNER)


def _summary(day: date, days: ByDay) -> PeriodSummary:
    key = f"{day:%m-%d}"
    return PeriodSummary(f"{day:%d/%m}", f"{FOLDER}/{key}.html", len(days[key]))


def _listing(day: date, days: ByDay, beside: Sequence[PeriodSummary]) -> Listing:
    key = f"{day:%m-%d}"
    return Listing(
        url=f"{FOLDER}/{key}.html",
        articles=days[key],
        kind="period",
        heading=f"Ngày {day:%d/%m} qua các năm",
        crumbs=((_TITLE, INDEX),),
        steering=Steering(beside=(beside[0], beside[1]), unit="Ngày") if beside else Steering(),
    )


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(OnThisDay)
