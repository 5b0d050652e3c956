"""What stands in ``<title>``: short enough for tabs and search engines, and no two pages alike."""

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


def crowds(articles: Iterable[ArchivedArticle]) -> Mapping[str, int]:
    """How many articles would stand under one title once theirs are cut."""
    return Counter([article.short for article in articles])


def article_note(article: ArchivedArticle, crowd: Mapping[str, int]) -> str:
    """What tells an article from others of its title: its time and its id; ``""`` where it stands alone."""
    alone = crowd[article.short] < 2
    return "" if alone else f" ({article.date.display}, {article.id})"


def unlike(title: str, note: str, site: str, url: str, taken: dict[str, str]) -> str:
    """A head title no other page has; `taken` (title → address) remembers those given out in this build."""
    head, number = head_title(title, note, site), 1
    while taken.setdefault(head, url) != url:
        number += 1
        head = head_title(title, f"{note} ({number})", site)
    return head
