"""Page process under supervision: one that dies, hangs or swells costs the capture it was at, and is replaced.

A process of its own works at the pages of a slice, one after the other, bounded in CPU and memory by the system. Its
supervisor knows at any moment which capture it is at. A page goes through as bytes: the supervisor does not look in.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import signal
import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, Generic, Protocol, TypeVar

from plugins.system.parallel import die_with_parent
from scripts.convert.limits import TimeLimit, bound_memory, grant

_POLL_INTERVAL = 0.5  # seconds between two looks at a process that says nothing
_LEAVING = 5.0  # seconds that a process may take from its last word to its end
_MOST_FAILED_STARTS = (
    20  # processes in a row that die before they say anything: then the fault is not the pages'
)
_MOST_GROWTH = 128 * 1024  # KB that a process may have grown by; the next page gets one that has not
# A page makes many objects and few cycles: a tenth of the time was spent looking for them.
_GC_THRESHOLDS = (50_000, 20, 100)


class WorkersError(Exception):
    """No process lives long enough to take a page; the message (Vietnamese) says what to do."""


class SupervisedPage(Protocol):
    """A page that may be given up, one capture after the other."""

    def without(self, capture: int, reason: str) -> Any:
        """The page as it is looked at once a capture took its process down."""


P = TypeVar("P", bound=SupervisedPage)
Do = Callable[
    [P, Callable[[int], None]], object
]  # of a page, and who hears the number of a capture before it is read


class PageSupervisor(Generic[P]):
    """Does some work with each page of a slice, in order."""

    def __init__(self, do: Do[P], limit: TimeLimit) -> None:
        self._do, self._limit = do, limit
        self._capture = 0  # that the page in hand is at
        self._error = ""  # the name of an error that nobody foresaw
        self._overdue = False

    def results(self, pages: list[P]) -> Iterator[object]:
        """What the work made of each page."""
        at, killed, failed_starts = 0, -1, 0
        pages = list(pages)
        while at < len(pages):
            before = at
            self._error, self._overdue = "", False
            child = _PageProcess(self._do, pages[at:], self._limit)
            try:
                for result in self._received(child):
                    at += 1
                    yield result
            except BaseException:
                child.kill()
                raise
            finally:
                code = child.end()
            failed_starts = 0 if child.responded else failed_starts + 1
            if failed_starts > _MOST_FAILED_STARTS:
                raise WorkersError(
                    "hệ thống không cho chạy tiến trình nào; hãy xem lại bộ nhớ, hoặc thêm --workers 1"
                )
            if at == len(pages) or not child.responded or (at > before and code == 0):
                continue
            if code == -signal.SIGKILL and not self._overdue and killed != at:
                killed = at  # the system may have meant another process
            else:
                pages[at] = pages[at].without(self._capture, self._reason(code))

    def _received(self, child: _PageProcess) -> Iterator[object]:
        """The results as they come, until the process is through or ended."""
        self._capture = 0
        silent = 0.0
        while True:
            began = time.monotonic()
            if not child.pipe.poll(_POLL_INTERVAL):
                # A run that was stopped (Ctrl-Z) and goes on has not waited meanwhile.
                silent += min(time.monotonic() - began, 2 * _POLL_INTERVAL)
                if silent > self._limit.clock:
                    self._overdue = True
                    child.kill()
                    return
                continue
            silent = 0.0
            try:
                kind, value = child.receive()
            except (EOFError, OSError):
                return
            if kind == "capture":
                self._capture = value
            elif kind == "error":
                self._error = value
            elif kind == "done":
                self._capture = 0
                yield value

    def _reason(self, code: int) -> str:
        """Why the page in hand is set aside (Vietnamese)."""
        if self._overdue:
            return f"đọc quá {self._limit.clock} giây"
        if code == -signal.SIGXCPU:
            return f"đọc quá {self._limit.cpu} giây tính toán"
        if code == -signal.SIGKILL:
            return "tiến trình đọc trang bị hệ thống dừng hai lần (có thể hết bộ nhớ)"
        if self._error:
            return f"lỗi khi chuyển đổi ({self._error})"
        return f"tiến trình đọc trang bị sập (mã {code})"


class _PageProcess:
    """The process, and its messages: (kind, value)."""

    def __init__(self, do: Do[P], pages: list[P], limit: TimeLimit) -> None:
        fork = get_context("fork")  # the pages are shared without a copy, and it starts at once
        self.pipe, there = fork.Pipe(duplex=False)
        self._process = fork.Process(target=_serve, args=(there, do, pages, limit, os.getpid()))
        self._process.start()
        there.close()
        self.responded = False

    def receive(self) -> tuple[str, Any]:
        """The next message; raises EOFError where there will be none."""
        message: tuple[str, Any] = self.pipe.recv()
        self.responded = True
        return message

    def kill(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()

    def end(self) -> int:
        """See it leave; returns its exit code, negative for a signal."""
        self._process.join(_LEAVING)
        self._process.kill()
        self._process.join()
        self.pipe.close()
        return self._process.exitcode or 0


def _serve(out: Connection, do: Do[P], pages: list[P], limit: TimeLimit, parent: int) -> None:
    die_with_parent(parent)
    gc.freeze()
    gc.set_threshold(*_GC_THRESHOLDS)
    if not os.environ.get("DEBUG"):
        # What a library says while it crashes: the report names the page.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    bound_memory()
    out.send(("start", None))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + _MOST_GROWTH

    def begin(capture: int) -> None:
        grant(limit.cpu)
        if capture:  # the supervisor knows of the first
            out.send(("capture", capture))

    for page in pages:
        grant(limit.cpu)
        try:
            done = do(page, begin)
        except Exception as error:  # named for the report, and raised again: it ends this process
            out.send(("error", f"{type(error).__name__}: {str(error)[:120]}"))
            raise
        out.send_bytes(pickle.dumps(("done", done), 5))
        if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >= most:
            break
