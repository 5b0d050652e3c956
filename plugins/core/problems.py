"""Problems: what is wrong with a file, as everything in the archive reports it."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path


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


def shown_folder(content: Path) -> str:
    """The content folder as a person at this prompt would write it."""
    try:
        relative = os.path.relpath(content)
    except ValueError:  # another drive of Windows
        relative = ".."
    return os.path.abspath(content) if relative.startswith("..") else Path(relative).as_posix()


def located(problem: Problem, shown: str) -> Problem:
    """A problem with the path that leads to its file from here; one that is of no source stays as it is."""
    if os.path.isabs(problem.path) or problem.path.startswith(("plugins.", "theme/")):
        return problem
    return replace(problem, path=shown if problem.path == "." else f"{shown}/{problem.path}")
