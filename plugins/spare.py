"""What is left of an old site in the folder a new one is built in: its files are written over instead of made anew.

To make a file of 20 kB and to free one costs the kernel several times what writing it over does, and a site has
45,000 that change whenever *Tin mới nhất* does. Nothing is known of these files but that a file with one name alone is
nobody else's; one with several names may be part of a published site, and is replaced.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from plugins.core.stamps import list_files


class Spare:
    """The files that stand in `folder` before anything is built there; an empty folder has none."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._files = dict(list_files(Path(folder)))
        self._folders = {part for url in self._files for part in _above(url)}

    def may_be_written(self, url: str) -> bool:
        """Whether a file stands at an address that no other site shares, with the mode of the site's files."""
        status = self._files.get(url)
        return status is not None and status.st_nlink == 1 and status.st_mode == stat.S_IFREG | 0o644

    def has(self, url: str, status: os.stat_result) -> bool:
        """Whether the very file of this status stands at an address."""
        here = self._files.get(url)
        return here is not None and os.path.samestat(here, status)

    def clear(self, url: str) -> None:
        """Make room for a new file at an address."""
        if self._files.pop(url, None):
            os.unlink(f"{self._folder}/{url}")
        elif url in self._folders:
            shutil.rmtree(f"{self._folder}/{url}")

    def make_folder(self, url: str) -> None:
        """Make a folder of the new site, where a file may have stood before."""
        for part in (*_above(url), url):
            if part in self._files:
                self.clear(part)
        os.makedirs(f"{self._folder}/{url}", exist_ok=True)

    def sweep(self, kept: Iterable[str]) -> None:
        """Remove the files that are not `kept`, and the folders that stand empty then."""
        gone = self._files.keys() - kept
        for url in gone:
            with suppress(FileNotFoundError, NotADirectoryError):  # others had to make room too
                os.unlink(f"{self._folder}/{url}")
        for part in sorted({part for url in gone for part in _above(url)}, reverse=True):
            folder = Path(self._folder, part)
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()


def _above(url: str) -> Iterable[str]:
    """The folders an address stands in, the outermost first."""
    return [url[:at] for at, letter in enumerate(url) if letter == "/"]
