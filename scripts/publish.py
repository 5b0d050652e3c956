"""Build the site for its address and let it out only if it holds: ``make publish SITEURL=https://…``.

Content is checked, the site built, its bytes verified, its pages held to their budgets. At the first step that fails
the site published before is put back, so that whatever copies the output folder never meets one that was refused.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from plugins.core.exits import DONE
from plugins.core.versions import Versions
from scripts.command import UsageError, VietnameseParser, run

_ANY = 10**6  # putting a site back removes no version, however many there are


def _parser() -> VietnameseParser:
    parser = VietnameseParser(
        "python -m scripts.publish",
        "python -m scripts.publish SITEURL [--content …] [--captures …] [--output …] [--without …]",
        "Kiểm tra bài, dựng trang, rồi kiểm tra trang; chỗ nào không đạt thì trang cũ được giữ lại.",
    )
    add = parser.add_argument
    add(
        "siteurl", metavar="SITEURL", help="địa chỉ của trang trên mạng, ví dụ https://luutru.example.vn/cchc"
    )
    for name, meant in (
        ("content", "thư mục nội dung"),
        ("captures", "thư mục bản chụp"),
        ("output", "trang đã dựng"),
    ):
        add(f"--{name}", type=Path, default=Path(name), metavar="THƯ-MỤC", help=f"{meant}; mặc định: {name}")
    add(
        "--without",
        default="",
        metavar="PHÉP,…",
        help="phép kiểm tra trang cần bỏ qua (xem scripts.check_site)",
    )
    return parser


def _address(text: str) -> str:
    """The site's address without a final slash; anything that is not one is wrong usage."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise UsageError(
            f"“{text}” không phải địa chỉ trang; cách gọi: make publish SITEURL=https://luutru.example.vn"
        )
    return text.rstrip("/")


def _run(*command: str, siteurl: str = "") -> int:
    environment = {**os.environ, "SITEURL": siteurl} if siteurl else None
    return subprocess.run([sys.executable, "-m", *command], check=False, env=environment).returncode


def _inode(folder: Path) -> int:
    return folder.stat().st_ino if folder.exists() else 0


def _take_back(output: Path, before: int) -> None:
    """Put the site back that stood before this run, if there was one and the build replaced it."""
    versions = Versions(output, _ANY)
    if before and _inode(output) != before and 1 in versions.kept():
        with versions.lock():
            versions.roll_back(1)
        print(f"Đã đưa trang trước đó trở lại {output}.", file=sys.stderr)


def _publish(options: argparse.Namespace) -> int:
    siteurl, before = _address(options.siteurl), _inode(options.output)
    content, output = str(options.content), str(options.output)
    kept = ("--content", content, "--captures", str(options.captures), "--output", output)
    without = ("--without", options.without) if options.without else ()
    steps = {
        "Kiểm tra bài": ("scripts.check", content, "--content", content),
        "Dựng trang": ("pelican", content, "-o", output, "-s", "publishconf.py"),
        "Đối chiếu mã kiểm tra": ("scripts.verify", *kept),
        "Kiểm tra trang": ("scripts.check_site", output, *without),
    }
    for name, command in steps.items():
        print(f"— {name}", flush=True)
        if code := _run(*command, siteurl=siteurl):
            _take_back(options.output, before)
            print(f"Chưa đăng: bước “{name}” không đạt.", file=sys.stderr)
            return code
    print(f"Trang cho {siteurl} sẵn sàng trong {output}: hãy chép cả thư mục ấy lên máy chủ.")
    return DONE


def main(argv: list[str]) -> int:
    """Publish as `argv` says; the code of the first step that failed, 2 on wrong usage."""
    return _publish(_parser().parse_args(argv))


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
