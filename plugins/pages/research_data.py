"""Research data set of the archive under ``du-lieu/``: full texts and sources by year, a database, and what they are.

A year is made anew only where one of its articles changed, in a process beside the build. The texts are made by every
build; the sources, and the database, which any change makes anew, where ``WHOLE_DATA`` asks for it (publishing does).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from plugins.pages.data_dictionary import FIELDS, LICENCE, readme
from plugins.pages.database import write_database
from plugins.pages.year_archives import json_lines, markdown_zip, records
from plugins.site.archive import Archive, ArchivedArticle
from plugins.site.generator import SiteGenerator, register_generator
from plugins.site.page import Page, PageInputs
from plugins.site.views import PageHead, PeriodSummary
from plugins.site.writer import ArchiveWriter
from plugins.system.files import write_new
from plugins.system.fixity import format_manifest

FOLDER = "du-lieu"
PAGE, README, SUMS = f"{FOLDER}/index.html", f"{FOLDER}/README.md", f"{FOLDER}/SHA256SUMS"
DATABASE = f"{FOLDER}/luu-tru.sqlite"
_OWNER = "plugins.pages.research_data"
_DESCRIPTION = (
    "Toàn văn mọi bài theo năm (JSON Lines), nguồn Markdown theo năm (ZIP), bảng CSV, cơ sở dữ liệu SQLite."
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of the data set: its address, the digest of what it is made from, and what writes it to a path."""

    url: str
    digest: str
    write: Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class DataInputs(PageInputs):
    """The page of the data; `database` is the address of that, ``""`` where there is none."""

    page: PageHead
    years: tuple[PeriodSummary, ...]
    fields: tuple[tuple[str, str], ...]
    licence: str
    database: str


class ResearchData(SiteGenerator):
    """Writes the data set, and the page and the README that tell of it."""

    def generate_output(self, writer: ArchiveWriter) -> None:
        """Pelican's door: what has changed is begun in a process beside this one."""
        self._pieces = self._all_pieces()
        self._due = [one for one in self._pieces if not writer.keep_file(one.url, one.digest, _OWNER)]
        work = partial(_write, Path(self.output_path), self._due)
        self._wait = self.services.background.start(work) if self._due else None
        writer.write_pages([self._page()], lambda _: None)
        years = [year.label for year in self.archive.years]
        text = readme(
            self.settings["SITENAME"],
            len(self.archive.articles),
            years,
            whole=bool(self.settings["WHOLE_DATA"]),
        )
        writer.write_bytes(README, text.encode(), _OWNER)

    def finish_output(self, writer: ArchiveWriter) -> None:
        """The build's last step: wait for the files, account for them, and give their checksums."""
        if self._wait:
            with self.build.progress.phase("Dữ liệu để nghiên cứu", len(self._due)) as step:
                self._wait()
                step(len(self._due))
        for piece in self._due:
            writer.record_file(piece.url, piece.digest, _OWNER)
        sums = {one.url.removeprefix(f"{FOLDER}/"): writer.digest_of(one.url) for one in self._pieces}
        writer.write_bytes(SUMS, format_manifest(sums).encode(), _OWNER)

    def _all_pieces(self) -> list[Piece]:
        archive, content, whole = self.archive, self.content, self.settings["WHOLE_DATA"]
        pieces = []
        for year in archive.years:
            texts = _digest(f"{article.key}\0{article.record.path}" for article in year.articles)
            sources = _digest(f"{article.digest}\0{article.record.path}" for article in year.articles)
            stem = f"{FOLDER}/{year.label}"
            pieces.append(Piece(f"{stem}.jsonl.gz", texts, partial(_write_texts, archive, year.articles)))
            if whole:
                pieces.append(Piece(f"{stem}.zip", sources, partial(_write_sources, content, year.articles)))
        if whole:
            every = _digest([piece.digest for piece in pieces if piece.url.endswith(".gz")])
            pieces.append(Piece(DATABASE, every, partial(_write_database, archive)))
        return pieces

    def _page(self) -> Page:
        inputs = DataInputs(
            page=self.page_head("page", "Dữ liệu để nghiên cứu", PAGE, _DESCRIPTION),
            years=tuple([year.summary for year in self.archive.years]),
            fields=tuple(FIELDS.items()),
            licence=LICENCE,
            database=DATABASE if self.settings["WHOLE_DATA"] else "",
        )
        return self.make_page(PAGE, "data", inputs, _OWNER)


def _digest(values: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(values).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _write(output: Path, due: Sequence[Piece]) -> None:
    (output / FOLDER).mkdir(exist_ok=True)
    for piece in due:
        piece.write(output / piece.url)


def _write_texts(archive: Archive, articles: Sequence[ArchivedArticle], path: Path) -> None:
    write_new(str(path), json_lines(records(archive, articles)))


def _write_sources(content: Path, articles: Sequence[ArchivedArticle], path: Path) -> None:
    write_new(str(path), markdown_zip(content, [article.record.path for article in articles]))


def _write_database(archive: Archive, path: Path) -> None:
    write_database(path, records(archive, archive.articles))


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(ResearchData)
