"""A reading in its place: all that the archive needs to know of one source, as plain values made once.

A build of a large archive joins tens of thousands of them, nearly all as they were in the last build. What can be said
of a source without looking at the others (its address, its mark in lists, the order it takes) is therefore made
when it is read, and remembered with it.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Literal, NamedTuple

from plugins.core.dates import HANOI, Moment
from plugins.core.duplicates import Named, named
from plugins.core.sources import Source
from plugins.site.reader import Reading, shorten

TITLE_LIMIT = 70  # characters: html-validate's long-title, and about what search engines show
MARK_LENGTH = 24

Stated = tuple[int, Literal["minute", "day"]]
"""A moment as plain data: seconds since 1970, and its precision."""
Rank = tuple[int, str, int, str]
"""Sort key in time; ties in the minute are broken by id, numbers as numbers."""


class Placed(NamedTuple):
    """One source, read: plain values only, so that a file may hold it (`plugins.site.cache`).

    `digest` is the key of its reading, `mark` is equal where a list says the same (address, id, title, date),
    `short` is the title as far as a tab shows it.
    """

    path: str
    digest: str
    is_page: bool
    status: str
    date: Stated | None
    rank: Rank
    id: str
    url: str
    mark: str
    title: str
    short: str
    section: str
    tags: tuple[str, ...]
    authors: tuple[str, ...]
    photographers: tuple[str, ...]
    source: str
    summary: str
    description: str
    original_url: str
    captured: Stated | None
    sha256: str
    modified: Stated | None
    correction: str
    lang: str
    words: int
    links: tuple[str, ...]
    notes: tuple[tuple[int, str, str], ...]

    @property
    def named(self) -> Named:
        """What no other source may have."""
        return self.path, self.id, self.url


def source_key(source: Source) -> str:
    """Where a reading is remembered: relative links make it depend on the folder, pages need no date."""
    return f"{source.digest}:{source.path.rpartition('/')[0]}"


def place(source: Source, reading: Reading) -> Placed:
    """Put a reading in its place."""
    a = reading.article
    _, key, url = named(source, a)
    return Placed(
        path=source.path,
        digest=source_key(source),
        is_page=source.is_page,
        status=a.status,
        date=state(a.date),
        rank=rank_of(a.date, key),
        id=key,
        url=url,
        mark=mark_of(url, key, a.title, a.date),
        title=a.title,
        short=shorten(a.title, TITLE_LIMIT),
        section=a.section,
        tags=a.tags,
        authors=a.authors,
        photographers=a.photographers,
        source=a.source,
        summary=a.summary,
        description=a.summary or reading.lead or a.title,
        original_url=a.original_url,
        captured=state(a.captured),
        sha256=a.sha256,
        modified=state(a.modified),
        correction=a.correction,
        lang=a.lang,
        words=reading.words,
        links=reading.links,
        notes=reading.notes,
    )


def state(moment: Moment | None) -> Stated | None:
    """A moment as plain data."""
    return None if moment is None else (int(moment.when.timestamp()), moment.precision)


def moment_of(stated: Stated | None) -> Moment | None:
    """The inverse of `state`."""
    return None if stated is None else Moment(datetime.fromtimestamp(stated[0], HANOI), stated[1])


def rank_of(date: Moment | None, key: str) -> Rank:
    """Where an article stands in time; what has no date stands first."""
    seconds, precision = state(date) or (0, "day")
    return seconds, precision, int(key) if key.isdecimal() else 0, key


def mark_of(url: str, key: str, title: str, date: Moment | None) -> str:
    """Equal where a list says the same."""
    said = f"{url}\0{key}\0{title}\0{date.written if date else ''}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(said, digest_size=MARK_LENGTH // 2).hexdigest()
