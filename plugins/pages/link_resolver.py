"""Link resolver: local links of articles made addresses; what leads nowhere is a problem with its line."""

from __future__ import annotations

import os
import posixpath
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from plugins.core.addresses import legacy_key
from plugins.core.problems import Problem
from plugins.html.link_placeholders import is_local, resolve
from plugins.lint.dead_links import FileFinder, dead_link
from plugins.lint.document import make_document
from plugins.pages.picture_versions import version_url
from plugins.site.archive import Archive
from plugins.site.page import root_of
from plugins.site.views import Pictures

_NAMED = 20  # broken links of one source that are named one by one
# The text column of the theme is 42rem wide; below that a picture fills the screen.
_SIZES = "(max-width: 44rem) 100vw, 42rem"


class Outlet(Protocol):
    """What is told of links to pages of the site and of links that lead nowhere: the writer, or a preview."""

    problems: list[Problem]

    def expect(self, url: str, problem: Callable[[], Problem]) -> None:
        """Demand that something stands at `url`, else `problem` tells."""


class LinkTable:
    """Finds the address of each local link: sources, files of the archive, pages of the site, legacy addresses."""

    def __init__(self, archive: Archive, content: Path, writer: Outlet, pictures: Pictures) -> None:
        self._content, self._writer, self._pictures = content, writer, pictures
        self._by_path = {a.record.path: a.url for a in archive.articles} | {
            p.path: p.url for p in (*archive.pages, *archive.topics, *archive.withdrawn)
        }
        self._by_id = {it.id: it.url for it in archive.withdrawn}
        self._by_id |= {article.id: article.url for article in archive.articles}
        self._static = frozenset(archive.static)
        self._finder = FileFinder(lambda: [*self._static, *self._by_path])
        self._named: Counter[str] = Counter()

    def targets(
        self, links: Iterable[str], path: str, root: str | None = None
    ) -> Mapping[str, tuple[str, str]]:
        """Each link of the source `path` → (escaped address from its page, attributes for a picture)."""
        prefix = root_of(self._by_path[path]) if root is None else root
        return {link: self._target(link, path, prefix) for link in links}

    def _target(self, link: str, path: str, root: str) -> tuple[str, str]:
        file, mark, fragment = link.partition("#")
        url = self._find(file.removeprefix("/"), path, link)
        picture = self._picture(url, root) if url in self._static else ""
        return escape(f"{root}{quote(url)}{mark}{fragment}"), picture

    def _find(self, file: str, path: str, link: str) -> str:
        if file in self._static:
            return file
        if url := self._by_path.get(file) or self._by_id.get(legacy_key(file) or ""):
            return url
        # A page of the site itself: known once everything has been written.
        if link.startswith("/"):
            self._writer.expect(file.partition("?")[0] or "index.html", lambda: self._broken(link, path))
            return file or "index.html"
        self._writer.problems.append(self._broken(link, path))
        return file

    def _broken(self, link: str, path: str) -> Problem:
        self._named[path] += 1
        if self._named[path] > _NAMED:  # to look for the line of each of thousands takes minutes
            return Problem(
                path, 0, "lien-ket-hong", f"và những liên kết hỏng khác, ngoài {_NAMED} chỗ đã nêu"
            )
        folder, text = posixpath.dirname(path), (self._content / path).read_text(encoding="utf-8-sig")
        document = make_document(path, text, is_page=True)
        written = next((k for k in document.links if self._leads(k.target, folder) == link), None)
        line = document.line_of(written.at) if written else 0
        target, picture = (written.target, written.picture) if written else (link, False)
        # Only inside the content: what else this machine holds is nobody's business.
        file = link.partition("#")[0].lstrip("/")
        hidden = file.endswith(".md") and ".." not in file.split("/") and os.path.isfile(self._content / file)
        message = dead_link(target, folder, picture=picture, hidden=hidden, finder=self._finder)
        return Problem(path, line, "lien-ket-hong", message)

    @staticmethod
    def _leads(target: str, folder: str) -> str:
        """A target as the placeholder of its link names it; empty where it leaves the archive."""
        return resolve(target, folder) if target and is_local(target) and target[0] != "#" else ""

    def _picture(self, file: str, root: str) -> str:
        """Further attributes of an ``<img>``: its place is known before it comes, a phone takes a version."""
        width, height, versions = self._pictures(file)
        sizes = f' width="{width}" height="{height}"' if width else ""
        if versions:
            sources = [f"{root}{quote(version_url(w, file))} {w}w" for w in versions]
            sizes += f' srcset="{", ".join([*sources, f"{root}{quote(file)} {width}w"])}" sizes="{_SIZES}"'
        return f'{sizes} loading="lazy" decoding="async"'
