"""Up-to-date check: everything a build would read is what the last one read, and the last site stands.

Nothing is read but names and stamps. Where one of them differs (a fresh checkout, a cache carried from another
machine, a touched file) the build goes its whole way, which trusts contents alone.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from plugins.core.clock import are_drafts_shown, is_trusted
from plugins.core.synonyms import DATA_FILES
from plugins.site.archive import Archive
from plugins.state import snapshot_file
from plugins.system.content_tree import list_content
from plugins.system.stamps import Entry, Sized, digest_of_stamps, list_files, settled, sized, stamp

_PLUGINS = Path(__file__).resolve().parents[1]
_FILE, _FORMAT = "last.bin", "1"


@dataclass(frozen=True, slots=True)
class LastBuild:
    """What a build was made from and what it made; right from the moment `since` to before `until` (seconds).

    An article dated in the future is held back: the moment it is due, the same sources make another site.
    """

    inputs: str
    output: str
    since: float
    until: float
    articles: int
    files: int
    held_back: int


class Inputs:
    """Everything the build is about to read, by names and stamps taken before any of it is read."""

    def __init__(self, content: Path, theme: Path, settings: Mapping[str, Any]) -> None:
        self.seen = time.time_ns()
        self.entries: Sequence[Entry] = list_content(content)
        self.digest = self._digest(content, theme, settings)

    @property
    def settled(self) -> bool:
        """Whether all stamps are old enough to be remembered."""
        return all(settled(status, self.seen) for _, status in self.entries)

    def _digest(self, content: Path, theme: Path, settings: Mapping[str, Any]) -> str:
        """The sources' stamps, the settings, and the bytes of what is small: data files, code and theme."""
        said = (
            sys.version,
            sorted(settings.items()),
            _installed(),
            is_trusted(),
            are_drafts_shown(),
            os.environ.get("EDITOR", ""),
            os.environ.get("EDITOR_BRANCH", ""),
        )
        parts = hashlib.sha256(repr(said).encode())
        parts.update(digest_of_stamps((path, stamp(status)) for path, status in self.entries).encode())
        for file in (content / name for name in sorted(DATA_FILES)):
            parts.update(file.read_bytes() + b"\0" if file.is_file() else b"\0")
        for root in (_PLUGINS, theme):
            for path in sorted(path for path, _ in list_files(root)):
                if not path.endswith(".pyc"):
                    parts.update(f"{path}\0".encode() + (root / path).read_bytes() + b"\0")
        return parts.hexdigest()


def _installed() -> list[str]:
    """Names and versions of the installed packages, as their metadata folders have them."""
    folders = [Path(folder) for folder in sys.path if folder.endswith("-packages")]
    return sorted(path.name for folder in folders for path in folder.glob("*.dist-info"))


def nothing_to_do(folder: Path, inputs: Inputs, output: Path, now: datetime) -> LastBuild | None:
    """The last build, if this one would make the same site and that one still stands untouched."""
    found = snapshot_file.load(folder / _FILE, _FORMAT)
    if not found:
        return None
    last = LastBuild(*found)
    if not last.since <= now.timestamp() < last.until or last.inputs != inputs.digest:
        return None
    return last if last.output == digest_of_site(output) else None


def digest_of_site(output: Path) -> str:
    """Digest of the names, sizes and times of a site's files."""
    return digest_of_stamps((path, sized(status)) for path, status in list_files(output))


def remember(folder: Path, inputs: Inputs, site: Mapping[str, Sized], archive: Archive, files: int) -> None:
    """Note a build that ended well; `site` is every file it put in place, with its size and time."""
    path = folder / _FILE
    if not inputs.settled:
        path.unlink(missing_ok=True)
        return
    since = max((a.date.when.timestamp() for a in archive.articles), default=0.0)
    until = archive.due.timestamp() if archive.due else float("inf")
    made = digest_of_stamps(site.items())
    counts = len(archive.articles), files, archive.held_back
    snapshot_file.store(path, _FORMAT, astuple(LastBuild(inputs.digest, made, since, until, *counts)))
