"""Local links of articles made addresses; what leads nowhere is a problem with its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from PIL import Image, UnidentifiedImageError

from plugins.archive import Archive
from plugins.core.addresses import legacy_key
from plugins.core.problems import Problem
from plugins.writer import root_of

_SVG = re.compile(r"<svg\b[^>]*>", re.DOTALL)
_SVG_SIZE = re.compile(r'\b(width|height)="([0-9.]+)(?:px)?"')
_VIEW_BOX = re.compile(r'\bviewBox="[-0-9.]+[ ,]+[-0-9.]+[ ,]+([0-9.]+)[ ,]+([0-9.]+)"')
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"})


def _svg_size(text: str) -> tuple[int, int] | None:
    head = _SVG.search(text)
    if not head:
        return None
    size = {name: float(value) for name, value in _SVG_SIZE.findall(head[0])}
    if len(size) == 2:
        return round(size["width"]), round(size["height"])
    box = _VIEW_BOX.search(head[0])
    return (round(float(box[1])), round(float(box[2]))) if box else None


@cache
def picture_size(path: Path) -> tuple[int, int] | None:
    """Width and height of a picture file in pixels; None where it has none or cannot be read."""
    try:
        if path.suffix.lower() == ".svg":
            return _svg_size(path.read_text(encoding="utf-8"))
        if path.suffix.lower() in _PICTURES:
            with Image.open(path) as image:
                return image.size
    except (OSError, UnidentifiedImageError, UnicodeDecodeError, ValueError):
        return None
    return None


class Outlet(Protocol):
    """What is told of links to pages of the site and of links that lead nowhere: the writer, or a preview."""

    problems: list[Problem]

    def expect(self, url: str, problem: Callable[[], Problem]) -> None:
        """Demand that something stands at `url`, else `problem` tells."""


class LinkTable:
    """Finds the address of each local link: sources, files of the archive, pages of the site, legacy addresses."""

    def __init__(self, archive: Archive, content: Path, writer: Outlet) -> None:
        self._content, self._writer = content, writer
        self._by_path = {a.path: a.url for a in archive.articles} | {p.path: p.url for p in archive.pages}
        self._by_id = {article.id: article.url for article in archive.articles}
        self._static = frozenset(archive.static)

    def targets(
        self, links: Iterable[str], path: str, root: str | None = None
    ) -> Mapping[str, tuple[str, str]]:
        """Each link of the source `path` → (escaped address from its page, attributes for a picture)."""
        way = root_of(self._by_path[path]) if root is None else root
        return {link: self._target(link, path, way) for link in links}

    def _target(self, link: str, path: str, root: str) -> tuple[str, str]:
        file, mark, fragment = link.partition("#")
        url = self._find(file.removeprefix("/"), path, link)
        picture = self._picture(url) if url in self._static else ""
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
        last = link.partition("#")[0].rpartition("/")[2]
        text = (self._content / path).read_text(encoding="utf-8")
        # A target stands after "(", a quote, "=", "<" or "/"; the last part of the path is written as it is.
        target = re.compile(r"""[("'=<:/\s]""" + re.escape(last) + r"""(?![\w.-])""")
        line = next((n for n, line in enumerate(text.splitlines(), 1) if last and target.search(line)), 0)
        remedy = "hãy sửa đường dẫn, hoặc thêm tệp ấy vào thư mục nội dung"
        if (self._content / link).is_file():
            remedy = "tệp ấy là bản nháp hoặc chưa tới ngày đăng; hãy đăng nó hoặc bỏ liên kết"
        return Problem(path, line, "lien-ket-hong", f"liên kết “{link}” không dẫn tới đâu; {remedy}")

    def _picture(self, file: str) -> str:
        size = picture_size(self._content / file)
        sizes = f' width="{size[0]}" height="{size[1]}"' if size else ""
        return f'{sizes} loading="lazy" decoding="async"'
