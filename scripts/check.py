"""Check the archive: ``python -m scripts.check [PATH…] [--fix] [--content DIR]``.

Prints ``path:line: rule: message`` for everything that breaks a rule of `scripts.rules`, and then exits 1.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from plugins.core.clock import ClockError, build_time
from plugins.core.exits import DONE, PROBLEMS
from plugins.core.problems import Problem, located, shown_folder
from plugins.core.sections import SECTIONS_FILE
from plugins.core.sources import decode_source, is_page_path
from plugins.lint.document import make_document
from scripts.rules.examine import Progress, check_content
from scripts.rules.memory import Memory
from scripts.rules.registry import RULES, is_advice
from scripts.rules.repair import difference, repaired, write_atomically
from scripts.support.command import UsageError, VietnameseParser, run

CACHE = Path(".cache") / "check"
ADVICE_SHOWN = 20  # of each kind: advice must not bury problems
MANY = 2000  # files from which a run is long enough to be announced


def _parser() -> VietnameseParser:
    parser = VietnameseParser(
        "python -m scripts.check",
        "python -m scripts.check [ĐƯỜNG-DẪN …] [--fix] [--all] [--content THƯ-MỤC]",
        "Kiểm tra kho bài viết theo mọi quy tắc (danh sách: docs/quy-tac.md).",
    )
    add = parser.add_argument
    add("paths", nargs="*", type=Path, metavar="ĐƯỜNG-DẪN", help="tệp hoặc thư mục; mặc định: cả kho")
    add("--fix", action="store_true", help="sửa những gì sửa được mà không đổi chữ nào, và in chỗ đã sửa")
    add("--all", action="store_true", help=f"in hết lời khuyên; mặc định: {ADVICE_SHOWN} mỗi loại")
    add("--remarks", choices=("github",), help="in thành lời nhận xét tại từng dòng, cho trang đề xuất bài")
    add("--content", type=Path, metavar="THƯ-MỤC", help="thư mục nội dung của kho; mặc định: content")
    add("--cache", type=Path, default=CACHE, metavar="THƯ-MỤC", help=f"nơi nhớ kết quả; mặc định: {CACHE}")
    return parser


def _content_of(paths: list[Path]) -> Path:
    """The content folder of the paths: ``content``, else the folder above the first that looks like one."""
    default = Path("content")
    if not paths or all(p.resolve().is_relative_to(default.resolve()) for p in paths):
        return default
    first = paths[0]
    folders = [first, *first.parents] if first.is_dir() else list(first.parents)
    marked = (f for f in folders if (f / SECTIONS_FILE).is_file() or (f / "bai-viet").is_dir())
    return next(marked, folders[0])


class Selection:
    """The files asked for, as paths relative to the content folder."""

    def __init__(self, paths: list[Path], content: Path) -> None:
        for path in paths:
            if not path.exists():
                raise UsageError(f"Không có tệp hay thư mục {path}")
            if not path.resolve().is_relative_to(content.resolve()):
                raise UsageError(f"{path} nằm ngoài thư mục nội dung {content}; hãy thêm --content THƯ-MỤC")
        self._chosen = [p.resolve().relative_to(content.resolve()).as_posix() for p in paths]

    def __contains__(self, path: str) -> bool:
        chosen = self._chosen
        # "." is the archive as a whole, which everything asked for belongs to.
        return (
            not chosen
            or path == "."
            or any(c == "." or path == c or path.startswith(f"{c}/") for c in chosen)
        )


def _show_progress() -> Progress:
    """A line that counts on a terminal, one line elsewhere; nothing for a short run."""
    terminal = sys.stderr.isatty()

    def show(done: int, total: int) -> None:
        if total >= MANY and terminal:
            end = "\n" if done == total else ""
            print(f"\rĐang đọc bài: {done}/{total}", end=end, file=sys.stderr, flush=True)
        elif total >= MANY and done == total:
            print(f"Đã đọc {total} bài mới hoặc đã đổi", file=sys.stderr)

    return show


def _fix(content: Path, shown: str, paths: Iterable[str]) -> int:
    """Mend files and print what changed; how many were changed."""
    changed = 0
    for path in paths:
        text, problems = decode_source(path, (content / path).read_bytes())
        if text is None:
            continue
        document = make_document(path, text, is_page=is_page_path(path), problems=problems)
        mended = repaired(document)
        if mended is None or mended.encode() == (content / path).read_bytes():
            continue
        write_atomically(content / path, mended)
        changed += 1
        print(difference(f"{shown}/{path}", text, mended) or f"{shown}/{path}: sửa cách mã hóa và cuối dòng")
    return changed


def _summary(problems: list[Problem], fixed: int | None) -> str:
    advice = sum(map(is_advice, problems))
    parts = [f"{len(problems) - advice} lỗi", f"{advice} lời khuyên"]
    if fixed is not None:
        parts.insert(0, f"đã sửa {fixed} tệp, còn")
    return ("Kết quả: " + ", ".join(parts)).replace("còn, ", "còn ")


def _escaped(text: str, *, value: bool = False) -> str:
    """Text as GitHub's workflow commands take it, as a message or as the value of a property."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if value else text


def _line(problem: Problem, *, advice: bool, remarks: str | None) -> str:
    """One problem as a line for a person, or as a remark that GitHub shows at its place."""
    if not remarks:
        return str(replace(problem, message=f"(khuyên) {problem.message}") if advice else problem)
    place = f"file={_escaped(problem.path, value=True)},line={max(problem.line, 1)}"
    title = f"title={_escaped(problem.rule, value=True)}"
    return f"::{'notice' if advice else 'error'} {place},{title}::{_escaped(problem.message)}"


def _report(problems: list[Problem], shown: str, *, everything: bool, remarks: str | None) -> None:
    """Advice first, so that what must be mended stands last, above the prompt."""
    said: Counter[str] = Counter()
    for problem in sorted(problems, key=lambda p: (not is_advice(p), p)):
        advice = is_advice(problem)
        said[problem.rule] += advice
        if everything or said[problem.rule] <= ADVICE_SHOWN:
            print(_line(located(problem, shown), advice=advice, remarks=remarks))
    for rule, count in said.items():
        if count > ADVICE_SHOWN and not everything:
            print(
                f"{count - ADVICE_SHOWN} lời khuyên “{rule}” nữa; xem hết: make check ALL=1", file=sys.stderr
            )


def _now() -> datetime:
    """The moment that a build would take for now: what is not due is the same for both."""
    try:
        return build_time()
    except ClockError as error:
        raise UsageError(str(error)) from error


def _check(options: argparse.Namespace) -> int:
    content = options.content or _content_of(options.paths)
    if not content.is_dir():
        remedy = "hãy chạy trong thư mục của kho, hoặc thêm --content THƯ-MỤC"
        raise UsageError(f"Không có thư mục nội dung {content}; {remedy}")
    chosen, shown = Selection(options.paths, content), shown_folder(content)
    memory, now, progress = Memory(options.cache, content), _now(), _show_progress()
    problems = [p for p in check_content(content, memory, now, progress) if p.path in chosen]
    fixed = None
    if options.fix:
        fixable = sorted({p.path for p in problems if p.rule in RULES and RULES[p.rule].fixed})
        fixed = _fix(content, shown, fixable)
        problems = [p for p in check_content(content, memory, now, progress) if p.path in chosen]
    _report(problems, shown, everything=options.all, remarks=options.remarks)
    print(_summary(problems, fixed), file=sys.stderr)
    return DONE if all(map(is_advice, problems)) else PROBLEMS


def main(argv: list[str]) -> int:
    """Check as `argv` says; 0 when nothing breaks a rule, 1 when something does, 2 on wrong usage."""
    return _check(_parser().parse_args(argv))


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
