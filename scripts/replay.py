"""An environment with pywb, for the test that our captures replay in a tool of others.

python -m scripts.replay        prints the path of its Python, and on stderr what was done

It is made once, in ``.cache/replay``, from the locked requirements-replay.txt.
"""

from __future__ import annotations

import fcntl
import hashlib
import re
import subprocess
import sys
import venv
from pathlib import Path

from scripts.tools import say

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "requirements-replay.txt"
FOLDER = ROOT / ".cache" / "replay"
PYTHON = FOLDER / "bin" / "python"
# One package has no wheel; it is built with the setuptools of the list, not with one fetched on the way.
_SOURCE = "surt"
_BUILDER = re.compile(r"^setuptools==.*(?:\n    --hash.*)+", re.MULTILINE)


def _install(*options: str) -> None:
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    wheels = ["--only-binary", ":all:", "--no-binary", _SOURCE, "--no-build-isolation"]
    subprocess.run([*pip, *wheels, *options], check=True, stdout=sys.stderr)


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
        say(f"Không tạo được môi trường có pywb ({error}). Kiểm tra mạng rồi chạy lại.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
