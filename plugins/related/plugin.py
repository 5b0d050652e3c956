"""Pelican plugin of related articles (*Xem thêm*): lists computed once for the whole archive, before pages are made."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from plugins.related import weights as tuned
from plugins.related.engine import related_rows
from plugins.site.archive import ArchivedArticle
from plugins.site.build_context import RelatedArticles
from plugins.site.documents import texts
from plugins.site.generator import SiteGenerator, register_generator
from plugins.site.writer import ArchiveWriter


class RelatedGenerator(SiteGenerator):
    """Offers `BuildContext.related`.

    Lists are found in a process beside this one, and waited for when pages are about to be written.
    """

    def generate_context(self) -> None:
        """Pelican's door: runs after the archive has been collected."""
        cache = self.services.cache
        archived = self.build.documents.value
        work = partial(related_rows, archived, texts(self.archive), cache.folder / "related")
        self._lists = self.services.background.start(work)

    def generate_output(self, writer: ArchiveWriter) -> None:
        """Pelican's door: the lists are there from here on; nothing is written."""
        del writer
        articles = self.archive.articles
        with self.build.progress.phase("Xem thêm", len(articles)) as step:
            found = self._lists()
            step(len(articles))
        lists = [[articles[i] for i in row if i >= 0] for row in found.lists.tolist()]
        copies: dict[int, list[ArchivedArticle]] = {}
        for one, two in found.duplicates.tolist():
            copies.setdefault(one, []).append(articles[two])
            copies.setdefault(two, []).append(articles[one])
        same_event = found.same_event.tolist()
        related = {
            article.id: RelatedArticles(some, newest_first(copies.get(row, ())), same_event[row][: len(some)])
            for row, (article, some) in enumerate(zip(articles, lists, strict=True))
        }
        self.build.related.set(lambda article: related[article.id])


def newest_first(articles: Iterable[ArchivedArticle]) -> list[ArchivedArticle]:
    """Articles in the order of the archive, of which no list of copies shows more than ten."""
    ordered = sorted(articles, key=lambda article: article.id)
    return sorted(ordered, key=lambda article: article.date, reverse=True)[: tuned.LIST_LENGTH]


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(RelatedGenerator)
