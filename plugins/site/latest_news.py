"""Latest news (*Tin mới nhất*, *Ý kiến báo chí*): the side column, live on a few pages and of their time on others.

An article shows what was newest at the end of its own period. Once that is over the block stays as it is, so one more
article changes the pages of the running period, not every page. A list shows what was newest when its own newest
article was, and changes with that. A period is the largest of the whole archive, a year, a month, a quarter of a month
and a day that has few enough articles: the block depends on the articles alone, not on when it was made, and an archive
of `PERIOD` articles or fewer has one block, which is live.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count as count_from
from itertools import groupby, islice

from plugins.site.archive import Archive, ArchivedArticle, links
from plugins.site.views import SEPARATOR, ArticleLinks, TermLink, key_of

LATEST = 5  # as on the legacy page
PRESS = 5
PERIOD = (
    70  # articles of a period, and so pages that one more may change: a quarter of a month at 35,440 has 50
)
_CUTS: tuple[Callable[[datetime], int], ...] = (
    lambda when: when.year,
    lambda when: when.month,
    lambda when: min((when.day - 1) // 7, 3),
    lambda when: when.day,
)


@dataclass(frozen=True, slots=True)
class LatestBlock:
    """The side column: the newest articles, and the newest of the section of press opinions (None: no such section)."""

    articles: ArticleLinks
    press: tuple[TermLink | None, ArticleLinks]

    @property
    def key(self) -> str:
        """Equal where all of it is."""
        return f"{key_of(self.articles)}{SEPARATOR}{key_of(self.press)}"


def latest(archive: Archive, count: int = LATEST) -> list[ArchivedArticle]:
    """The newest published articles; ties in the minute are broken by id."""
    return archive.articles[:count]


def news_periods(
    articles: Sequence[ArchivedArticle], begin: int = 0, end: int | None = None, cuts: int = 0
) -> Iterator[tuple[int, int]]:
    """Where each period begins and ends among `articles`, which come newest first; a day is not cut, however long."""
    end = len(articles) if end is None else end
    if end - begin <= PERIOD or cuts == len(_CUTS):
        yield begin, end
        return
    for _, group in groupby(articles[begin:end], key=lambda article: _CUTS[cuts](article.date.when)):
        until = begin + sum(1 for _ in group)
        yield from news_periods(articles, begin, until, cuts + 1)
        begin = until


def block_at(archive: Archive, press_section: str, at: int = 0) -> LatestBlock:
    """The block as it was when the article at a place was the newest; by default the live one.

    Press opinions are looked for among as many articles as a period may have: an old one that is edited changes as
    many pages at most.
    """
    section = next((term for term in archive.sections if term.slug == press_section), None)
    looked_at = archive.articles[at : at + PERIOD]
    opinions = islice((a for a in looked_at if section is not None and a.section is section), PRESS)
    return LatestBlock(links(looked_at[:LATEST]), (section.link if section else None, links(opinions)))


def place_of(articles: Sequence[ArchivedArticle], article: ArchivedArticle) -> int:
    """Where an article stands among all, which come newest first."""
    at = bisect_left(articles, -article.record.timestamp, key=lambda a: -a.record.timestamp)
    return next(place for place in count_from(at) if articles[place] is article)


def period_blocks(archive: Archive, press_section: str) -> dict[str, LatestBlock]:
    """Id of an article → the block of its period."""
    return {
        article.id: block
        for begin, end in news_periods(archive.articles)
        for block in [block_at(archive, press_section, begin)]
        for article in archive.articles[begin:end]
    }
