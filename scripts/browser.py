"""Find a Chromium for the tests, or get one: what is there, else Debian's package as root, else playwright's own.

python -m scripts.browser        prints the path, and on stderr what was done
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from scripts.tools import apt_install, say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def _playwright_path() -> str | None:
    from playwright.sync_api import sync_playwright  # only tests have playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None


def find() -> str | None:
    """Path of a Chromium on this machine: ``$CHROMIUM``, a system one, or playwright's own; None if there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if os.path.exists(named) else None
    return next((path for name in NAMES if (path := shutil.which(name))), None) or _playwright_path()


def get() -> str | None:
    """Find a Chromium, installing one if need be; None when every way failed."""
    if not find():
        say("Chưa có Chromium để thử trang.")
        apt_install("chromium", "fonts-noto-core")
    if not find():
        say("Tải Chromium của playwright…")
        subprocess.run(
            [sys.executable, "-m", "playwright", "install", "chromium"], stdout=sys.stderr, check=False
        )
    return find()


def main() -> int:
    """Print the path of a Chromium; 1 when there is none and none could be had."""
    path = get()
    if not path:
        say(
            "Không có Chromium. Hãy cài (Debian: sudo apt install chromium) hoặc đặt biến CHROMIUM, rồi chạy lại."
        )
        return 1
    say(f"Chromium: {path}")
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
