"""Kills at any moment, and two starts at once: a whole site stands, whatever happens."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

from scripts.torture.site import SiteReader, TortureSite, is_whole

COUNT = 40  # articles


def kills(folder: Path, times: int, seed: int = 8) -> dict[str, int]:
    """Kill a build at `times` random moments while a reader polls; counts, of which only two may not be zero."""
    site, rng = TortureSite(folder / "kills"), random.Random(seed)  # noqa: S311  # chances, not secrets
    site.write(COUNT, 0)
    began = time.monotonic()
    site.build()
    longest = (time.monotonic() - began) * 1.2
    reader, found = SiteReader(site.output), {"kills": 0, "broken sites": 0, "failed builds": 0, "orphans": 0}
    reader.start()
    for edition in range(1, times + 1):
        site.write(COUNT, edition)
        running = site.start()
        time.sleep(rng.random() * longest)
        os.kill(running.pid, signal.SIGKILL)
        running.communicate()
        found["kills"] += running.returncode == -signal.SIGKILL
        found["broken sites"] += not is_whole(site.output)
    code, _ = site.build()  # a lock held by an orphan would make this 75
    reader.stop()
    found["failed builds"] = int(code != 0 or not is_whole(site.output))
    found["orphans"] = _running(str(site.content))
    return found | {"polls": reader.polls, "broken polls": reader.broken}


def _running(word: str) -> int:
    """Processes with `word` in their command line."""
    lines = (path for path in Path("/proc").glob("[0-9]*/cmdline"))
    return sum(word.encode() in _bytes(path) for path in lines)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # it ended meanwhile
        return b""


def double_starts(folder: Path, times: int) -> dict[str, int]:
    """Start two builds of one output at once; neither may mix with the other."""
    site, found = (
        TortureSite(folder / "starts"),
        {"starts": times, "refused": 0, "broken sites": 0, "wrong codes": 0},
    )
    for edition in range(times):
        site.write(COUNT, edition)
        both = [site.start(), site.start()]
        codes = sorted((one.communicate()[0], one.returncode)[1] for one in both)
        found["refused"] += codes == [0, 75]
        found["wrong codes"] += codes not in ([0, 75], [0, 0])
        found["broken sites"] += not is_whole(site.output)
    return found
