"""Publish an earlier site again: ``python -m scripts.rollback [NUMBER] [--output DIR] [--list]``."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from plugins.core.dates import HANOI, Moment
from plugins.core.exits import DONE
from plugins.core.versions import Versions
from scripts.command import UsageError, VietnameseParser, run

_ANY = 10**6  # rolling back removes no version, however many there are


def _parser() -> VietnameseParser:
    parser = VietnameseParser(
        "python -m scripts.rollback",
        "python -m scripts.rollback [SỐ] [--output THƯ-MỤC] [--list]",
        "Đưa một bản trang đã dựng trước đây trở lại; bản đang đăng được giữ làm bản số 1.",
    )
    parser.add_argument(
        "number", nargs="?", type=int, default=1, metavar="SỐ", help="bản thứ mấy; mặc định 1"
    )
    parser.add_argument(
        "--output", type=Path, default=Path("output"), metavar="THƯ-MỤC", help="trang đang đăng"
    )
    parser.add_argument("--list", action="store_true", help="chỉ liệt kê các bản còn giữ")
    return parser


def _line(versions: Versions, number: int) -> str:
    when = datetime.fromtimestamp(versions.earlier(number).stat().st_mtime, HANOI)
    return f"{number}: dựng lúc {Moment(when).display}"


def main(argv: list[str]) -> int:
    """Roll back as `argv` says; the published site is exchanged in one step."""
    options = _parser().parse_args(argv)
    versions = Versions(options.output, _ANY)
    kept = versions.kept()
    if options.list:
        print("\n".join(_line(versions, number) for number in kept) or "Chưa giữ bản nào.")
        return DONE
    if options.number not in kept:
        have = ", ".join(map(str, kept)) or "chưa có bản nào"
        raise UsageError(f"Không có bản số {options.number} của {options.output}; còn giữ: {have}")
    with versions.lock():
        versions.roll_back(options.number)
    print(
        f"Đã đưa bản số {options.number} trở lại {options.output}; chạy lại lệnh này để quay về bản vừa thay."
    )
    return DONE


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
