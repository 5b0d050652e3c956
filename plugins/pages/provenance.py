"""Provenance of an article: where its text was first, and the copy (memento) of that moment in a web archive."""

from __future__ import annotations

from datetime import UTC

from plugins.core.article import Article

WAYBACK = "https://web.archive.org/web"
_WEB = ("http://", "https://")


def wayback_address(article: Article) -> str:
    """The Wayback Machine's copy nearest to the moment of capture; ``""`` without a web address or a moment.

    Its moments are in UTC; a day alone is as much of one as it needs.
    """
    captured, address = article.captured, article.original_url
    if captured is None or not address.startswith(_WEB):
        return ""
    when = captured.when
    moment = f"{when:%Y%m%d}" if captured.precision == "day" else f"{when.astimezone(UTC):%Y%m%d%H%M%S}"
    return f"{WAYBACK}/{moment}/{address}"
