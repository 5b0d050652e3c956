"""Shared block (*Tin mới nhất* and *Ý kiến báo chí*): on every page, rendered once for each depth of folder."""

from __future__ import annotations

from plugins.site.archive import Archive, ArchivedArticle, links
from plugins.site.build_context import SharedBlock
from plugins.site.generator import SiteGenerator, register_generator
from plugins.site.views import ArticleLinks, TermLink

LATEST = 5  # as on the legacy page
PRESS = 5


def latest(archive: Archive, count: int = LATEST) -> list[ArchivedArticle]:
    """The newest published articles; ties in the minute are broken by id."""
    return archive.articles[:count]


def press(archive: Archive, slug: str) -> tuple[TermLink | None, ArticleLinks]:
    """The section of press opinions and its newest articles; no section, no block."""
    term = next((t for t in archive.sections if t.slug == slug), None)
    return (term.link, links(term.articles[:PRESS])) if term else (None, ())


class SharedBlockGenerator(SiteGenerator):
    """Offers `BuildContext.shared_block`."""

    def generate_context(self) -> None:
        """Pelican's door: runs after the archive has been collected."""
        self.build.shared_block.set(self.renderer())

    def renderer(self) -> SharedBlock:
        """Make the function that renders the block for one relative path to the root."""
        template = self.get_template("blocks/shared")

        def render(root: str) -> str:
            opinions = press(self.archive, self.settings["PRESS_SECTION"])
            return str(template.render(root=root, latest=links(latest(self.archive)), press=opinions))

        return render


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(SharedBlockGenerator)
