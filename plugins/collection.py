"""From sources to the archive: reads what is new on both cores, checks the whole, and joins it together."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from plugins import blobs
from plugins.archive import Archive, ArchivedArticle, ArchivedPage, Term, TermTable, periods
from plugins.aside import Aside, ProblemsFound
from plugins.cache import Cache
from plugins.core.addresses import article_key, slugify
from plugins.core.article import Article
from plugins.core.dates import HANOI
from plugins.core.problems import Problem
from plugins.core.sections import read_sections
from plugins.core.sources import Source, Tree, walk_content
from plugins.core.stamps import Digests
from plugins.core.text import collation_key
from plugins.core.twins import find_twins, later_twins, source_address
from plugins.reader import Reading
from plugins.reading import Readings, read_sources, source_key
from plugins.site import SiteGenerator, register_generator
from plugins.titles import crowds


class Collector:
    """Joins readings into an `Archive`; everything that does not fit together is a problem."""

    def __init__(self, tree: Tree, *, going: bool = False) -> None:
        self.tree = tree
        self.tables = {kind: TermTable(kind, slugify) for kind in ("section", "tag", "author", "source")}
        # An archive without the file takes whatever sections its articles name; so does one that is to be built
        # although the file is broken.
        declared, self.problems = read_sections(tree.root)
        if self.problems and going:
            declared = None
        self.declared = declared is not None
        for section in declared or ():
            self.tables["section"].add(section.name, section.slug, section.description)

    def collect(self, readings: Readings, now: datetime) -> tuple[list[ArchivedArticle], list[ArchivedPage]]:
        """Articles newest first, and pages; drafts and articles dated after `now` stay out."""
        dated = [(s, r) for s, r in readings if not s.is_page and is_public(r.article, now)]
        # Oldest first, so that the first mention of a term, which fixes its address, is the oldest.
        dated.sort(key=_age)
        articles = [self.article(source, reading) for source, reading in dated]
        articles.sort(key=lambda article: article.rank, reverse=True)
        pages = [page_of(s, r) for s, r in readings if s.is_page and r.article.status == "published"]
        self._fill(articles)
        return articles, pages

    def _section(self, source: Source, name: str) -> Term | None:
        table = self.tables["section"]
        if not name or not self.declared:
            return table.add(name) if name else None
        term = table.get(name)
        if term is None:
            names = ", ".join(t.name for t in table.all())
            self.problems.append(
                Problem(
                    source.path, 1, "chuyen-muc", f"không có chuyên mục “{name}”; hãy dùng một trong: {names}"
                )
            )
        return term

    def article(self, source: Source, reading: Reading) -> ArchivedArticle:
        """A reading with its address and its terms; an unknown section is a problem."""
        a = reading.article
        assert a.date is not None, source.path
        return ArchivedArticle(
            id=article_key(a, source.stem),
            url=source_address(source, a),
            path=source.path,
            title=a.title,
            date=a.date,
            section=self._section(source, a.section),
            tags=self.tables["tag"].add_all(a.tags),
            authors=self.tables["author"].add_all(a.authors),
            photographers=a.photographers,
            source=self.tables["source"].add(a.source) if a.source else None,
            summary=a.summary,
            description=a.summary or reading.lead or a.title,
            original_url=a.original_url,
            captured=a.captured,
            sha256=a.sha256,
            modified=a.modified,
            correction=a.correction,
            lang=a.lang,
            words=reading.words,
            links=reading.links,
            digest=source_key(source),
        )

    def _fill(self, articles: Sequence[ArchivedArticle]) -> None:
        for article in articles:
            for term in (article.section, article.source, *article.tags, *article.authors):
                if term:
                    term.articles.append(article)

    def sorted_terms(self, kind: str) -> list[Term]:
        """Terms with at least one article in alphabetical order; declared sections keep their file's order."""
        terms = self.tables[kind].all()
        if kind == "section" and self.declared:
            return terms
        return sorted((t for t in terms if t.articles), key=lambda t: collation_key(t.name))


def _age(item: tuple[Source, Reading]) -> tuple[datetime, str, str]:
    """Sort key of dated readings: oldest first, ties by path."""
    source, reading = item
    assert reading.article.date is not None, source.path
    return *reading.article.date.rank, source.path


def is_public(article: Article, now: datetime) -> bool:
    """Whether an article is published and its day has come."""
    return article.status == "published" and article.date is not None and article.date.when <= now


def _next_due(readings: Readings, now: datetime) -> datetime | None:
    """When the first article dated after `now` is to be published."""
    moments = (r.article.date.when for _, r in readings if r.article.date and r.article.status == "published")
    return min((when for when in moments if when > now), default=None)


def page_of(source: Source, reading: Reading) -> ArchivedPage:
    """A standing page with its address."""
    a = reading.article
    return ArchivedPage(
        url=source_address(source, a),
        path=source.path,
        title=a.title,
        summary=a.summary,
        links=reading.links,
        description=a.summary or reading.lead or a.title,
        digest=source_key(source),
        lang=a.lang,
    )


def build_time() -> datetime:
    """The moment of the build: ``SOURCE_DATE_EPOCH`` where a reproducible one is wanted, else now."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), HANOI) if epoch else datetime.now(HANOI)


def collect_archive(
    tree: Tree, cache: Cache, now: datetime, progress: Callable[[int], None], aside: Aside
) -> Archive:
    """Read and join everything under ``content/``; raises `ProblemsFound` naming all that is wrong in one go."""
    readings, problems = read_sources(tree, cache, progress)
    readings = [(s, r) for s, r in readings if s.path not in aside.paths]
    collector = Collector(tree, going=aside.going)
    articles, pages = collector.collect(readings, now)
    pairs = [(s, r.article) for s, r in readings]
    twins = list(find_twins(pairs))
    if found := [*tree.problems, *problems, *collector.problems]:
        aside.drop(found)
    aside.note([*found, *twins])
    if found or twins:
        aside.paths |= later_twins([p for p in pairs if p[0].path not in aside.paths], aside.published())
        readings = [(s, r) for s, r in readings if s.path not in aside.paths]
        collector = Collector(tree, going=True)
        articles, pages = collector.collect(readings, now)
        if not articles:
            raise ProblemsFound(aside.problems)  # an empty site is worth less than the one that stands
    lists: dict[str, Any] = {
        f"{kind}s": collector.sorted_terms(kind) for kind in ("section", "tag", "author", "source")
    }
    static = [path for path in tree.static if path not in aside.paths]
    lists |= {"static": static, "held_back": len(readings) - len(articles) - len(pages)}
    notes = [Problem(s.path, *note) for s, r in readings for note in r.notes]
    lists |= {"due": _next_due(readings, now), "notes": notes}
    return Archive(articles, pages, years=periods(articles), html=cache.html, **lists)


class ArchiveGenerator(SiteGenerator):
    """Reads everything under ``content/`` into ``context["archive"]``; the other generators build on it."""

    def generate_context(self) -> None:
        """Pelican's door: raises `ProblemsFound` when anything cannot be published."""
        progress = self.context["progress"]
        with progress.phase("Liệt kê nội dung"):
            tree = self._tree()
        with progress.phase("Đọc bài", len(tree.sources)) as step:
            archive = collect_archive(tree, self.context["cache"], build_time(), step, self.context["aside"])
        self.context["archive"] = archive
        self.context["crowds"] = crowds(archive.articles)

    def _tree(self) -> Tree:
        """What stands under ``content/``; files that were hashed by an earlier build are known by their stamps."""
        inputs, memory = self.context["inputs"], self.context["cache"].folder / "digests.bin"
        # Known by the reader's code: what it would refuse now was not remembered.
        code = self.context["cache"].code
        digests = Digests(blobs.load(memory, code) or {}, inputs.seen)
        tree = walk_content(self.content, inputs.entries, digests)
        blobs.store(memory, code, digests.fresh)
        return tree


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(ArchiveGenerator)
