"""Cache of what earlier checks found, by the content of each file: it may vanish, break or be other code's."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from plugins.state import snapshot_file
from plugins.state.code_fingerprint import code_fingerprint
from scripts.rules.archive import SourceFacts


class Memory:
    """Facts of one content folder by key, in a snapshot file that other rules, or another core, find empty."""

    def __init__(self, folder: Path, content: Path) -> None:
        name = hashlib.sha256(os.fsencode(content.resolve())).hexdigest()[:16]
        self.path = folder / f"{name}.bin"
        self.code = code_fingerprint("scripts.rules.examine")

    def load(self) -> dict[str, SourceFacts]:
        """What is remembered."""
        rows = snapshot_file.load(self.path, self.code) or {}
        return {key: SourceFacts(*row) for key, row in rows.items()}

    def save(self, known: Mapping[str, SourceFacts]) -> None:
        """Remember exactly `known`, in one step."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        snapshot_file.store(self.path, self.code, {key: tuple(facts) for key, facts in known.items()})
