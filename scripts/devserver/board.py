"""Notice board of the devserver: previews, drafts and problems, shown to the archivist beside the built site."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

from plugins.core.problems import Problem

STATES = {"draft": "bản nháp", "hidden": "ẩn", "scheduled": "chưa tới ngày đăng"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A previewed source: its address, title, page and state (a key of `STATES`, or ``published``)."""

    path: str
    url: str
    title: str
    status: str
    html: str


@dataclass
class Board:
    """Shared by the threads of the server; every change raises `version` and wakes those who wait."""

    version: int = 0
    building: bool = False
    _shown: dict[str, Shown] = field(default_factory=dict)
    _problems: dict[str, list[Problem]] = field(default_factory=dict)
    _changed: threading.Condition = field(
        default_factory=threading.Condition
    )  # of a lock its holder may take again

    def show(self, shown: Shown) -> None:
        """Put a preview in place of the built page; one without a page leaves the last that had one."""
        with self._changed:
            if shown.html or shown.path not in self._shown:
                self._shown[shown.path] = shown
            self._announce()

    def drop(self, path: str) -> None:
        """Forget a preview: its source is gone, or the built site says the same."""
        with self._changed:
            self._shown.pop(path, None)
            self._announce()

    def blame(self, where: str, problems: list[Problem]) -> None:
        """Replace what is wrong with one source, or with the build (`where` is ``""``).

        What the last build said of a source is forgotten as soon as the source itself is read again.
        """
        with self._changed:
            self._problems[where] = problems
            if where:
                self._problems[""] = [p for p in self._problems.get("", ()) if p.path != where]
            self._announce()

    def work(self, *, building: bool) -> None:
        """Say whether the whole site is being built."""
        with self._changed:
            self.building = building
            self._announce()

    def _announce(self) -> None:
        self.version += 1
        self._changed.notify_all()

    def page(self, url: str) -> Shown | None:
        """The preview at an address (relative to the site's root)."""
        with self._changed:
            return next((s for s in self._shown.values() if s.url == url and s.html), None)

    def shown(self) -> list[Shown]:
        """All previews."""
        with self._changed:
            return list(self._shown.values())

    def problems(self) -> list[Problem]:
        """Everything known to be wrong, once each."""
        with self._changed:
            return sorted({p for problems in self._problems.values() for p in problems})

    def told(self) -> dict[str, Any]:
        """The state as the browser is sent it."""
        with self._changed:
            waiting = [s for s in self._shown.values() if s.status in STATES]
            return {
                "version": self.version,
                "building": self.building,
                "problems": [str(p) for p in self.problems()],
                "drafts": [
                    {"url": f"/{s.url}", "title": s.title, "state": STATES[s.status]} for s in waiting
                ],
                "saved": [{"url": f"/{s.url}", "title": s.title} for s in self._shown.values() if s.html],
            }

    def wait(self, version: int, seconds: float) -> bool:
        """Wait for a version after `version`; False when none came in time."""
        with self._changed:
            return self._changed.wait_for(lambda: self.version > version, seconds)
