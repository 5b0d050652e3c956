"""Citation index: every numbered document that articles name, with those that are about it and those that cite it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from plugins.core.cited_documents import BODY, LEAD, TITLE, CitedDocument, document_url, kind_of
from plugins.site.archive import ArchivedArticle
from plugins.site.views import TermSummary

_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"/((?:19|20)\d\d)/")
DocumentOrder = tuple[int, int, str]


@dataclass(slots=True, eq=False)
class NamedDocument:
    """A document by its number; `about` and `citing` are the articles that name it, newest first, each in one."""

    term: str
    mentions: list[CitedDocument] = field(default_factory=list, repr=False)
    about: list[ArchivedArticle] = field(default_factory=list, repr=False)
    citing: list[ArchivedArticle] = field(default_factory=list, repr=False)

    @property
    def url(self) -> str:
        """Address of its page."""
        return document_url(self.term)

    @property
    def number(self) -> str:
        """Its number as most articles write it."""
        return _commonest([mention.written for mention in self.mentions])

    @property
    def kind(self) -> str:
        """Its kind: ``nghị quyết``."""
        return kind_of(self.term, _commonest([mention.kind for mention in self.mentions if mention.kind]))

    @property
    def name(self) -> str:
        """Kind and number: ``Nghị quyết 35/NQ-CP``."""
        kind = self.kind
        return f"{kind[:1].upper()}{kind[1:]} {self.number}"

    @property
    def dates(self) -> tuple[tuple[str, int], ...]:
        """The dates that articles give it, each with how many do, the most told first: ``("16/05/2016", 3)``."""
        told = Counter([mention.date for mention in self.mentions if mention.date])
        return tuple(
            [
                ("/".join(date.split("-")[::-1]), count)
                for date, count in sorted(told.items(), key=lambda item: (-item[1], item[0]))
            ]
        )

    @property
    def summary(self) -> TermSummary:
        """It in a list of documents."""
        return TermSummary(self.number, self.url, len(self.mentions))

    @property
    def order(self) -> DocumentOrder:
        """Place among others: the latest year in a number first, those without a year last, then by number."""
        year, number = _YEAR.search(self.term), _NUMBER.match(self.term)
        return -int(year[1]) if year else 0, int(number[0]) if number else 0, self.term


def _commonest(values: Sequence[str]) -> str:
    """The value that most say; of equals the first in the order of the letters."""
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], value), default="")


def named_documents(articles: Iterable[ArchivedArticle]) -> list[NamedDocument]:
    """All documents that `articles` (newest first) name, in order."""
    found: dict[str, NamedDocument] = {}
    for article in articles:
        mentions = article.record.reading.documents
        leading = _subject(mentions) if mentions else ""
        for mention in mentions:
            document = found.get(mention.term)
            if document is None:
                document = found[mention.term] = NamedDocument(mention.term)
            document.mentions.append(mention)
            is_subject = mention.place == TITLE or mention.term == leading
            (document.about if is_subject else document.citing).append(article)
    return sorted(found.values(), key=lambda document: document.order)


def _subject(mentions: Sequence[CitedDocument]) -> str:
    """The document that an article is about although its title names none: the only one of its lead."""
    if any(mention.place == TITLE for mention in mentions):
        return ""
    lead = [mention.term for mention in mentions if mention.place < BODY]
    return lead[0] if len(lead) == 1 and mentions[0].place == LEAD else ""
