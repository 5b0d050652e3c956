"""Listing pages: home, sections, tags, authors, sources, years, months, days, and the indexes of all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from plugins.pages.articles import listed
from plugins.pages.pagination import cut, pagination
from plugins.pages.shared_block import LATEST, latest, press
from plugins.pages.term_index import TERMS, Letter, by_letter, cut_letters, weightiest
from plugins.site.archive import ArchivedArticle, Period, Term, TermKind, days
from plugins.site.generator import SiteGenerator, register_generator
from plugins.site.page import Page
from plugins.site.writer import ArchiveWriter

HOME_EARLIER = 10
HOME_SECTION = 5
YEAR_LATEST = 10
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


class ListingGenerator(SiteGenerator):
    """Writes every page that lists articles or terms."""

    def generate_output(self, writer: ArchiveWriter) -> None:
        """Pelican's door: all listings through the incremental writer."""
        with self.context["progress"].phase("Trang danh mục") as step:
            writer.write_pages(self._pages(), step)

    def _pages(self) -> Iterator[Page]:
        days_of = {month.url: days(month) for year in self.archive.years for month in year.months}
        yield self._home()
        for kind in INDEXES:
            yield from self._index(kind)
            for term in self.archive.terms(kind):
                yield from self._term(term)
        yield self._years()
        for at, year in enumerate(self.archive.years):
            yield self._year(at, year)
            for month in year.months:
                yield from self._month(year, month, days_of[month.url])
        yield from self._days(days_of)

    def _home(self) -> Page:
        archive, site = self.archive, self.settings["SITENAME"]
        newest = latest(archive, LATEST + HOME_EARLIER)
        blocks = [
            (t, t.articles[:HOME_SECTION])
            for t in archive.sections
            if t.articles and t.slug != self.settings["PRESS_SECTION"]
        ]
        about = press(archive, self.settings["PRESS_SECTION"])
        inputs = (
            listed(newest),
            [(t.name, t.url, t.count, listed(a)) for t, a in blocks],
            listed(about[1]),
            about[0] and about[0].name,
            _counted(archive.years),
            len(archive.articles),
            [a.section and (a.section.name, a.section.url) for a in newest],
        )

        def context() -> Mapping[str, Any]:
            return {
                "latest": newest[:LATEST],
                "earlier": newest[LATEST:],
                "section_blocks": blocks,
                "press": about,
                "years": archive.years,
                "total": len(archive.articles),
            }

        return self.make_page(
            "index.html",
            "index",
            kind="home",
            title=self.settings["SITESUBTITLE"],
            description=f"{site}: {self.settings['SITESUBTITLE']}.",
            inputs=inputs,
            context=context,
            owner="plugins.pages.listings",
            feed=("feeds/tat-ca.atom.xml", site),
        )

    def _index(self, kind: TermKind) -> Iterator[Page]:
        """All terms of a kind: on one page, or, where they are many, the weightiest and a page for each letter."""
        heading, description = INDEXES[kind]
        terms = self.archive.terms(kind)
        parts = [] if kind == "section" or len(terms) <= TERMS else cut_letters(terms, _folder(kind))
        index = f"{_folder(kind)}/index.html"
        shown = weightiest(terms) if parts else terms
        yield self._terms(index, heading, "", description, kind, shown, parts)
        for part in parts:
            said = f"{heading} bắt đầu bằng {part.label}: {part.terms[0].name} … {part.terms[-1].name}"
            yield self._terms(part.url, heading, f" – {part.label}", said, kind, part.terms, parts)

    def _terms(
        self,
        url: str,
        heading: str,
        note: str,
        description: str,
        kind: TermKind,
        terms: Sequence[Term],
        parts: Sequence[Letter],
    ) -> Page:
        groups = [("", terms)] if kind == "section" or parts else by_letter(terms)
        letters = [(part.label, part.url) for part in parts]
        crumbs = [(heading, f"{_folder(kind)}/index.html")] if note else []

        def context() -> Mapping[str, Any]:
            return {
                "heading": heading + note,
                "groups": groups,
                "kind": kind,
                "letters": letters,
                "crumbs": crumbs,
            }

        return self.make_page(
            url,
            "terms",
            kind="terms",
            title=heading,
            note=note,
            description=description,
            inputs=([(t.name, t.url, t.count, t.description) for t in terms], letters),
            context=context,
            owner="plugins.pages.listings",
        )

    def _term(self, term: Term) -> Iterator[Page]:
        intro = term.description
        heading = HEADINGS[term.kind].format(term.name)
        crumbs = [(INDEXES[term.kind][0], f"{_folder(term.kind)}/index.html")]
        feed = (term.feed, term.name) if term.feed else ("", "")
        yield from self._listing(term.url, term.articles, term.kind, heading, intro, crumbs, feed, term=term)

    def _month(self, year: Period, month: Period, by_day: Sequence[Period]) -> Iterator[Page]:
        crumbs = [("Lưu trữ theo năm", "luu-tru.html"), (f"Năm {year.label}", year.url)]
        yield from self._listing(
            month.url,
            month.articles,
            "period",
            month.label,
            "",
            crumbs,
            ("", ""),
            period=month,
            by_day=by_day,
        )

    def _days(self, days_of: Mapping[str, Sequence[Period]]) -> Iterator[Page]:
        """*Cùng ngày*: a page for every day with articles, beside the days before and after it."""
        every = [
            (year, month, day)
            for year in self.archive.years
            for month in year.months[::-1]
            for day in days_of[month.url]
        ]
        for at, (year, month, day) in enumerate(every):
            beside = every[at + 1][2] if at + 1 < len(every) else None, every[at - 1][2] if at else None
            crumbs = [
                ("Lưu trữ theo năm", "luu-tru.html"),
                (f"Năm {year.label}", year.url),
                (month.label, month.url),
            ]
            yield from self._listing(
                day.url,
                day.articles,
                "period",
                f"Ngày {day.label}",
                "",
                crumbs,
                ("", ""),
                period=day,
                beside=beside,
            )

    def _listing(
        self,
        url: str,
        articles: Sequence[ArchivedArticle],
        kind: str,
        heading: str,
        intro: str,
        crumbs: Sequence[tuple[str, str]],
        feed: tuple[str, str],
        term: Term | None = None,
        period: Period | None = None,
        by_day: Sequence[Period] = (),
        beside: tuple[Period | None, Period | None] = (None, None),
    ) -> Iterator[Page]:
        pages = cut(url, articles)
        around = _counted(by_day), [day and (day.label, day.url) for day in beside]
        for at, page in enumerate(pages):
            links, newer, older = pagination(pages, at)
            note = "" if page.number == page.last else f" – trang {page.number}"
            fixed = {
                "heading": heading,
                "intro": intro,
                "crumbs": crumbs,
                "term": term,
                "period": period,
                "days": by_day,
                "beside": beside,
            }
            shown = {"articles": page.articles, "pages": links, "newer_page": newer, "older_page": older}
            sections = "\n".join([a.section.mark if a.section else "" for a in page.articles])
            yield self.make_page(
                page.url,
                "listing",
                kind=kind,
                title=heading,
                note=note,
                feed=feed,
                owner="plugins.pages.listings",
                description=_describe(heading, intro, page.articles),
                context=partial(dict, **fixed, **shown),
                inputs=(heading, intro, crumbs, listed(page.articles), sections, links, newer, older, around),
            )

    def _years(self) -> Page:
        years = self.archive.years
        inputs = [(_counted([y]), _counted(y.months)) for y in years]
        return self.make_page(
            "luu-tru.html",
            "archive",
            kind="periods",
            title="Lưu trữ theo năm",
            inputs=inputs,
            context=lambda: {"years": years},
            description="Mọi bài viết trong kho lưu trữ, xếp theo năm và theo tháng.",
            owner="plugins.pages.listings",
        )

    def _year(self, at: int, year: Period) -> Page:
        years = self.archive.years
        beside = (years[at + 1] if at + 1 < len(years) else None, years[at - 1] if at else None)
        newest = year.articles[:YEAR_LATEST]
        inputs = (
            _counted([year, *year.months]),
            listed(newest),
            [y and y.url for y in beside],
            [a.section and a.section.name for a in newest],
        )

        def context() -> Mapping[str, Any]:
            return {"period": year, "months": year.months, "articles": newest, "neighbours": beside}

        return self.make_page(
            year.url,
            "year",
            kind="period",
            title=f"Năm {year.label}",
            inputs=inputs,
            context=context,
            owner="plugins.pages.listings",
            description=f"{year.count} bài viết về cải cách hành chính đăng năm {year.label}, xếp theo tháng.",
        )


def _counted(periods: Sequence[Period]) -> list[tuple[str, str, int]]:
    return [(p.label, p.url, p.count) for p in periods]


def _folder(kind: TermKind) -> str:
    return Term("", "", kind).url.partition("/")[0]


def _describe(heading: str, intro: str, articles: Sequence[ArchivedArticle]) -> str:
    if not articles:
        return intro or f"{heading}: chưa có bài nào."
    first, last = articles[-1].date.day_display, articles[0].date.day_display
    return (
        f"{heading}: {intro} {len(articles)} bài từ {first} đến {last}, bài đầu: {articles[0].title}".replace(
            ":  ", ": "
        )
    )


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(ListingGenerator)
