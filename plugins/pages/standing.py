"""Standing pages (``content/trang``), and the pages for addresses that are not there or are the old portal's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from plugins.html.link_placeholders import Targets, resolve_placeholders
from plugins.pages.link_resolver import LinkTable, Outlet
from plugins.pages.listing import uncounted
from plugins.site.generator import SiteGenerator, register_generator
from plugins.site.latest_news import LatestBlock
from plugins.site.page import Page, PageInputs, root_of
from plugins.site.source_record import SourceRecord
from plugins.site.views import PageHead, PeriodSummary
from plugins.site.writer import ArchiveWriter

_OWNER = "plugins.pages.standing"


@dataclass(frozen=True, slots=True)
class StandingInputs(PageInputs):
    """A standing page: its text is that of the reading with this `reading`."""

    page: PageHead
    title: str
    reading: str
    targets: Targets
    latest_block: LatestBlock


@dataclass(frozen=True, slots=True)
class LostInputs(PageInputs):
    """A page for an address that is not there, with the years as a way on."""

    page: PageHead
    root: str
    years: tuple[PeriodSummary, ...]
    latest_block: LatestBlock


class StandingPages(SiteGenerator):
    """Writes the standing pages, ``404.html`` and the old portal's address."""

    def generate_output(self, writer: ArchiveWriter) -> None:
        """Pelican's door: a handful of pages through the incremental writer."""
        self.prepare(writer)
        writer.write_pages(self._pages(), lambda _: None)

    def prepare(self, writer: Outlet) -> None:
        """Make ready what every page needs; `writer` is told of links and problems."""
        self.links = LinkTable(self.archive, self.content, writer, self.build.pictures.value)

    def _pages(self) -> Iterator[Page]:
        yield from (self.page(page) for page in self.archive.pages)
        yield self._not_found()
        yield self._legacy()

    def page(self, record: SourceRecord) -> Page:
        """Describe one standing page."""
        title = record.metadata.title
        inputs = StandingInputs(
            page=self.page_head("page", title, record.url, record.description),
            title=title,
            reading=record.digest,
            targets=self.links.targets(record.reading.links, record.path),
            latest_block=self.latest_block(),
        )
        return self.make_page(record.url, "page", inputs, record.path, self._derive)

    def _derive(self, inputs: StandingInputs) -> Mapping[str, Any]:
        html = dict(self.archive.html([inputs.reading]))[inputs.reading]
        return {"content": Markup(resolve_placeholders(html, inputs.targets))}  # noqa: S704  # sanitised in plugins.html.rendering

    def _not_found(self) -> Page:
        """The one page whose links start from the host: it answers for addresses at any depth."""
        description = (
            "Địa chỉ này không có trong kho lưu trữ; hãy tìm kiếm hoặc xem theo năm, theo chuyên mục."
        )
        head = self.page_head("error", "Không tìm thấy trang", "404.html", description)
        return self._lost(
            "404.html", "404", LostInputs(head, self.base_path, self._years(), self.latest_block())
        )

    def _legacy(self) -> Page:
        """Stands where the old portal's one address stood, for servers that know folders only."""
        url = "PortalPlus.aspx/index.html"
        description = "Địa chỉ hoặc số bài của trang tin cũ dẫn tới bài ấy trong kho lưu trữ."
        head = self.page_head("error", "Tìm bài theo địa chỉ cũ", url, description)
        return self._lost(url, "legacy", LostInputs(head, root_of(url), self._years(), self.latest_block()))

    def _lost(self, url: str, template: str, inputs: LostInputs) -> Page:
        return self.make_page(url, template, inputs, _OWNER)

    def _years(self) -> tuple[PeriodSummary, ...]:
        return uncounted([year.summary for year in self.archive.years])


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(StandingPages)
