"""Node for the unit tests of the theme's scripts, and their linter at the version of tests/js/package.json."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from filelock import FileLock

from scripts.support import tools
from tests.conftest import ROOT

OLDEST_NODE = 18  # that of Debian 12; its test runner is stable from there on
PACKAGES = ROOT / "tests" / "js" / "package.json"
CONFIG = ROOT / "theme" / "oxlint.json"
_FOLDER = tools.FOLDER / "oxlint"
_FOUND = re.compile(r"^[^:]*:(\d+):\d+: (.+)$", re.MULTILINE)


def node() -> str:
    """Node of the system, or Debian's package of it."""
    path = tools.get("node")
    assert path, "no Node: install it, or set NODE to its path"
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"\d+", said)
    assert found
    assert int(found[0]) >= OLDEST_NODE, f"Node {OLDEST_NODE} or newer is needed, this is {said.strip()}"
    return path


def linter() -> Path:
    """The linter's program, got by npm unless it is there; no package's own scripts run."""
    program = _FOLDER / "node_modules" / "oxlint" / "bin" / "oxlint"
    wanted = json.loads(PACKAGES.read_text(encoding="utf-8"))["dependencies"]["oxlint"]
    about = program.parents[1] / "package.json"
    _FOLDER.mkdir(parents=True, exist_ok=True)
    with FileLock(_FOLDER / "lock"):  # tests run in several processes, and two of them begin at once
        if not about.exists() or json.loads(about.read_text(encoding="utf-8"))["version"] != wanted:
            npm = tools.get("npm")
            assert npm, "no npm: install it, or set NPM to its path"
            shutil.copy(PACKAGES, _FOLDER / "package.json")
            options = ["--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
            subprocess.run([npm, "install", *options], cwd=_FOLDER, check=True)
    return program


def lint(scripts: Iterable[Path], folder: Path) -> Iterator[str]:
    """What the linter finds in scripts that share one scope, as ``path:line: sentence``; `folder` is for one of all.

    A name that another script declares is known, and one that none uses is not needed: so they are judged together.
    """
    lines = [(path, number) for path in scripts for number, _ in enumerate(_lines(path), 1)]
    whole = folder / "bundle.js"
    whole.write_text("\n".join(line for path in scripts for line in _lines(path)) + "\n", encoding="utf-8")
    command = [node(), str(linter()), "--config", str(CONFIG), "--format", "unix", str(whole)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = _FOUND.findall(done.stdout)
    assert done.returncode == 0 or found, done.stdout + done.stderr
    for at, sentence in found:
        path, number = lines[int(at) - 1]
        yield f"{path.relative_to(ROOT)}:{number}: {sentence}"


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")
