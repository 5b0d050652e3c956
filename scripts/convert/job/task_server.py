"""Task server of a cluster's worker: a process of its own that does the tasks, as one of this machine's pool does.

Page processes are forked, which a process with threads (Dask's worker is one) cannot do safely, and Dask's own daemon
processes may have no children. It is started with the first task, and leaves when its worker does.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import IO, Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")
_server: subprocess.Popen[bytes] | None = None
_one_at_a_time = threading.Lock()


class TaskServerLost(Exception):  # noqa: N818  # the name says what happened
    """The process that did a task is no more: the task is to be done again."""


def run_apart(function: Callable[[T], R], task: T) -> R:
    """What the function makes of the task, in this worker's task server.

    Raises what the function raised; TaskServerLost where the server was ended meanwhile.
    """
    with _one_at_a_time:
        server = _started()
        assert server.stdin is not None
        assert server.stdout is not None
        try:
            pickle.dump((function, task), server.stdin, 5)
            server.stdin.flush()
            done, value = pickle.load(server.stdout)  # noqa: S301  # of our own process
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise TaskServerLost from error
    if not done:
        raise value
    return value  # type: ignore[no-any-return]  # what the function returned


def _started() -> subprocess.Popen[bytes]:
    global _server
    if _server is None or _server.poll() is not None:
        command = [sys.executable, "-m", __name__]
        _server = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
    return _server


def serve(asked: IO[bytes], out: IO[bytes]) -> None:
    """Do task after task, until nobody is there to ask for one."""
    while True:
        try:
            function, task = pickle.load(asked)  # noqa: S301  # of the worker that started this process
        except EOFError:
            return
        try:
            answer: tuple[bool, Any] = (True, function(task))
        except Exception as error:  # noqa: BLE001  # whatever it is, it is raised again where the answer is asked for
            answer = (False, error)
        pickle.dump(answer, out, 5)
        out.flush()


if __name__ == "__main__":
    # What a library prints must not stand among the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, answers)
