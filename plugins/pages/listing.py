"""Listing: a list of articles as pages, newest first, for every term and period that has one.

Only the newest page of a list says what changes with every article (how many there are, and how many in each year):
the older ones stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Literal

from plugins.pages.pagination import PageNumber, cut, day_mark, pagination
from plugins.site.archive import ArchivedArticle, entries
from plugins.site.generator import SiteGenerator
from plugins.site.latest_news import LatestBlock
from plugins.site.page import Page, PageInputs
from plugins.site.views import ArticleEntries, PageHead, PeriodSummary, key_of

Crumbs = tuple[tuple[str, str], ...]
"""The pages above one, as (text, address) pairs from the top."""
Beside = tuple[PeriodSummary | None, PeriodSummary | None]
"""The periods before and after one."""
Grouping = Literal["day", "month", ""]
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


@dataclass(frozen=True, slots=True)
class ListGroup:
    """The articles of a day or a month under a heading; `count` is how many the whole period has, 0 where not told.

    `mark` is the heading's fragment.
    """

    label: str
    url: str
    count: int
    articles: ArticleEntries
    mark: str = ""

    @property
    def key(self) -> str:
        """Equal where all of it is."""
        return f"{self.label}\0{self.url}\0{self.count}\0{self.mark}\0{key_of(self.articles)}"


@dataclass(frozen=True, slots=True)
class SearchWithin:
    """A search in a part of the archive: the parameters of the search page, and the words beside the box."""

    parameters: tuple[tuple[str, str], ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Steering:
    """Ways on from a list: the days of a month or the years of a term (`strip`), and the periods beside it."""

    strip: tuple[PeriodSummary, ...] = ()
    strip_unit: str = "Năm"
    beside: Beside = (None, None)
    unit: str = ""
    within: SearchWithin = SearchWithin()

    @property
    def key(self) -> str:
        """Equal where all of it is."""
        return key_of(
            (self.strip, self.strip_unit, self.beside, self.unit, *self.within.parameters, self.within.label)
        )

    @property
    def lasting(self) -> Steering:
        """The same without what changes with every article."""
        return replace(self, strip=uncounted(self.strip))


@dataclass(frozen=True, slots=True)
class ListingInputs(PageInputs):
    """One page of a list: `place` says which of how many, `total` how many articles there are (the newest page alone).

    `section_url` is the address of the section whose list it is; `timed` lists show the time, the day stands above.
    """

    page: PageHead
    heading: str
    intro: str
    crumbs: Crumbs
    section_url: str
    total: int
    place: str
    groups: tuple[ListGroup, ...]
    timed: bool
    pages: tuple[PageNumber, ...]
    newer_page: str
    older_page: str
    older: PeriodSummary | None
    steering: Steering
    latest_block: LatestBlock | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of articles (newest first) at `url`, with what its pages say above and below it.

    `joint` stands between its address and the numbers of older pages. `first` are articles that its newest page shows
    before all others, under a heading; the others then stand under `label`. `live` lists have the newest articles of
    all beside their newest page; other pages what was newest when their own first article was.
    `older` is a list that goes on where this one, of `total` articles, ends.
    """

    url: str
    articles: Sequence[ArchivedArticle] = field(repr=False)
    kind: str
    heading: str
    crumbs: Crumbs
    intro: str = ""
    feed: tuple[str, str] = ("", "")
    section_url: str = ""
    grouping: Grouping = ""
    timed: bool = False
    joint: str = "/"
    first: tuple[str, Sequence[ArchivedArticle]] = ("", ())
    label: str = ""
    steering: Steering = Steering()
    live: bool = False
    older: PeriodSummary | None = None
    total: int = 0


def listing_pages(generator: SiteGenerator, listing: Listing, owner: str) -> Iterator[Page]:
    """The pages of a list."""
    pages = cut(listing.url, listing.articles, joint=listing.joint)
    counts = {period.url.partition("#")[2]: period.count for period in listing.steering.strip}
    lasting = listing.steering.lasting
    heading, some = listing.first
    first = (ListGroup(heading, "", 0, entries(some)),) if some else ()
    for at, page in enumerate(pages):
        numbers, newer, older = pagination(pages, at)
        newest = page.number == page.last
        place = "" if page.last == 1 else f"Trang {page.place} trên {page.last}"
        note = "" if newest else f" – trang {page.place}/{page.last}"
        description = _describe(listing.heading, listing.intro, page.articles)
        up_to = None if listing.live and newest else page.articles[0]
        inputs = ListingInputs(
            page=generator.page_head(
                listing.kind, listing.heading, page.url, description, note=note, feed=listing.feed
            ),
            heading=listing.heading,
            intro=listing.intro,
            crumbs=listing.crumbs,
            section_url=listing.section_url,
            total=listing.total or len(listing.articles) + len(listing.first[1]) if newest else 0,
            place=place,
            groups=(*(first if newest else ()), *_groups(listing, page.articles, counts)),
            timed=listing.timed,
            pages=tuple(numbers),
            newer_page=newer,
            older_page=older,
            older=listing.older,
            steering=listing.steering if newest else lasting,
            latest_block=None if listing.kind == "period" else generator.latest_block(up_to),
        )
        yield generator.make_page(page.url, "listing", inputs, owner)


def uncounted(periods: Sequence[PeriodSummary]) -> tuple[PeriodSummary, ...]:
    """Periods without their numbers of articles."""
    return tuple([PeriodSummary(period.label, period.url, 0) for period in periods])


def beside(periods: Sequence[PeriodSummary], at: int) -> Beside:
    """The periods before and after one, of periods that come newest first; without their numbers of articles."""
    before = uncounted(periods[at + 1 : at + 2])
    after = uncounted(periods[at - 1 : at]) if at else ()
    return (before[0] if before else None), (after[0] if after else None)


def _groups(
    listing: Listing, articles: Sequence[ArchivedArticle], counts: dict[str, int]
) -> tuple[ListGroup, ...]:
    if not listing.grouping:
        return (ListGroup(listing.label, "", 0, entries(articles)),)
    if listing.grouping == "month":
        by_month = groupby(articles, key=lambda a: (a.date.when.year, a.date.when.month))
        return tuple(
            [
                ListGroup(f"Tháng {month}/{year}", f"{year:04}/{month:02}/index.html", 0, entries(some))
                for (year, month), some in by_month
            ]
        )
    return tuple([_day(list(some), counts) for _, some in groupby(articles, key=lambda a: a.day)])


def _day(articles: Sequence[ArchivedArticle], counts: dict[str, int]) -> ListGroup:
    date, mark = articles[0].date, day_mark(articles[0].day)
    label = f"{WEEKDAYS[date.when.weekday()]}, {date.day_display}"
    return ListGroup(label, "", counts.get(mark, 0), entries(articles), mark)


def _describe(heading: str, intro: str, articles: Sequence[ArchivedArticle]) -> str:
    if not articles:
        return intro or f"{heading}: chưa có bài nào."
    first, last = articles[-1].date.day_display, articles[0].date.day_display
    said = f"{heading}: {intro} {len(articles)} bài từ {first} đến {last}, bài đầu: {articles[0].title}"
    return said.replace(":  ", ": ")
