"""Term pages: the articles of each section, tag, author and source, and the indexes of all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plugins.pages.listing import Crumbs, Listing, Steering, listing_pages, uncounted
from plugins.pages.pagination import PER_PAGE
from plugins.pages.term_index import TERMS_PER_PAGE, Letter, by_letter, letter_pages, most_used
from plugins.pages.term_years import search_within, term_years, year_listings
from plugins.site.archive import FOLDERS, Period, Term, TermKind
from plugins.site.generator import SiteGenerator, register_generator
from plugins.site.latest_news import LatestBlock
from plugins.site.page import Page, PageInputs
from plugins.site.views import PageHead, TermSummary
from plugins.site.writer import ArchiveWriter

INDEXES: dict[TermKind, tuple[str, str]] = {
    "section": ("Chuyên mục", "Mọi chuyên mục của kho lưu trữ"),
    "tag": ("Thẻ", "Mọi thẻ gắn cho các bài trong kho lưu trữ, xếp theo vần"),
    "author": ("Tác giả", "Mọi tác giả có bài trong kho lưu trữ, xếp theo vần"),
    "source": ("Nguồn tin", "Mọi nguồn tin của các bài trong kho lưu trữ, xếp theo vần"),
}
HEADINGS: dict[TermKind, str] = {
    "section": "{}",
    "tag": "Thẻ: {}",
    "author": "Tác giả: {}",
    "source": "Nguồn: {}",
}
_OWNER = "plugins.pages.terms"


@dataclass(frozen=True, slots=True)
class TermsInputs(PageInputs):
    """An index of terms: in groups under a letter, `letters` are the other pages of an index that is cut."""

    page: PageHead
    heading: str
    groups: tuple[tuple[str, tuple[TermSummary, ...]], ...]
    kind: TermKind
    letters: tuple[tuple[str, str], ...]
    crumbs: Crumbs
    latest_block: LatestBlock | None


class TermGenerator(SiteGenerator):
    """Writes every page that lists terms, or the articles of one."""

    def generate_output(self, writer: ArchiveWriter) -> None:
        """Pelican's door: all terms through the incremental writer."""
        with self.build.progress.phase("Trang chuyên mục, thẻ, tác giả, nguồn") as step:
            writer.write_pages(self._pages(), step)

    def _pages(self) -> Iterator[Page]:
        for kind in INDEXES:
            yield from self._index(kind)
            for term in self.archive.terms(kind):
                years = term_years(term)
                listing = _listing(term, years)
                yield from listing_pages(self, listing, _OWNER)
                for year in year_listings(term, listing.heading, listing.crumbs, years):
                    yield from listing_pages(self, year, _OWNER)

    def _index(self, kind: TermKind) -> Iterator[Page]:
        """All terms of a kind: on one page, or, where they are many, the weightiest and a page for each letter."""
        heading, description = INDEXES[kind]
        terms = self.archive.terms(kind)
        parts = (
            [] if kind == "section" or len(terms) <= TERMS_PER_PAGE else letter_pages(terms, FOLDERS[kind])
        )
        shown = most_used(terms) if parts else terms
        head = self.page_head("terms", heading, _index_url(kind), description)
        yield self._terms(head, shown, kind, parts)
        for part in parts:
            said = f"{heading} bắt đầu bằng {part.label}: {part.terms[0].name} … {part.terms[-1].name}"
            head = self.page_head("terms", heading, part.url, said, note=f" – {part.label}")
            yield self._terms(head, part.terms, kind, parts)

    def _terms(self, head: PageHead, terms: Sequence[Term], kind: TermKind, parts: Sequence[Letter]) -> Page:
        groups = [("", terms)] if kind == "section" or parts else by_letter(terms)
        heading, index = INDEXES[kind][0], _index_url(kind)
        crumbs = () if head.url == index else ((heading, index),)
        inputs = TermsInputs(
            page=head,
            heading=head.title,
            groups=tuple([(letter, tuple([t.summary for t in members])) for letter, members in groups]),
            kind=kind,
            letters=tuple([(part.label, part.url) for part in parts]),
            crumbs=crumbs,
            latest_block=None if crumbs else self.latest_block(),
        )
        return self.make_page(head.url, "terms", inputs, _OWNER)


def _index_url(kind: TermKind) -> str:
    return f"{FOLDERS[kind]}/index.html"


def _listing(term: Term, years: Sequence[Period]) -> Listing:
    """All articles of a term; where it has lists by year its newest ones, and the year in which they go on."""
    shown = term.articles[:PER_PAGE] if years else term.articles
    next_year = f"{term.articles[PER_PAGE].day.year:04}" if years else ""
    return Listing(
        url=term.url,
        articles=shown,
        total=term.count,
        older=next((year for year in uncounted([y.summary for y in years]) if year.label == next_year), None),
        kind=term.kind,
        heading=HEADINGS[term.kind].format(term.name),
        crumbs=((INDEXES[term.kind][0], _index_url(term.kind)),),
        intro=term.description,
        feed=(term.feed, term.name) if term.feed else ("", ""),
        section_url=term.url if term.kind == "section" else "",
        grouping="month",
        steering=Steering(strip=tuple([year.summary for year in years]), within=search_within(term)),
        live=term.kind == "section",
    )


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(TermGenerator)
