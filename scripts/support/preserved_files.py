"""Preserved files: names of what an archive keeps for good, and of what is passed over (locks, litter of editors)."""

from __future__ import annotations

from pathlib import Path

from plugins.core.ignored_files import is_ignored
from plugins.system.fixity import MANIFEST, RECORDS, files_of
from plugins.system.seals import SEAL

CRAWL_LEDGER = "ledger.sqlite"  # of `scripts.scrape`, beside its captures
RECORD_FILES = (f"{RECORDS}/{MANIFEST}", SEAL)
_LOCKS = {".khoa", ".lock"}
_INDEXES = ".cdxj"  # of `scripts.convert`, beside the archives they are made from


def passed_over(name: str) -> bool:
    """Whether a file or folder of this bare name is never kept: locks, what editors leave, the record itself.

    So is what SQLite and `scripts.scrape.recover` leave beside the crawl's ledger.
    """
    beside = name.startswith(CRAWL_LEDGER) and name != CRAWL_LEDGER
    return name in _LOCKS or name in (RECORDS, SEAL, _INDEXES) or beside or is_ignored(name)


def is_remade(path: str) -> bool:
    """Whether a file is made anew from the others: the crawl's ledger, from the captures. It may be deleted."""
    return path.rpartition("/")[2] == CRAWL_LEDGER


def kept_files(root: Path) -> list[str]:
    """Paths of what is kept under a content folder or a capture store, the ledgers included."""
    return sorted(files_of(root, passed_over))


def backed_up_files(root: Path) -> list[str]:
    """Paths of what of it goes into a backup: not what is made anew, but the record and its seal."""
    kept = [path for path in kept_files(root) if not is_remade(path)]
    return sorted([*kept, *(path for path in RECORD_FILES if (root / path).is_file())])
