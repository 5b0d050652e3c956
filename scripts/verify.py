"""Re-check what is kept against the SHA-256 recorded for it: ``python -m scripts.verify [BAG…]``.

Captures, content and attachments are held against ``.toan-ven/manifest-sha256.txt`` of their folder, written by
`scripts.scrape` (captures) and ``--record``; the published site against the ``manifest-sha256.txt`` its build
wrote; a BagIt bag against its own manifests. Content is also right where it is what the published site was built from.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path

from plugins.core.exits import DONE, PROBLEMS
from plugins.core.problems import Problem
from plugins.system.fixity import (
    MANIFEST,
    SOURCES,
    Comparison,
    compare,
    digests,
    files_of,
    parse_manifest,
    read_manifest,
    record_of,
)
from plugins.system.seals import read_seal, seal_of_site
from scripts.support.bag import is_bag
from scripts.support.bag_rules import judge_bag
from scripts.support.command import UsageError, VietnameseParser, run
from scripts.support.preserved_files import is_remade, kept_files
from scripts.support.record import DamagedRecordError, manifest_faults, read_record, record

CHANGED = "nội dung không còn như khi ghi nhận; hãy lấy lại từ bản sao lưu"
MISSING = (
    "đã ghi nhận mà không còn hoặc không đọc được; hãy lấy lại từ bản sao lưu, "
    "nếu chính bạn bỏ đi thì thêm --record và dựng lại trang"
)
UNRECORDED = "không có trong bản ghi nhận"
UNJUDGED = "không đối chiếu được: bản ghi nhận hỏng và không nêu tệp này"
REMADE = "sổ theo dõi không còn như khi ghi nhận; hãy xóa nó đi, lần lưu trang sau dựng lại từ các tệp WARC"
REBUILD = "hãy dựng lại bằng make html"
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
    add(
        "--accept",
        action="store_true",
        help="cùng --record: nhận mọi tệp như hiện có, kể cả khi bản ghi nhận trước đã hỏng",
    )
    return parser


class VerificationReport:
    """Faults as they are found, and the counts for the last line."""

    def __init__(self) -> None:
        self.checked = self.faults = self.unrecorded = 0

    def name(self, problems: Iterable[Problem]) -> None:
        """Name what is wrong with a record, a seal or a bag."""
        for problem in problems:
            self.faults += 1
            print(problem)

    def fault(self, root: Path, path: str, rule: str, message: str) -> None:
        """Name one file that is not as it was."""
        self.name([Problem(str(root / path), 0, rule, message)])

    def add(self, root: Path, result: Comparison, unrecorded: str = "") -> None:
        """Name the faults of one folder; `unrecorded` is the fault of a file not on record, empty where it is none."""
        since = _recorded_at(root)
        for path in result.changed:
            edited = since is not None and (root / path).stat().st_mtime > since
            message = REMADE if is_remade(path) else EDITED if edited else CHANGED
            self.fault(root, path, "toan-ven", message)
        for path in result.missing:
            self.fault(root, path, "mat-tep", MISSING)
        if unrecorded:
            for path in result.unrecorded:
                self.fault(root, path, "tep-la", unrecorded)
        else:
            self.unrecorded += len(result.unrecorded)


def _recorded_at(root: Path) -> float | None:
    """When a folder people work in was recorded, seconds; None for one nobody edits."""
    path = record_of(root)
    return path.stat().st_mtime if path.is_file() else None


def _verify_kept(root: Path, published: dict[str, str], report: VerificationReport) -> None:
    """Content or captures: `published` are the digests the site was built from, as right as those on record."""
    kept, record = kept_files(root), read_record(root)
    report.name(record.faults)
    there = set(kept)
    # What can be made again may be deleted.
    recorded = {p: d for p, d in record.digests.items() if p in there or not is_remade(p)}
    known = published | recorded
    found = digests(root, sorted({*kept, *known}))
    report.checked += len(found)
    intended = {path: digest for path, digest in published.items() if found.get(path) == digest}
    # A record that is gone or empty is one fault, not one a file.
    unjudged = UNJUDGED if record.faults and _recorded_bytes(root) else ""
    report.add(root, compare(known | intended, found), unjudged)


def _recorded_bytes(root: Path) -> int:
    path = record_of(root)
    return path.stat().st_size if path.is_file() else 0


def _verify_site(output: Path, report: VerificationReport) -> None:
    """The published site: its manifest names every file, and is the one that was published."""
    manifest = output / MANIFEST
    data = manifest.read_bytes() if manifest.is_file() and not manifest.is_symlink() else b""
    read = parse_manifest(data)
    report.name(manifest_faults(manifest, read.faults, REBUILD))
    report.name(_site_seal_faults(output, data))
    found = digests(output, sorted({*_site_files(output), *read.digests}))
    report.checked += len(found)
    if not read.digests:
        report.fault(output, MANIFEST, "mat-tep", f"trang chưa có bản ghi nhận; {REBUILD}")
    else:
        report.add(output, compare(read.digests, found), UNRECORDED)


def _site_files(output: Path) -> list[str]:
    return [path for path in files_of(output) if path != MANIFEST]


def _site_seal_faults(output: Path, manifest: bytes) -> list[Problem]:
    """Why the manifest of a site is not the one its build sealed; a copy of a site elsewhere has no seal."""
    place = seal_of_site(output)
    sealed = read_seal(place)
    if sealed is None or hashlib.sha256(manifest).hexdigest() in sealed:
        return []
    if not sealed:
        return [
            Problem(str(place), 0, "niem-phong", f"niêm phong của trang đã hỏng; hãy xóa nó, rồi {REBUILD}")
        ]
    return [Problem(str(output / MANIFEST), 0, "niem-phong", f"không còn như khi dựng; {REBUILD}")]


def published_sources(output: Path, content: Path, report: VerificationReport) -> dict[str, str]:
    """Path in the content folder → digest of what the published site was built from, attachments included."""
    listed = output / SOURCES
    sources = parse_manifest(listed.read_bytes() if listed.is_file() else b"")
    report.name(manifest_faults(listed, sources.faults, REBUILD))
    # A site has files of its own beside its attachments.
    files = {p: d for p, d in read_manifest(output / MANIFEST).items() if (content / p).is_file()}
    return files | sources.digests


def _verify(options: argparse.Namespace) -> int:
    report = VerificationReport()
    for bag in options.bags:
        if not is_bag(bag):
            raise UsageError(f"{bag} không phải gói BagIt (không có bagit.txt)")
        judged = judge_bag(bag)
        report.checked += len(judged.payload)
        report.name(judged.faults)
    if not options.bags:
        _verify_archive(options, report)
    unrecorded = f", {report.unrecorded} tệp chưa ghi nhận (--record)" if report.unrecorded else ""
    print(f"Đã kiểm {report.checked} tệp: {report.faults} tệp không toàn vẹn{unrecorded}.", file=sys.stderr)
    return PROBLEMS if report.faults else DONE


def _verify_archive(options: argparse.Namespace, report: VerificationReport) -> None:
    there = [root for root in (options.captures, options.content, options.output) if root.is_dir()]
    if not there:
        raise UsageError("Không có gì để kiểm; hãy chạy trong thư mục của kho, hoặc thêm --content, --output")
    if options.captures in there:
        _verify_kept(options.captures, {}, report)
    if options.content in there:
        published = published_sources(options.output, options.content, report)
        _verify_kept(options.content, published, report)
    if options.output in there:
        _verify_site(options.output, report)


def _record(options: argparse.Namespace) -> int:
    faults = 0
    for root in (options.captures, options.content):
        if root.is_dir():
            faults += _record_folder(root, accept=options.accept)
    return PROBLEMS if faults else DONE


def _record_folder(root: Path, *, accept: bool) -> int:
    """Record one folder; how much of it looks damaged."""
    before = read_manifest(record_of(root))
    try:
        refused = record(root, accept=accept)
    except DamagedRecordError as error:
        print("\n".join(map(str, error.faults)))
        print(f"Chưa ghi nhận {root}: bản ghi nhận trước đã hỏng.", file=sys.stderr)
        return len(error.faults)
    for path in refused:
        print(f"{root / path}:0: toan-ven: đã đổi mà ngày sửa vẫn cũ: có thể hỏng; giữ bản ghi nhận trước")
    after = read_manifest(record_of(root))
    gone = len(before.keys() - after.keys())
    left = f", bỏ {gone} tệp không còn" if gone else ""
    print(f"Đã ghi nhận {root}: {len(after)} tệp{left}.", file=sys.stderr)
    return len(refused)


def main(argv: list[str]) -> int:
    """Verify or record as `argv` says; 0 when every file is as recorded, 1 when some are not, 2 on wrong usage."""
    options = _parser().parse_args(argv)
    return _record(options) if options.record else _verify(options)


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
