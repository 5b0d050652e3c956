"""Environment with pywb, a replay tool of others, for the test that our captures replay in it.

python -m scripts.support.replay        prints the path of its Python, and on stderr what was done

It is made once, in ``.cache/replay``, from the locked requirements-replay.txt, as `scripts.support.environment`
makes ours.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import subprocess
import sys
import venv
from pathlib import Path

from plugins.core.exits import DONE, PROBLEMS
from scripts.support.environment import cause
from scripts.support.tools import say

ROOT = Path(__file__).resolve().parents[2]
LIST = ROOT / "requirements-replay.txt"
FOLDER = ROOT / ".cache" / "replay"
PYTHON = FOLDER / "bin" / "python"
# One package has no wheel; it is built with the setuptools of the list, not with one fetched on the way.
_SOURCE = "surt"
_BUILDER = re.compile(r"^setuptools==.*(?:\n    --hash.*)+", re.MULTILINE)


def _install(*options: str) -> None:
    """Install exactly what a list names; raises CalledProcessError with the words of pip."""
    pip = [str(PYTHON), "-I", "-m", "pip", "--disable-pip-version-check", "-vv", "install"]
    locked = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--no-binary", _SOURCE]
    # The package that is built imports what lies in its own folder.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONSAFEPATH"}
    command = [*pip, *locked, "--no-build-isolation", *options]
    subprocess.run(
        command, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    )


def _make() -> None:
    say("Tạo môi trường có pywb trong .cache/replay…")
    venv.create(FOLDER, clear=True, with_pip=True)
    builder = FOLDER / "builder.txt"
    builder.write_text(_BUILDER.findall(LIST.read_text(encoding="ascii"))[0], encoding="ascii")
    _install("-r", str(builder))
    _install("-r", str(LIST))


def get() -> Path:
    """The Python that has pywb, after making its environment if need be; two callers at once make it once.

    Raises subprocess.CalledProcessError where packages cannot be had.
    """
    FOLDER.parent.mkdir(exist_ok=True)
    stamp, digest = FOLDER / "list.sha256", hashlib.sha256(LIST.read_bytes()).hexdigest()
    with open(FOLDER.parent / "replay.lock", "a", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not stamp.exists() or stamp.read_text(encoding="ascii") != digest:
            _make()
            stamp.write_text(digest, encoding="ascii")
    return PYTHON


def main() -> int:
    """Print the path of the Python that has pywb; 1 when it could not be made."""
    try:
        print(get())
    except subprocess.CalledProcessError as error:
        python = f"Python {sys.version.split()[0]}"
        say(f"Không tạo được môi trường có pywb: {cause(error.output or '', python)}.")
        return PROBLEMS
    return DONE


if __name__ == "__main__":
    sys.exit(main())
