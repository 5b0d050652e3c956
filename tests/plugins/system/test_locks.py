"""A lock is one run's, ends with it however it ends, and is nobody's who was forked meanwhile."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.system.locks import Busy, locked
from tests.conftest import ROOT

# Holds the lock, and forks a child that says so once it runs, and outlives it.
HOLDER = """
import os, sys, time
from pathlib import Path
from plugins.system.locks import locked
with locked(Path(sys.argv[1])):
    if not os.fork():
        print(os.getpid(), flush=True)
    time.sleep(60)
"""


def test_a_second_run_is_told_at_once_and_the_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "new" / ".lock"
    with locked(path):
        with pytest.raises(Busy, match=r"\.lock"), locked(path):
            raise AssertionError("two hold one lock")
        assert path.is_file()
    with locked(path):
        assert path.is_file()


def test_a_run_that_fails_lets_go(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), locked(tmp_path / "x"):
        raise ZeroDivisionError
    with locked(tmp_path / "x"):
        pass


def test_a_killed_run_lets_go_though_a_child_of_it_lives(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path / "x")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        child = int(holder.stdout.readline())
        try:
            with pytest.raises(Busy), locked(tmp_path / "x"):
                raise AssertionError("two hold one lock")
            holder.kill()
            holder.wait()
            os.kill(child, 0)  # it lives
            with locked(tmp_path / "x"):
                pass
        finally:
            os.kill(child, signal.SIGKILL)
