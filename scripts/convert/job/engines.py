"""Engines of a run: processes of this machine, or the workers of a Dask cluster, doing the same tasks.

A task is a function of this package and what it is told; what it makes is in the shard store, and only a short answer
comes back. A task whose worker is lost is done again, by another one.
"""

from __future__ import annotations

import logging
import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from plugins.system.parallel import forked_pool
from scripts.convert.job.supervisor import WorkersError
from scripts.convert.job.task_server import TaskServerLost, run_apart

T = TypeVar("T")
R = TypeVar("R")
CLUSTER_TIMEOUT = 10  # seconds a cluster has to answer
_IN_FLIGHT = 3  # tasks handed out for each worker: one at work, and more than one to take next
_TRIES = 4  # of a task whose workers are lost


class ClusterError(Exception):
    """No work can be handed to the cluster; the message (Vietnamese) says why, and what to do."""


class ClusterUsageError(ClusterError):
    """What was given is no address of a cluster."""


@dataclass(slots=True)
class Engine:
    """Those who do the tasks: `start` begins one; where one lost is all lost, `restart` makes them anew."""

    workers: int
    start: Callable[..., Future[Any]]
    lost: tuple[type[Exception], ...]
    restart: Callable[[], None] | None = None

    def run(self, function: Callable[[T], R], tasks: Iterable[T]) -> Iterator[R]:
        """What the function makes of each task, as they are done, with a bounded number of them in hand."""
        incoming = ([1, task] for task in tasks)  # how often it was begun
        going: dict[Future[R], list[Any]] = {}
        while True:
            while len(going) < self.workers * _IN_FLIGHT and (item := next(incoming, None)) is not None:
                going[self.start(function, item[1])] = item
            if not going:
                return
            done, _ = wait(going, return_when=FIRST_COMPLETED)
            lost = [going.pop(future) for future in done if isinstance(future.exception(), self.lost)]
            finished = [future for future in done if going.pop(future, None) is not None]
            if lost:
                self._begin_again(function, lost, going)
            yield from (future.result() for future in finished)

    def _begin_again(
        self, function: Callable[[T], R], lost: list[list[Any]], going: dict[Future[R], list[Any]]
    ) -> None:
        if self.restart is not None:
            lost += going.values()
            going.clear()
            self.restart()
        for item in lost:
            item[0] += 1
            if item[0] > _TRIES:
                raise WorkersError(
                    f"một phần việc mất tiến trình {_TRIES} lần; hãy xem lại bộ nhớ, rồi chạy lại lệnh này"
                )
            going[self.start(function, item[1])] = item


@contextmanager
def local_engine(workers: int) -> Iterator[Engine]:
    """Processes of this machine."""
    pools: list[Executor] = [forked_pool(workers)]

    def restart() -> None:
        pools.pop().shutdown(wait=False, cancel_futures=True)
        pools.append(forked_pool(workers))

    def start(function: Callable[[T], R], task: T) -> Future[R]:
        try:
            return pools[-1].submit(function, task)
        except BrokenProcessPool as error:  # told as that of a task that was under way
            broken: Future[R] = Future()
            broken.set_exception(error)
            return broken

    try:
        yield Engine(workers, start, (BrokenProcessPool,), restart)
    except BaseException:
        for child in multiprocessing.active_children():
            child.kill()  # nobody asks for what they are at
        raise
    finally:
        pools[-1].shutdown(cancel_futures=True)


@contextmanager
def cluster_engine(address: str) -> Iterator[Engine]:
    """The workers of a Dask cluster. Raises ClusterError where there is no cluster, or no worker."""
    client = _client(address)
    from distributed.scheduler import KilledWorker  # an optional dependency: it is there, since a client is

    try:
        try:
            client.wait_for_workers(1, timeout=CLUSTER_TIMEOUT)
        except TimeoutError as error:
            raise ClusterError(f"cụm tại {address} chưa có máy con nào; hãy chạy dask worker") from error
        executor = client.get_executor(pure=False)
        yield Engine(
            sum(client.nthreads().values()),
            lambda function, task: executor.submit(run_apart, function, task),
            (KilledWorker, TaskServerLost),
        )
    except CancelledError as error:
        raise ClusterError("cụm không còn trả lời; chạy lại lệnh này để làm tiếp") from error
    finally:
        client.close()


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
        return Client(address, timeout=CLUSTER_TIMEOUT, set_as_default=False)  # type: ignore[no-untyped-call]  # ships no types
    except TypeError as error:  # distributed's word for a tls:// address without a certificate
        raise ClusterError(
            "cụm dùng TLS mà máy này chưa khai chứng thư; cách khai: docs/convert.md, “Past one machine”"
        ) from error
    except (OSError, ValueError) as error:
        raise ClusterError(
            f"không nối được với cụm tại {address}; hãy kiểm tra dask scheduler có đang chạy không"
        ) from error
