"""Resource limits of one source: time, memory, depth. Beyond them it is a named problem, and the build goes on."""

from __future__ import annotations

import multiprocessing
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from plugins.core.problems import Problem

if sys.platform == "linux":  # elsewhere sources are read in the build's own process, without these bounds
    import resource

R = TypeVar("R")
SECONDS = 3  # of CPU for one source, so that none takes 5 by the clock; the longest real article takes 0.05
MEMORY = 400_000_000  # bytes a reading process may grow by; with what it begins with it stays below 512 MB
DEPTH = 100  # elements one inside the other; browsers cut at 512, and real articles stay below 12
RULE = "qua-muc"
# What Markdown and the libraries behind it raise where they stumble over one text: it must not take the others along.
STUMBLES = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")
_VOID = frozenset({"br", "hr", "img"})


class OverTime(BaseException):
    """The time for one source is up. No `Exception`: a library's own `except Exception` must not swallow it."""


def _over(_signal: int, _frame: object) -> None:
    raise OverTime


@contextmanager
def cpu_limit(seconds: float) -> Iterator[None]:
    """Raise `OverTime` in the block once it has used so many CPU seconds; a busy machine is nobody's fault.

    Signals reach the main thread alone, and Windows has no such timer: elsewhere there is no limit.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGPROF, _over)
    # Again every second: one signal may fall into a place that swallows it (a destructor).
    signal.setitimer(signal.ITIMER_PROF, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def limit_worker() -> None:
    """Bound what this process may still allocate and compute; does nothing in the build's own process."""
    if sys.platform != "linux" or multiprocessing.parent_process() is None:
        return
    with open("/proc/self/statm", encoding="ascii") as file:
        mapped = int(file.read().split()[0]) * resource.getpagesize()
    _lower(resource.RLIMIT_AS, mapped + MEMORY)


def limit_source() -> None:
    """Give a worker the time for one more source: code that no Python signal can interrupt is ended by the system."""
    if sys.platform != "linux" or multiprocessing.parent_process() is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + SECONDS + 2)


def _lower(kind: int, value: int) -> None:
    assert sys.platform == "linux"
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def beyond(path: str, what: str) -> Problem:
    """The problem of a source that asks too much; `what` (Vietnamese) says of what."""
    return Problem(path, 0, RULE, f"{what}; hãy viết lại đoạn Markdown bất thường hoặc tách thành nhiều bài")


def bounded(path: str, read: Callable[[], R]) -> R | Problem:
    """What `read` gives, or the problem of the source at `path` that it could not be read within bounds."""
    limit_source()
    try:
        with cpu_limit(SECONDS):
            return read()
    except OverTime:
        return beyond(path, f"đọc quá {SECONDS} giây")
    except MemoryError:
        return beyond(path, f"cần hơn {MEMORY // 10**6} MB bộ nhớ để đọc")
    except RecursionError:
        return beyond(path, "lồng nhau quá sâu")
    except STUMBLES as error:
        return beyond(path, f"không chuyển được thành trang ({type(error).__name__}: {error})")


def too_deep(html: str) -> bool:
    """Whether elements of sanitised HTML stand more than `DEPTH` deep one inside the other."""
    if html.count("</") <= DEPTH:
        return False
    depth = 0
    for match in _TAG.finditer(html):
        if match[2] not in _VOID:
            depth += -1 if match[1] else 1
            if depth > DEPTH:
                return True
    return False
