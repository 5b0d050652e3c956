"""What a build says while it works: a progress bar on a terminal, one line a phase elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


class BuildProgress:
    """Phases of one build with their counts and times (wall seconds)."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self.times: list[tuple[str, int, float]] = []

    @contextmanager
    def phase(self, name: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
        """One phase; the function given advances it by a number of items."""
        began, done = time.monotonic(), 0
        bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=self._console,
            disable=not self._console.is_terminal,
            transient=True,
        )
        task = bar.add_task(name, total=total)

        def step(count: int) -> None:
            nonlocal done
            done += count
            bar.update(task, advance=count)

        with bar:
            yield step
        self.times.append((name, done, time.monotonic() - began))

    def report(self) -> None:
        """Say where the time went (``make html PROFILE=1``)."""
        for name, count, seconds in self.times:
            print(f"{seconds:8.2f} s  {name}{f' ({count})' if count else ''}", file=sys.stderr)
