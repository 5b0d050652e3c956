"""Progress of a build: a bar on a terminal, and where its time went on request.

Pelican's own console carries the bars beside its spinner: two consoles on one terminal fight for the line.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pelican.log import console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text


class RateColumn(ProgressColumn):
    """How many items a second a phase gets done."""

    def render(self, task: Task) -> Text:
        """The rate of the last half minute, nothing before there is one."""
        return Text(f"{task.speed:.0f}/giây" if task.speed else "")


class BuildProgress:
    """Phases of one build with their counts and times (wall seconds, and CPU seconds of all processes)."""

    def __init__(self) -> None:
        self.times: list[tuple[str, int, float, float]] = []

    @contextmanager
    def phase(self, name: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
        """One phase; the function given advances it by a number of items."""
        began, spent, done = time.monotonic(), _cpu(), 0
        bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            RateColumn(),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
            transient=True,
        )
        task = bar.add_task(name, total=total)

        def step(count: int) -> None:
            nonlocal done
            done += count
            if not bar.disable:  # a call a page is felt at 45,000 pages
                bar.update(task, advance=count)

        with bar:
            yield step
        self.times.append((name, done, time.monotonic() - began, _cpu() - spent))

    def report(self) -> None:
        """Say where the time went (``make html PROFILE=1``)."""
        print(" giây thực  giây CPU", file=sys.stderr)
        for name, count, seconds, cpu in self.times:
            print(f"{seconds:10.2f} {cpu:9.2f}  {name}{f' ({count})' if count else ''}", file=sys.stderr)


def _cpu() -> float:
    """CPU seconds of this process and of those it has waited for."""
    return sum(os.times()[:4])
