"""Pelican plugin of search: the index under ``tim-kiem/`` and the page that reads it."""

from __future__ import annotations

import functools
import hashlib
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from plugins.core.documents import Document
from plugins.core.reviewed_acronyms import read_reviewed_acronyms
from plugins.core.synonyms import read_synonyms
from plugins.search.acronyms import ReviewedSynonyms, reviewed_synonyms
from plugins.search.index import build_index
from plugins.search.text_model import model_name
from plugins.site.documents import texts
from plugins.site.generator import SiteGenerator, register_generator
from plugins.site.latest_news import LatestBlock
from plugins.site.page import Page, PageInputs
from plugins.site.views import PageHead, PeriodSummary, TermLink
from plugins.site.writer import ArchiveWriter

FOLDER = "tim-kiem"
BESIDE_UP_TO = 50_000  # articles; 200,000 are to build in 4 GB
_DESCRIPTION = (
    "Tìm trong mọi bài của kho lưu trữ, gõ có dấu hay không dấu đều được; lọc theo năm, chuyên mục, nguồn."
)


@dataclass(frozen=True, slots=True)
class SearchInputs(PageInputs):
    """The search page; the index begins with `manifest` and `model`, relative to the site's root."""

    page: PageHead
    years: tuple[PeriodSummary, ...]
    section_terms: tuple[TermLink, ...]
    manifest: str
    model: str
    latest_block: LatestBlock


class SearchGenerator(SiteGenerator):
    """Writes the index and ``tim-kiem.html``."""

    def generate_output(self, writer: ArchiveWriter) -> None:
        """Pelican's door: the index is begun in a process beside this one, unless the last site's still holds.

        That of a very large archive is made when everything else has been: memory is scarcer there than time.
        """
        found, cache = self.build.documents.value, self.services.cache.folder / "search"
        content = Path(self.content)  # what is wrong with either file stopped the build, or is said
        synonyms = reviewed_synonyms(read_synonyms(content)[0], read_reviewed_acronyms(content)[0])
        self._inputs = _digest(found, synonyms)
        self._build: Callable[[], object] | None = None
        if not writer.keep_files(f"{FOLDER}/", self._inputs, "plugins.search"):
            out, previous = Path(self.output_path, FOLDER), functools.partial(_previous_file, writer)
            build = functools.partial(build_index, found, texts(self.archive), out, cache, previous, synonyms)
            self._build = self.services.background.start(build) if len(found) <= BESIDE_UP_TO else build
        writer.write_pages([self._page()], lambda _: None)

    def finish_output(self, writer: ArchiveWriter) -> None:
        """The build's last step: wait for the index, and account for its files."""
        if self._build:
            with self.build.progress.phase("Chỉ mục tìm kiếm", len(self.archive.articles)) as step:
                self._build()
                writer.record_files(f"{FOLDER}/", self._inputs, "plugins.search")
                step(len(self.archive.articles))

    def _page(self) -> Page:
        inputs = SearchInputs(
            page=self.page_head("search", "Tìm kiếm", "tim-kiem.html", _DESCRIPTION),
            years=tuple([year.summary for year in self.archive.years]),
            section_terms=tuple([section.link for section in self.archive.sections]),
            manifest=f"{FOLDER}/manifest.json",
            model=f"{FOLDER}/{model_name()}",
            latest_block=self.latest_block(),
        )
        return self.make_page("tim-kiem.html", "search", inputs, "plugins.search")


def _digest(documents: Sequence[Document], synonyms: ReviewedSynonyms) -> str:
    """A digest of all that the index is made from."""
    digest = hashlib.sha256(b"".join([d.content_hash for d in documents]))
    digest.update(repr(synonyms).encode())
    for name in ("url", "section", "source", "tags", "authors", "kind"):
        # Many articles share a section, a source, a set of tags: each is spelled once.
        numbers: dict[object, int] = {}
        column = [numbers.setdefault(value, len(numbers)) for value in map(attrgetter(name), documents)]
        digest.update(array("q", column).tobytes())
        digest.update(repr(list(numbers)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:32]


def _previous_file(writer: ArchiveWriter, name: str) -> str | None:
    return writer.standing(f"{FOLDER}/{name}")


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(SearchGenerator)
