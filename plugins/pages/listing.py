"""Listing: a list of articles as pages, newest first, for every term and period that has one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from plugins.pages.pagination import PageNumber, cut, pagination
from plugins.site.archive import ArchivedArticle, links
from plugins.site.generator import SiteGenerator
from plugins.site.page import Page, PageInputs
from plugins.site.views import ArticleLinks, PageHead, PeriodSummary

Crumbs = tuple[tuple[str, str], ...]
"""The pages above one, as (text, address) pairs from the top."""


@dataclass(frozen=True, slots=True)
class ListingInputs(PageInputs):
    """One page of a list.

    `section_url` is the address of the section whose list it is; `days` are a month's, `beside` a day's neighbours.
    """

    page: PageHead
    heading: str
    intro: str
    crumbs: Crumbs
    section_url: str
    articles: ArticleLinks
    pages: tuple[PageNumber, ...]
    newer_page: str
    older_page: str
    days: tuple[PeriodSummary, ...]
    beside: tuple[PeriodSummary | None, PeriodSummary | None]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of articles (newest first) at `url`, with what its pages say above and below it."""

    url: str
    articles: Sequence[ArchivedArticle] = field(repr=False)
    kind: str
    heading: str
    crumbs: Crumbs
    intro: str = ""
    feed: tuple[str, str] = ("", "")
    section_url: str = ""
    days: tuple[PeriodSummary, ...] = ()
    beside: tuple[PeriodSummary | None, PeriodSummary | None] = (None, None)


def listing_pages(generator: SiteGenerator, listing: Listing, owner: str) -> Iterator[Page]:
    """The pages of a list."""
    pages = cut(listing.url, listing.articles)
    for at, page in enumerate(pages):
        numbers, newer, older = pagination(pages, at)
        note = "" if page.number == page.last else f" – trang {page.number}"
        description = _describe(listing.heading, listing.intro, page.articles)
        head = generator.page_head(
            listing.kind, listing.heading, page.url, description, note=note, feed=listing.feed
        )
        inputs = ListingInputs(
            page=head,
            heading=listing.heading,
            intro=listing.intro,
            crumbs=listing.crumbs,
            section_url=listing.section_url,
            articles=links(page.articles),
            pages=tuple(numbers),
            newer_page=newer,
            older_page=older,
            days=listing.days,
            beside=listing.beside,
        )
        yield generator.make_page(page.url, "listing", inputs, owner)


def _describe(heading: str, intro: str, articles: Sequence[ArchivedArticle]) -> str:
    if not articles:
        return intro or f"{heading}: chưa có bài nào."
    first, last = articles[-1].date.day_display, articles[0].date.day_display
    said = f"{heading}: {intro} {len(articles)} bài từ {first} đến {last}, bài đầu: {articles[0].title}"
    return said.replace(":  ", ": ")
