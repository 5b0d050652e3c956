"""Programs that tests and checks need: what is there, else Debian's package of it.

python -m scripts.support.tools nginx        prints the path, and on stderr what was done
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / ".cache" / "tools"
# Servers are unpacked, not installed: installing one starts it. Each with the packages that may hold its program.
_UNPACKED = {"nginx": ("nginx", "nginx-light")}
_INSTALLED = {"java": ("default-jre-headless",), "node": ("nodejs",), "npm": ("npm",)}
TOOLS = (*_UNPACKED, *_INSTALLED)


def say(text: str) -> None:
    """Tell the person at the terminal; what a command prints stays for programs."""
    print(text, file=sys.stderr, flush=True)


def apt_install(*packages: str) -> None:
    """Install Debian packages where that is possible; whether it helped, the caller sees by looking again."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        say(f"Không phải root hoặc không có apt: bỏ qua gói {', '.join(packages)} của Debian.")
        return
    say(f"Cài {', '.join(packages)} bằng apt…")
    subprocess.run(["apt-get", "update", "-qq"], stdout=sys.stderr, check=False)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    subprocess.run(command, stdout=sys.stderr, check=False)


def _apt_unpack(name: str) -> None:
    folder = FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        return
    if os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], stdout=sys.stderr, check=False)
    for package in _UNPACKED[name]:
        say(f"Lấy gói {package} của Debian (chỉ giải nén, không cài)…")
        subprocess.run(["apt-get", "download", "-qq", package], cwd=folder, stdout=sys.stderr, check=False)
        for file in folder.glob("*.deb"):
            subprocess.run(["dpkg-deb", "-x", str(file), str(folder)], check=False)
        if find(name):
            return


def find(name: str) -> str | None:
    """Path of a program on this machine: ``$NGINX`` and the like, the system's, or one unpacked before."""
    if named := os.environ.get(name.upper()):
        return named if os.path.exists(named) else None
    places = f"{os.environ.get('PATH', '')}:/usr/sbin:{FOLDER / name / 'usr/sbin'}"
    return shutil.which(name, path=places)


def get(name: str) -> str | None:
    """Find a program, getting its package if need be; None when every way failed."""
    if not find(name):
        if name in _UNPACKED:
            _apt_unpack(name)
        else:
            apt_install(*_INSTALLED[name])
    return find(name)


def main(names: list[str]) -> int:
    """Print the path of each program; 1 when one is missing and could not be had."""
    missing = [name for name in names if not (path := get(name)) or print(path)]
    for name in missing:
        say(
            f"Không có {name}. Hãy cài, hoặc đặt biến {name.upper()} là đường dẫn tới chương trình, rồi chạy lại."
        )
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
