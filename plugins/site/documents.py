"""Documents of the archive, as search and related articles are given it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plugins.core.documents import Document, Texts
from plugins.core.markup import plain_text
from plugins.site.archive import Archive


def documents(archive: Archive, reader: str) -> list[Document]:
    """One `Document` an article, newest first; `reader` is the fingerprint of the code that read the sources."""
    return [
        Document(
            key=a.id,
            url=a.url,
            title=a.title,
            summary=a.metadata.summary,
            date=a.date,
            digest=a.digest,
            section=a.section.name if a.section else "",
            source=a.source.name if a.source else "",
            tags=tuple(t.name for t in a.tags),
            authors=tuple(t.name for t in a.authors),
            kind=a.metadata.kind,
            acronyms=a.record.reading.acronyms,
            reader=reader,
        )
        for a in archive.articles
    ]


def texts(archive: Archive) -> Texts:
    """Plain texts by digest, streamed from the cache."""

    def fetch(digests: Sequence[str]) -> Iterator[tuple[str, str]]:
        for digest, html in archive.html(digests):
            yield digest, plain_text(html)

    return fetch
