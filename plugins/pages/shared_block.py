"""*Tin mới nhất* and *Ý kiến báo chí*: the block every page shares, rendered once for each depth of folder."""

from __future__ import annotations

from collections.abc import Callable

from plugins.site.archive import Archive, ArchivedArticle, Term
from plugins.site.generator import SiteGenerator, register_generator

LATEST = 5  # as on the legacy page
PRESS = 5


def latest(archive: Archive, count: int = LATEST) -> list[ArchivedArticle]:
    """The newest published articles; ties in the minute are broken by id."""
    return archive.articles[:count]


def press(archive: Archive, slug: str) -> tuple[Term | None, list[ArchivedArticle]]:
    """The section of press opinions and its newest articles; no section, no block."""
    term = next((t for t in archive.sections if t.slug == slug), None)
    return term, term.articles[:PRESS] if term else []


class SharedBlock(SiteGenerator):
    """Offers ``context["shared_block"]``: way to the root → HTML."""

    def generate_context(self) -> None:
        """Pelican's door: runs after the archive has been collected."""
        self.context["shared_block"] = self.renderer()

    def renderer(self) -> Callable[[str], str]:
        """Make the function that renders the block for one way to the root."""
        template = self.get_template("blocks/shared")
        about = press(self.archive, self.settings["PRESS_SECTION"])

        def render(root: str) -> str:
            return str(template.render(root=root, latest=latest(self.archive), press=about))

        return render


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(SharedBlock)
