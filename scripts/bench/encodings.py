"""Benchmark of legacy encodings: how well text comes back from each, over a corpus of plain texts.

    python -m scripts.bench.encodings CORPUS [--every N] [--unicode]

Each text is written in each way that can say it, read by the converter, and compared. A text in UTF-8 that changes
is a false repair; so is one of its runs: its lines, its sentences, its clauses, each for itself.
"""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from plugins.core.exits import DONE, PROBLEMS
from plugins.core.text import CONTROL, INVISIBLE
from plugins.system.parallel import run_forked
from scripts.bench.legacy import WAYS
from scripts.convert.dom.tree import parse, strip_unread, text_of
from scripts.convert.text.charset_detection import decode
from scripts.convert.text.text_repair import normalised, repaired

RUNS = "runs of Unicode left alone"
_CLAUSES = re.compile(r"[.!?…]+\s|[,;:()“”\"–-]")
_SHOWN = 3  # examples of each way that went wrong
Tally = tuple[Counter[str], Counter[str], list[tuple[str, str, str]]]


def meant(text: str) -> str:
    """The text as it must come back: NFC, on one line, without what no reader sees."""
    return " ".join(CONTROL.sub("", INVISIBLE.sub("", unicodedata.normalize("NFC", text))).split())


def read(data: bytes) -> str:
    """What the converter reads on a page."""
    decoded = decode(data)
    root = parse(decoded.text, decoded.charset)
    if root is None:
        return ""
    strip_unread(root)
    return text_of(root)


def runs_of(text: str) -> Iterator[str]:
    """The parts of a text that may stand alone on a page."""
    for line in text.splitlines():
        yield line
        yield from _CLAUSES.split(line)


def repaired_runs(text: str) -> list[str]:
    """The runs of a text that the repair of encodings changes: none, in Unicode."""
    return [run for run in runs_of(unicodedata.normalize("NFC", text)) if repaired(run) != normalised(run)]


def _tally(files: Sequence[Path], ways: Sequence[str]) -> Tally:
    tried: Counter[str] = Counter()
    right: Counter[str] = Counter()
    wrong: list[tuple[str, str, str]] = []
    for file in files:
        whole = file.read_text(encoding="utf-8")
        text, false = meant(whole), repaired_runs(whole)
        tried[RUNS] += 1
        right[RUNS] += not false
        wrong += ((RUNS, file.name, f"{run!r} → {repaired(run)!r}") for run in false[:_SHOWN])
        for name in ways:
            if (data := WAYS[name](text)) is None:
                continue
            tried[name] += 1
            if (back := read(data)) == text:
                right[name] += 1
            elif sum(1 for n, _, _ in wrong if n == name) < _SHOWN:
                wrong.append((name, file.name, difference(text, back)))
    return tried, right, wrong


def difference(one: str, other: str) -> str:
    """Where two texts part, with a few words of each."""
    at = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    begin = max(0, at - 15)
    return f"{one[begin : at + 15]!r} → {other[begin : at + 15]!r}"


def measure(files: Sequence[Path], ways: Sequence[str] = tuple(WAYS)) -> Tally:
    """The tally of a corpus, made on every core."""
    tried: Counter[str] = Counter()
    right: Counter[str] = Counter()
    wrong: list[tuple[str, str, str]] = []
    for some_tried, some_right, some_wrong in run_forked(partial(_tally, ways=ways), files):
        tried += some_tried
        right += some_right
        wrong += some_wrong
    return tried, right, wrong


def _lines(tally: Tally) -> Iterable[str]:
    tried, right, wrong = tally
    for name in (RUNS, *(name for name in WAYS if tried[name])):
        yield f"{name:38} {right[name]:6} of {tried[name]:6}"
        yield from (f"    {file}: {what}" for n, file, what in [w for w in wrong if w[0] == name][:_SHOWN])


def main(argv: list[str] | None = None) -> int:
    """Print a line for each way; 1 when a text did not come back."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("corpus", type=Path)
    ask.add_argument("--every", type=int, default=1, metavar="N", help="take every Nth text")
    ask.add_argument("--unicode", action="store_true", help="look for false repairs only")
    arguments = ask.parse_args(argv)
    ways = ("UTF-8",) if arguments.unicode else tuple(WAYS)
    tally = measure(sorted(arguments.corpus.rglob("*.txt"))[:: arguments.every], ways)
    print("\n".join(_lines(tally)))
    return DONE if tally[0] == tally[1] else PROBLEMS


if __name__ == "__main__":
    sys.exit(main())
