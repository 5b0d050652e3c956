"""Command line of a conversion run, ``python -m scripts.convert``: arguments, messages and exit codes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from plugins.core.exits import BUSY, DONE, PROBLEMS
from plugins.system import interrupts
from plugins.system.locks import Busy
from scripts.convert.content.profile import ProfileError, all_profiles
from scripts.convert.job.engines import ClusterError, ClusterUsageError
from scripts.convert.job.options import ConversionOptions
from scripts.convert.job.progress import ConversionProgress
from scripts.convert.job.report import Summary
from scripts.convert.job.run import run
from scripts.convert.job.slices import OtherCodeError
from scripts.convert.job.store import StoreError
from scripts.convert.job.supervisor import WorkersError
from scripts.convert.sources.places import PlaceError, is_remote, place
from scripts.convert.sources.records import SourceError
from scripts.support.command import UsageError, VietnameseParser
from scripts.support.command import run as run_command


def parser() -> VietnameseParser:
    """The command's arguments, in Vietnamese."""
    ask = VietnameseParser(
        "python -m scripts.convert",
        "python -m scripts.convert NGUỒN… --output THƯ_MỤC [--site TÊN] [--report TỆP]",
        "Chuyển trang cũ thành bài viết của kho lưu trữ.",
    )
    ask.add_argument(
        "sources",
        nargs="+",
        metavar="NGUỒN",
        help="thư mục trang đã lưu (wget, HTTrack, hoặc kèm urls.csv), một trang, tệp WARC, WARC.gz, WACZ, "
        "hoặc danh sách CDX, CDXJ nằm cạnh các tệp WARC; trên máy này hay một địa chỉ s3://…, https://…",
    )
    ask.add_argument(
        "--output",
        type=place,
        required=True,
        metavar="THƯ_MỤC",
        help="thư mục nội dung; bài viết nằm trong bai-viet/NĂM/THÁNG/",
    )
    ask.add_argument(
        "--site",
        default="",
        metavar="TÊN",
        help="hồ sơ trang phải dùng, hoặc none để không dùng hồ sơ nào; mặc định tự chọn",
    )
    ask.add_argument("--report", type=Path, metavar="TỆP", help="ghi báo cáo JSON, mỗi nguồn một dòng")
    ask.add_argument(
        "--ledger",
        type=Path,
        metavar="TỆP",
        help="sổ cái chuyển đổi; mặc định THƯ_MỤC/.chuyen-doi/so-cai.jsonl",
    )
    ask.add_argument(
        "--restore", action="store_true", help="tạo lại cả những bài đã bị người xóa khỏi thư mục nội dung"
    )
    ask.add_argument(
        "--again",
        action="store_true",
        help="đọc lại cả những trang lần trước để riêng vì quá lớn, quá lâu, quá nặng",
    )
    ask.add_argument(
        "--workers", type=int, default=0, metavar="SỐ", help="số tiến trình; mặc định bằng số nhân của máy"
    )
    ask.add_argument(
        "--cluster",
        default="",
        metavar="ĐỊA_CHỈ",
        help="giao việc cho cụm Dask tại địa chỉ này, ví dụ tcp://may-chu:8786 (cài thêm "
        "requirements-cluster.txt)",
    )
    return ask


def _sources(names: list[str], output: Path) -> list[Path]:
    """The sources named; one that is not there, or that holds articles of an archive, is wrong usage."""
    for name in names:
        if not name.strip():
            raise UsageError(
                "Chưa cho biết nguồn; cách gọi: make convert SOURCE=thư-mục-trang-cũ-hoặc-tệp-WARC"
            )
        if not place(name).exists():
            raise UsageError(f"không có tệp hay thư mục “{name}”")
        for folder in (output, *(here for here in [Path("content")] if here.exists())):
            if _is_below(folder, place(name)):
                raise UsageError(
                    f"nguồn “{name}” chứa thư mục nội dung “{folder}”; hãy chỉ vào thư mục hay tệp trang cũ"
                )
    return [place(name) for name in names]


def _is_below(folder: Path, source: Path) -> bool:
    if is_remote(folder) or is_remote(source):
        return f"{folder}/".startswith(f"{str(source).rstrip('/')}/")
    return folder.resolve().is_relative_to(source.resolve())


def _checked(arguments: argparse.Namespace) -> ConversionOptions:
    sources = _sources(arguments.sources, arguments.output)
    if arguments.site not in ("", "none", *all_profiles()):
        known = ", ".join(all_profiles())
        raise UsageError(f"không có hồ sơ “{arguments.site}”; các hồ sơ: {known}, none")
    if arguments.output.exists() and not arguments.output.is_dir():
        raise UsageError(f"“{arguments.output}” không phải thư mục")
    if is_remote(arguments.output) and arguments.ledger is None:
        raise UsageError("nơi ghi là một địa chỉ thì hãy thêm --ledger TỆP: sổ cái và khóa nằm ở máy này")
    if arguments.workers < 0:
        raise UsageError("--workers phải từ 1 trở lên")
    return ConversionOptions(
        sources,
        arguments.output,
        arguments.site,
        arguments.ledger,
        arguments.restore,
        arguments.workers,
        arguments.cluster,
        arguments.again,
    )


@contextmanager
def _written(report: Path | None) -> Iterator[Callable[[bytes], object]]:
    if report is None:
        yield lambda _: None
        return
    report.parent.mkdir(parents=True, exist_ok=True)
    with report.open("wb") as stream:
        yield stream.write


def convert(options: ConversionOptions, report: Path | None) -> Summary:
    """Run a conversion and write its report; returns its counts."""
    progress = ConversionProgress()
    with _written(report) as write, progress:
        return run(options, progress.start, write, progress.step)


def _attempt(arguments: argparse.Namespace) -> int:
    summary = convert(_checked(arguments), arguments.report)
    for line in summary.lines():
        print(line)
    return PROBLEMS if summary.status["failed"] or summary.drifting or summary.open_accounts else DONE


def command(argv: list[str]) -> int:
    """Convert as told; 1 when something failed, a profile drifts or the sources cannot be read."""
    arguments = parser().parse_args(argv)
    try:
        return _attempt(arguments)
    except KeyboardInterrupt:
        return interrupts.say("Đã dừng theo yêu cầu; chạy lại lệnh này để làm tiếp.")
    except Busy as error:
        content = Path(str(error)).parent.parent  # it names the lock, which stands beside the ledger
        print(f"Một lần chuyển đổi khác đang ghi vào {content}; hãy đợi nó xong.", file=sys.stderr)
        return BUSY
    except ClusterUsageError as error:
        raise UsageError(str(error)) from error
    except (
        ProfileError,
        SourceError,
        PlaceError,
        ClusterError,
        OtherCodeError,
        StoreError,
        WorkersError,
    ) as error:
        print(f"Lỗi: {error}", file=sys.stderr)
    return PROBLEMS


def main(argv: list[str] | None = None) -> int:
    """Exit code of a run: 0 done, 1 problems found, 2 wrong usage, 75 another run writes there, 130 interrupted."""
    return run_command(command, sys.argv[1:] if argv is None else argv)


if __name__ == "__main__":
    sys.exit(main())
