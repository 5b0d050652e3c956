"""Table of mistakes: ``python -m scripts.bench.mistakes [FOLDER]``: what check says, what html says, what comes of it.

Every mistake (`scripts.bench.mistake_cases`, or each .md file of FOLDER) becomes an article of one archive, which is
checked once and built once with ``KEEP_GOING=1``. A mistake is *silent* where neither names it and the page does not
show what was meant; check and html *disagree* where the rules and lines that they name differ.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from plugins.core.exits import DONE, PROBLEMS
from scripts.bench.mistake_cases import MISTAKES, Mistake
from scripts.support.command import run

_LINE = re.compile(r"content/bai-viet/([^/]+)\.md:(\d+): ([a-z0-9-]+): (.*)")
_SECTIONS = "\n".join(
    f'[[chuyen-muc]]\nten = "{name}"' for name in ("Tin tức", "Tin tức - Sự kiện", "Thảo luận")
)
# The smallest PNG there is: what a mistake about a picture needs is a picture.
_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c6368000000820081dd436af40000000049454e44ae426082"
)
Said = frozenset[tuple[int, str]]


class Verdict(NamedTuple):
    """Lines and rules as check and html name them for one mistake, and whether its page shows what was meant."""

    name: str
    check: Said
    html: Said
    shown: bool

    @property
    def silent(self) -> bool:
        """Whether it is published wrong with nobody told."""
        return not self.shown and not (self.check and self.html)


def mistakes_in(folder: Path) -> list[Mistake]:
    """The files of a folder as mistakes; nothing is known of what their pages should show."""
    return [Mistake(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.md"))]


def _write(root: Path, mistakes: Sequence[Mistake]) -> None:
    for name, data in (("chuyen-muc.toml", _SECTIONS.encode()), ("anh/co.png", _PNG)):
        (root / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "content" / name).write_bytes(data)
    for number, mistake in enumerate(mistakes):
        text = re.sub(r"(?m)^Mã: [0-9a-z]+$", f"Mã: {number}abc", mistake.text)
        file = root / "content" / "bai-viet" / f"{mistake.name}.md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")


def _said(root: Path, *command: str) -> dict[str, Said]:
    """The errors that a command names, by the name of the mistake."""
    here = {**os.environ, "KEEP_GOING": "1", "PYTHONPATH": os.getcwd()}
    settings = str(Path("pelicanconf.py").resolve())
    words = [word.replace("pelicanconf.py", settings) for word in command]
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=root, env=here, capture_output=True, text=True, check=False
    )
    found: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for line in f"{done.stdout}\n{done.stderr}".splitlines():
        match = _LINE.match(line)
        if match and not match[4].startswith("(khuyên)"):
            found[match[1]].add((int(match[2]), match[3]))
    return {name: frozenset(rules) for name, rules in found.items()}


def judge(mistakes: Sequence[Mistake]) -> list[Verdict]:
    """Check and build an archive of mistakes; what became of each."""
    with tempfile.TemporaryDirectory() as folder:
        root, theme = Path(folder), Path("theme").resolve()
        _write(root, mistakes)
        check = _said(root, "scripts.check", "--all")
        extra = [f'THEME="{theme}"', 'CACHE_PATH=".cache"']
        html = _said(root, "plugins", "content", "-o", "output", "-s", "pelicanconf.py", "-e", *extra)
        pages = {m.name: _page(root, m.name) for m in mistakes}
    none: Said = frozenset()
    return [
        Verdict(
            m.name,
            check.get(m.name, none),
            html.get(m.name, none),
            bool(m.shown and re.search(m.shown, pages[m.name])),
        )
        for m in mistakes
    ]


def _page(root: Path, name: str) -> str:
    found = [path for path in root.glob("output/*/*/*.html") if path.stem.startswith(name)]
    return found[0].read_text(encoding="utf-8") if found else ""


def table(verdicts: Iterable[Verdict]) -> str:
    """The verdicts as lines: name, check's word, html's word, outcome."""
    rows = []
    for verdict in verdicts:
        words = (
            " ".join(f"{line}:{rule}" for line, rule in sorted(said)) or "–"
            for said in (verdict.check, verdict.html)
        )
        outcome = "SILENT" if verdict.silent else "shown as meant" if verdict.shown else "named"
        differ = "" if verdict.check == verdict.html else "  DISAGREE"
        rows.append(f"{verdict.name:24} {next(words):34} {next(words):34} {outcome}{differ}")
    return "\n".join(rows)


def main(argv: list[str]) -> int:
    """Print the table; 1 where a mistake is silent or the two disagree."""
    verdicts = judge(mistakes_in(Path(argv[0])) if argv else MISTAKES)
    silent, differ = sum(v.silent for v in verdicts), sum(v.check != v.html for v in verdicts)
    print(table(verdicts))
    print(f"{len(verdicts)} mistakes: {silent} silent, {differ} on which check and html disagree")
    return PROBLEMS if silent or differ else DONE


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
