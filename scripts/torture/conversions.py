"""Conversions of hostile captures among good ones: no run ends, each source has its line, the good are articles."""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from scripts.convert.__main__ import convert
from scripts.convert.job.options import ConversionOptions
from scripts.convert.sources.archive_index import INDEX_FOLDER
from scripts.torture.captures import article
from scripts.torture.poison import poison

RUN = 250  # inputs of one run
GOOD = 10  # good pages among them
_LOOK = 0.05  # seconds between two looks at the memory


def conversions(folder: Path, count: int) -> dict[str, float]:
    """Convert `count` hostile inputs in runs of `RUN`; of the figures only what was tried may be other than zero.

    ``seconds a run`` is the longest time that one took, by the clock; ``MB`` the peak of all
    processes of a run, what they share counted each time.
    """
    found: dict[str, float] = dict.fromkeys(
        ("runs", "runs ended", "unnamed", "good lost", "stray files", "seconds a run", "MB"), 0
    )
    found["inputs"] = count
    for first in range(0, count, RUN):
        place = folder / "conversions"
        names = _written(place, range(first, min(first + RUN, count)))
        kept = set(folder.rglob("*"))
        _converted(place, names, found)
        found["stray files"] += sum(
            not p.is_relative_to(place / "content") and not p.is_relative_to(place / "luu" / INDEX_FOLDER)
            for p in set(folder.rglob("*")) - kept
        )
        shutil.rmtree(place)
    return {key: round(value, 1) for key, value in found.items()}


def _written(place: Path, numbers: range) -> dict[str, str]:
    """Names of the files, each with its kind."""
    sources = place / "luu"
    sources.mkdir(parents=True)
    names = {}
    for number in numbers:
        kind, suffix, data = poison(number)
        names[f"{number:05}{suffix}"] = kind
        (sources / f"{number:05}{suffix}").write_bytes(data)
    for number in range(GOOD):
        names[f"{numbers[0]:05}-tot-{number}.html"] = "good"
        (sources / f"{numbers[0]:05}-tot-{number}.html").write_bytes(
            article(f"Bài tốt số {number} giữa những trang hỏng")
        )
    (place / "bao-cao.jsonl").touch()
    return names


def _converted(place: Path, names: dict[str, str], found: dict[str, float]) -> None:
    # Not forked: what this process holds is not the conversion's, and would be counted in each of its workers.
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_convert, args=(place, there))
    process.start()
    there.close()
    watch = _Watch(process.pid or 0)
    watch.start()
    try:
        seconds = here.recv()
    except EOFError:
        seconds, found["runs ended"] = 0.0, found["runs ended"] + 1
    process.join()
    watch.stop()
    found["runs"] += 1
    found["seconds a run"] = max(found["seconds a run"], seconds)
    found["MB"] = max(found["MB"], watch.peak / 2**20)
    lines = [json.loads(line) for line in (place / "bao-cao.jsonl").read_text(encoding="utf-8").splitlines()]
    for name, kind in names.items():
        own = [line for line in lines if _is_of(line["source"], name)]
        bad = not own or len({line["source"] for line in own}) < len(own)
        bad |= any(line["status"] == "failed" and not line["reason"] for line in own)
        found["unnamed"] += bad
        lost = kind == "good" and [line["status"] for line in own] != ["article"]
        found["good lost"] += lost
        if bad or lost:
            print(
                f"{kind} {name}: {[(line['source'], line['status'], line['reason']) for line in own[:3]]}",
                flush=True,
            )


def _is_of(source: str, name: str) -> bool:
    return source == name or source.startswith((f"{name}#", f"{name}!"))


def _convert(place: Path, out: Connection) -> None:
    began = time.monotonic()
    convert(ConversionOptions([place / "luu"], place / "content", site="none"), place / "bao-cao.jsonl")
    out.send(time.monotonic() - began)


class _Watch(threading.Thread):
    """Looks at the memory of a process and all below it; `peak` in bytes."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process, self._over = process, threading.Event()
        self.peak = 0

    def run(self) -> None:
        """Look until told to stop."""
        while not self._over.wait(_LOOK):
            self.peak = max(self.peak, sum(_resident(pid) for pid in _tree(self._process)))

    def stop(self) -> None:
        """Look no more."""
        self._over.set()
        self.join()


def _tree(process: int) -> list[int]:
    found = [process]
    for parent in found:
        with suppress(OSError):
            found += map(
                int, Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
            )
    return found


def _resident(process: int) -> int:
    with suppress(OSError, IndexError):
        pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    return 0
