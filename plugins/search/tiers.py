"""Tiers of the index, as of a log-structured merge index: a large base, and the few articles newer than a border.

A new article changes a file for each of its words where the index is one. Here it changes the recent tier alone, which
is small, until the border moves on and the base takes in what lies before it. Where the border lies follows from the
dates of the articles and nothing else, so that any order of builds gives the same files.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from plugins.core.documents import Document
from plugins.search import weights as tuned


def recent_border(days: Sequence[date]) -> date | None:
    """The first day of the recent tier, given the day of each article; None where there is no such tier.

    Of the days with RECENT_ARTICLES articles or fewer from there on it is the one whose number is divisible by the
    highest power of two, as in a binary counter: it stays while articles are added, until a day of a higher power comes
    or there are too many, which is once in RECENT_ARTICLES articles or, at worst, half as many.
    """
    if len(days) < tuned.TIERED_FROM:
        return None
    last = sorted(days)[-tuned.RECENT_ARTICLES - 1 :]  # one more than may be recent: its day is no more
    numbers = range(last[0].toordinal() + 1, last[-1].toordinal() + 1)
    return date.fromordinal(max(numbers, key=lambda day: day & -day)) if numbers else None


def split_by_border(documents: Sequence[Document]) -> tuple[list[Document], list[Document]]:
    """The articles of the base, in the order given, and those of the recent tier, the oldest first."""
    days = [document.date.when.date() for document in documents]
    border = recent_border(days)
    if border is None:
        return list(documents), []
    base = [document for document, day in zip(documents, days, strict=True) if day < border]
    recent = [document for document, day in zip(documents, days, strict=True) if day >= border]
    return base, sorted(recent, key=lambda document: (document.date.when, document.url))
