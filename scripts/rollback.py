"""Rollback to a site published earlier: ``python -m scripts.rollback [NUMBER] [--output DIR] [--list]``.

Every version stays: the site that is replaced becomes number 1, and the same command brings it back.
"""

from __future__ import annotations

import re
import sys
from datetime import datetime
from pathlib import Path

from plugins.core.dates import HANOI, Moment
from plugins.core.exits import DONE
from plugins.system.versions import Versions
from scripts.support.command import UsageError, VietnameseParser, run

_ANY = 10**6  # rolling back removes no version, however many there are
# The home page of a site that was built for an address says so; one that was built to be looked at does not.
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*?)/?(?:index\.html)?">')


def _parser() -> VietnameseParser:
    parser = VietnameseParser(
        "python -m scripts.rollback",
        "python -m scripts.rollback [SỐ] [--output THƯ-MỤC] [--list]",
        "Đưa một trang đã đăng trước đây trở lại; trang đang đăng được giữ làm bản số 1.",
    )
    add = parser.add_argument
    add("number", nargs="?", type=int, default=1, metavar="SỐ", help="bản thứ mấy; mặc định 1")
    where = "trang đang đăng; mặc định: published"
    add("--output", type=Path, default=Path("published"), metavar="THƯ-MỤC", help=where)
    add("--list", action="store_true", help="chỉ liệt kê trang đang đăng và các bản còn giữ")
    return parser


def _describe(site: Path) -> str:
    """When a site was made, and for which address: one without an address is none to publish."""
    when = datetime.fromtimestamp(site.stat().st_mtime, HANOI)
    home = site / "index.html"
    address = _CANONICAL.search(home.read_text(encoding="utf-8")) if home.is_file() else None
    meant = f"đã đăng cho {address[1]}" if address else "chỉ để xem, không có SITEURL"
    return f"{Moment(when).display}, {meant}"


def _list(versions: Versions) -> None:
    if versions.output.is_dir():
        print(f"đang đăng: {_describe(versions.output)}")
    kept = versions.kept()
    print(
        *(f"{number}: {_describe(versions.earlier(number))}" for number in kept),
        sep="\n",
        end="\n" * bool(kept),
    )
    if not kept:
        print(f"Chưa giữ bản nào trước đó của {versions.output.name}.")


def main(argv: list[str]) -> int:
    """Roll back as `argv` says; the published site is exchanged in one step."""
    options = _parser().parse_args(argv)
    versions = Versions(options.output, _ANY)
    if options.list:
        _list(versions)
        return DONE
    kept = versions.kept()
    if options.number not in kept:
        have = ", ".join(map(str, kept)) or "chưa có bản nào"
        raise UsageError(f"Không có bản số {options.number} của {options.output}; còn giữ: {have}")
    with versions.lock():
        versions.roll_back(options.number)
    print(f"Đã đưa bản số {options.number} trở lại {options.output}: {_describe(options.output)}.")
    print("Chạy lại lệnh này để quay về bản vừa thay.")
    return DONE


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
