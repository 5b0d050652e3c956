"""Source record: one source as read, with what can be said of it without looking at the others.

A build of a large archive joins tens of thousands of them, nearly all as they were in the last build. The address, the
listing key and the place in time are therefore made when a source is read, and remembered with it.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any, NamedTuple

from plugins.core.addresses import former_addresses
from plugins.core.article import ATTRIBUTES, Article
from plugins.core.cited_documents import CitedDocument
from plugins.core.dates import HANOI, Moment
from plugins.core.duplicates import Named, named
from plugins.core.sources import Source
from plugins.core.vocabulary import ArticleKind
from plugins.site.reader import Reading, shorten

TITLE_LIMIT = 70  # characters: html-validate's long-title, and about what search engines show
_KEY_LENGTH = 24  # hexadecimal digits

Row = tuple[Any, ...]
"""Plain values of a reading or a record, so that a file may hold them."""
SortKey = tuple[int, str, int, str]
"""Place in time; ties in the minute are broken by id, numbers as numbers. It begins with seconds since 1970."""


class SourceRecord(NamedTuple):
    """One source in its place.

    `digest` is the key of its reading, `listing_key` is equal where a list says the same (address, id, title, date,
    kind), `short_title` is the title as far as a tab shows it, `former` are addresses that it had before.
    """

    path: str
    digest: str
    is_page: bool
    sort_key: SortKey
    id: str
    url: str
    listing_key: str
    short_title: str
    former: tuple[str, ...]
    reading: Reading

    @property
    def metadata(self) -> Article:
        """Its front matter."""
        return self.reading.metadata

    @property
    def timestamp(self) -> int:
        """The moment it is dated, in seconds since 1970; 0 where it has no date."""
        return self.sort_key[0]

    @property
    def description(self) -> str:
        """What there is to say of it in short: its summary, else its first words."""
        return self.metadata.summary or self.reading.excerpt or self.metadata.title

    @property
    def named(self) -> Named:
        """What no other source may have."""
        return self.path, self.id, self.url


def source_key(source: Source) -> str:
    """Where a reading is remembered: relative links make it depend on the folder, pages need no date."""
    return f"{source.digest}:{source.path.rpartition('/')[0]}"


def make_record(source: Source, reading: Reading) -> SourceRecord:
    """Put a reading in its place."""
    metadata = reading.metadata
    _, key, url = named(source, metadata)
    return SourceRecord(
        path=source.path,
        digest=source_key(source),
        is_page=source.is_page,
        sort_key=sort_key(metadata.date, key),
        id=key,
        url=url,
        listing_key=listing_key(url, key, metadata.title, metadata.date, metadata.kind),
        short_title=shorten(metadata.title, TITLE_LIMIT),
        former=tuple(former_addresses(source.path, metadata)),
        reading=reading,
    )


def sort_key(date: Moment | None, key: str) -> SortKey:
    """Where an article of this id stands in time; what has no date stands first."""
    number = int(key) if key.isdecimal() else 0
    return (int(date.when.timestamp()), date.precision, number, key) if date else (0, "day", number, key)


def listing_key(url: str, key: str, title: str, date: Moment | None, kind: ArticleKind = "news") -> str:
    """Equal where a list says the same."""
    said = f"{url}\0{key}\0{title}\0{date.written if date else ''}\0{kind}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(said, digest_size=_KEY_LENGTH // 2).hexdigest()


_BODY_AT = ATTRIBUTES.index("body")
_MOMENTS_AT = [ATTRIBUTES.index(name) for name in ("date", "captured", "modified", "compiled")]


def dump_reading(reading: Reading) -> Row:
    """A reading as plain data for the cache, which may be carried between machines; without the body."""
    values: list[Any] = [getattr(reading.metadata, name) for name in ATTRIBUTES]
    values[_BODY_AT] = ""
    for at in _MOMENTS_AT:
        values[at] = values[at] and (int(values[at].when.timestamp()), values[at].precision)
    documents = tuple([tuple(one) for one in reading.documents])
    return tuple(values), reading.excerpt, reading.links, reading.notes, documents, reading.acronyms


def load_reading(row: Row) -> Reading:
    """The inverse of `dump_reading`."""
    values = list(row[0])
    for at in _MOMENTS_AT:
        if values[at]:
            seconds, precision = values[at]
            values[at] = Moment(datetime.fromtimestamp(seconds, HANOI), precision)
    _, excerpt, links, notes, documents, acronyms = row
    named = tuple([CitedDocument(*one) for one in documents])
    return Reading(Article(*values), excerpt, links, notes, named, acronyms)


def dump_record(record: SourceRecord) -> Row:
    """A record as plain data; its second value is the digest of its reading."""
    return *record[:-1], dump_reading(record.reading)


def load_record(row: Row) -> SourceRecord:
    """The inverse of `dump_record`."""
    return SourceRecord._make((*row[:-1], load_reading(row[-1])))
