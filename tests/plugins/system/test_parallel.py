from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from plugins.system import parallel
from tests.conftest import ROOT


def squares(numbers: list[int]) -> tuple[int, list[int]]:
    return os.getpid(), [n * n for n in numbers]


@pytest.mark.parametrize("cores", [1, 2])
def test_results_come_in_order_whoever_made_them(monkeypatch: pytest.MonkeyPatch, cores: int) -> None:
    monkeypatch.setattr(parallel, "cores", lambda: cores)
    numbers = list(range(parallel.CHUNK * 5 + 7))
    results = list(parallel.run_forked(squares, numbers))
    assert [n for _, part in results for n in part] == [n * n for n in numbers]
    assert (os.getpid() in {pid for pid, _ in results}) == (cores == 1)


def test_a_worker_that_dies_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "cores", lambda: 2)
    with pytest.raises(Exception, match="terminated abruptly"):
        list(parallel.run_forked(lambda part: os._exit(1), list(range(parallel.CHUNK * 3))))


def test_a_worker_that_dies_takes_the_others_along(monkeypatch: pytest.MonkeyPatch) -> None:
    """With thousands of tasks left `pool.map` met the race of python/cpython#108974 nearly every time."""
    monkeypatch.setattr(parallel, "cores", lambda: 2)
    failures: list[object] = []
    monkeypatch.setattr(threading, "excepthook", failures.append)
    for _ in range(5):
        with pytest.raises(BrokenProcessPool):
            list(parallel.run_forked(lambda part: os._exit(1), list(range(3000)), chunk=1))
    assert failures == []
    assert multiprocessing.active_children() == []


def test_a_fault_in_a_worker_reaches_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "cores", lambda: 2)
    with pytest.raises(ZeroDivisionError):
        list(parallel.run_forked(lambda part: 1 // 0, list(range(parallel.CHUNK * 3))))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")
def test_a_worker_whose_parent_went_before_it_began_goes_too() -> None:
    late = multiprocessing.get_context("fork").Process(target=parallel.die_with_parent, args=(os.getppid(),))
    late.start()
    late.join()
    assert late.exitcode == 1


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")
def test_workers_of_a_killed_parent_go_with_it() -> None:
    program = "import time; from plugins.system.parallel import forked_pool\n"
    program += "pool = forked_pool(2); [pool.submit(time.sleep, 60) for _ in 'ab']\n"
    program += "print('on', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"on\n"
        parent.kill()
        assert parent.stdout.read() == b""  # the workers held the other ends of the pipe


def test_little_work_stays_here() -> None:
    assert list(parallel.run_forked(squares, [3])) == [(os.getpid(), [9])]
    assert list(parallel.run_forked(squares, [])) == []


@pytest.mark.parametrize("cores", [1, 2])
def test_work_beside_gives_its_result_when_asked(monkeypatch: pytest.MonkeyPatch, cores: int) -> None:
    monkeypatch.setattr(parallel, "cores", lambda: cores)
    with parallel.BackgroundTasks() as background:
        waiting = [background.start(lambda: squares([3])), background.start(lambda: squares([4]))]
        results = [wait() for wait in waiting]
    assert [found for _, found in results] == [[9], [16]]
    assert (os.getpid() in {pid for pid, _ in results}) == (cores == 1)


@pytest.mark.parametrize(
    ("work", "error"), [(lambda: 1 // 0, ZeroDivisionError), (lambda: os._exit(1), BrokenProcessPool)]
)
def test_what_goes_wrong_beside_is_raised_here(
    monkeypatch: pytest.MonkeyPatch, work: Callable[[], int], error: type[Exception]
) -> None:
    monkeypatch.setattr(parallel, "cores", lambda: 2)
    with parallel.BackgroundTasks() as background:
        wait = background.start(work)
        with pytest.raises(error):
            wait()


def test_work_nobody_asked_for_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(parallel, "cores", lambda: 2)
    with parallel.BackgroundTasks() as background:
        background.start(lambda: [(tmp_path / "begun").touch(), time.sleep(60), (tmp_path / "done").touch()])
        while not (tmp_path / "begun").exists():
            time.sleep(0.01)
    assert not (tmp_path / "done").exists()
