"""Document of the engines: what search and related articles are given of an article, and its text on request."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import InitVar, dataclass, field

from plugins.core.dates import Moment
from plugins.core.vocabulary import ArticleKind


@dataclass(slots=True, unsafe_hash=True)
class Document:
    """The fields of one published article that can be matched or shown; names, not addresses, of its terms.

    `digest` is the SHA-256 of the source file: equal digests mean equal texts, where one code (`reader`) read them.
    A value of its own and no view of the archive: documents are sent to processes, and an archived article would take
    all others along. Never changed once made; not frozen, since a frozen class takes several times as long to make.
    """

    key: str
    url: str
    title: str
    summary: str
    date: Moment
    section: str
    source: str
    tags: tuple[str, ...]
    authors: tuple[str, ...]
    digest: str
    content_hash: bytes = field(init=False, repr=False, compare=False)
    """16 bytes, equal where title, summary, date, tags, authors and text are equal: everybody compares by it."""
    kind: ArticleKind = "news"
    acronyms: tuple[tuple[str, str], ...] = ()
    """(acronym, full name) of each that the text defines (`plugins.core.defined_acronyms`)."""
    reader: InitVar[str] = ""

    def __post_init__(self, reader: str) -> None:
        """Make the hash."""
        stamp = f"{self.date.when.timestamp()} {self.date.precision}"
        read = f"{self.digest}\0{self.title}\0{self.summary}\0{stamp}\0{reader}\0{self.tags}\0{self.authors}"
        self.content_hash = hashlib.blake2b(read.encode("utf-8", "surrogatepass"), digest_size=16).digest()


Texts = Callable[[Sequence[str]], Iterable[tuple[str, str]]]
"""Digests → (digest, plain text of the body, paragraphs separated by line feeds), in the order asked."""
