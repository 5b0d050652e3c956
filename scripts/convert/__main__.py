"""``python -m scripts.convert``: the terminal's side of a conversion run."""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import IO, Any, NoReturn

from plugins.core.exits import BUSY, DONE, INTERRUPTED, PROBLEMS, USAGE
from scripts.convert.ledger import LockedError
from scripts.convert.profile import ProfileError, all_profiles
from scripts.convert.records import SourceError
from scripts.convert.report import Summary, as_json
from scripts.convert.run import Options, run

_EVERY = 0.5  # seconds between progress lines


class _Parser(argparse.ArgumentParser):
    """Argparse with its English words replaced."""

    def error(self, message: str) -> NoReturn:
        own = message.startswith(("không", "“"))
        told = message if own else f"không hiểu lệnh “{' '.join(sys.argv[1:])}”; cần một NGUỒN và --output"
        self.exit(USAGE, f"{self.prog}: {told}\nDùng --help để xem cách dùng.\n")

    def format_help(self) -> str:
        words = {"usage: ": "Cách gọi: ", "positional arguments:": "Tham số:", "options:": "Tùy chọn:"}
        text = super().format_help()
        for english, vietnamese in words.items():
            text = text.replace(english, vietnamese, 1)
        return text


def parser() -> argparse.ArgumentParser:
    """The command's arguments, in Vietnamese."""
    ask = _Parser(
        prog="python -m scripts.convert",
        description="Chuyển trang cũ thành bài viết của kho lưu trữ.",
        add_help=False,
    )
    ask.add_argument(
        "sources",
        nargs="+",
        type=Path,
        metavar="NGUỒN",
        help="thư mục trang đã lưu (có thể kèm urls.csv), một trang, hoặc tệp WARC, WARC.gz, WACZ",
    )
    ask.add_argument(
        "--output",
        type=Path,
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
        "--workers", type=int, default=0, metavar="SỐ", help="số tiến trình; mặc định bằng số nhân của máy"
    )
    ask.add_argument("-h", "--help", action="help", help="hiện hướng dẫn này rồi thoát")
    return ask


class _Progress:
    """Pages done, rate and time left, on one line of a terminal; silent elsewhere."""

    def __init__(self, stream: IO[str]) -> None:
        self.stream = stream
        self.shown = stream.isatty()
        self.total = self.done = 0
        self.began = self.last = time.monotonic()

    def start(self, total: int) -> None:
        self.total, self.began = total, time.monotonic()

    def step(self) -> None:
        self.done += 1
        now = time.monotonic()
        if self.shown and now - self.last >= _EVERY:
            self.last = now
            rate = self.done / max(now - self.began, 1e-9)
            left = int((self.total - self.done) / rate)
            self.stream.write(
                f"\r\x1b[K{self.done}/{self.total} trang · {rate:.0f} trang/giây · còn "
                f"{left // 60}:{left % 60:02}"
            )
            self.stream.flush()

    def end(self) -> None:
        if self.shown:
            self.stream.write("\r\x1b[K")


def _checked(arguments: argparse.Namespace, ask: argparse.ArgumentParser) -> Options:
    for source in arguments.sources:
        if not source.exists():
            ask.error(f"không có tệp hay thư mục “{source}”")
    if arguments.site not in ("", "none", *all_profiles()):
        ask.error(f"không có hồ sơ “{arguments.site}”; các hồ sơ: {', '.join(all_profiles())}, none")
    if arguments.output.exists() and not arguments.output.is_dir():
        ask.error(f"“{arguments.output}” không phải thư mục")
    return Options(
        arguments.sources,
        arguments.output,
        arguments.site,
        arguments.ledger,
        arguments.restore,
        arguments.workers,
    )


def convert(options: Options, report: Path | None) -> Summary:
    """Run a conversion, writing the report line by line; returns its counts."""
    summary, progress = Summary(), _Progress(sys.stderr)
    stream = None
    if report is not None:
        report.parent.mkdir(parents=True, exist_ok=True)
        stream = report.open("w", encoding="utf-8")

    def on_line(line: dict[str, Any]) -> None:
        if stream is not None:
            stream.write(as_json(line))
        summary.add(line)
        progress.step()

    try:
        run(options, progress.start, on_line)
    finally:
        progress.end()
        if stream is not None:
            stream.close()
    return summary


def main(argv: list[str] | None = None) -> int:
    """Exit code of a run: 0 done, 1 problems found, 2 wrong usage, 75 another run writes there, 130 interrupted."""
    ask = parser()
    arguments = ask.parse_args(argv)
    try:
        summary = convert(_checked(arguments, ask), arguments.report)
    except KeyboardInterrupt:
        print("Đã dừng theo yêu cầu; chạy lại lệnh này để làm tiếp.", file=sys.stderr)
        return INTERRUPTED
    except (ProfileError, SourceError) as error:
        print(f"Lỗi: {error}", file=sys.stderr)
        return PROBLEMS
    except LockedError as error:
        print(f"Một lần chuyển đổi khác đang ghi vào {error}; hãy đợi nó xong.", file=sys.stderr)
        return BUSY
    except BrokenProcessPool:
        print(
            "Lỗi: một tiến trình bị hệ thống dừng (có thể hết bộ nhớ); chạy lại lệnh này để làm tiếp, "
            "hoặc thêm --workers 1.",
            file=sys.stderr,
        )
        return PROBLEMS
    except OSError as error:
        print(
            f"Lỗi: {error.filename or ''}: {error.strerror}; hãy kiểm tra quyền ghi và chỗ trống.",
            file=sys.stderr,
        )
        return PROBLEMS
    for line in summary.lines():
        print(line)
    return PROBLEMS if summary.status["failed"] or summary.drifting or summary.open_accounts else DONE


if __name__ == "__main__":
    sys.exit(main())
