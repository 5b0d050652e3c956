"""One built page, read once: its tree and what the rules for the whole site need of it."""

from __future__ import annotations

import gzip
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree, html

from scripts.check_site.budgets import PageBudgets
from scripts.support.command import UsageError

_KIND = re.compile(rb'<meta name="page-kind" content="([a-z]+)">')


@dataclass(frozen=True)
class BuiltSite:
    """A built folder: its files, the address it was built for, and the sizes of its bundles after gzip."""

    folder: Path
    files: frozenset[str]
    base: str
    sizes: Mapping[str, int]
    budgets: PageBudgets

    @property
    def base_path(self) -> str:
        """The path of the site on its host, with slashes on both ends."""
        return urlsplit(self.base).path or "/"

    def resolve(self, page: str, link: str) -> tuple[str, str] | None:
        """(file, fragment) of a link of `page` within the site; None where it leads elsewhere."""
        if link.startswith(self.base):
            link = self.base_path + link[len(self.base) :]
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            return None
        path = unquote(parts.path)
        if not path:
            return page, unquote(parts.fragment)
        if path.startswith("/"):
            path = path.removeprefix(self.base_path.rstrip("/")).lstrip("/")
        else:
            path = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) + "/" * path.endswith(
                "/"
            )
        path = path.removeprefix("./")
        return (f"{path}index.html" if not path or path.endswith("/") else path), unquote(parts.fragment)


def read_site(folder: Path, budgets: PageBudgets) -> BuiltSite:
    """The built folder as a site; raises `UsageError` where there is none."""
    if not (folder / "index.html").is_file():
        raise UsageError(f"{folder} không có trang nào; hãy chạy make html trước, hoặc cho OUTPUTDIR=…")
    files = frozenset(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    bundles = (f for f in files if f.startswith("theme/") and f.endswith((".css", ".js")))
    sizes = {f: len(gzip.compress((folder / f).read_bytes(), 6, mtime=0)) for f in bundles}
    first = next(etree.parse(folder / "sitemap.xml").iter("{*}loc"), None)
    base = first.text.partition("sitemap/")[0] if first is not None else "/"
    return BuiltSite(folder, files, base, sizes, budgets)


@dataclass(slots=True)
class BuiltPage:
    """A page's tree, and its elements gathered in one walk."""

    url: str
    raw: bytes
    root: Any
    kind: str = ""
    elements: list[Any] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    resources: list[str] = field(default_factory=list)

    def metas(self, name: str) -> list[str]:
        """Contents of the meta elements of this name or property."""
        found = self.root.xpath("head/meta[@name=$n or @property=$n or @http-equiv=$n]/@content", n=name)
        return [str(value) for value in found]

    @property
    def title(self) -> str:
        """The text of ``<title>``."""
        return (self.root.findtext("head/title") or "").strip()

    def size(self) -> int:
        """Bytes on the wire, at the level servers use."""
        return len(gzip.compress(self.raw, 6, mtime=0))


# Elements whose address a browser fetches by itself, and those a reader follows.
_FETCHED = {"script": "src", "img": "src", "iframe": "src", "video": "src", "audio": "src", "source": "src"}
_LINKED = {"a": "href", "form": "action"}
_FETCHED_RELS = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}


def parse(url: str, raw: bytes) -> BuiltPage:
    """Read one page."""
    root = html.document_fromstring(raw)
    found = _KIND.search(raw)
    page = BuiltPage(url, raw, root, found[1].decode() if found else "")
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        page.elements.append(element)
        if (name := element.get("id")) is not None:
            page.ids.append(name)
        _gather(page, element)
    return page


def _gather(page: BuiltPage, element: Any) -> None:
    tag = element.tag
    if tag == "link":
        rels = set((element.get("rel") or "").split())
        target = page.resources if rels & _FETCHED_RELS else page.links
        if "canonical" not in rels and not any(r.startswith("schema.") for r in rels):
            target.append(element.get("href") or "")
    elif tag in _FETCHED:
        if element.get(_FETCHED[tag]):
            page.resources.append(element.get(_FETCHED[tag]))
    elif tag in _LINKED and element.get(_LINKED[tag]) is not None:
        page.links.append(element.get(_LINKED[tag]))


def read_pages(site: BuiltSite, urls: Sequence[str]) -> Iterator[BuiltPage]:
    """Read pages one after the other; only one tree is held at a time."""
    for url in urls:
        yield parse(url, (site.folder / url).read_bytes())
