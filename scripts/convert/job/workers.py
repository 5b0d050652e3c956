"""Worker pool under supervision: a worker that dies, hangs or swells costs its capture, and is replaced.

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
from scripts.convert.job.task import PageTask, Work
from scripts.convert.job.worker import serve

BATCH = 8  # pages handed over at once: large enough to hide the way, small enough to lose little
BATCHES_IN_FLIGHT = 3  # batches for each worker that wait, are worked at, or wait to be written
_PIPE_ROOM = 32 * 1024  # bytes that go into an empty pipe without waiting; Linux keeps room for 64 KB
_POLL_INTERVAL = 0.5  # seconds between two looks at the workers
_MOST_FAILED_STARTS = (
    20  # workers in a row that die before they say anything: then the fault is not the pages'
)


class WorkersError(Exception):
    """No worker lives long enough to take a page; the message (Vietnamese) says what to do."""


@dataclass(slots=True)
class _PendingPage:
    """A page on its way through the workers."""

    page: PageTask
    done: bool = False
    value: Any = None
    killed: bool = False  # its worker was killed once: the system may have meant another process


class _WorkerProcess:
    """A worker process, the pages it has, and how long it has been at the first of them."""

    def __init__(self, context: Context) -> None:
        fork = get_context("fork")  # the context is shared without a copy, and a worker starts at once
        self.pipe, there = fork.Pipe()
        self.process = fork.Process(target=serve, args=(there, self.pipe, context, os.getpid()))
        self.process.start()
        there.close()
        self.items: deque[_PendingPage] = deque()
        self.pipe_is_empty = True
        self.responded = False
        self.error = ""  # the name of an error that nobody foresaw
        self.capture = 0  # of the first page
        self.age = 0.0  # seconds since it last said something
        self.overdue = False

    def send_batch(self, work: Work[Any], batch: list[_PendingPage]) -> bool:
        """Hand pages over; False where the worker has enough to do."""
        if not self.pipe_is_empty:
            return False
        data = ForkingPickler.dumps((work, [item.page for item in batch]))
        if self.items and len(data) > _PIPE_ROOM:
            return False
        self.pipe_is_empty = False
        with suppress(OSError):  # it died meanwhile: the pages are taken back with the others
            self.pipe.send_bytes(data)
        self.items.extend(batch)
        return True

    def receive(self) -> bool:
        """Take one message; False where there will be none any more."""
        try:
            message = self.pipe.recv()
        except (EOFError, OSError):
            return False
        self.responded, self.age = True, 0.0
        if message is None:  # it has taken its batch out of the pipe
            self.pipe_is_empty = True
        elif isinstance(message, int):
            self.capture = message
        elif isinstance(message, str):
            self.error = message
        else:
            item = self.items.popleft()
            item.done, (item.value,) = True, message
            self.capture = 0
        return True

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self.process.kill()
        self.process.join()
        self.pipe.close()

    def reason(self, work: Work[Any]) -> str:
        """Why the page it was at is set aside (Vietnamese)."""
        code = self.process.exitcode or 0
        if self.overdue:
            return f"đọc quá {work.time.clock} giây"
        if code == -signal.SIGXCPU:
            return f"đọc quá {work.time.cpu} giây tính toán"
        if code == -signal.SIGKILL:
            return "tiến trình đọc trang bị hệ thống dừng hai lần (có thể hết bộ nhớ)"
        if self.error:
            return f"lỗi khi chuyển đổi ({self.error})"
        return f"tiến trình đọc trang bị sập (mã {code})"


class WorkerPool:
    """Processes of this machine that work at pages."""

    def __init__(self, count: int, context: Context) -> None:
        self._context = context
        self._workers = [self._start_worker() for _ in range(count)]
        self._queue: deque[_PendingPage] = deque()
        self._polled = time.monotonic()
        self._failed_starts = 0

    def _start_worker(self) -> _WorkerProcess:
        return _WorkerProcess(self._context)

    def close(self) -> None:
        """End them all."""
        for worker in self._workers:
            worker.end()

    def map_ordered(self, work: Work[Any], pages: Iterable[PageTask]) -> Iterator[tuple[PageTask, Any]]:
        """What work makes of each page, in the order of the pages, with a bounded number of them in hand."""
        incoming = (_PendingPage(page) for page in pages)
        in_flight: deque[_PendingPage] = deque()
        most = len(self._workers) * BATCHES_IN_FLIGHT * BATCH
        while True:
            while len(in_flight) < most and (item := next(incoming, None)) is not None:
                in_flight.append(item)
                self._queue.append(item)
            if not in_flight:
                return
            self._poll(work, 0.0)
            while not in_flight[0].done:
                self._poll(work, _POLL_INTERVAL)
            first = in_flight.popleft()
            yield first.page, first.value

    def _poll(self, work: Work[Any], timeout: float) -> None:
        """Hand out what there is to do, hear what is done, and replace the workers that are no more."""
        for worker in self._workers:
            self._dispatch(worker, work)
        ready = wait([worker.pipe for worker in self._workers], timeout)
        now = time.monotonic()
        # A run that was stopped (Ctrl-Z), or was busy writing, has not waited for the workers meanwhile.
        passed, self._polled = min(now - self._polled, 2 * _POLL_INTERVAL), now
        for at, worker in enumerate(self._workers):
            if worker.pipe in ready:
                if not worker.receive():
                    self._workers[at] = self._restart(worker, work)
            elif worker.items:
                worker.age += passed
                if worker.age > work.time.clock:
                    worker.overdue = True
                    worker.process.kill()

    def _dispatch(self, worker: _WorkerProcess, work: Work[Any]) -> None:
        if self._queue and worker.pipe_is_empty:
            batch = [self._queue.popleft() for _ in range(min(BATCH, len(self._queue)))]
            if not worker.send_batch(work, batch):
                self._queue.extendleft(reversed(batch))

    def _restart(self, worker: _WorkerProcess, work: Work[Any]) -> _WorkerProcess:
        worker.end()
        self._failed_starts = 0 if worker.responded else self._failed_starts + 1
        if self._failed_starts > _MOST_FAILED_STARTS:
            raise WorkersError(
                "hệ thống không cho chạy tiến trình nào; hãy xem lại bộ nhớ, hoặc thêm --workers 1"
            )
        if worker.items and worker.process.exitcode:
            _attribute_crash(worker, work)
        self._queue.extendleft(reversed(worker.items))
        return self._start_worker()


def _attribute_crash(worker: _WorkerProcess, work: Work[Any]) -> None:
    """Set aside the capture that a dead worker was at; one that was killed from outside is tried once more."""
    item = worker.items[0]
    if worker.process.exitcode == -signal.SIGKILL and not worker.overdue and not item.killed:
        item.killed = True
    else:
        item.page = item.page.without(worker.capture, worker.reason(work))
