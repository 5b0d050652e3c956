"""Pagination from the oldest article: long lists are cut into pages that stay as they are.

The addresses count from the oldest: `trang-1` never changes when a new article comes, and the address without a number
is always the newest page. Rebuilds, deploys and caches stay small that way. Readers count from where they begin: the
newest page is *Trang 1*.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plugins.site.archive import ArchivedArticle, Period

PER_PAGE = 40  # with up to twice as many on the newest page: about 500 elements, 16 kB gzip
ALL_SHOWN = 12  # pages of a list whose pager names every one: a month's articles are two steps from its page


@dataclass(frozen=True, slots=True)
class PageNumber:
    """One number of a pagination; `gap` where pages before it are left out."""

    label: str
    url: str
    current: bool
    gap: bool = False

    @property
    def key(self) -> str:
        """Equal where all of it is."""
        return f"{self.label}\0{self.url}\0{self.current}\0{self.gap}"


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a long list: its number from the oldest, its address and its articles, newest first."""

    number: int
    last: int
    url: str
    articles: Sequence[ArchivedArticle]

    @property
    def place(self) -> int:
        """Its number as readers count, from the newest."""
        return self.last - self.number + 1


def cut(
    url: str, articles: Sequence[ArchivedArticle], per_page: int = PER_PAGE, joint: str = "/"
) -> list[ListPage]:
    """Cut a list (newest first) into pages counted from the oldest; the last, at `url`, holds up to twice as many.

    The newest page takes what is left over with one whole page, so that it is never nearly empty. `joint` stands
    between the list's address and the number of a page.
    """
    full = max(1, len(articles) // per_page)
    oldest_first = articles[::-1]
    base = url.removesuffix("/index.html").removesuffix(".html")
    pages = []
    for number in range(1, full + 1):
        end = None if number == full else number * per_page
        members = oldest_first[(number - 1) * per_page : end][::-1]
        pages.append(
            ListPage(number, full, url if number == full else f"{base}{joint}trang-{number}.html", members)
        )
    return pages


def day_urls(month: Period) -> dict[date, str]:
    """Day → the place, on the month's pages, where its articles begin (``2017/11/trang-2.html#ngay-17``)."""
    found: dict[date, str] = {}
    for page in reversed(cut(month.url, month.articles)):
        for day in dict.fromkeys(article.day for article in page.articles):
            found.setdefault(day, f"{page.url}#{day_mark(day)}")
    return found


def day_mark(day: date) -> str:
    """The fragment of a day on the pages of its month."""
    return f"ngay-{day.day:02}"


def pagination(pages: Sequence[ListPage], at: int) -> tuple[list[PageNumber], str, str]:
    """Links to the pages, newest first, of many to the neighbouring, first and last; the newer and the older page."""
    if len(pages) == 1:
        return [], "", ""
    few = len(pages) <= ALL_SHOWN
    near = range(len(pages)) if few else range(max(0, at - 2), min(len(pages), at + 3))
    shown = sorted({0, len(pages) - 1, *near}, reverse=True)
    links = [
        PageNumber(str(pages[i].place), pages[i].url, i == at, gap=i + 1 != before)
        for before, i in zip([shown[0] + 1, *shown], shown, strict=False)
    ]
    newer = pages[at + 1].url if at + 1 < len(pages) else ""
    older = pages[at - 1].url if at else ""
    return links, newer, older
