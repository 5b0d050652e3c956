"""Neighbours of an article: what stands beside it in time, in its section and under its tags, for its page's lists."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta

from plugins.site.archive import ArchivedArticle, links
from plugins.site.build_context import RelatedOf
from plugins.site.views import ArticleLink, ArticleLinks

OLDER = 10  # as on the legacy page
SAME_DAY = 4
_AROUND = sorted({*range(-SAME_DAY, SAME_DAY + 1)} - {0}, key=lambda step: (abs(step), step))
ENOUGH = (
    10  # related articles; where there are fewer, others fill the list, under a heading that says by what
)
PERIOD = timedelta(days=365)  # from an article, of others in its section that may fill its list


class Neighbours:
    """What stands beside an article in time: in its section, and in the whole archive."""

    def __init__(self, articles: Sequence[ArchivedArticle]) -> None:
        self._links = links(articles)
        self._at = {a.id: i for i, a in enumerate(articles)}
        edge = [None] * SAME_DAY
        self._days = [*(a.day for a in articles), *edge]  # -1 is an edge too
        self._in_section: dict[str, int] = {}
        self._section_links: dict[int, ArticleLinks] = {}
        for term in {a.section for a in articles if a.section}:
            self._in_section.update((a.id, i) for i, a in enumerate(term.articles))
            self._section_links[id(term)] = links(term.articles)

    def older(self, article: ArchivedArticle) -> ArticleLinks:
        """The ten before it in its section, newest first."""
        if article.section is None:
            return ()
        at = self._in_section[article.id]
        return self._section_links[id(article.section)][at + 1 : at + 1 + OLDER]

    def same_day(self, article: ArchivedArticle) -> ArticleLinks:
        """The others of its day, of which its page shows some: those nearest to it in time."""
        at, day, days = self._at[article.id], article.day, self._days
        near = [at + step for step in _AROUND if days[at + step] == day]
        return tuple([self._links[i] for i in near[:SAME_DAY]])

    def filling(self, article: ArchivedArticle, related: RelatedOf) -> tuple[ArticleLinks, ArticleLinks]:
        """What fills a short list of related articles: those with most tags in common, then those of its section and
        time; of equals the nearest in time, and of near-duplicates one.
        """
        found = related(article)
        wanted = ENOUGH - len(found.related)
        if wanted <= 0:
            return (), ()
        shown = {article.id}

        def show(other: ArchivedArticle) -> None:
            shown.update([other.id, *(copy.id for copy in related(other).same_content)])

        def first(ranked: Iterable[ArchivedArticle], most: int) -> list[ArchivedArticle]:
            """The first that do not stand there yet, nor copies of them."""
            chosen: list[ArchivedArticle] = []
            for other in ranked:
                if len(chosen) < most and other.id not in shown:
                    chosen.append(other)
                    show(other)
            return chosen

        def distance(other: ArchivedArticle) -> tuple[timedelta, str]:
            return abs(other.date.when - article.date.when), other.id

        for other in (*found.related, *found.same_content):
            show(other)
        near = [a for tag in article.tags for a in _nearest_in_time(tag.articles, article)]
        shared, by_id = Counter(a.id for a in near), {a.id: a for a in near}
        tagged = first(sorted(by_id.values(), key=lambda a: (-shared[a.id], *distance(a))), wanted)
        section = _nearest_in_time(article.section.articles, article) if article.section else ()
        of_time = sorted((a for a in section if distance(a)[0] <= PERIOD), key=distance)
        return links(tagged), links(first(of_time, wanted - len(tagged)))

    def newer(self, article: ArchivedArticle) -> ArticleLink | None:
        """The one after it in time."""
        at = self._at[article.id]
        return self._links[at - 1] if at else None

    def previous(self, article: ArchivedArticle) -> ArticleLink | None:
        """The one before it in time."""
        at = self._at[article.id] + 1
        return self._links[at] if at < len(self._links) else None


def _nearest_in_time(
    articles: Sequence[ArchivedArticle], article: ArchivedArticle
) -> Sequence[ArchivedArticle]:
    """The ten before and after an article among others, newest first."""
    at = bisect_left(articles, -article.record.timestamp, key=lambda a: -a.record.timestamp)
    return articles[max(0, at - ENOUGH) : at + ENOUGH + 1]
