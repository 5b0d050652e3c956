"""Benchmark of Markdown: whether a corpus of plain texts comes back through it, the same words in the same order.

    python -m scripts.bench.markdown CORPUS [--every N]

Every line of every text stands once as a paragraph, a list item, a heading, a quotation and a cell of a table.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from plugins.core.exits import DONE, PROBLEMS
from plugins.system.parallel import run_forked
from scripts.bench.encodings import difference, meant
from scripts.convert.markdown.blocks import Block, Cell, Segment
from scripts.convert.markdown.roundtrip import render_back
from scripts.convert.markdown.serializer import render

_SHOWN = 20


def blocks_of(lines: list[str]) -> list[Block]:
    """The lines in every kind of block that holds words."""
    texts = [[Segment(line)] for line in lines]
    return [
        *(Block("text", list(text)) for text in texts),
        Block("list", items=[[Block("text", list(text))] for text in texts]),
        *(Block("heading", list(text), level=3) for text in texts),
        Block("quote", items=[[Block("text", list(text)) for text in texts]]),
        Block(
            "table",
            rows=[
                [Cell(list(text)), Cell(list(text), columns=number)] for number, text in enumerate(texts, 1)
            ],
        ),
        Block("table", rows=[[Cell(list(text)), Cell(list(text))] for text in texts]),
    ]


def _faults(files: Sequence[Path]) -> list[str]:
    faults = []
    for file in files:
        lines = [line for line in map(meant, file.read_text(encoding="utf-8").splitlines()) if line]
        # As often, and in the order, as `blocks_of` says them.
        twice = [line for line in lines for _ in range(2)]
        said = " ".join([*lines * 4, *twice * 2])
        back = render_back(render(blocks_of(lines))).text
        if back.split() != said.split():
            faults.append(f"{file.name}: {difference(said, back)}")
    return faults


def main(argv: list[str] | None = None) -> int:
    """Print the texts that do not come back; 1 when there is one."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("corpus", type=Path)
    ask.add_argument("--every", type=int, default=1, metavar="N", help="take every Nth text")
    arguments = ask.parse_args(argv)
    files = sorted(arguments.corpus.rglob("*.txt"))[:: arguments.every]
    faults = [fault for found in run_forked(_faults, files) for fault in found]
    print("\n".join([*faults[:_SHOWN], f"{len(files) - len(faults)} of {len(files)} texts come back"]))
    return PROBLEMS if faults else DONE


if __name__ == "__main__":
    sys.exit(main())
