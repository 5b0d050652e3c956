"""Site statistics: lines that repeat across the pages of a run (boilerplate, clocks), and what lists say of pages.

Built from a sample chosen by hash, so that memory is bounded and the same pages always give the same statistics.
"""

from __future__ import annotations

import hashlib
import heapq
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from plugins.core.addresses import legacy_key
from scripts.convert.dom.lines import Line, PageLines
from scripts.convert.dom.tree import Element
from scripts.convert.text.date_grammar import PrintedDate, find_dates, read_date_line
from scripts.convert.weights import (
    HEADLINE_SHORTEST,
    LISTED_DATE_LONGEST,
    REPEATED_LEAST,
    REPEATED_LONGEST,
    SAMPLE_SIZE,
    SITEWIDE_SHARE,
)


@dataclass(frozen=True, slots=True)
class SiteStatistics:
    """Repeated lines by `Line.key`: `boilerplate` stand on several pages, `sitewide` on a third of them.

    `stamps` and `titles`: address key → the date and the title that other pages' lists agree on.
    """

    pages: int = 0
    boilerplate: frozenset[bytes] = frozenset()
    sitewide: frozenset[bytes] = frozenset()
    stamps: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """A short name of everything the site statistics says: conversions under other statistics may differ."""
        parts = [
            *sorted(self.boilerplate),
            b"",
            *sorted(self.sitewide),
            *(f"{k}\t{v}".encode() for k, v in sorted([*self.stamps.items(), *self.titles.items()])),
        ]
        return hashlib.sha256(b"\n".join(parts)).hexdigest()[:16]

    def is_sitewide(self, line: Line) -> bool:
        """True for a line on so many pages that no byline or caption explains it."""
        return bool(self.sitewide) and len(line.text) <= REPEATED_LONGEST and line.key in self.sitewide

    def is_boilerplate(self, line: Line) -> bool:
        """True for a line that other pages of the run hold at the same place."""
        return bool(self.boilerplate) and len(line.text) <= REPEATED_LONGEST and line.key in self.boilerplate


def address_key(url: str) -> str:
    """What makes two addresses the same article: the legacy id, else the address without scheme and
    fragment.
    """
    if key := legacy_key(url):
        return key
    return url.strip().partition("#")[0].partition("://")[2] or url.strip().partition("#")[0]


def sample_by_hash(names: Iterable[str], size: int = SAMPLE_SIZE) -> frozenset[str]:
    """The `size` names with the smallest hashes: the same choice in any order."""
    keyed = ((hashlib.blake2b(name.encode(), digest_size=8).digest(), name) for name in names)
    return frozenset(name for _, name in heapq.nsmallest(size, keyed))


def _leads_to_page(href: str) -> bool:
    return len(address_key(href)) > 1 and not href.strip().lower().startswith(("javascript:", "mailto:"))


def _list_entries(page: PageLines) -> Iterator[tuple[str, str, str]]:
    """(address, title, stamp text) of every link in a list that has a date beside it."""
    lines = page.lines
    links: dict[Element, Element | None] = {}  # the first link of a holder, which may hold many lines
    for at, line in enumerate(lines):
        if line.linked < HEADLINE_SHORTEST or line.linked * 2 < line.length:
            continue
        if line.holder not in links:
            links[line.holder] = _first_link(line.holder)
        link = links[line.holder]
        if link is None or not _leads_to_page(link.get("href")):
            continue
        if (date := _date_of(lines, at)) is not None:
            title = " ".join("".join(link.itertext()).split())
            yield link.get("href"), title, date.raw


def _first_link(holder: Element) -> Element | None:
    return next((a for a in holder.iter("a") if a.get("href")), None)


def _date_of(lines: list[Line], at: int) -> PrintedDate | None:
    """The date in a line, else the one that the short line above it is."""
    date = next(find_dates(lines[at].text), None)
    if date is None and at and lines[at - 1].length <= LISTED_DATE_LONGEST:
        date = read_date_line(lines[at - 1].text)
    return date


@dataclass(frozen=True, slots=True)
class PageStatistics:
    """What one page adds to site statistics: the keys of its short lines, and its (address, title, stamp) pairs."""

    keys: frozenset[bytes]
    entries: tuple[tuple[str, str, str], ...]


def page_statistics(page: PageLines) -> PageStatistics:
    """A page counts once for each line, whatever stands on it twice."""
    return PageStatistics(
        frozenset(x.key for x in page.lines if len(x.text) <= REPEATED_LONGEST),
        tuple(_list_entries(page)),
    )


def site_statistics(pages: Iterable[PageStatistics]) -> SiteStatistics:
    """The statistics of a sample of pages; the order of the pages does not matter."""
    counts: Counter[bytes] = Counter()
    stamps: dict[str, set[str]] = {}
    titles: dict[str, set[str]] = {}
    number = 0
    for facts in pages:
        number += 1
        counts.update(facts.keys)
        for url, title, stamp in facts.entries:
            stamps.setdefault(address_key(url), set()).add(stamp)
            titles.setdefault(address_key(url), set()).add(title)
    boilerplate = frozenset(key for key, n in counts.items() if n >= REPEATED_LEAST)
    sitewide = frozenset(key for key in boilerplate if counts[key] >= SITEWIDE_SHARE * number)
    return SiteStatistics(number, boilerplate, sitewide, _unanimous(stamps), _unanimous(titles))


def _unanimous(values: dict[str, set[str]]) -> dict[str, str]:
    """Only what every list says the same about an address."""
    return {key: next(iter(found)) for key, found in sorted(values.items()) if len(found) == 1}
