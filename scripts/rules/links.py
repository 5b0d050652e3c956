"""The rule of links: whatever an article points to inside the archive is there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from plugins.core.addresses import legacy_key
from plugins.core.problems import Problem
from plugins.lint.dead_links import FileFinder, dead_link
from plugins.lint.inline import OWN_MACHINE
from scripts.rules.archive import CheckedArchive

# Pages the build makes of its own, by address from the site's root.
_TERM = r"(?:chuyen-muc|the|tac-gia|nguon)"
_YEAR = r"(?:19|20)\d\d(?:/(?:0[1-9]|1[0-2]))?"
_NUMBERED = r"/trang-\d+\.html"
SITE_PAGES = re.compile(
    rf"(?:index|404|luu-tru|tim-kiem|viet-tat|nguon-cap-tin)\.html|{_TERM}/[a-z0-9-]+(?:\.html|{_NUMBERED})"
    rf"|{_YEAR}/index(?:\.html|{_NUMBERED})|feeds/[a-z0-9/-]+\.atom\.xml"
    rf"|{_TERM}/[a-z0-9-]+/{_YEAR}\.html|(?:van-ban|chu-de|du-lieu)/[a-z0-9-]+\.html"
    r"|du-lieu/(?:\d{4}\.(?:jsonl\.gz|zip)|luu-tru\.sqlite|README\.md|SHA256SUMS)"
    r"|sitemap[a-z0-9-]*\.xml|robots\.txt|archive\.(?:jsonl|csv)"
)
_REST = re.compile(r"([^?#]*)([^#]*)")


class _Finder:
    """Knows what a local link of the archive may lead to."""

    def __init__(self, archive: CheckedArchive) -> None:
        self.archive = archive
        self.static = frozenset(archive.tree.static)
        self.sources = frozenset(archive.facts)
        self._names = FileFinder(lambda: self.static | self.sources)

    def leads_somewhere(self, target: str, folder: str, *, from_public: bool) -> bool:
        """Whether a local target, as written in a file of `folder`, is a file, an article, a page."""
        path, query = _REST.match(target).groups()  # type: ignore[union-attr]  # the pattern matches any text
        from_root = path.startswith("/")
        plain = unquote(path)
        file = plain.lstrip("/") if from_root else posixpath.normpath(posixpath.join(folder, plain))
        if file in self.static and not query:
            return True
        source = file if file in self.sources else self.archive.ids.get(legacy_key(file + query) or "")
        if source is None and from_root:
            if not file or SITE_PAGES.fullmatch(file):
                return True
            source = self.archive.addresses.get(file)
        return source is not None and (self.archive.is_public(source) or not from_public)

    def message(self, target: str, folder: str, *, picture: bool) -> str:
        """What to say of a link that leads nowhere."""
        file = posixpath.normpath(posixpath.join(folder, unquote(target.partition("#")[0]).lstrip("/")))
        file = file if file in self.sources else unquote(target.partition("#")[0]).lstrip("/")
        hidden = file in self.sources
        return dead_link(target, folder, picture=picture, hidden=hidden, finder=self._names)


def _is_local(target: str) -> bool:
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc


def living_link(archive: CheckedArchive) -> Iterator[Problem]:
    """Liên kết và ảnh trong kho dẫn tới tệp, bài viết hoặc trang có thật."""
    finder = _Finder(archive)
    for path, facts in archive.facts.items():
        if facts.fields.get("status") == "withdrawn":
            continue  # its text is not published
        public = archive.is_public(path)
        for line, target, picture in facts.links:
            folder = posixpath.dirname(path)
            if OWN_MACHINE.match(target) or target.startswith("#") or not _is_local(target):
                continue
            if not finder.leads_somewhere(target, folder, from_public=public):
                yield Problem(path, line, "lien-ket-hong", finder.message(target, folder, picture=picture))
