"""Re-check what is kept against the SHA-256 recorded for it: ``python -m scripts.verify [BAG…]``.

Captures, content and attachments are held against ``.toan-ven/manifest-sha256.txt`` of their folder, written by
`scripts.scrape` (captures) and ``--record``; the published site against the ``manifest-sha256.txt`` its build
wrote; a BagIt bag against its own manifests. Content is also right where it is what the published site was built from.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from plugins.core.exits import DONE, PROBLEMS
from plugins.core.fixity import (
    MANIFEST,
    SOURCES,
    Comparison,
    compare,
    digests,
    files_of,
    read_manifest,
    record_of,
)
from scripts.bag import check_bag, is_bag
from scripts.command import UsageError, VietnameseParser, run
from scripts.record import kept_files, record

CHANGED = "nội dung không còn như khi ghi nhận; hãy lấy lại từ bản sao lưu"
MISSING = "đã ghi nhận mà không còn hoặc không đọc được; hãy lấy lại từ bản sao lưu"
UNRECORDED = "không có trong bản ghi nhận"
EDITED = "đã đổi sau lần ghi nhận; nếu chính bạn sửa thì hãy thêm --record, không thì lấy lại từ bản sao lưu"


def _parser() -> VietnameseParser:
    parser = VietnameseParser(
        "python -m scripts.verify",
        "python -m scripts.verify [GÓI …] [--content …] [--captures …] [--output …] [--record]",
        "Đối chiếu bản chụp, bài viết, tệp đính kèm và trang đã đăng với mã SHA-256 đã ghi nhận.",
    )
    add = parser.add_argument
    add("bags", nargs="*", type=Path, metavar="GÓI", help="gói BagIt (bản sao lưu) cần kiểm tra")
    add("--content", type=Path, default=Path("content"), metavar="THƯ-MỤC", help="thư mục nội dung")
    add(
        "--captures", type=Path, default=Path("captures"), metavar="THƯ-MỤC", help="thư mục bản chụp trang cũ"
    )
    add("--output", type=Path, default=Path("output"), metavar="THƯ-MỤC", help="trang đã dựng")
    add("--record", action="store_true", help="ghi nhận bài viết, tệp đính kèm và bản chụp như hiện có")
    add("--accept", action="store_true", help="cùng --record: nhận cả tệp đã đổi mà ngày sửa vẫn cũ")
    return parser


class Report:
    """Faults as they are found, and the counts for the last line."""

    def __init__(self) -> None:
        self.checked = self.faults = self.unrecorded = 0

    def fault(self, root: Path, path: str, rule: str, message: str) -> None:
        """Name one file that is not as it was."""
        self.faults += 1
        print(f"{root / path}:0: {rule}: {message}")

    def add(self, root: Path, result: Comparison, *, closed: bool) -> None:
        """Name the faults of one folder; in a `closed` one (a site, a bag) a file not on record is one."""
        since = _recorded_at(root)
        for path in result.changed:
            edited = since is not None and (root / path).stat().st_mtime > since
            self.fault(root, path, "toan-ven", EDITED if edited else CHANGED)
        for path in result.missing:
            self.fault(root, path, "mat-tep", MISSING)
        if closed:
            for path in result.unrecorded:
                self.fault(root, path, "tep-la", UNRECORDED)
        else:
            self.unrecorded += len(result.unrecorded)


def _recorded_at(root: Path) -> float | None:
    """When a folder people work in was recorded, seconds; None for one nobody edits."""
    path = record_of(root)
    return path.stat().st_mtime if path.is_file() else None


def _verify_kept(root: Path, published: dict[str, str], report: Report) -> None:
    """Content or captures: `published` are the digests the site was built from, as right as those on record."""
    kept = kept_files(root)
    there = set(kept)
    # A site has files of its own beside its sources and attachments.
    published = {path: digest for path, digest in published.items() if path in there}
    recorded = read_manifest(record_of(root)) or published
    found = digests(root, sorted({*kept, *recorded}))
    report.checked += len(found)
    intended = {path: digest for path, digest in published.items() if found.get(path) == digest}
    report.add(root, compare(recorded | intended, found), closed=False)


def _verify_site(output: Path, report: Report) -> None:
    recorded = read_manifest(output / MANIFEST)
    present = [path for path in files_of(output) if path != MANIFEST]
    found = digests(output, sorted({*present, *recorded}))
    report.checked += len(found)
    if not recorded:
        report.fault(output, MANIFEST, "mat-tep", "trang chưa có bản ghi nhận; hãy dựng lại bằng make html")
        return
    report.add(output, compare(recorded, found), closed=True)


def published_sources(output: Path) -> dict[str, str]:
    """Path in the content folder → digest of what the published site was built from, attachments included."""
    return read_manifest(output / MANIFEST) | read_manifest(output / SOURCES)


def _verify(options: argparse.Namespace) -> int:
    report = Report()
    for bag in options.bags:
        if not is_bag(bag):
            raise UsageError(f"{bag} không phải gói BagIt (không có bagit.txt)")
        result = check_bag(bag)
        report.checked += len(read_manifest(bag / MANIFEST))
        report.add(bag, result, closed=True)
    if not options.bags:
        _verify_archive(options, report)
    unrecorded = f", {report.unrecorded} tệp chưa ghi nhận (--record)" if report.unrecorded else ""
    print(f"Đã kiểm {report.checked} tệp: {report.faults} tệp không toàn vẹn{unrecorded}.", file=sys.stderr)
    return PROBLEMS if report.faults else DONE


def _verify_archive(options: argparse.Namespace, report: Report) -> None:
    there = [root for root in (options.captures, options.content, options.output) if root.is_dir()]
    if not there:
        raise UsageError("Không có gì để kiểm; hãy chạy trong thư mục của kho, hoặc thêm --content, --output")
    if options.captures in there:
        _verify_kept(options.captures, {}, report)
    if options.content in there:
        _verify_kept(options.content, published_sources(options.output), report)
    if options.output in there:
        _verify_site(options.output, report)


def _record(options: argparse.Namespace) -> int:
    faults = 0
    for root in (options.captures, options.content):
        if root.is_dir():
            refused = record(root, accept=options.accept)
            for path in refused:
                print(
                    f"{root / path}:0: toan-ven: đã đổi mà ngày sửa vẫn cũ: có thể hỏng; giữ bản ghi nhận trước"
                )
            faults += len(refused)
            print(f"Đã ghi nhận {root}: {len(read_manifest(record_of(root)))} tệp.", file=sys.stderr)
    return PROBLEMS if faults else DONE


def main(argv: list[str]) -> int:
    """Verify or record as `argv` says; 0 when every file is as recorded, 1 when some are not, 2 on wrong usage."""
    options = _parser().parse_args(argv)
    return _record(options) if options.record else _verify(options)


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
