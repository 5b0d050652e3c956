"""Ctrl-C at moments spread over a command: 130, one Vietnamese sentence, no process left, a whole site."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.core.exits import INTERRUPTED
from scripts.torture.crashes import COUNT, _bytes
from scripts.torture.site import ROOT, TortureSite, is_whole

# Run by another, a command says nothing (`plugins.system.interrupts`): these are run by a person.
_ALONE = "CCHC_COMMAND"
# Python was still starting, or importing Pelican: no module of the archive had been imported that answers Ctrl-C.
_STARTING = "KeyboardInterrupt"
_TRACES = ("Traceback", "Exception", "Error", _STARTING, "Đã dừng", "  File ")
_OURS = re.compile(rf'File "{re.escape(str(ROOT))}/(?:plugins|scripts)/(?!__init__|core/interrupts)')
_LATE = 20  # seconds by which a command that was told to stop has ended
_BETWEEN = 0.03  # seconds from one Ctrl-C to the next of an impatient person


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended that was told to stop."""

    code: int
    out: str
    err: str
    left: bool

    def kind(self) -> str:
        """What to count it as: all but ``stopped``, ``finished`` and ``unanswered`` is wrong."""
        if self.left:
            return "processes left"
        if self.code == INTERRUPTED:
            return "wrong sentences" if self._is_odd() else "stopped"
        if self.code == 0:
            return "finished"
        starting = _STARTING in self.err and not _OURS.search(self.err)
        return "unanswered" if starting or (self.code == -signal.SIGINT and not self.err) else "wrong codes"

    def _is_odd(self) -> bool:
        """Whether there is another last word than one sentence; before it the command may have said what it found."""
        before, _, last = self.err.rstrip("\n").rpartition("\n")
        return not last.startswith("Đã dừng") or any(word in before for word in _TRACES)


def stop(command: Sequence[str], delay: float, times: int = 1) -> Ended:
    """Run a command in a process group of its own, and send Ctrl-C to the group after `delay` seconds."""
    env = {key: value for key, value in os.environ.items() if key != _ALONE}
    pipe = subprocess.PIPE
    running = subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=pipe, stderr=pipe, text=True, start_new_session=True
    )
    time.sleep(delay)
    for _ in range(times):
        _signal(running.pid)
        time.sleep(_BETWEEN if times > 1 else 0)
    try:
        out, err = running.communicate(timeout=_LATE)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        out, err = running.communicate()
    return Ended(running.returncode, out, err, _is_left(running.pid))


def _signal(group: int) -> bool:
    """Send Ctrl-C; whether there was anybody."""
    try:
        os.killpg(group, signal.SIGINT)
    except ProcessLookupError:
        return False
    return True


def _is_left(group: int) -> bool:
    """Whether a process of a group lives on for a second; one that only waits to be reaped does not."""
    end = time.monotonic() + 1
    while alive := _alive(group):
        if time.monotonic() > end:
            for process in alive:
                os.kill(process, signal.SIGKILL)
            return True
        time.sleep(0.01)
    return False


def _alive(group: int) -> list[int]:
    stats = (_bytes(path).rpartition(b") ") for path in Path("/proc").glob("[0-9]*/stat"))
    # proc(5): "pid (name) state parent group …"
    told = ((head.split()[0], rest.split()) for head, _, rest in stats if rest)
    return [int(pid) for pid, (state, _, of, *_) in told if int(of) == group and state not in (b"Z", b"X")]


def commands(site: TortureSite) -> dict[str, list[str]]:
    """What is told to stop: the build as `make html` and as Pelican's users call it, and a check."""
    build = site.command()
    check = ["-m", "scripts.check", str(site.content), "--content", str(site.content)]
    return {
        "build": [*build[:2], "plugins", *build[3:]],
        "pelican": build,
        "check": [sys.executable, *check, "--cache", str(site.folder / "check")],
    }


def interrupts(folder: Path, times: int) -> dict[str, int]:
    """Stop each command at `times` moments from its start to its end; every third time Ctrl-C comes twice."""
    site, found = TortureSite(folder / "interrupts"), Counter[str]()
    site.write(COUNT, 0)
    site.build()
    for name, command in commands(site).items():
        site.write(COUNT, 1)
        longest = _seconds(command)
        for step in range(times):
            site.write(COUNT, step)
            ended = stop(command, longest * step / times, 1 + (step % 3 == 2))
            found[_counted(name, ended)] += 1
            found["broken sites"] += not is_whole(site.output)
    return {"interrupts": times * len(commands(site)), **found}


def _counted(name: str, ended: Ended) -> str:
    """The kind, with the command's name where Python had not come to it; what is wrong is shown."""
    kind = ended.kind()
    if kind in ("stopped", "finished"):
        return kind
    if kind != "unanswered":
        print(f"{name}: {ended.code}: {ended.err}", file=sys.stderr)
        return kind
    return f"{kind} ({name})"


def _seconds(command: Sequence[str]) -> float:
    began = time.monotonic()
    subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    return time.monotonic() - began
