"""Asset bundles of the theme under names with their content's hash; the archive's own pictures and attachments."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from plugins.pages.pictures import is_picture
from plugins.site.generator import SiteGenerator, register_generator
from plugins.site.views import Assets
from plugins.site.writer import ArchiveWriter
from plugins.system.fixity import digest_file

# Comments are for those who read the sources, and are not sent to readers: lines that are nothing else, and what stands
# behind a line of a script (1.5 of 31 kB of the search, compressed). No string of ours has a blank and two slashes.
_COMMENT_LINE = re.compile(rb"(?m)^[ \t]*(?://.*|/\*[^*]*\*/)[ \t]*\n")
_COMMENT_BEHIND = re.compile(rb"(?m)[ \t]+// .*$")

_INDENT = re.compile(rb"(?m)^[ \t]+|^\n")  # no string of ours runs over a line


# Of some pages; others do not carry them: an article with its style has 15 KB.
SEARCH_STYLE, HOME_STYLE, LISTS_STYLE = "60-search.css", "50-home.css", "25-reading-room.css"


def style_files(static: Path) -> list[Path]:
    """The style sheets that every page but those of articles carries."""
    return [path for path in (static / "css").glob("*.css") if path.name not in (SEARCH_STYLE, HOME_STYLE)]


def article_style_files(static: Path) -> list[Path]:
    """The style sheets that articles carry."""
    return [path for path in style_files(static) if path.name != LISTS_STYLE]


def bundle(files: list[Path], name: str) -> tuple[str, bytes]:
    """One file out of many, in the order of their names: (hashed name, bytes)."""
    joined = b"".join(path.read_bytes().rstrip() + b"\n" for path in sorted(files))
    data = _INDENT.sub(b"", _COMMENT_BEHIND.sub(b"", _COMMENT_LINE.sub(b"", joined)))
    stem, dot, ending = name.rpartition(".")
    return f"theme/{stem}.{hashlib.sha256(data).hexdigest()[:10]}{dot}{ending}", data


class AssetGenerator(SiteGenerator):
    """Bundles CSS and scripts by folder, and copies what is copied as it is."""

    def generate_context(self) -> None:
        """Pelican's door: templates need the names before anything is rendered."""
        static = Path(self.theme) / "static"
        site_js = list((static / "js" / "site").glob("*.js"))
        self.bundles = {
            "css": bundle(style_files(static), "site.css"),
            "article_css": bundle(article_style_files(static), "article.css"),
            "js": bundle(site_js, "site.js"),
            "legacy_js": bundle([*site_js, *(static / "js" / "legacy").glob("*.js")], "legacy.js"),
            "feed_css": bundle(list((static / "css" / "feed").glob("*.css")), "feed.css"),
            "search_css": bundle([static / "css" / SEARCH_STYLE], "search.css"),
            "home_css": bundle([*style_files(static), static / "css" / HOME_STYLE], "home.css"),
            "home_js": bundle([*site_js, *(static / "js" / "home").glob("*.js")], "home.js"),
            "search_js": bundle(list((static / "js" / "search").glob("*.js")), "search.js"),
            "start_js": bundle(list((static / "js" / "search-start").glob("*.js")), "start.js"),
        }
        self.build.assets.set(Assets(**{kind: url for kind, (url, _) in self.bundles.items()}))

    def generate_output(self, writer: ArchiveWriter) -> None:
        """Pelican's door: bundles, the theme's pictures, and everything static of the archive but its own."""
        for url, data in self.bundles.values():
            writer.write_bytes(url, data, "theme/static")
        pictures = Path(self.theme) / "static" / "img"
        for path in sorted(p for p in pictures.rglob("*") if p.is_file()):
            name = path.relative_to(pictures).as_posix()
            writer.copy(path, f"theme/img/{name}", f"theme/static/img/{path.name}", digest_file(path))
        digest_of = self.build.digest_of.value
        for name in (name for name in self.archive.static if not is_picture(name)):
            writer.copy(self.content / name, name, name, digest_of(name))


def register() -> None:
    """Pelican's door for plugins."""
    register_generator(AssetGenerator)
