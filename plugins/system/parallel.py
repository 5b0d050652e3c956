"""Process pool by forking: nothing is pickled on the way in, only results on the way out."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:  # Windows has none
    from multiprocessing.context import ForkProcess

T = TypeVar("T")
R = TypeVar("R")
CHUNK = 200  # items a task: large enough to hide the hand-over, small enough for an even load
_work: tuple[Callable[..., object], Sequence[object], int] | None = None
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def die_with_parent(parent: int) -> None:
    """What a worker does first: leave Ctrl-C to its `parent` (a process id), and end with it.

    A worker that outlived a killed parent would wait for work for ever, and hold the parent's locks.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)  # killed before that: no signal will come


class InlineExecutor(Executor):
    """An executor that does each task at once, right here: where nothing can be forked."""

    def submit(self, fn: Callable[..., R], /, *args: Any, **kwargs: Any) -> Future[R]:
        """The task, done."""
        future: Future[R] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  # whatever it is, it is raised again where the result is asked for
            future.set_exception(error)
        return future


def forked_pool(workers: int) -> Executor:
    """A pool of forked processes that end with this one, however it ends."""
    if sys.platform != "linux":
        return InlineExecutor()
    return ProcessPoolExecutor(workers, multiprocessing.get_context("fork"), die_with_parent, (os.getpid(),))


def _run(start: int) -> object:
    assert _work is not None, "workers are forked after the work is set"
    function, items, chunk = _work
    return function(items[start : start + chunk])


def cores() -> int:
    """How many processes share the work; one where forking is unsafe or pointless."""
    return (os.cpu_count() or 1) if sys.platform == "linux" else 1


def run_forked(
    function: Callable[[Sequence[T]], R], items: Sequence[T], *, isolated: bool = False, chunk: int = CHUNK
) -> Iterator[R]:
    """`function` over chunks of `items` on all cores; results in the order of the chunks.

    Workers inherit `function` and `items` by forking, so both may hold anything; results are pickled. Little work is
    done right here, unless it must be kept `isolated` from this process: then a worker that dies raises
    `BrokenProcessPool`.
    """
    global _work
    starts = range(0, len(items), chunk)
    if sys.platform != "linux" or (not isolated and (cores() == 1 or len(starts) < 2)):
        yield from (function(items[start : start + chunk]) for start in starts)
        return
    _work = (function, items, chunk)
    try:
        pool = forked_pool(min(cores(), len(starts)))
        try:
            # Not `pool.map`: when a worker has died it cancels what is left, while the pool's own thread marks the
            # same futures as broken; in Python 3.11 that thread then fails (python/cpython#108974) and leaves the
            # other workers running. `shutdown` has the thread itself do the cancelling.
            futures = deque(pool.submit(_run, start) for start in starts)
            while futures:
                # What _run returns is what `function` returned.
                yield futures.popleft().result()  # type: ignore[misc]
        finally:
            pool.shutdown(cancel_futures=True)
    finally:
        _work = None


class BackgroundTasks:
    """Work in processes of their own while this one goes on; what nobody asked for by the block's end is ended."""

    def __init__(self) -> None:
        self._going: list[ForkProcess] = []

    def __enter__(self) -> BackgroundTasks:
        """Nothing is begun yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End what is still at work: its result is wanted no more."""
        for process in self._going:
            process.kill()
            process.join()
        self._going.clear()

    def start(self, work: Callable[[], R]) -> Callable[[], R]:
        """Begin; the function given back waits for the end, once, and returns or raises what the work did.

        `work` may hold anything, its result is pickled. A process that dies raises `BrokenProcessPool`. Where
        forking is unsafe or pointless the work is done when it is asked for.
        """
        if cores() == 1:
            return work
        here, there = multiprocessing.Pipe(duplex=False)
        process = multiprocessing.get_context("fork").Process(
            target=_work_beside, args=(work, there, os.getpid())
        )
        process.start()
        there.close()
        self._going.append(process)

        def wait() -> R:
            try:
                done, result = here.recv()
            except EOFError:
                done, result = False, BrokenProcessPool("a process beside this one died")
            process.join()
            self._going.remove(process)
            if not done:
                raise result
            return result  # type: ignore[no-any-return]  # what `work` returned

        return wait


def _work_beside(work: Callable[[], object], out: Connection, parent: int) -> None:
    die_with_parent(parent)
    gc.freeze()  # what the parent made is shared as long as nobody looks it over
    try:
        out.send((True, work()))
    except Exception as error:  # noqa: BLE001  # whatever it is, it is raised again where the result is asked for
        error.add_note(traceback.format_exc())
        out.send((False, error))
