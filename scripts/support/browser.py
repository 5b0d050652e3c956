"""Find a Chromium for the tests, or get one: what is there, else Debian's package as root, else playwright's own.

python -m scripts.support.browser        prints the path, and on stderr what was done
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from scripts.support.tools import apt_install, say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Playwright's driver is a Node of its own, linked with a library that a bare Debian lacks.
LIBRARY = "libatomic1"
FONTS = "fonts-noto-core"  # the fonts a bare Debian has know only some of the letters of Vietnamese
REMEDY = f"hãy cài (Debian: sudo apt install chromium {LIBRARY} {FONTS}) hoặc đặt biến CHROMIUM, rồi chạy lại"
_ASK_PATH = """from playwright.sync_api import sync_playwright
with sync_playwright() as playwright: print(playwright.chromium.executable_path)"""


def _python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own: a driver that does not start takes its process with it."""
    command = [sys.executable, *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)


def _driver_starts() -> bool:
    return _python("-m", "playwright", "--version").returncode == 0


def _playwright_path() -> str | None:
    path = _python("-c", _ASK_PATH).stdout.strip()
    return path if os.path.exists(path) else None


def find() -> str | None:
    """Path of a Chromium on this machine: ``$CHROMIUM``, a system one, or playwright's own; None if there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if os.path.exists(named) else None
    return next((path for name in NAMES if (path := shutil.which(name))), None) or _playwright_path()


def get() -> str | None:
    """Find a Chromium that playwright can drive, installing what is missing; None when every way failed."""
    if not _driver_starts():
        say(f"playwright chưa chạy được trên máy này (thường là thiếu {LIBRARY}).")
        apt_install(LIBRARY)
    if not find():
        say("Chưa có Chromium để thử trang.")
        apt_install("chromium", FONTS)
    if not find():
        say("Tải Chromium của playwright…")
        command = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(command, stdout=sys.stderr, check=False)
    return find() if _driver_starts() else None


def main() -> int:
    """Print the path of a Chromium; 1 when there is none and none could be had."""
    path = get()
    if not path:
        say(f"Không có Chromium chạy được: {REMEDY}.")
        return 1
    say(f"Chromium: {path}")
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
