"""What a build says while it works: bars on a terminal, nothing elsewhere."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys

from tests.conftest import ROOT

WORK = """
import time
from plugins.site.progress import BuildProgress
with BuildProgress().phase("Đọc bài", 60) as step:
    for _ in range(60):
        step(1)
        time.sleep(0.02)
"""


def test_a_terminal_shows_phase_count_and_rate() -> None:
    ours, theirs = pty.openpty()
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    command = [sys.executable, "-c", WORK]
    with subprocess.Popen(command, cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs, env=env) as running:
        os.close(theirs)
        said = b""
        while piece := _read(ours):
            said += piece
    os.close(ours)
    assert running.returncode == 0, said.decode()
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", said.decode())
    assert "Đọc bài" in shown
    counts = [int(n) for n in re.findall(r"(\d+)/60", shown)]
    assert len(set(counts)) > 1, "it moves"
    assert re.search(r"\d+/giây", shown)


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other side has gone
        return b""


def test_elsewhere_nothing_is_said() -> None:
    said = subprocess.run([sys.executable, "-c", WORK], cwd=ROOT, capture_output=True, check=True)
    assert (said.stdout, said.stderr) == (b"", b"")
