"""Files of a site that is kept no longer, taken into the new one to be written over.

To make a file of 20 kB and to free one costs the kernel several times what it costs to give one another name and other
contents, and a site has 45,000 that change whenever *Tin mới nhất* does. Nothing is known of these files but that one
with a single name is nobody else's; one with several may be part of a site that stands, and is left alone.
"""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

from plugins.system.stamps import list_files


class Spare:
    """What stands in a folder, by address; there need not be such a folder, and nothing is taken before `open`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._own: frozenset[str] | None = None

    def open(self) -> None:
        """See what there is, once."""
        if self._own is not None:
            return
        self._own = frozenset(
            url
            for url, status in list_files(self._folder)
            if status.st_nlink == 1 and status.st_mode == stat.S_IFREG | 0o644
        )

    def take(self, url: str, path: str) -> bool:
        """Put the file of an address at `path`, where there is one that may be written into."""
        if not self._own or url not in self._own:
            return False
        os.rename(f"{self._folder}/{url}", path)
        return True

    def close(self) -> None:
        """Remove what nobody took, if anything was to be taken."""
        if self._own:
            shutil.rmtree(self._folder)
