"""Supervised worker processes: one that dies, hangs or swells costs the capture it was at, and is replaced.

The run hands batches of pages over pipes and knows at any moment which capture each worker is at. It never waits to
write: a batch is sent to a worker that waits for it, or a small one into a pipe that is known to be empty.
"""

from __future__ import annotations

import os
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import wait
from multiprocessing.reduction import ForkingPickler
from typing import Any

from scripts.convert.job.extract import Context
from scripts.convert.job.task import Page, Work
from scripts.convert.job.worker import serve

BATCH = 8  # pages handed over at once: large enough to hide the way, small enough to lose little
IN_HAND = 3  # batches for each worker that wait, are worked at, or wait to be written
_PIPE = 32 * 1024  # bytes that go into an empty pipe without waiting; Linux keeps room for 64 KB
_TICK = 0.5  # seconds between two looks at the workers
_BARREN = 20  # workers in a row that die before they say anything: then the fault is not the pages'


class WorkersError(Exception):
    """No worker lives long enough to take a page; the message (Vietnamese) says what to do."""


@dataclass(slots=True)
class _Item:
    """A page on its way through the workers."""

    page: Page
    done: bool = False
    value: Any = None
    killed: bool = False  # its worker was killed once: the system may have meant another process


class _Hand:
    """A worker process, the pages it has, and how long it has been at the first of them."""

    def __init__(self, context: Context, inherited: tuple[int, ...]) -> None:
        fork = get_context("fork")  # the context is shared without a copy, and a worker starts at once
        self.line, there = fork.Pipe()
        self.process = fork.Process(target=serve, args=(there, self.line, context, os.getpid(), inherited))
        self.process.start()
        there.close()
        self.items: deque[_Item] = deque()
        self.pipe_is_empty = True
        self.spoke = False
        self.said = ""  # the name of an error that nobody foresaw
        self.capture = 0  # of the first page
        self.age = 0.0  # seconds since it last said something
        self.overdue = False

    def give(self, work: Work[Any], batch: list[_Item]) -> bool:
        """Hand pages over; False where the worker has enough to do."""
        if not self.pipe_is_empty:
            return False
        data = ForkingPickler.dumps((work, [item.page for item in batch]))
        if self.items and len(data) > _PIPE:
            return False
        self.pipe_is_empty = False
        with suppress(OSError):  # it died meanwhile: the pages are taken back with the others
            self.line.send_bytes(data)
        self.items.extend(batch)
        return True

    def hear(self) -> bool:
        """Take one message; False where there will be none any more."""
        try:
            message = self.line.recv()
        except (EOFError, OSError):
            return False
        self.spoke, self.age = True, 0.0
        if message is None:  # it has taken its batch out of the pipe
            self.pipe_is_empty = True
        elif isinstance(message, int):
            self.capture = message
        elif isinstance(message, str):
            self.said = message
        else:
            item = self.items.popleft()
            item.done, (item.value,) = True, message
            self.capture = 0
        return True

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self.process.kill()
        self.process.join()
        self.line.close()

    def reason(self, work: Work[Any]) -> str:
        """Why the page it was at is set aside (Vietnamese)."""
        code = self.process.exitcode or 0
        if self.overdue:
            return f"đọc quá {work.time.clock} giây"
        if code == -signal.SIGXCPU:
            return f"đọc quá {work.time.cpu} giây tính toán"
        if code == -signal.SIGKILL:
            return "tiến trình đọc trang bị hệ thống dừng hai lần (có thể hết bộ nhớ)"
        if self.said:
            return f"lỗi khi chuyển đổi ({self.said})"
        return f"tiến trình đọc trang bị sập (mã {code})"


class Workers:
    """Processes of this machine that work at pages; `inherited` are descriptors they must not keep open."""

    def __init__(self, count: int, context: Context, inherited: tuple[int, ...]) -> None:
        self._context, self._inherited = context, inherited
        self._hands = [self._hired() for _ in range(count)]
        self._todo: deque[_Item] = deque()
        self._looked = time.monotonic()
        self._barren = 0

    def _hired(self) -> _Hand:
        return _Hand(self._context, self._inherited)

    def close(self) -> None:
        """End them all."""
        for hand in self._hands:
            hand.end()

    def in_order(self, work: Work[Any], pages: Iterable[Page]) -> Iterator[tuple[Page, Any]]:
        """What work makes of each page, in the order of the pages, with a bounded number of them in hand."""
        coming = (_Item(page) for page in pages)
        held: deque[_Item] = deque()
        most = len(self._hands) * IN_HAND * BATCH
        while True:
            while len(held) < most and (item := next(coming, None)) is not None:
                held.append(item)
                self._todo.append(item)
            if not held:
                return
            self._look(work, 0.0)
            while not held[0].done:
                self._look(work, _TICK)
            first = held.popleft()
            yield first.page, first.value

    def _look(self, work: Work[Any], timeout: float) -> None:
        """Hand out what there is to do, hear what is done, and replace the workers that are no more."""
        for hand in self._hands:
            self._feed(hand, work)
        ready = wait([hand.line for hand in self._hands], timeout)
        now = time.monotonic()
        # A run that was stopped (Ctrl-Z), or was busy writing, has not waited for the workers meanwhile.
        passed, self._looked = min(now - self._looked, 2 * _TICK), now
        for at, hand in enumerate(self._hands):
            if hand.line in ready:
                if not hand.hear():
                    self._hands[at] = self._replaced(hand, work)
            elif hand.items:
                hand.age += passed
                if hand.age > work.time.clock:
                    hand.overdue = True
                    hand.process.kill()

    def _feed(self, hand: _Hand, work: Work[Any]) -> None:
        if self._todo and hand.pipe_is_empty:
            batch = [self._todo.popleft() for _ in range(min(BATCH, len(self._todo)))]
            if not hand.give(work, batch):
                self._todo.extendleft(reversed(batch))

    def _replaced(self, hand: _Hand, work: Work[Any]) -> _Hand:
        hand.end()
        self._barren = 0 if hand.spoke else self._barren + 1
        if self._barren > _BARREN:
            raise WorkersError(
                "hệ thống không cho chạy tiến trình nào; hãy xem lại bộ nhớ, hoặc thêm --workers 1"
            )
        if hand.items and hand.process.exitcode:
            _blame(hand, work)
        self._todo.extendleft(reversed(hand.items))
        return self._hired()


def _blame(hand: _Hand, work: Work[Any]) -> None:
    """Set aside the capture that a dead worker was at; one that was killed from outside is tried once more."""
    item = hand.items[0]
    if hand.process.exitcode == -signal.SIGKILL and not hand.overdue and not item.killed:
        item.killed = True
    else:
        item.page = item.page.without(hand.capture, hand.reason(work))
