"""Standing pages (``content/trang``), and the pages for addresses that are not there or are the old portal's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from plugins.html.link_placeholders import replace_links
from plugins.pages.link_resolver import LinkTable, Outlet
from plugins.site.archive import ArchivedPage
from plugins.site.generator import SiteGenerator, register_generator
from plugins.site.page import Page
from plugins.site.writer import ArchiveWriter


class StandingPages(SiteGenerator):
    """Writes the standing pages, ``404.html`` and the old portal's address."""

    def generate_output(self, writer: ArchiveWriter) -> None:
        """Pelican's door: a handful of pages through the incremental writer."""
        self.prepare(writer)
        writer.write_pages(self._pages(), lambda _: None)

    def prepare(self, writer: Outlet) -> None:
        """Make ready what every page needs; `writer` is told of links and problems."""
        self.links = LinkTable(self.archive, self.content, writer, self.context["pictures"])

    def _pages(self) -> Iterator[Page]:
        yield from (self.page(page) for page in self.archive.pages)
        yield self._not_found()
        yield self._legacy()

    def page(self, page: ArchivedPage) -> Page:
        """Describe one standing page."""
        targets = self.links.targets(page.links, page.path)

        def context() -> Mapping[str, Any]:
            html = dict(self.archive.html([page.digest]))[page.digest]
            return {"title": page.title, "content": Markup(replace_links(html, targets))}  # noqa: S704  # sanitised in plugins.html.rendering

        return self.make_page(
            page.url,
            "page",
            kind="page",
            title=page.title,
            description=page.description,
            inputs=(page.digest, targets),
            context=context,
            owner=page.path,
        )

    def _not_found(self) -> Page:
        """The one page whose links start from the host: it answers for addresses at any depth."""
        years = self.archive.years
        shared = Markup(self.context["shared_block"](self.base_path))  # noqa: S704  # rendered by an autoescaped template
        return self.make_page(
            "404.html",
            "404",
            kind="error",
            title="Không tìm thấy trang",
            owner="plugins.pages.standing",
            root=self.base_path,
            shared=shared,
            description="Địa chỉ này không có trong kho lưu trữ; hãy tìm kiếm hoặc xem theo năm, theo chuyên mục.",
            inputs=(shared, [y.url for y in years], self.base_path),
            context=lambda: {"years": years},
        )

    def _legacy(self) -> Page:
        """Stands where the old portal's one address stood, for servers that know folders only."""
        years = self.archive.years
        return self.make_page(
            "PortalPlus.aspx/index.html",
            "legacy",
            kind="error",
            title="Tìm bài theo địa chỉ cũ",
            owner="plugins.pages.standing",
            description="Địa chỉ hoặc số bài của trang tin cũ dẫn tới bài ấy trong kho lưu trữ.",
            inputs=[y.url for y in years],
            context=lambda: {"years": years},
        )


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(StandingPages)
