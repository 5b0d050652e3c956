"""Find a Chromium for the tests, or get one: what is there, else Debian's package as root, else playwright's own.

python -m scripts.browser        prints the path, and on stderr what was done
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

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


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _apt() -> None:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        _say("Không phải root hoặc không có apt: bỏ qua gói chromium của Debian.")
        return
    _say("Cài chromium bằng apt…")
    subprocess.run(["apt-get", "update", "-qq"], stdout=sys.stderr, check=False)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-core"]
    subprocess.run(command, stdout=sys.stderr, check=False)


def get() -> str | None:
    """Find a Chromium, installing one if need be; None when every way failed."""
    if not find():
        _say("Chưa có Chromium để thử trang.")
        _apt()
    if not find():
        _say("Tải Chromium của playwright…")
        subprocess.run(
            [sys.executable, "-m", "playwright", "install", "chromium"], stdout=sys.stderr, check=False
        )
    return find()


def main() -> int:
    """Print the path of a Chromium; 1 when there is none and none could be had."""
    path = get()
    if not path:
        _say(
            "Không có Chromium. Hãy cài (Debian: sudo apt install chromium) hoặc đặt biến CHROMIUM, rồi chạy lại."
        )
        return 1
    _say(f"Chromium: {path}")
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
