"""What of an archive is kept for good, and the digests on record for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from plugins.core.fixity import MANIFEST, RECORDS, digests, files_of, read_manifest, record_of, write_manifest
from plugins.core.litter import is_litter
from scripts.bag import Part
from scripts.scrape.ledger import NAME as CRAWL_LEDGER

_LOCKS = {".khoa", ".lock"}


def _passed_over(name: str) -> bool:
    """Locks, what editors leave, the crawl's ledger (made anew from the captures), and the record itself."""
    return name in _LOCKS or name == RECORDS or name.startswith(CRAWL_LEDGER) or is_litter(name)


def kept_files(root: Path) -> list[str]:
    """Paths of what is kept under a content folder or a capture store, the conversion's ledger included."""
    return sorted(files_of(root, _passed_over))


def _edited_since(root: Path, path: str) -> bool:
    """Whether a file was written after the record was made: bytes that go bad on a disk leave its time alone."""
    try:
        return (root / path).stat().st_mtime > record_of(root).stat().st_mtime
    except FileNotFoundError:
        return False


def record(root: Path, *, accept: bool = False) -> list[str]:
    """Record the digest of everything kept under `root`; paths of files that look damaged.

    A file with other bytes but a time before the record was not edited: it keeps the digest on record, unless
    `accept` says that all is well.
    """
    before, paths = read_manifest(record_of(root)), kept_files(root)
    now = {path: digest for path, digest in digests(root, paths).items() if digest}
    damaged = [
        path
        for path, digest in now.items()
        if path in before and before[path] != digest and not accept and not _edited_since(root, path)
    ]
    target = record_of(root)
    target.parent.mkdir(exist_ok=True)
    part = target.with_suffix(".part")
    write_manifest(part, now | {path: before[path] for path in damaged})
    part.replace(target)
    return damaged


def binding(root: Path) -> dict[str, str]:
    """The recorded digests that still hold: those of files nobody has edited since."""
    recorded = read_manifest(record_of(root))
    return {path: digest for path, digest in recorded.items() if not _edited_since(root, path)}


def archive_parts(captures: Path, content: Path, output: Path | None = None) -> Iterator[tuple[str, Part]]:
    """The folders of an archive as parts of a bag, by the name each has in it; folders that are not there are not."""
    for name, root in (("captures", captures), ("content", content)):
        if root.is_dir():
            yield name, Part(root, tuple(kept_files(root)), binding(root))
    if output is not None and output.is_dir():
        yield "output", Part(output, tuple(sorted(files_of(output))), read_manifest(output / MANIFEST))
