"""Executors of page tasks: processes of this machine, or the workers of a Dask cluster.

Both run the same functions (`task`), and both lose one capture to one that takes its process down, not the run. A
result belongs to the one who asks for it, so work that was done twice because a worker was lost is one result.
"""

from __future__ import annotations

import logging
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

from scripts.convert.job.extract import Context
from scripts.convert.job.task import PageTask, Work, rules_digest
from scripts.convert.job.workers import BATCH, BATCHES_IN_FLIGHT, WorkerPool

R = TypeVar("R")
CLUSTER_TIMEOUT = 10  # seconds a cluster has to answer


class ClusterError(Exception):
    """No work can be handed to the cluster; the message (Vietnamese) says why, and what to do."""


class ClusterUsageError(ClusterError):
    """What was given is no address of a cluster."""


class PageExecutor(Protocol):
    """Those who do the work."""

    @property
    def remote(self) -> bool:
        """Whether pages must be sent with their bytes."""

    def map_ordered(self, work: Work[R], pages: Iterable[PageTask]) -> Iterator[tuple[PageTask, R]]:
        """What work makes of each page, in the order of the pages, with a bounded number of them in hand."""


@dataclass(frozen=True, slots=True)
class _LocalExecutor:
    """Processes of this machine."""

    workers: WorkerPool
    remote: bool = False

    def map_ordered(self, work: Work[R], pages: Iterable[PageTask]) -> Iterator[tuple[PageTask, R]]:
        return self.workers.map_ordered(work, pages)


@contextmanager
def local_executor(workers: int, context: Context) -> Iterator[PageExecutor]:
    """Processes of this machine."""
    pool = WorkerPool(workers, context)
    try:
        yield _LocalExecutor(pool)
    finally:
        pool.close()


@lru_cache(maxsize=2)
def _unpickled(packed: bytes) -> Context:
    context: Context = pickle.loads(packed)  # noqa: S301  # the run itself packed it
    return context


def _run_remotely(work: Work[R], batch: list[PageTask], packed: bytes, rules: str) -> list[R]:
    """Run on a worker of the cluster, whose code must be the run's: the same page must give the same bytes."""
    context = _unpickled(packed)
    if rules_digest(context.site) != rules:
        raise ClusterError("một máy của cụm chạy mã khác với máy này; hãy cập nhật cho cùng một phiên bản")
    return [work.do(page, context, lambda _: None) for page in batch]


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


@dataclass(frozen=True, slots=True)
class _ClusterExecutor:
    """The workers of a cluster, which bounds their memory itself (``dask worker --memory-limit``)."""

    threads: int
    submit: Callable[[Work[Any], list[PageTask]], Future[Any]]
    lost: type[Exception]  # what says that workers died of a task, one after the other
    remote: bool = True

    def map_ordered(self, work: Work[R], pages: Iterable[PageTask]) -> Iterator[tuple[PageTask, R]]:
        walker = iter(pages)
        waiting: deque[tuple[list[PageTask], Future[list[R]]]] = deque()
        while batch := list(islice(walker, BATCH)):
            waiting.append((batch, self.submit(work, batch)))
            if len(waiting) >= self.threads * BATCHES_IN_FLIGHT:
                yield from self._done(work, *waiting.popleft())
        while waiting:
            yield from self._done(work, *waiting.popleft())

    def _done(
        self, work: Work[R], batch: list[PageTask], future: Future[list[R]]
    ) -> Iterator[tuple[PageTask, R]]:
        try:
            values = future.result()
        except self.lost:
            values = [self._alone(work, page) for page in batch]
        yield from zip(batch, values, strict=True)

    def _alone(self, work: Work[R], page: PageTask) -> R:
        """What becomes of a page of a batch that took workers down: one capture after the other is given up."""
        for capture in range(len(page.group.captures)):
            try:
                return self._one(work, page)
            except self.lost:
                page = page.without(capture, "các máy của cụm dừng khi đọc trang này (có thể hết bộ nhớ)")
        return self._one(work, page)

    def _one(self, work: Work[R], page: PageTask) -> R:
        values: list[R] = self.submit(work, [page]).result()
        return values[0]


@contextmanager
def cluster_executor(address: str, context: Context) -> Iterator[PageExecutor]:
    """The workers of a Dask cluster. Raises ClusterError where there is no cluster, or no worker."""
    client = _client(address)
    from distributed.scheduler import KilledWorker  # an optional dependency: it is there, since a client is

    try:
        try:
            client.wait_for_workers(1, timeout=CLUSTER_TIMEOUT)
        except TimeoutError as error:
            raise ClusterError(f"cụm tại {address} chưa có máy con nào; hãy chạy dask worker") from error
        threads = sum(client.nthreads().values())
        executor = client.get_executor()
        # A task of its own, not data on some worker: the scheduler makes it again when a worker is lost.
        packed = client.submit(bytes, pickle.dumps(context), pure=False)
        rules = rules_digest(context.site)
        yield _ClusterExecutor(
            threads,
            lambda work, batch: executor.submit(_run_remotely, work, batch, packed, rules),
            KilledWorker,
        )
    except CancelledError as error:
        raise ClusterError("cụm không còn trả lời; chạy lại lệnh này để làm tiếp") from error
    finally:
        client.close()
