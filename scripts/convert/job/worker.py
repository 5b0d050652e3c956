"""Worker process: it takes pages, reports what became of each, and is ended by what goes beyond its bounds."""

from __future__ import annotations

import gc
import os
import resource
from multiprocessing.connection import Connection
from typing import Any

from plugins.system.parallel import die_with_parent
from scripts.convert.job.extract import Context
from scripts.convert.job.task import PageTask, Work
from scripts.convert.limits import bound_memory, grant

_MOST_GROWTH = 128 * 1024  # KB that a worker may have grown by; the next page gets one that has not
# A page makes many objects and few cycles: a tenth of the time was spent looking for them.
_GC_THRESHOLDS = (50_000, 20, 100)


def serve(pipe: Connection, other: Connection, context: Context, parent: int) -> None:
    """Work at batch after batch, until the run ends or a page has swollen the process.

    It says None when it has taken a batch, a number when it begins a capture but the first, a text when an error that
    nobody foresaw is about to end it, and what became of a page in a tuple of one.
    """
    other.close()
    _prepare_process(parent)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + _MOST_GROWTH
    while resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < most:
        try:
            work, batch = pipe.recv()
        except EOFError:
            return
        pipe.send(None)
        for page in batch:
            pipe.send((_work_at(work, page, context, pipe),))
            if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >= most:
                break


def _work_at(work: Work[Any], page: PageTask, context: Context, pipe: Connection) -> Any:
    def begin(capture: int) -> None:
        grant(work.time.cpu)
        if capture:  # the run knows of the first
            pipe.send(capture)

    try:
        return work.do(page, context, begin)
    except Exception as error:  # named for the report, and raised again: it ends this process
        pipe.send(f"{type(error).__name__}: {str(error)[:120]}")
        raise


def _prepare_process(parent: int) -> None:
    """A worker's first steps: end with the run, and be bounded."""
    die_with_parent(parent)
    gc.freeze()
    gc.set_threshold(*_GC_THRESHOLDS)
    if not os.environ.get("DEBUG"):
        # What a library says while it crashes: the report names the page.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    bound_memory()
