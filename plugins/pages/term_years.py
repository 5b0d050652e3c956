"""Years of a term: a list too long for one page, year by year (``chuyen-muc/<slug>/2017.html``).

Pages of the whole list, by number, would be as many again, and an article put into an old year would move all that
are newer: hundreds at 35,440 articles. The term's own page has the newest articles and leads to the years.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from plugins.pages.listing import Crumbs, Listing, SearchWithin, Steering, beside, uncounted
from plugins.pages.pagination import PER_PAGE
from plugins.site.archive import FOLDERS, Period, Term, TermKind

PARAMETERS: dict[TermKind, str] = {
    "section": "chuyen-muc",
    "tag": "the",
    "author": "tac-gia",
    "source": "nguon",
}
"""Parameters of the search page by kind of term."""
_WITHIN: dict[TermKind, str] = {
    "section": "Tìm trong chuyên mục này",
    "tag": "Tìm trong thẻ này",
    "author": "Tìm trong bài của tác giả này",
    "source": "Tìm trong nguồn này",
}


def term_years(term: Term) -> list[Period]:
    """The years of a term, newest first; none where one page lists it whole, or all is of one year."""
    if len(term.articles) < 2 * PER_PAGE:
        return []
    years = [
        Period(f"{year:04}", f"{FOLDERS[term.kind]}/{term.slug}/{year:04}.html", list(some))
        for year, some in groupby(term.articles, key=lambda article: article.date.when.year)
    ]
    return years if len(years) > 1 else []


def search_within(term: Term, year: str = "") -> SearchWithin:
    """A search among the articles of a term, where they are more than a page."""
    if len(term.articles) < 2 * PER_PAGE:
        return SearchWithin()
    more = (("nam", year),) if year else ()
    label = f"{_WITHIN[term.kind]}, năm {year}" if year else _WITHIN[term.kind]
    return SearchWithin(((PARAMETERS[term.kind], term.name), *more), label)


def year_listings(term: Term, heading: str, crumbs: Crumbs, years: Sequence[Period]) -> Iterator[Listing]:
    """A list for each year of a term."""
    summaries = [year.summary for year in years]
    for at, year in enumerate(years):
        yield Listing(
            url=year.url,
            articles=year.articles,
            kind=term.kind,
            heading=f"{heading}, năm {year.label}",
            crumbs=(*crumbs, (term.name, term.url)),
            section_url=term.url if term.kind == "section" else "",
            grouping="month",
            joint="-",
            steering=Steering(
                strip=uncounted(summaries),
                beside=beside(summaries, at),
                unit="Năm",
                within=search_within(term, year.label),
            ),
        )
