"""Incremental writer, Pelican's for a large archive: renders only pages whose inputs changed, on both cores.

A page names its inputs. When their digest is the one of the last build and the published file is untouched, the
file is linked into the new site instead of being rendered.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.writers import Writer

from plugins.core.problems import Problem
from plugins.site.file_records import Record, account, is_file_of, still
from plugins.site.page import Page
from plugins.site.publication import Written, open_to_all
from plugins.site.url_registry import UrlRegistry
from plugins.state import snapshot_file
from plugins.system.files import HashedFile, link_or_copy, write_new
from plugins.system.parallel import run_forked
from plugins.system.stamps import AnyStatus, list_files, sized

PAGES_AT_ONCE = 50_000
"""Pages described, and rendered by one set of processes. Memory alone: what a process looks at it has a copy of, since
Python counts references in the objects themselves, and its cache of fragments grows.
Fewer cost CPU: parts of pages are made again (10,000 at 200,000 articles: 285 s for the pages instead of 192)."""
_WRITTEN = "written.bin"
_COPIED, _FORMAT = (
    "copied.bin",
    "2",
)  # copies depend on no code: a new template must not have all of them read


class ArchiveWriter(Writer):
    """Writes into the new site's folder; `begin` must be told the last site and the cache."""

    def begin(self, last: Path, memory: Path, code: str) -> None:
        """Prepare for a build: `memory` is the cache's folder."""
        self._memory, self._code = memory / _WRITTEN, code
        self._last = os.fspath(last)
        found = snapshot_file.load(self._memory, code) or snapshot_file.load(memory / _COPIED, _FORMAT) or {}
        there = dict(list_files(last)) if found else {}
        # What was recorded and still stands, untouched.
        self._before: dict[str, Record] = {
            url: standing
            for url, record in found.items()
            if url in there and (standing := still(f"{self._last}/{url}", there[url], record))
        }
        self._lost = found.keys() - self._before.keys()
        self._records: dict[str, Record] = {}
        self._copied: set[str] = set()
        self.urls = UrlRegistry()
        self.problems = self.urls.problems
        self.rendered = 0
        self._folders: set[str] = set()
        self._expected: dict[str, list[Callable[[], Problem]]] = {}

    def written(self) -> dict[str, Written | None]:
        """Every address of the new site, with what is known of its file."""
        known = {url: Written(record[4], record[1:4]) for url, record in self._records.items()}
        return {url: known.get(url) for url in self.urls.all()}

    def expect(self, url: str, problem: Callable[[], Problem]) -> None:
        """Demand that something is written at `url` in this build, else `problem` tells."""
        self._expected.setdefault(url, []).append(problem)

    def _path(self, url: str) -> str:
        folder, _, _ = url.rpartition("/")
        if folder not in self._folders:
            if url.startswith("/") or ".." in url.split("/"):
                raise ValueError(f"address outside the site: {url}")
            Path(self.output_path, folder).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        return f"{self.output_path}/{url}"

    def _keep(self, url: str) -> None:
        """Take a file over from the last site, where it stands as it was recorded."""
        path, record = self._path(url), self._before[url]
        linked = link_or_copy(f"{self._last}/{url}", path)
        self._records[url] = record if linked else (record[0], *sized(os.stat(path)), record[4])

    def _write(self, url: str, data: bytes, inputs: str) -> Record:
        path = self._path(url)
        return inputs, *sized(write_new(path, data)), hashlib.sha256(data).hexdigest()

    def write_bytes(self, url: str, data: bytes, owner: str) -> None:
        """Write a file that is not a page (feeds, tables, assets); one whose bytes are the last site's is kept."""
        if not self.urls.claim(url, owner):
            return
        if self.has(url, hashlib.sha256(data).hexdigest()):
            self._keep(url)
        else:
            self._records[url] = self._write(url, data, "")

    @contextmanager
    def growing_file(self, url: str, owner: str) -> Iterator[HashedFile]:
        """A file written piece by piece, as `write_bytes` writes one that memory holds."""
        path = self._path(url) if self.urls.claim(url, owner) else ""
        with open(path or os.devnull, "wb") as file:
            made = HashedFile(file)
            yield made
        if path and self.has(url, made.digest):
            os.unlink(path)
            self._keep(url)
        elif path:
            open_to_all(path, os.stat(path))
            self._records[url] = "", *sized(os.stat(path)), made.digest

    def has(self, url: str, digest: str) -> bool:
        """Whether the last site's file at an address has the bytes of this SHA-256, and stands as it was recorded."""
        return url in self._before and self._before[url][4] == digest

    def copy(self, source: Path, url: str, owner: str, digest: str) -> None:
        """Copy a file whose bytes have this SHA-256; a hard link of the last site's copy where that has it too."""
        if not self.urls.claim(url, owner):
            return
        self._copied.add(url)
        if self.has(url, digest):
            self._keep(url)
        else:
            self._copy(source, url, digest)

    def _copy(self, source: Path, url: str, digest: str) -> None:
        """Copy a file of which nothing is recorded, or something else.

        Its time is that of the copy: whoever sends sites by size and time, or answers browsers by them, would not see
        that it was replaced by one of the same size and time.
        """
        last, path = f"{self._last}/{url}", self._path(url)
        if is_file_of(last, source.stat().st_size, digest):
            link_or_copy(last, path)
        else:
            shutil.copyfile(source, path)
        self._records[url] = account(path, "")

    def keep_files(self, prefix: str, digest: str, owner: str) -> bool:
        """Take over all files under `prefix` from the last site, if they were made from the inputs of this digest."""
        urls = [url for url in self._before if url.startswith(prefix)]
        if not urls or not all(self._before[url][0] == digest for url in urls):
            return False
        if any(url.startswith(prefix) for url in self._lost):
            return False
        for url in urls:
            self.urls.claim(url, owner)
            self._keep(url)
        return True

    def keep_file(self, url: str, digest: str, owner: str) -> bool:
        """Take over a file from the last site, if it was made from the inputs of this digest."""
        if url not in self._before or self._before[url][0] != digest:
            return False
        if self.urls.claim(url, owner):
            self._keep(url)
        return True

    def record_file(self, url: str, digest: str, owner: str) -> None:
        """Account for a file that another hand wrote, made from the inputs of this digest."""
        self.urls.claim(url, owner)
        self._records[url] = account(self._path(url), digest)

    def digest_of(self, url: str) -> str:
        """SHA-256 of a file of the new site."""
        return self._records[url][4]

    def standing(self, url: str) -> str | None:
        """The last site's file at an address, if it is still as it was recorded."""
        return f"{self._last}/{url}" if url in self._before else None

    def record_files(self, prefix: str, digest: str, owner: str) -> None:
        """Account for the files another hand wrote under `prefix`, made from the inputs of this digest."""
        for name, status in list_files(Path(self.output_path, prefix)):
            url = f"{prefix}{name}"
            self.urls.claim(url, owner)
            path = f"{self.output_path}/{url}"
            self._records[url] = self._recorded(url, digest, status) or account(path, digest)

    def _recorded(self, url: str, digest: str, status: AnyStatus) -> Record | None:
        """What is known of a file that was linked from the last site."""
        before = self._before.get(url)
        if before and before[1:4] == sized(status) and stat.S_IMODE(status.st_mode) == 0o644:
            return digest, *before[1:]
        return None

    def remember(self, name: str, value: object) -> None:
        """Keep plain data for the next build; a build that fails keeps it too, so it names what it belongs to."""
        snapshot_file.store(self._memory.with_name(f"{name}.bin"), self._code, value)

    def recall(self, name: str) -> Any:
        """What was last remembered under a name by the same code, templates and settings; None if nothing was."""
        return snapshot_file.load(self._memory.with_name(f"{name}.bin"), self._code)

    def write_pages(self, pages: Iterable[Page], progress: Callable[[int], None]) -> None:
        """Write pages: link what stands, render the rest, some thousands at a time."""
        coming = iter(pages)
        while some := list(islice(coming, PAGES_AT_ONCE)):
            self._write_some(some, progress)

    def _write_some(self, pages: Sequence[Page], progress: Callable[[int], None]) -> None:
        due: list[tuple[Page, str]] = []
        for page in pages:
            if not self.urls.claim(page.url, page.owner):
                continue
            digest, before = page.inputs.digest, self._before.get(page.url)
            if before and before[0] == digest:
                self._keep(page.url)
                progress(1)
            else:
                due.append((page, digest))
        for page, _ in due:  # folders and templates are made once, before the work is shared out
            self._path(page.url)
            page.template()
        for records in run_forked(self._render, due):
            self._records.update(records)
            progress(len(records))
        self.rendered += len(due)

    def _render(self, due: Sequence[tuple[Page, str]]) -> list[tuple[str, Record]]:
        return [
            (page.url, self._write(page.url, page.template().render(page.context()).encode(), digest))
            for page, digest in due
        ]

    def end(self) -> None:
        """Check that every expected address was written, and remember the files for the next build."""
        for url, problems in self._expected.items():
            if not self.urls.has_exactly(url):
                self.problems += [problem() for problem in problems]
        snapshot_file.store(self._memory, self._code, self._records)
        copied = {url: self._records[url] for url in self._copied}
        snapshot_file.store(self._memory.with_name(_COPIED), _FORMAT, copied)


def _offer(_pelican: object) -> type[Writer]:
    return ArchiveWriter


def register() -> None:
    """Pelican's door for plugins."""
    signals.get_writer.connect(_offer)
