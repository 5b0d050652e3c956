"""Make ``.venv`` from a hash-locked requirements file: run by the system's Python, standard library only.

    python3 scripts/environment.py requirements.txt [requirements-dev.txt]

Does nothing when the files are unchanged since the last time. A bare Debian has Python without ``venv``: as root
the package is installed, otherwise the message says what to install.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

VENV = Path(__file__).resolve().parent.parent / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)


def _runs(*command: str | Path) -> bool:
    try:
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    except OSError:
        return False
    return done.returncode == 0


def _install_venv_package() -> None:
    """Debian keeps ``venv`` in a package of its own."""
    if os.name != "posix" or not shutil.which("apt-get") or os.geteuid() != 0:
        sys.exit(
            "Python thiếu mô-đun venv. Hãy cài gói python3-venv (Debian: sudo apt install python3-venv) rồi chạy lại."
        )
    print("Cài gói python3-venv (Debian)…", flush=True)
    version = f"python3.{sys.version_info.minor}-venv"
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    if not _runs("apt-get", "install", "-y", "-qq", "--no-install-recommends", version):
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "python3-venv"], check=True
        )


def _make_venv() -> None:
    if VENV.exists():
        shutil.rmtree(VENV)
    print(f"Tạo môi trường Python {sys.version.split()[0]} trong .venv…", flush=True)
    if not _runs(sys.executable, "-m", "venv", VENV):
        shutil.rmtree(VENV, ignore_errors=True)
        _install_venv_package()
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)


def _stamp(requirements: Path) -> tuple[Path, str]:
    """Where it is written which list was installed, and what must stand there."""
    return VENV / f".{requirements.stem}.sha256", hashlib.sha256(requirements.read_bytes()).hexdigest()


def _is_installed(requirements: Path) -> bool:
    stamp, digest = _stamp(requirements)
    return stamp.exists() and stamp.read_text(encoding="ascii") == digest


def _install(requirements: Path) -> None:
    stamp, digest = _stamp(requirements)
    print(f"Cài các gói trong {requirements.name} (đúng phiên bản, đúng mã băm)…", flush=True)
    # Wheels only: no package's own code runs while it is installed.
    options = ["--quiet", "--disable-pip-version-check", "--require-hashes", "--only-binary", ":all:"]
    subprocess.run([str(PYTHON), "-m", "pip", "install", *options, "-r", str(requirements)], check=True)
    stamp.write_text(digest, encoding="ascii")


def main(names: list[str]) -> int:
    """Make or complete the environment; 0 when it is ready, 1 with a message when it cannot be made."""
    if sys.version_info < OLDEST:
        print(
            f"Cần Python 3.11 trở lên; đang có {sys.version.split()[0]}. Gọi: make PYTHON=python3.12 html",
            file=sys.stderr,
        )
        return 1
    try:
        wanted = [VENV.parent / name for name in names]
        # A Python that was upgraded away leaves a link to nothing: run it, do not only look.
        if not (PYTHON.exists() and _runs(PYTHON, "-c", "") and all(map(_is_installed, wanted))):
            if not _runs(PYTHON, "-m", "pip", "--version"):
                _make_venv()
            for requirements in wanted:
                if not _is_installed(requirements):
                    _install(requirements)
    except subprocess.CalledProcessError as error:
        print(
            f"Không tạo được môi trường: lệnh “{' '.join(map(str, error.cmd))}” thất bại. Kiểm tra mạng rồi chạy lại.",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
