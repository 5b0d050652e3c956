"""Collection of the archive: reads what is new on both cores, checks the whole, and joins it together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache

from plugins.core.addresses import slugify
from plugins.core.clock import are_drafts_shown, build_time
from plugins.core.duplicates import find_duplicates, later_duplicates
from plugins.core.problems import Problem
from plugins.core.reviewed_acronyms import read_reviewed_acronyms
from plugins.core.sections import read_sections, unknown_section
from plugins.core.sources import is_topic_path
from plugins.core.synonyms import read_synonyms
from plugins.core.text import collation_key
from plugins.lint.document import line_of_field
from plugins.site.archive import Archive, ArchivedArticle, Term, periods
from plugins.site.cache import Cache
from plugins.site.documents import documents
from plugins.site.generator import SiteGenerator, register_generator
from plugins.site.parallel_reader import read_sources
from plugins.site.quarantine import ProblemsFound, Quarantine
from plugins.site.schedule import Schedule
from plugins.site.source_record import SourceRecord
from plugins.site.term_table import TermTable
from plugins.state import snapshot_file
from plugins.system.content_tree import Tree, walk_content
from plugins.system.stamps import Digests

_DIGESTS = "digests.bin"


class Collector:
    """Joins readings into an `Archive`; everything that does not fit together is a problem."""

    def __init__(self, tree: Tree, *, keep_going: bool = False) -> None:
        self.tree = tree
        self.tables = {kind: TermTable(kind, slugify) for kind in ("section", "tag", "author", "source")}
        # An archive without the file takes whatever sections its articles name; so does one that is to be built
        # although the file is broken.
        declared, self.problems = read_sections(tree.root)
        if self.problems and keep_going:
            declared = None
        self.problems += read_synonyms(tree.root)[1] + read_reviewed_acronyms(tree.root)[1]
        self.declared = declared is not None
        for section in declared or ():
            self.tables["section"].add(section.name, section.slug, section.description)

    def collect(
        self, read: Sequence[SourceRecord], now: datetime
    ) -> tuple[list[ArchivedArticle], list[SourceRecord]]:
        """Articles newest first, and pages; drafts and articles dated after `now` stay out."""
        public = [p for p in read if not p.is_page and is_public(p, now)]
        # Oldest first, so that the first mention of a term, which fixes its address, is the oldest.
        public.sort(key=lambda p: (p.sort_key[:2], p.path))
        articles = [self.article(p) for p in public]
        articles.sort(key=lambda article: article.record.sort_key, reverse=True)
        pages = [p for p in read if p.is_page and p.metadata.status == "published"]
        self._fill(articles)
        return articles, pages

    def _section(self, path: str, name: str) -> Term | None:
        table = self.tables["section"]
        if not name or not self.declared:
            return table.add(name) if name else None
        term = table.get(name)
        if term is None:
            line = line_of_field(self.tree.root / path, "section")
            message = unknown_section(name, [t.name for t in table.all()])
            self.problems.append(Problem(path, line, "chuyen-muc", message))
        return term

    def article(self, record: SourceRecord) -> ArchivedArticle:
        """A source with its terms; an unknown section is a problem."""
        metadata = record.metadata
        return ArchivedArticle(
            record,
            section=self._section(record.path, metadata.section),
            tags=self.tables["tag"].add_all(metadata.tags),
            authors=self.tables["author"].add_all(metadata.authors),
            source=self.tables["source"].add(metadata.source) if metadata.source else None,
        )

    def _fill(self, articles: Sequence[ArchivedArticle]) -> None:
        for article in articles:
            for term in article.terms:
                term.articles.append(article)

    def listed_terms(self) -> dict[str, list[Term]]:
        """All terms, by the names under which an `Archive` lists them."""
        return {f"{kind}s": self.sorted_terms(kind) for kind in self.tables}

    def sorted_terms(self, kind: str) -> list[Term]:
        """Terms with at least one article in alphabetical order; declared sections keep their file's order."""
        terms = self.tables[kind].all()
        if kind == "section" and self.declared:
            return terms
        return sorted((t for t in terms if t.articles), key=lambda t: collation_key(t.name))


def is_public(record: SourceRecord, now: datetime) -> bool:
    """Whether a source is published and its day has come; a draft where drafts are asked for."""
    metadata = record.metadata
    if are_drafts_shown() and metadata.status == "draft":
        return metadata.date is not None
    return (
        metadata.status == "published" and metadata.date is not None and record.timestamp <= now.timestamp()
    )


def collect_archive(
    tree: Tree, cache: Cache, now: datetime, progress: Callable[[int], None], quarantine: Quarantine
) -> Archive:
    """Read and join everything under ``content/``; raises `ProblemsFound` naming all that is wrong in one go."""
    read, problems = read_sources(tree, cache, progress)
    read = _standing(read, quarantine)
    collector = Collector(tree, keep_going=quarantine.keep_going)
    articles, pages = collector.collect(read, now)
    schedule = Schedule.of(tree.root, read, now, quarantine.output)
    found = [*tree.problems, *problems, *collector.problems]
    duplicates = list(find_duplicates(record.named for record in read))
    if schedule.problem:  # nothing can be set aside that would make it right
        raise ProblemsFound([*quarantine.problems, *found, *duplicates, schedule.problem])
    found += schedule.far
    quarantine.drop(found)
    quarantine.note([*found, *duplicates])
    if found or duplicates:
        quarantine.paths |= later_duplicates(
            (record.named for record in _standing(read, quarantine)), quarantine.published()
        )
        read = _standing(read, quarantine)
        collector = Collector(tree, keep_going=True)
        articles, pages = collector.collect(read, now)
        if not articles:
            raise ProblemsFound(quarantine.problems)  # an empty site is worth less than the one that stands
    withdrawn = [record for record in read if record.metadata.status == "withdrawn"]
    topics = [page for page in pages if is_topic_path(page.path)]
    return Archive(
        articles,
        [page for page in pages if not is_topic_path(page.path)],
        topics=topics,
        withdrawn=withdrawn,
        years=periods(articles),
        html=cache.html,
        static=[path for path in tree.static if path not in quarantine.paths],
        held_back=len(read) - len(articles) - len(pages) - len(withdrawn),
        notes=[Problem(record.path, *note) for record in read for note in record.reading.notes],
        due=schedule.due,
        clock=schedule.note,
        **collector.listed_terms(),
    )


def _standing(read: Sequence[SourceRecord], quarantine: Quarantine) -> list[SourceRecord]:
    """The sources that are not set aside."""
    return [record for record in read if record.path not in quarantine.paths]


class ArchiveGenerator(SiteGenerator):
    """Reads everything under ``content/``: offers `BuildContext.archive` and `BuildContext.digest_of`."""

    def generate_context(self) -> None:
        """Pelican's door: raises `ProblemsFound` when anything cannot be published."""
        build = self.build
        with build.progress.phase("Liệt kê nội dung"):
            tree = self._tree()
        with build.progress.phase("Đọc bài", len(tree.sources)) as step:
            archive = collect_archive(tree, self.services.cache, build_time(), step, self.services.quarantine)
        build.archive.set(archive)
        build.documents.set(documents(archive, self.services.cache.code))

    def _tree(self) -> Tree:
        """What stands under ``content/``; files that were hashed by an earlier build are known by their stamps."""
        inputs, cache = self.services.inputs, self.services.cache
        # Known by the reader's code: what it would refuse now was not remembered.
        self._known = snapshot_file.load(cache.folder / _DIGESTS, cache.code) or {}
        self._digests = Digests(self._known, inputs.seen)
        tree = walk_content(self.content, inputs.entries, self._digests)
        status = {path: found for path, found in inputs.entries if not path.endswith(".md")}
        self.build.digest_of.set(
            lru_cache(None)(lambda path: self._digests.of(self.content, path, status[path]))
        )
        self._remember()
        return tree

    def _remember(self) -> None:
        if self._digests.fresh != self._known:
            cache = self.services.cache
            snapshot_file.store(cache.folder / _DIGESTS, cache.code, self._digests.fresh)
            self._known = dict(self._digests.fresh)

    def finish_output(self, _writer: object) -> None:
        """The build's last step: by now pictures and attachments have been read too."""
        self._remember()


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(ArchiveGenerator)
