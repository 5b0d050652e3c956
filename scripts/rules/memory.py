"""Cache of what earlier checks found, by the content of each file: JSON lines that may vanish at any time."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from plugins.state.code_fingerprint import code_fingerprint
from scripts.rules.archive import SourceFacts


def code_digest() -> str:
    """Digest of the rules and of what they build on: another code remembers nothing."""
    return code_fingerprint("scripts.rules.examine")


class Memory:
    """Facts of one content folder by key, in a JSON-lines file that begins with the code's digest."""

    def __init__(self, folder: Path, content: Path) -> None:
        name = hashlib.sha256(os.fsencode(content.resolve())).hexdigest()[:16]
        self.path = folder / f"{name}.jsonl"
        self.code = code_digest()

    def _lines(self) -> Iterator[str]:
        try:
            with self.path.open(encoding="utf-8") as file:
                if file.readline().strip() == json.dumps(self.code):
                    yield from file
        except (FileNotFoundError, UnicodeDecodeError):
            return

    def load(self) -> dict[str, SourceFacts]:
        """What is remembered; a damaged line is a file to read again."""
        known: dict[str, SourceFacts] = {}
        for line in self._lines():
            try:
                key, *facts = json.loads(line)
                known[key] = SourceFacts(*facts)
            except (json.JSONDecodeError, TypeError, ValueError):
                continue
        return known

    def save(self, known: dict[str, SourceFacts]) -> None:
        """Remember exactly `known`, in one step."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self.path.with_suffix(f".{os.getpid()}.new")
        with new.open("w", encoding="utf-8") as file:
            file.write(json.dumps(self.code) + "\n")
            file.writelines(json.dumps([key, *known[key]]) + "\n" for key in sorted(known))
        new.replace(self.path)
