"""Quarantine (``KEEP_GOING=1``): what is bad is set aside and named, the rest is published, and the build exits 1.

Without it one problem stops the build, and the last good site stays.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from plugins.core.problems import Problem
from plugins.system.fixity import SOURCES, read_manifest

# A link that leads nowhere harms its own reader only: the article stays, with the link as it was written.
HARMLESS = frozenset({"lien-ket-hong"})


class ProblemsFound(Exception):  # noqa: N818  # the name says what happened, as in the messages
    """The archive cannot be published as it stands; `problems` names every reason."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__(f"{len(self.problems)} problems")


class RestartBuild(Exception):  # noqa: N818  # the name says what is to be done
    """More was set aside while pages were written: the build begins anew without it."""


class Quarantine:
    """The files set aside in this run and all that was found wrong; nothing is while `keep_going` is False."""

    def __init__(self, output: Path, *, keep_going: bool) -> None:
        self.keep_going = keep_going
        self.paths: set[str] = set()
        self.problems: set[Problem] = set()
        self.output = output  # where the last site stands

    @classmethod
    def asked(cls, output: Path) -> Quarantine:
        """As the person who started the build wants it."""
        return cls(output, keep_going=os.environ.get("KEEP_GOING", "") not in ("", "0"))

    def published(self) -> frozenset[str]:
        """The sources of the site that stands: of two duplicates the one that readers know keeps its address."""
        return frozenset(read_manifest(self.output / SOURCES))

    def note(self, problems: Iterable[Problem]) -> None:
        """Remember problems to be named at the end; raises `ProblemsFound` unless the build is to keep going."""
        self.problems |= set(problems)
        if self.problems and not self.keep_going:
            raise ProblemsFound(self.problems)

    def drop(self, problems: Iterable[Problem]) -> bool:
        """Set aside the files that `problems` name; whether any of them was still there."""
        new = {p.path for p in problems if p.rule not in HARMLESS} - self.paths
        self.paths |= new
        return bool(new)
