"""Former addresses: an article that was withdrawn, or has moved, still answers where readers knew it.

A withdrawn one (``Trạng thái: đã gỡ``) leaves a page that says so. One whose date or slug was changed keeps the name
and the folder of its file, which tell its address before: a page there leads on. Nobody has to be told. Where the file
itself was given another name, ``Địa chỉ cũ`` says the address before; the build asks for that line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plugins.site.archive import Archive
from plugins.site.generator import SiteGenerator, register_generator
from plugins.site.page import Page, PageInputs, root_of
from plugins.site.source_record import SourceRecord
from plugins.site.views import PageHead
from plugins.site.writer import ArchiveWriter


@dataclass(frozen=True, slots=True)
class FormerInputs(PageInputs):
    """A page at a former address: `target` is where its article is now (empty: withdrawn), `reason` why it went."""

    page: PageHead
    target: str
    reason: str


def moved(archive: Archive) -> Mapping[str, SourceRecord]:
    """Former address → the article that has moved from there; none that another page has taken since."""
    taken = {record.url for record in (*archive.pages, *archive.withdrawn)}
    taken |= {article.url for article in archive.articles}
    return {url: a.record for a in archive.articles for url in a.record.former if url not in taken}


class FormerPages(SiteGenerator):
    """Writes the pages at former addresses."""

    def generate_output(self, writer: ArchiveWriter) -> None:
        """Pelican's door: a handful of pages through the incremental writer."""
        writer.write_pages(self._pages(), lambda _: None)

    def _pages(self) -> Iterator[Page]:
        yield from (self._withdrawn(record) for record in self.archive.withdrawn)
        yield from (self._moved(url, record) for url, record in sorted(moved(self.archive).items()))

    def _withdrawn(self, record: SourceRecord) -> Page:
        title = f"Bài số {record.id} đã được gỡ" if record.id else "Trang này đã được gỡ"
        head = self.page_head("error", title, record.url, f"{title} khỏi kho lưu trữ.")
        return self.make_page(
            record.url, "former", FormerInputs(head, "", record.metadata.correction), record.path
        )

    def _moved(self, url: str, record: SourceRecord) -> Page:
        title = f"Bài số {record.id} có địa chỉ mới"
        head = self.page_head("error", title, url, f"{title} trong kho lưu trữ.")
        return self.make_page(url, "former", FormerInputs(head, root_of(url) + record.url, ""), record.path)


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(FormerPages)
