"""Back an archive up as a BagIt bag: ``python -m scripts.backup [FOLDER]`` (``make backup TO=…``).

Content, captures and the ledger of conversions; everything else is made from them. `scripts.restore` is the way back.
"""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path

from plugins.core.dates import HANOI
from plugins.core.exits import DONE, PROBLEMS
from scripts.support.bag import Damaged, Unfit, write_bag
from scripts.support.command import UsageError, VietnameseParser, run
from scripts.support.record import DamagedRecordError, archive_parts

INFO = {"Source-Organization": "Lưu trữ Cải cách hành chính", "Bag-Software-Agent": "scripts.backup"}


def _parser() -> VietnameseParser:
    parser = VietnameseParser(
        "python -m scripts.backup",
        "python -m scripts.backup [THƯ-MỤC] [--content …] [--captures …]",
        "Sao lưu bài viết, tệp đính kèm, bản chụp và sổ chuyển đổi thành gói BagIt (cũng gọi được bằng: make backup).",
    )
    add = parser.add_argument
    add("target", nargs="?", type=Path, metavar="THƯ-MỤC", help="gói sẽ tạo; mặc định: sao-luu/cchc-<ngày>")
    for name, meant in (("content", "thư mục nội dung"), ("captures", "thư mục bản chụp trang cũ")):
        add(f"--{name}", type=Path, default=Path(name), metavar="THƯ-MỤC", help=f"{meant}; mặc định: {name}")
    return parser


def _free(folder: Path) -> Path:
    """A name beside the backups of the same day."""
    names = (folder.with_name(f"{folder.name}-{number}") for number in range(2, 1000))
    return next(path for path in (folder, *names) if not path.exists())


def _backup(options: argparse.Namespace, now: datetime) -> int:
    if not options.content.is_dir():
        raise UsageError(f"Không có thư mục nội dung {options.content}; hãy chạy trong thư mục của kho")
    target = options.target or _free(Path("sao-luu") / f"cchc-{now:%Y-%m-%d}")
    try:
        parts = dict(archive_parts(options.captures, options.content))
        target.parent.mkdir(parents=True, exist_ok=True)
        count = write_bag(target, parts, INFO, now.date())
    except FileExistsError as error:
        raise UsageError(f"{target} đã có rồi; hãy chọn tên khác") from error
    except (DamagedRecordError, Unfit) as error:
        print("\n".join(map(str, error.faults)), file=sys.stderr)
        print(f"Chưa sao lưu: còn {len(error.faults)} chỗ phải sửa trước.", file=sys.stderr)
        return PROBLEMS
    except Damaged as error:
        for path in error.paths:
            print(
                f"{path}:0: toan-ven: không còn như khi ghi nhận; hãy lấy lại từ bản sao lưu trước",
                file=sys.stderr,
            )
        print("Chưa sao lưu: tệp hỏng không được vào bản sao lưu.", file=sys.stderr)
        return PROBLEMS
    print(f"Đã sao lưu {count} tệp vào {target}. Chép cả thư mục ấy sang máy hay ổ đĩa khác.")
    print(f"Kiểm tra bất cứ lúc nào: python -m scripts.verify {target}")
    return DONE


def main(argv: list[str]) -> int:
    """Back up as `argv` says; 1 when a file is damaged (nothing is written), 2 on wrong usage."""
    return _backup(_parser().parse_args(argv), datetime.now(HANOI))


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
