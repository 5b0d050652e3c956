"""A small archive to be tortured: its sources, its builds, and whether what stands is whole."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plugins.system.fixity import MANIFEST, compare, digests, files_of, read_manifest

ROOT = Path(__file__).resolve().parent.parent.parent
_ARTICLE = "Tiêu đề: Bài {0}\nMã: {0}\nNgày: {1:02}/11/2017 09:00\nChuyên mục: Tin\nThẻ: thẻ {1}\n\nBài {0}, lần {2}.\n"


@dataclass(frozen=True, slots=True)
class TortureSite:
    """The folders of one tortured archive."""

    folder: Path

    @property
    def content(self) -> Path:
        """Its sources."""
        return self.folder / "content"

    @property
    def output(self) -> Path:
        """Its published site."""
        return self.folder / "output"

    def write(self, count: int, edition: int) -> None:
        """Write `count` articles that say which `edition` they are."""
        self.content.mkdir(parents=True, exist_ok=True)
        for n in range(1, count + 1):
            text = _ARTICLE.format(n, n % 28 + 1, edition)
            (self.content / f"bai-{n}.md").write_text(text, encoding="utf-8")

    def command(self) -> list[str]:
        """What `make html` runs."""
        folders = [str(self.content), "-o", str(self.output), "-s", "pelicanconf.py"]
        return [sys.executable, "-m", "pelican", *folders, "-e", f'CACHE_PATH="{self.folder / "cache"}"']

    def start(self, env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
        """Begin a build in a process group of its own."""
        return subprocess.Popen(
            self.command(),
            cwd=ROOT,
            env={**os.environ, **(env or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="backslashreplace",
            start_new_session=True,
        )

    def build(self, env: Mapping[str, str] | None = None) -> tuple[int, str]:
        """Build to the end: exit code, and what was said."""
        running = self.start(env)
        said, _ = running.communicate()
        return running.returncode, said


def is_whole(output: Path) -> bool:
    """Whether every file of a published site is the one its build recorded, and no other is there."""
    recorded = read_manifest(output / MANIFEST)
    found = digests(output, [path for path in files_of(output) if path != MANIFEST])
    return bool(recorded) and compare(recorded, found) == ([], [], [])


class SiteReader(threading.Thread):
    """Looks at a published site again and again while it is being replaced; counts what it saw."""

    def __init__(self, output: Path) -> None:
        super().__init__(daemon=True)
        self._output, self._done = output, threading.Event()
        self.polls = self.broken = 0

    def run(self) -> None:
        """Poll until told to stop."""
        while not self._done.wait(0.01):
            self.polls += 1
            self.broken += not self._look()

    def stop(self) -> None:
        """End, and wait for the end."""
        self._done.set()
        self.join()

    def _look(self) -> bool:
        """One visit: the folder is opened once, as by a reader whose pages belong together."""
        try:
            site = os.open(self._output, os.O_RDONLY | os.O_DIRECTORY)
        except OSError:
            return False
        try:
            lines = _read(site, MANIFEST).decode().splitlines()
            return bool(lines) and all(_is_right(site, line) for line in lines)
        except OSError:
            return False
        finally:
            os.close(site)


def _is_right(site: int, line: str) -> bool:
    digest, _, path = line.partition("  ")
    return hashlib.sha256(_read(site, path)).hexdigest() == digest


def _read(folder: int, path: str) -> bytes:
    with open(os.open(path, os.O_RDONLY, dir_fd=folder), "rb") as file:
        return file.read()
