"""Pagination from the oldest article: long lists are cut into pages that stay as they are.

Page 1 never changes when a new article comes; the address without a number is always the newest page. Rebuilds,
deploys and caches stay small that way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plugins.site.archive import ArchivedArticle

PER_PAGE = 40  # with up to twice as many on the newest page: about 500 elements, 12 kB gzip


@dataclass(frozen=True, slots=True)
class PageNumber:
    """One number of a pagination."""

    label: str
    url: str
    current: bool

    @property
    def key(self) -> str:
        """Equal where all of it is."""
        return f"{self.label}\0{self.url}\0{self.current}"


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a long list: its number from the oldest, its address and its articles, newest first."""

    number: int
    last: int
    url: str
    articles: Sequence[ArchivedArticle]


def cut(url: str, articles: Sequence[ArchivedArticle], per_page: int = PER_PAGE) -> list[ListPage]:
    """Cut a list (newest first) into pages counted from the oldest; the last, at `url`, holds up to twice as many.

    The newest page takes what is left over with one whole page, so that it is never nearly empty.
    """
    full = max(1, len(articles) // per_page)
    oldest_first = articles[::-1]
    base = url.removesuffix("/index.html").removesuffix(".html")
    pages = []
    for number in range(1, full + 1):
        end = None if number == full else number * per_page
        members = oldest_first[(number - 1) * per_page : end][::-1]
        pages.append(
            ListPage(number, full, url if number == full else f"{base}/trang-{number}.html", members)
        )
    return pages


def pagination(pages: Sequence[ListPage], at: int) -> tuple[list[PageNumber], str, str]:
    """Links to the neighbouring, first and last pages; addresses of the newer and the older page."""
    if len(pages) == 1:
        return [], "", ""
    shown = sorted({0, len(pages) - 1, *range(max(0, at - 2), min(len(pages), at + 3))}, reverse=True)
    links = [PageNumber(str(pages[i].number), pages[i].url, i == at) for i in shown]
    newer = pages[at + 1].url if at + 1 < len(pages) else ""
    older = pages[at - 1].url if at else ""
    return links, newer, older
