"""Ignored files: what systems, editors and tools leave beside articles, passed over without a word."""

from __future__ import annotations

import re
from fnmatch import translate

# The conversion's ledger, the record of digests and its seal live in the folder they describe.
OWN_FOLDERS = frozenset({".chuyen-doi", ".toan-ven", ".niem-phong"})
_NAMES = frozenset(
    [
        ".DS_Store",
        ".localized",
        "Thumbs.db",
        "desktop.ini",
        ".directory",
        ".nojekyll",
        ".editorconfig",
        ".git",
        ".gitkeep",
        ".gitignore",
        ".gitattributes",
        ".gitmodules",
        ".hg",
        ".svn",
        ".vscode",
        ".idea",
        ".obsidian",
        "__MACOSX",
        "@eaDir",
    ]
)
# Backups and locks: Emacs, Vim, nano, LibreOffice, Word, macOS on foreign disks.
_PATTERNS = re.compile(
    "|".join(map(translate, ("*~", ".*.sw[a-p]", ".#*", "#*#", ".~lock.*#", "~$*", "._*")))
)


def is_ignored(name: str) -> bool:
    """Whether a file or folder of this bare name belongs to a tool and not to the archive."""
    return name in _NAMES or _PATTERNS.match(name) is not None
