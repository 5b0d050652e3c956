"""Page titles (``<title>``): short enough for tabs and search engines, and no two pages alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from plugins.site.archive import ArchivedArticle
from plugins.site.reader import shorten
from plugins.site.source_record import TITLE_LIMIT


def head_title(title: str, note: str, site: str) -> str:
    """`title` with the site's name where both fit, else cut at a word; `note` (" – trang 3") is kept whole."""
    whole = f"{title}{note} – {site}"
    return whole if len(whole) <= TITLE_LIMIT else shorten(title, TITLE_LIMIT - len(note)) + note


def title_counts(articles: Iterable[ArchivedArticle]) -> Mapping[str, int]:
    """How many articles would stand under one title once theirs are cut."""
    return Counter([article.record.short_title for article in articles])


def article_note(article: ArchivedArticle, counts: Mapping[str, int]) -> str:
    """What tells an article from others of its title: its time and its id; ``""`` where it stands alone."""
    alone = counts[article.record.short_title] < 2
    return "" if alone else f" ({article.date.display}, {article.id})"


class HeadTitles:
    """The titles given out in one build."""

    def __init__(self) -> None:
        self._urls: dict[str, str] = {}  # title: the address of the page that has it

    def unique(self, title: str, note: str, site: str, url: str) -> str:
        """The title of the page at `url`, which no other page has."""
        head, number = head_title(title, note, site), 1
        while self._urls.setdefault(head, url) != url:
            number += 1
            head = head_title(title, f"{note} ({number})", site)
        return head
