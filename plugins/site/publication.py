"""Publication of a site, whole or not at all: built beside the last good one, looked over, synced, then exchanged."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from plugins.system.fixity import MANIFEST, digest_file, read_manifest, write_manifest
from plugins.system.stamps import AnyStatus, Sized, sized
from plugins.system.versions import Versions, refuse_foreign

KEPT = 2  # earlier sites kept beside the published one


class NotWhole(Exception):  # noqa: N818  # the name says what happened
    """What was built is not what was meant: files are missing, or there are more."""


class Published(Exception):  # noqa: N818  # the name says what happened
    """The output is what `make publish` has let out, and would be replaced by a site that nobody has checked."""


@contextmanager
def publication(output: Path, keep: int = KEPT) -> Iterator[Path]:
    """Give a folder beside `output` to build in, and put it in place when the block ends well.

    The folder is empty. When the block raises, the last good site stays as it is. `keep` earlier sites stay beside the
    published one (`plugins.system.versions` says under which names).

    Raises `plugins.system.locks.Busy` while another run builds the same output, `NotASite` when `output` is a folder
    that no build has made, and `Published` when it is one that `make publish` keeps.
    """
    refuse_foreign(output)
    versions = Versions(output, keep)
    if versions.candidate.exists():
        raise Published(str(output))
    with versions.lock():
        staging = versions.begin()
        try:
            yield staging
            versions.publish()
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)
            raise


@dataclass(frozen=True, slots=True)
class Written:
    """A file that the build has put in place, open to all: its SHA-256, and its size, time and inode."""

    digest: str
    sized: Sized


Expected = Mapping[str, Written | None]
"""Every address that a build wrote; None where nothing but that is known of the file."""


def _walk(folder: str, prefix: str, known: Expected) -> Iterator[tuple[str, Sized | None]]:
    """(address, size and time) of everything under a folder that is no folder, None for what is no file either.

    Folders, and files of which nothing is known, are made open to all.
    """
    with os.scandir(folder) as entries:
        for entry in entries:
            url = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                open_to_all(entry.path, entry.stat(), 0o755)
                yield from _walk(entry.path, f"{url}/", known)
            elif not entry.is_file(follow_symlinks=False):
                yield url, None
            elif written := known.get(url):
                yield url, written.sized
            else:
                open_to_all(entry.path, entry.stat())
                yield url, sized(entry.stat())


def open_to_all(path: str, status: AnyStatus, mode: int = 0o644) -> None:
    """A web server must be able to read the site, whatever the umask of who built it."""
    if stat.S_IMODE(status.st_mode) != mode:
        os.chmod(path, mode)


def seal(staging: Path, last: Path, expected: Expected) -> dict[str, Sized]:
    """Look over a built site and write its manifest, ``manifest-sha256.txt``: the form ``sha256sum -c`` reads.

    Raises `NotWhole` where other files stand in the folder than are `expected`, or fewer. A file that is a hard link
    of the `last` site's keeps the digest recorded there: one that has gone bad on disk stays one that
    `python -m scripts.verify` names. The answer is every file with its size and time.
    """
    staging.chmod(0o755)
    found = {url: it for url, it in _walk(os.fspath(staging), "", expected) if url != MANIFEST}
    wrong = found.keys() ^ expected.keys() or {url for url, it in found.items() if it is None}
    if wrong:
        raise NotWhole(", ".join(sorted(wrong)[:5]))
    manifest = staging / MANIFEST
    write_manifest(manifest, _digests(staging, last, expected))
    manifest.chmod(0o644)
    return {url: it for url, it in found.items() if it} | {MANIFEST: sized(manifest.stat())}


def _digests(staging: Path, last: Path, expected: Expected) -> dict[str, str]:
    """The SHA-256 of every file: as it was written, as recorded for the last site, else by reading it."""
    digests = {url: written.digest for url, written in expected.items() if written}
    unknown = expected.keys() - digests.keys()
    before = read_manifest(last / MANIFEST) if unknown else {}
    for url in unknown:
        kept = url in before and _is_same(last / url, staging / url)
        digests[url] = before[url] if kept else digest_file(staging / url)
    return digests


def _is_same(one: Path, other: Path) -> bool:
    try:
        return os.path.samestat(one.stat(follow_symlinks=False), other.stat(follow_symlinks=False))
    except OSError:
        return False
