"""Pelican's writer for a large archive: renders only pages whose inputs changed, on both cores.

A page names its inputs. When their digest is the one of the last build and the published file is untouched, the
file is linked into the new site instead of being rendered. The block that every page shares (*Tin mới nhất*) is no
input: it stands between two marks and is put in afterwards, so that one new article renders a few pages only.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from markupsafe import Markup
from pelican import signals
from pelican.writers import Writer

from plugins.cache import Cache
from plugins.core.parallel import run_forked
from plugins.core.problems import Problem

SHARED_BEGIN, SHARED_END = "<!--dung-chung-->", "<!--/dung-chung-->"
SHARED_SLOT = Markup(SHARED_BEGIN + SHARED_END)  # noqa: S704  # two constants


_OWN = ("plugins.", "theme/static")  # owners that are no sources


class Template(Protocol):
    """A compiled Jinja template."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        """The text of a page."""


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the site: its address, what it is rendered from, and what that depends on.

    `inputs` is everything (beside code, templates and settings) the page shows; equal inputs mean equal pages.
    `context` is called only when the page is rendered. `owner` names it in messages: a source file or a plugin.
    """

    url: str
    template: Template
    inputs: object
    context: Callable[[], Mapping[str, Any]]
    owner: str


Record = tuple[str, str, str, int, int]


def root_of(url: str) -> str:
    """The way from a page to the site's root: ``""``, ``"../"``, ``"../../"``."""
    return "../" * url.count("/")


class ArchiveWriter(Writer):
    """Writes into the new site's folder; `begin` must be told the last site, the cache and the shared block."""

    def begin(self, last: Path, cache: Cache, code: str, shared: Callable[[str], str]) -> None:
        """Prepare for a build: `shared` makes the shared block for a given way to the root."""
        self.last, self.cache = last, cache
        cache.made_by("written", code)
        self._before = cache.written()
        self._shared = {root: shared(root) for root in ("", "../", "../../")}
        self._shared_digest = {
            r: hashlib.sha256(s.encode()).hexdigest()[:16] for r, s in self._shared.items()
        }
        self._records: list[Record] = []
        self.problems: list[Problem] = []
        self.owners: dict[str, tuple[str, str]] = {}
        self.rendered = 0
        self._folders: set[str] = set()
        self._above: dict[str, str] = {}  # folders of the site, and who first put a file into each
        self._expected: dict[str, list[Callable[[], Problem]]] = {}

    def expect(self, url: str, problem: Callable[[], Problem]) -> None:
        """Demand that something is written at `url` in this build, else `problem` tells."""
        self._expected.setdefault(url, []).append(problem)

    def claim(self, url: str, owner: str) -> bool:
        """Reserve an address; two owners of one (whatever the case) are a problem, and the first keeps it.

        So are a file and a folder of one name.
        """
        key = url.casefold()
        first = self.owners.setdefault(key, (url, owner))
        if first != (url, owner):
            self._collide(url, owner, first[1])
            return False
        while key := key.rpartition("/")[0]:
            if key in self.owners:
                self._collide(url, owner, self.owners[key][1])
                return False
            if key in self._above:
                break
            self._above[key] = owner
        if url.casefold() in self._above:
            self._collide(url, owner, self._above[url.casefold()])
            return False
        return True

    def _collide(self, url: str, owner: str, first: str) -> None:
        """Name the one of two owners of an address that is to give way: no page of the site's own, no article."""
        keeps = owner.startswith(_OWN) or (owner.endswith(".md") and not first.endswith(".md"))
        bad, other = (first, owner) if keeps and not first.startswith(_OWN) else (owner, first)
        message = f"địa chỉ /{url} đã thuộc về {other}; hãy đổi mã, đường dẫn hoặc tên tệp"
        self.problems.append(Problem(bad, 0, "trung-dia-chi", message))

    def _path(self, url: str) -> Path:
        folder, _, _ = url.rpartition("/")
        if folder not in self._folders:
            if url.startswith("/") or ".." in url.split("/"):
                raise ValueError(f"address outside the site: {url}")
            Path(self.output_path, folder).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        return Path(self.output_path, url)

    def write_bytes(self, url: str, data: bytes, owner: str) -> None:
        """Write a file that is not a page (feeds, tables, assets)."""
        if self.claim(url, owner):
            self._path(url).write_bytes(data)

    def copy(self, source: Path, url: str, owner: str) -> None:
        """Copy a file of the archive or the theme; a hard link of the last site's copy where it is unchanged."""
        if not self.claim(url, owner):
            return
        last, path, now = self.last / url, self._path(url), source.stat()
        try:
            before = last.stat()
        except OSError:
            before = None
        if before and (before.st_size, before.st_mtime_ns) == (now.st_size, now.st_mtime_ns):
            _link(last, path)
        else:
            shutil.copy2(source, path)

    def keep_files(self, prefix: str, digest: str, owner: str) -> bool:
        """Take over all files under `prefix` from the last site, if they were made from the inputs of this digest."""
        urls = [url for url in self._before if url.startswith(prefix)]
        if not urls or not all(self._before[url][0] == digest and self._stands(url) for url in urls):
            return False
        for url in urls:
            self.claim(url, owner)
            _link(self.last / url, self._path(url))
            self._records.append((url, *self._before[url]))
        return True

    def record_files(self, prefix: str, digest: str, owner: str) -> None:
        """Account for the files another hand wrote under `prefix`, made from the inputs of this digest."""
        for path in sorted(p for p in Path(self.output_path, prefix).rglob("*") if p.is_file()):
            url = path.relative_to(self.output_path).as_posix()
            made = path.stat()
            self.claim(url, owner)
            self._records.append((url, digest, "", made.st_size, made.st_mtime_ns))

    def _stands(self, url: str) -> bool:
        """Whether the last site's file is still the one that was recorded."""
        try:
            now = (self.last / url).stat()
        except OSError:
            return False
        return (now.st_size, now.st_mtime_ns) == self._before[url][2:]

    def write_pages(self, pages: Iterable[Page], progress: Callable[[int], None]) -> None:
        """Write pages: link what stands, splice where only the shared block changed, render the rest."""
        due: list[tuple[Page, str]] = []
        for page in pages:
            if not self.claim(page.url, page.owner):
                continue
            digest = hashlib.sha256(repr(page.inputs).encode("utf-8", "surrogatepass")).hexdigest()[:32]
            if self._keep(page.url, digest):
                progress(1)
            else:
                due.append((page, digest))
        for page, _ in due:
            self._path(page.url)  # folders are made once, before the work is shared out
        for records in run_forked(self._render, due):
            self._records += records
            self.rendered += len(records)
            progress(len(records))

    def _keep(self, url: str, digest: str) -> bool:
        """Take the page over from the last site, if it was made from these inputs and not touched since."""
        before = self._before.get(url)
        if not before or before[0] != digest:
            return False
        if not self._stands(url):
            return False
        last, shared = self.last / url, self._shared_digest[root_of(url)]
        if before[1] == shared:
            _link(last, self._path(url))
            self._records.append((url, digest, shared, *before[2:]))
        else:
            self._records.append(self._put(url, digest, last.read_text(encoding="utf-8")))
        return True

    def _render(self, due: Sequence[tuple[Page, str]]) -> list[Record]:
        return [self._put(page.url, digest, page.template.render(page.context())) for page, digest in due]

    def _put(self, url: str, digest: str, html: str) -> Record:
        """Write a page with the shared block between its marks (a page without marks has none)."""
        root = root_of(url)
        head, begin, rest = html.partition(SHARED_BEGIN)
        if begin:
            html = head + begin + self._shared[root] + SHARED_END + rest.partition(SHARED_END)[2]
        path = self._path(url)
        path.write_text(html, encoding="utf-8")
        made = path.stat()
        return url, digest, self._shared_digest[root], made.st_size, made.st_mtime_ns

    def end(self) -> None:
        """Check that every expected address was written, and remember the pages for the next build."""
        for url, problems in self._expected.items():
            if url.casefold() not in self.owners:
                self.problems += [problem() for problem in problems]
        self.cache.record_written(self._records)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without links
        shutil.copy2(source, target)


def _offer(_pelican: object) -> type[Writer]:
    return ArchiveWriter


def register() -> None:
    """Pelican's door for plugins."""
    signals.get_writer.connect(_offer)
