"""Compile the short ``requirements*.in`` lists into exact versions with hashes.

    python -m scripts.lock [--upgrade]

Without ``--upgrade`` only what the lists pin anew moves; with it, whatever they leave open moves to its newest version.

pip-tools runs in an environment of its own, and no registry's address is written into the result.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

TOOL = "pip-tools==7.6.2"
# In this order: the later lists are bound to the versions of the earlier ones.
FILES = ("requirements.in", "requirements-cluster.in", "requirements-dev.in", "requirements-replay.in")
OPTIONS = (
    "--quiet",
    "--generate-hashes",
    "--strip-extras",
    "--allow-unsafe",
    "--no-emit-index-url",
    "--no-emit-trusted-host",
    "--no-emit-find-links",
)


def main(argv: list[str]) -> int:
    """Lock every list; 1 when the compiler fails (it says why)."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = str(Path(folder) / "bin" / "python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", TOOL], check=True)
        for name in FILES:
            more = ("--upgrade",) if "--upgrade" in argv else ()
            target = name.replace(".in", ".txt")
            command = [python, "-m", "piptools", "compile", *OPTIONS, *more, "-o", target, name]
            if subprocess.run(command, check=False).returncode:
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
