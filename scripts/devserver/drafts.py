"""Which sources of an archive no reader sees yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from plugins.core.article import parse_article
from plugins.core.text import fold
from plugins.core.vocabulary import STATUSES

_HEAD = 4096  # bytes in which the front matter stands
_STATES = [name for name, status in STATUSES.items() if status != "published"]


def unpublished(content: Path, now: datetime) -> Iterator[str]:
    """Paths (relative to `content`) of drafts, hidden sources and those dated after `now`.

    One that cannot be read is the build's to name.
    """
    for path in sorted(content.rglob("*.md")):
        with path.open("rb") as file:
            head = fold(file.read(_HEAD).decode("utf-8", "replace").partition("\n\n")[0])
        # Reading every source of a large archive takes too long: its front matter must first look like one.
        states = any(f": {state}" in head for state in _STATES)
        years = any(str(year) in head for year in range(now.year, now.year + 3))
        if (states or years) and _held_back(path, now):
            yield path.relative_to(content).as_posix()


def _held_back(path: Path, now: datetime) -> bool:
    try:
        article, _ = parse_article(path.read_text(encoding="utf-8"), path.name, dated=False)
    except UnicodeDecodeError:
        return False
    if article is None:
        return False
    return article.status != "published" or (article.date is not None and article.date.when > now)
