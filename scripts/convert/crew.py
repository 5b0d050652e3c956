"""Who does the work: processes of this machine, or the workers of a Dask cluster.

Both are `concurrent.futures` executors that run the same functions (`task`); a result belongs to the one who asks
for it, so work that was done twice because a worker was lost is still one result.
"""

from __future__ import annotations

import gc
import logging
import os
import pickle
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context
from typing import Any, TypeVar
from urllib.parse import urlsplit

from scripts.convert.extract import Context
from scripts.convert.task import Page, rules_digest

R = TypeVar("R")
Work = Callable[[list[Page], Context], R]
WAIT = 10  # seconds a cluster has to answer
_COLLECTED = (
    50_000,
    20,
    100,
)  # a page makes many objects and few cycles: a tenth of the time was spent looking
_HEARTBEAT = 1.0  # seconds between two looks at whether the run is still there


class ClusterError(Exception):
    """No work can be handed to the cluster; the message (Vietnamese) says why, and what to do."""


class ClusterUsageError(ClusterError):
    """What was given is no address of a cluster."""


@dataclass(frozen=True, slots=True)
class Crew:
    """How many hands there are, how work is handed to them, and whether pages must be sent with their bytes."""

    hands: int
    submit: Callable[[Work[Any], list[Page]], Future[Any]]
    remote: bool = False


_context: Context = Context()


def _start(context: Context, parent: int, inherited: tuple[int, ...]) -> None:
    """A worker's first steps: keep what all pages share, let go of what belongs to the run."""
    global _context
    _context = context
    gc.freeze()
    gc.set_threshold(*_COLLECTED)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group: the run itself ends them
    for descriptor in inherited:
        os.close(descriptor)  # a lock would outlive a run that was killed
    threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()


def _leave_with(parent: int) -> None:
    """End this process when the run is killed: nobody else would."""
    while os.getppid() == parent:
        time.sleep(_HEARTBEAT)
    os._exit(1)


def _here(work: Work[R], batch: list[Page]) -> R:
    return work(batch, _context)


@contextmanager
def local_crew(workers: int, context: Context, inherited: tuple[int, ...] = ()) -> Iterator[Crew]:
    """Processes of this machine; `inherited` are descriptors they must not keep open."""
    # fork: the context is shared without a copy, and a worker starts at once
    pool = ProcessPoolExecutor(
        workers,
        mp_context=get_context("fork"),
        initializer=_start,
        initargs=(context, os.getpid(), inherited),
    )
    with pool:
        try:
            yield Crew(workers, lambda work, batch: pool.submit(_here, work, batch))
        finally:
            pool.shutdown(cancel_futures=True)


@lru_cache(maxsize=2)
def _opened(packed: bytes) -> Context:
    context: Context = pickle.loads(packed)  # noqa: S301  # the run itself packed it
    return context


def _there(work: Work[R], batch: list[Page], packed: bytes, rules: str) -> R:
    """Run on a worker of the cluster, whose code must be the run's: the same page must give the same bytes."""
    context = _opened(packed)
    if rules_digest(context.site) != rules:
        raise ClusterError("một máy của cụm chạy mã khác với máy này; hãy cập nhật cho cùng một phiên bản")
    return work(batch, context)


def _client(address: str) -> Any:
    try:
        from distributed import Client  # an optional dependency, installed apart
    except ImportError as error:
        raise ClusterError(
            "--cluster cần thư viện distributed; hãy cài: .venv/bin/pip install --require-hashes "
            "--only-binary :all: -r requirements-cluster.txt"
        ) from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # its tracebacks; we say what happened
    try:
        port = urlsplit(address if "://" in address else f"tcp://{address}").port
    except ValueError:
        port = None
    if port is None:
        raise ClusterUsageError(f"“{address}” không phải địa chỉ cụm; hãy viết như tcp://may-chu:8786")
    try:
        return Client(address, timeout=WAIT, set_as_default=False)  # type: ignore[no-untyped-call]  # ships no types
    except (OSError, ValueError) as error:
        raise ClusterError(
            f"không nối được với cụm tại {address}; hãy kiểm tra dask scheduler có đang chạy không"
        ) from error


@contextmanager
def cluster_crew(address: str, context: Context) -> Iterator[Crew]:
    """The workers of a Dask cluster. Raises ClusterError where there is no cluster, or no worker."""
    client = _client(address)
    from distributed.scheduler import KilledWorker  # an optional dependency: it is there, since a client is

    try:
        try:
            client.wait_for_workers(1, timeout=WAIT)
        except TimeoutError as error:
            raise ClusterError(f"cụm tại {address} chưa có máy con nào; hãy chạy dask worker") from error
        hands = sum(client.nthreads().values())
        executor = client.get_executor()
        # A task of its own, not data on some worker: the scheduler makes it again when a worker is lost.
        packed = client.submit(bytes, pickle.dumps(context), pure=False)
        rules = rules_digest(context.site)
        yield Crew(
            hands, lambda work, batch: executor.submit(_there, work, batch, packed, rules), remote=True
        )
    except CancelledError as error:
        raise ClusterError("cụm không còn trả lời; chạy lại lệnh này để làm tiếp") from error
    except KilledWorker as error:
        raise ClusterError(
            "nhiều máy con của cụm đã dừng khi làm cùng một trang (có thể hết bộ nhớ); chạy lại lệnh này không có "
            "--cluster để làm tiếp"
        ) from error
    finally:
        client.close()
