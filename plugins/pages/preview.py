"""Preview of one source, as its page would look beside the site that stands: `scripts.devserver` shows it.

python -m plugins.pages.preview CONTENT OUTPUT

Reads paths (relative to CONTENT) from standard input, one a line, and answers each with one line of JSON
(`Preview.render`). The rest of the archive is what ``OUTPUT/archive.jsonl`` says, so an answer takes a
fraction of a second whatever the archive's size. A process of its own: scripts never import the Pelican side.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pelican.settings import read_settings

from plugins.core.article import Article
from plugins.core.clock import build_time
from plugins.core.dates import parse_moment
from plugins.core.problems import Problem
from plugins.core.sources import PAGES_FOLDER, Source, is_page_path
from plugins.pages.articles import ArticleGenerator
from plugins.pages.assets import AssetGenerator
from plugins.pages.picture_versions import WIDTHS, picture_size, version_url
from plugins.pages.standing import StandingPages
from plugins.site.archive import Archive, ArchivedArticle, periods
from plugins.site.build import ArchiveBuild
from plugins.site.build_context import BuildContext, RelatedArticles
from plugins.site.collection import Collector, is_public
from plugins.site.generator import set_template_globals
from plugins.site.page import Page
from plugins.site.reader import Reading, read_source
from plugins.site.source_record import SourceRecord, listing_key, make_record
from plugins.site.views import Picture
from plugins.system import terminal
from plugins.system.content_tree import Tree, static_files
from plugins.system.versions import SITE_FILE


class _Standing:
    """Takes the writer's place: what is expected is looked for in the site that stands, once there is one."""

    def __init__(self, output: Path) -> None:
        self.problems: list[Problem] = []
        self._output = output

    def expect(self, url: str, problem: Callable[[], Problem]) -> None:
        if (self._output / SITE_FILE).exists() and not (self._output / url).exists():
            self.problems.append(problem())


class _Silence:
    @contextmanager
    def phase(self, name: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
        del name, total
        yield lambda _: None


def _recorded(row: Mapping[str, Any]) -> SourceRecord:
    """An article as ``archive.jsonl`` tells of it: all that the lists of another page show."""
    article = Article(
        title=row["title"],
        date=parse_moment(row["date"]),
        id=row["id"],
        section=row["section"],
        tags=tuple(row["tags"]),
        authors=tuple(row["authors"]),
        source=row["source"],
        summary=row["summary"],
        original_url=row["original_url"],
        sha256=row["sha256"],
        kind=row.get("kind", "news"),
    )
    record = make_record(Source(row["source_path"], "", is_page=False), Reading(article, "", ()))
    said = row["url"].lstrip("/"), record.id, article.title, article.date, article.kind
    return record._replace(url=said[0], listing_key=listing_key(*said))


class Preview(ArchiveBuild):
    """Renders single sources against the archive as it was last published."""

    def open(self) -> None:
        """Read the site that stands; an output without one is an empty archive."""
        self.output, self.content = Path(self.output_path), Path(self.path)
        self.collector = Collector(Tree(self.content, [], [], []))
        lines = (
            (self.output / SITE_FILE).read_text(encoding="utf-8").splitlines()
            if (self.output / SITE_FILE).exists()
            else []
        )
        rows = [json.loads(line) for line in lines]
        # Oldest first, as in a build: a term's first mention fixes its address.
        self.recorded = [self.collector.article(_recorded(row)) for row in reversed(rows)][::-1]
        self.related = {
            row["id"]: (row["related"], row["same_content"], row.get("same_event", ())) for row in rows
        }
        self.pages = self._standing_pages()
        self._generate()

    def _standing_pages(self) -> list[SourceRecord]:
        """The few sources that every page links to; one that cannot be read has no link for now."""
        paths = sorted((self.content / PAGES_FOLDER).rglob("*.md"))
        sources = [self._source(path.relative_to(self.content).as_posix()) for path in paths]
        readings = [(source, read_source(self.content, source)) for source in sources]
        return [
            make_record(s, r[0])
            for s, r in readings
            if not isinstance(r, list) and r[0].metadata.status == "published"
        ]

    def _source(self, path: str) -> Source:
        digest = hashlib.sha256((self.content / path).read_bytes()).hexdigest()
        return Source(path, digest, is_page_path(path))

    def _generate(self) -> None:
        self.build = self._build_context()
        generators = self._generators(self.output, self.build)
        self.by_class: dict[type, Any] = {type(g): g for g in generators}
        self.place(self.recorded)
        self.by_class[AssetGenerator].generate_context()
        set_template_globals(generators[0])

    def _build_context(self) -> BuildContext:
        """What generators share in a build, as far as single pages need it."""
        build = BuildContext(_Silence())
        build.archive.set(Archive([], self.pages, [], [], [], [], [], html=lambda _: ()))
        build.pictures.set(self._picture)
        build.related.set(self._related)
        return build

    def _related(self, article: ArchivedArticle) -> RelatedArticles:
        """What stood under an article when the site was built."""
        related, same_content, same_event = (
            [self._by_id[i] for i in ids if i in self._by_id]
            for ids in self.related.get(article.id, ((), (), ()))
        )
        return RelatedArticles(related, same_content, [a in same_event for a in related])

    def _picture(self, path: str) -> Picture:
        """What is known of a picture, with the versions that stand in the site."""
        versions = (w for w in WIDTHS if (self.output / version_url(w, path)).is_file())
        return picture_size(self.content / path)._replace(versions=tuple(versions))

    def place(self, articles: list[ArchivedArticle]) -> None:
        """Make `articles` the archive, newest first, here and in their terms."""
        ordered = sorted(articles, key=lambda a: a.record.sort_key, reverse=True)
        archive = self.build.archive.value
        archive.articles = ordered
        archive.years = periods(ordered)
        members: dict[int, list[ArchivedArticle]] = {}
        for article in ordered:
            for term in (article.section, *article.tags):
                if term:
                    members.setdefault(id(term), []).append(article)
        for kind in ("section", "tag"):
            for term in self.collector.tables[kind].all():
                term.articles = members.get(id(term), [])
        archive.sections = self.collector.sorted_terms("section")
        self._by_id = {a.id: a for a in ordered}

    def render(self, path: str) -> dict[str, Any]:
        """Preview one source: ``path, url, title, status, html, problems`` ([line, rule, message]).

        ``status`` is published, draft, hidden or scheduled; ``html`` is empty where the source cannot be read.
        """
        source = self._source(path)
        result = read_source(self.content, source)
        if isinstance(result, list):
            before = next((a.url for a in self.recorded if a.record.path == path), "")
            return {"path": path, "url": before, "title": "", "status": "", "html": "", **_told(result)}
        reading, html = result
        writer = _Standing(self.output)
        self.collector.problems.clear()
        record = make_record(source, reading)
        page = self._page(record, html, writer)
        return {
            "path": path,
            "url": page.url,
            "title": reading.metadata.title,
            "status": _status(record),
            "html": self._html(page),
            **_told([*writer.problems, *self.collector.problems, *self._duplicates(record)]),
        }

    def _page(self, record: SourceRecord, html: str, writer: _Standing) -> Page:
        archive = self.build.archive.value
        archive.static = static_files(self.content)
        archive.html = lambda digests: [(digest, html) for digest in digests]
        if record.is_page:
            pages: StandingPages = self.by_class[StandingPages]
            pages.prepare(writer)
            return pages.page(record)
        article = self.collector.article(record)
        self.place([*(a for a in self.recorded if a.record.path != record.path), article])
        articles: ArticleGenerator = self.by_class[ArticleGenerator]
        articles.prepare(writer)
        return articles.page(article)

    def _duplicates(self, record: SourceRecord) -> list[Problem]:
        if record.is_page:
            return []
        duplicate = next(
            (a for a in self.recorded if a.id == record.id and a.record.path != record.path), None
        )
        message = f"mã “{record.id}” đã thuộc về {duplicate.record.path if duplicate else ''}; mỗi bài phải có mã riêng"
        return [Problem(record.path, 1, "trung-ma", message)] if duplicate else []

    def _html(self, page: Page) -> str:
        return page.template().render(page.context())


def _status(record: SourceRecord) -> str:
    waiting = record.metadata.status == "published" and record.metadata.date is not None
    return "scheduled" if waiting and not is_public(record, build_time()) else record.metadata.status


def _told(problems: list[Problem]) -> dict[str, list[tuple[int, str, str]]]:
    return {"problems": [(p.line, p.rule, p.message) for p in problems]}


def main(content: str, output: str) -> None:
    """Answer paths from standard input until it ends."""
    # What a library prints must not stand between the answers.
    terminal.speak()
    answers, sys.stdout = sys.stdout, sys.stderr
    settings = read_settings("pelicanconf.py", override={"PATH": content, "OUTPUT_PATH": output})
    preview = Preview(settings)
    preview.open()
    for line in sys.stdin:
        path = line.rstrip("\n")
        try:
            answer = preview.render(path)
        except OSError as error:
            answer = {"path": path, "url": "", "title": "", "status": "", "html": ""}
            answer |= _told([Problem(path, 0, "doc-tep", error.strerror or str(error))])
        try:
            print(json.dumps(answer, ensure_ascii=False), file=answers, flush=True)
        except BrokenPipeError:
            return  # who asked has gone


if __name__ == "__main__":
    main(*sys.argv[1:3])
