"""Lock files of Python packages: the short ``requirements*.in`` compiled into exact versions with hashes.

    python -m scripts.support.lock [--upgrade]

Without ``--upgrade`` only what the lists pin anew moves; with it, whatever they leave open moves to its newest version.

One list serves every Python and platform that is promised (`PLATFORMS`, ``requires-python`` in pyproject.toml): markers
say where a line holds, extras stay (pip takes ``coverage[toml]`` for something else than ``coverage``), and no
registry's address is written down. A list whose wheels do not serve all of them is refused.
The compiler is uv, in an environment of its own, from a list that is locked like the others.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from pathlib import Path

from plugins.core.exits import DONE, PROBLEMS
from scripts.support.environment import minors

# In this order: the later lists are bound to the versions of the earlier ones.
FILES = (
    "requirements.in",
    "requirements-browser.in",
    "requirements-cluster.in",
    "requirements-dev.in",
    "requirements-replay.in",
    "requirements-lock.in",
)
# Platforms as uv names them; the tests' replay tool is for Linux alone.
PLATFORMS = {
    "linux": ("x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu"),
    "darwin": ("aarch64-apple-darwin", "x86_64-apple-darwin"),
    "win32": ("x86_64-pc-windows-msvc",),
}
LINUX_ONLY = ("requirements-replay.in",)
# The one package that is published as source only: it is built with the setuptools of its list.
SOURCES = ("surt",)
_COMPILE = (
    "--quiet",
    "--universal",
    "--fork-strategy=fewest",
    "--generate-hashes",
    "--no-strip-extras",
    "--custom-compile-command=make lock",
)


def pythons() -> list[str]:
    """The Pythons promised, oldest first: ``["3.11", …]``."""
    return [f"3.{minor}" for minor in minors()]


def platforms(name: str) -> tuple[str, ...]:
    """The systems (`sys.platform`) that a list is for."""
    return ("linux",) if name in LINUX_ONLY else tuple(PLATFORMS)


def _unserved(uv: str, name: str, folder: str) -> Iterator[str]:
    """The Pythons and platforms on which a compiled list cannot be installed, each with uv's own reason."""
    wheels = ["--only-binary=:all:", *(f"--no-binary={source}" for source in SOURCES)]
    fixed = [
        "--quiet",
        "--dry-run",
        f"--target={folder}/unused",
        "--no-deps",
        "--require-hashes",
        *wheels,
        "-r",
        name.replace(".in", ".txt"),
    ]
    for python in pythons():
        for system in platforms(name):
            for platform in PLATFORMS[system]:
                where = [f"--python-version={python}", f"--python-platform={platform}"]
                done = subprocess.run(
                    [uv, "pip", "install", *fixed, *where], capture_output=True, text=True, check=False
                )
                if done.returncode:
                    yield f"{name}: Python {python}, {platform}: {done.stderr.strip()}"


def main(argv: list[str]) -> int:
    """Lock every list; 1 when the compiler fails or a list does not serve all that is promised (it is said why)."""
    upgrade = ["--upgrade"] if "--upgrade" in argv else []
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        program = Path(folder) / ("Scripts" if sys.platform == "win32" else "bin")
        options = ["--quiet", "--require-hashes", "--no-deps", "--only-binary=:all:"]
        lock = ["-r", "requirements-lock.txt"]
        subprocess.run([str(program / "python"), "-m", "pip", "install", *options, *lock], check=True)
        uv = str(program / "uv")
        unserved: list[str] = []
        for name in FILES:
            target = ["--output-file", name.replace(".in", ".txt"), f"--python-version={pythons()[0]}"]
            if subprocess.run(
                [uv, "pip", "compile", *_COMPILE, *upgrade, *target, name], check=False
            ).returncode:
                return PROBLEMS
            unserved += _unserved(uv, name, folder)
    print("\n".join(unserved), file=sys.stderr, end="\n" if unserved else "")
    return PROBLEMS if unserved else DONE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
