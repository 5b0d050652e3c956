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
from plugins.system.versions import sync_tree
from scripts.support.bag import copy_file, is_bag
from scripts.support.bag_paths import PARTS, PAYLOAD
from scripts.support.bag_rules import judge_bag
from scripts.support.command import UsageError, VietnameseParser, run


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


def _stage(bag: Path, part: str, target: Path, payload: Mapping[str, str]) -> int:
    """Copy one part beside its target; how many files it has. Raises OSError where a file is not what was judged."""
    prefix = f"{PAYLOAD}{part}/"
    folder = _staging(target)
    folder.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(folder, ignore_errors=True)  # what a killed run left
    folder.mkdir()
    paths = [path for path in payload if path.startswith(prefix)]
    for path in paths:
        if copy_file(bag, path, folder / path.removeprefix(prefix)) != payload[path]:
            raise OSError(
                5, "đọc ra khác với khi kiểm tra; hãy thử lại hoặc dùng bản sao lưu khác", str(bag / path)
            )
    sync_tree(folder)
    return len(paths)


def _staging(target: Path) -> Path:
    return target.with_name(f".{target.name}.restore")


def _bring(bag: Path, targets: Mapping[str, Path], payload: Mapping[str, str]) -> dict[str, int]:
    """Put the parts where they belong, each in one step, once all are copied; the number of files of each."""
    try:
        counts = {part: _stage(bag, part, target, payload) for part, target in targets.items()}
        for target in targets.values():
            if target.exists():
                target.rmdir()  # empty, as was asked before
            _staging(target).rename(target)
    except BaseException:
        for target in targets.values():
            shutil.rmtree(_staging(target), ignore_errors=True)
        raise
    return counts


def _restore(options: argparse.Namespace) -> int:
    bag, chosen = options.bag, {"content": options.content, "captures": options.captures}
    if not is_bag(bag):
        raise UsageError(f"{bag} không phải bản sao lưu (không có bagit.txt)")
    if options.content.resolve() == options.captures.resolve():
        raise UsageError("--content và --captures phải là hai thư mục khác nhau")
    there = {part: chosen[part] for part in sorted(PARTS) if (bag / PAYLOAD / part).is_dir()}
    for part, target in there.items():
        if target.exists() and any(target.iterdir()):
            raise UsageError(f"{target} không trống; hãy chuyển nó đi, hoặc chọn thư mục khác bằng --{part}")
    judged = judge_bag(bag)
    if judged.faults:
        print("\n".join(map(str, judged.faults)), file=sys.stderr)
        print(
            f"Bản sao lưu có {len(judged.faults)} chỗ sai; chưa lấy lại gì. Hãy dùng bản khác.",
            file=sys.stderr,
        )
        return PROBLEMS
    filled = {path.split("/")[1] for path in judged.payload}
    counts = _bring(bag, {part: there[part] for part in there if part in filled}, judged.payload)
    print("Đã lấy lại: " + ", ".join(f"{there[part]} ({count} tệp)" for part, count in counts.items()) + ".")
    print("Việc tiếp theo: make check, rồi make html.")
    return DONE


def main(argv: list[str]) -> int:
    """Restore as `argv` says; 1 when the bag is damaged (nothing is written), 2 on wrong usage."""
    return _restore(_parser().parse_args(argv))


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
