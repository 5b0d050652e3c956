"""Drafts: the sources of an archive that no reader sees yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from plugins.core.article import parse_article
from plugins.core.text import fold
from plugins.core.vocabulary import STATUSES

_HEAD = 4096  # bytes in which the front matter stands
_SHORT = 60  # characters of a line with a status
_STATES = [name for name, status in STATUSES.items() if status != "published"]
_LONGEST = max(map(len, _STATES)) + 5  # room for quotes and spaces


def unpublished(content: Path, now: datetime) -> Iterator[str]:
    """Paths (relative to `content`) of drafts, hidden sources and those dated after `now`.

    One that cannot be read is the build's to name.
    """
    for path in sorted(content.rglob("*.md")):
        with path.open("rb") as file:
            head = file.read(_HEAD).decode("utf-8", "replace").partition("\n\n")[0]
        # Reading every source of a large archive takes too long: its front matter must first look like one.
        if (_says_so(head) or any(str(y) in head for y in range(now.year, now.year + 3))) and _held_back(
            path, now
        ):
            yield path.relative_to(content).as_posix()


def _says_so(head: str) -> bool:
    """Whether a short line ends in the name of a state; titles and summaries are longer."""
    values = (line.rpartition(":")[2].strip() for line in head.split("\n") if len(line) < _SHORT)
    return any(fold(value) in _STATES for value in values if len(value) < _LONGEST)


def _held_back(path: Path, now: datetime) -> bool:
    try:
        article, _ = parse_article(path.read_text(encoding="utf-8"), path.name, dated=False)
    except UnicodeDecodeError:
        return False
    if article is None:
        return False
    return article.status != "published" or (article.date is not None and article.date.when > now)
