"""Bring an archive back from a bag of `scripts.backup`: ``python -m scripts.restore BAG`` (``make restore FROM=…``).

Every byte is checked on its way, nothing that is there is overwritten, and a folder appears whole or not at all.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from plugins.core.exits import DONE, PROBLEMS
from plugins.core.fixity import MANIFEST, read_manifest
from plugins.core.versions import sync_tree
from scripts.bag import check_bag, copy_file, is_bag
from scripts.command import UsageError, VietnameseParser, run


def _parser() -> VietnameseParser:
    parser = VietnameseParser(
        "python -m scripts.restore",
        "python -m scripts.restore GÓI [--content …] [--captures …]",
        "Lấy lại kho từ một bản sao lưu (cũng gọi được bằng: make restore FROM=GÓI).",
    )
    add = parser.add_argument
    add("bag", type=Path, metavar="GÓI", help="bản sao lưu do make backup tạo")
    for name, meant in (("content", "thư mục nội dung"), ("captures", "thư mục bản chụp trang cũ")):
        add(f"--{name}", type=Path, default=Path(name), metavar="THƯ-MỤC", help=f"{meant}; mặc định: {name}")
    return parser


def _faults(bag: Path) -> list[str]:
    found = check_bag(bag)
    changed = [f"{bag / path}:0: toan-ven: không còn như khi sao lưu" for path in found.changed]
    missing = [f"{bag / path}:0: mat-tep: có tên trong gói mà không còn" for path in found.missing]
    strange = [f"{bag / path}:0: tep-la: không có tên trong gói" for path in found.unrecorded]
    return [*changed, *missing, *strange]


def _bring(bag: Path, part: str, target: Path, recorded: Mapping[str, str]) -> int:
    """Copy one part beside its target and put it there in one step; how many files it has."""
    prefix = f"data/{part}/"
    paths = [path.removeprefix(prefix) for path in recorded if path.startswith(prefix)]
    if not paths:
        return 0
    folder = target.with_name(f".{target.name}.restore")
    shutil.rmtree(folder, ignore_errors=True)  # what a killed run left
    for path in paths:
        if copy_file(bag / prefix / path, folder / path) != recorded[prefix + path]:
            raise OSError(
                5, "đọc ra khác với khi kiểm tra; hãy thử lại hoặc dùng bản sao lưu khác", str(bag / path)
            )
    sync_tree(folder)
    if target.exists():
        target.rmdir()  # empty, as was asked before
    folder.rename(target)
    return len(paths)


def _restore(options: argparse.Namespace) -> int:
    targets = {"content": options.content, "captures": options.captures}
    if not is_bag(options.bag):
        raise UsageError(f"{options.bag} không phải bản sao lưu (không có bagit.txt)")
    recorded = read_manifest(options.bag / MANIFEST)
    there = {name for name in targets if any(path.startswith(f"data/{name}/") for path in recorded)}
    for name in sorted(there):
        if targets[name].exists() and any(targets[name].iterdir()):
            raise UsageError(
                f"{targets[name]} không trống; hãy chuyển nó đi, hoặc chọn thư mục khác bằng --{name}"
            )
    if faults := _faults(options.bag):
        print("\n".join(faults), file=sys.stderr)
        print(f"Bản sao lưu hỏng {len(faults)} chỗ; chưa lấy lại gì. Hãy dùng bản khác.", file=sys.stderr)
        return PROBLEMS
    counts = {name: _bring(options.bag, name, targets[name], recorded) for name in sorted(there)}
    print(
        "Đã lấy lại: " + ", ".join(f"{targets[name]} ({count} tệp)" for name, count in counts.items()) + "."
    )
    print("Việc tiếp theo: make check, rồi make html.")
    return DONE


def main(argv: list[str]) -> int:
    """Restore as `argv` says; 1 when the bag is damaged (nothing is written), 2 on wrong usage."""
    return _restore(_parser().parse_args(argv))


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
