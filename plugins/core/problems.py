"""Problems: what is wrong with a file, as everything in the archive reports it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One named fault of one source file, with its remedy in the message (Vietnamese).

    `path` is relative to the content folder, `line` counts from 1 (0: the file as a whole).
    """

    path: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        """The line a person reads and an editor can jump to: ``path:line: rule: message``."""
        return f"{self.path}:{self.line}: {self.rule}: {self.message}"
