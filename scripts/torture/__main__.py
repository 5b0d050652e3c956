"""Everything in full: ``python -m scripts.torture [PART…] [--scale N]``; some twenty-five minutes of CPU.

Prints the figures of each part, and exits 1 where one of them is not what `docs/promises.md` promises.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from plugins.core.exits import DONE, PROBLEMS
from scripts.support.command import run
from scripts.torture.conversions import conversions
from scripts.torture.crashes import double_starts, kills
from scripts.torture.disks import full_disks, no_inodes, read_only
from scripts.torture.flips import flips, verify_many
from scripts.torture.interrupts import interrupts
from scripts.torture.sameness import differences
from scripts.torture.site import ROOT
from scripts.torture.strangers import strangers

Figures = Mapping[str, float] | None
# Figures that are counts of what was tried; "named" must reach them. Every other figure must be zero.
_TRIED = {"kills", "polls", "starts", "refused", "disks", "too small", "flips", "named", "files", "seconds"}
_TRIED |= {"hostile", "good", "inputs", "runs", "seconds a run", "MB", "interrupts", "stopped", "finished"}
_PARTS: dict[str, Callable[[Path, float], Figures]] = {
    "kills": lambda folder, scale: kills(folder, round(200 * scale)),
    "interrupts": lambda folder, scale: interrupts(folder, round(200 * scale)),
    "starts": lambda folder, scale: double_starts(folder, round(10 * scale)),
    "disks": lambda folder, scale: full_disks(folder, round(20 * scale)),
    "inodes": lambda folder, scale: no_inodes(folder, round(20 * scale)),
    "read-only": lambda folder, _: read_only(folder),
    "flips": lambda folder, scale: flips(folder, round(200 * scale)),
    "many": lambda folder, scale: verify_many(folder, round(50_000 * scale)),
    "sameness": lambda folder, _: differences(folder, ROOT / "content"),
    "hostile": lambda folder, scale: conversions(folder, round(5000 * scale)),
    "strangers": lambda folder, _: strangers(folder),
}


def holds(name: str, figures: Mapping[str, float]) -> bool:
    """Whether the figures of a part are those promised."""
    tried = {key for key in figures if key in _TRIED or key.startswith("unanswered")}
    wrong = {key: value for key, value in figures.items() if key not in tried and value}
    if name == "strangers":
        wrong.pop("code", None)  # problems were named: 1
    bounded = figures.get("MB", 0) < 1024
    return (
        not wrong
        and bounded
        and figures.get("named") == figures.get("flips")
        and figures.get("seconds", 0) < 60
    )


def main() -> int:
    """Run the parts asked for, all by default."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("parts", nargs="*", help=", ".join(_PARTS))
    ask.add_argument("--scale", type=float, default=1.0, help="less than 1 for a quicker run")
    options = ask.parse_args()
    if unknown := set(options.parts) - set(_PARTS):
        ask.error(f"no such part: {', '.join(sorted(unknown))}")
    kept = True
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        for name in options.parts or _PARTS:
            figures = _PARTS[name](Path(folder), options.scale)
            if figures is None:
                print(f"{name}: not possible here (needs Linux and root)", flush=True)
                continue
            good = holds(name, figures)
            kept &= good
            line = ", ".join(f"{key} {value}" for key, value in figures.items())
            print(f"{name}: {'holds' if good else 'BROKEN'}: {line}", flush=True)
    return DONE if kept else PROBLEMS


if __name__ == "__main__":
    sys.exit(run(lambda _: main(), sys.argv[1:]))
