"""Serve the site while it is being written: every saved source is shown at once, drafts too.

python -m scripts.devserver [--content DIR] [--output DIR] [--port N] [--only-serve]
"""

from __future__ import annotations

import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from watchfiles import watch

from plugins.core.exits import DONE
from scripts.devserver.board import Board
from scripts.devserver.loopback import LoopbackServer
from scripts.devserver.rounds import Rounds
from scripts.devserver.server import serve
from scripts.support.command import UsageError, VietnameseParser, run

# Milliseconds: an editor writes a file in several steps, a person waits for the page.
DEBOUNCE, STEP = 200, 40
FIRST_LOOK = 1000  # … after which nothing changed since watching began
CLOCK_GRAIN = 0.02  # seconds by which a file may seem older than it is
CODE = ("theme", "plugins", "pelicanconf.py")


def _parser() -> VietnameseParser:
    ask = VietnameseParser(
        "python -m scripts.devserver",
        "python -m scripts.devserver [--content THƯ-MỤC] [--output THƯ-MỤC] [--port SỐ] [--only-serve]",
        "Xem trang trong khi viết: lưu tệp là thấy ngay, cả bản nháp (cũng gọi được bằng: make devserver).",
    )
    for name, meant in (("content", "thư mục nội dung"), ("output", "thư mục kết quả")):
        told = f"{meant}; mặc định: {name}"
        ask.add_argument(f"--{name}", type=Path, default=Path(name), metavar="THƯ-MỤC", help=told)
    ask.add_argument("--port", type=int, default=8000, metavar="SỐ", help="cổng; mặc định: 8000")
    ask.add_argument("--only-serve", action="store_true", help="chỉ cho xem trang đã dựng, không dựng lại")
    return ask


def _serve(output: Path, port: int, board: Board | None) -> LoopbackServer:
    try:
        return serve(output, port, board)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(
            f"Không mở được cổng {port}: {reason}. Hãy chọn cổng khác: make serve PORT=8001"
        ) from error


def _write_and_see(content: Path, output: Path, port: int) -> None:
    board = Board()
    server = _serve(output, port, board)
    rounds = Rounds(content, output, board)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"Xem trang tại http://127.0.0.1:{server.server_port}/ — dừng bằng Ctrl-C", flush=True)
    unseen_since: float | None = time.time() - CLOCK_GRAIN
    try:
        rounds.begin()
        # Ctrl-C is answered by `scripts.support.command`, as for every command.
        for changes in watch(
            content.absolute(), *CODE, debounce=DEBOUNCE, step=STEP, raise_interrupt=True,
            rust_timeout=FIRST_LOOK, yield_on_timeout=True,
        ):  # fmt: skip
            paths = {Path(path) for _, path in changes}
            if unseen_since is not None:  # now it watches: what was saved before would be missed
                paths |= saved_since(content, unseen_since)
                unseen_since = None
            if paths:
                rounds.saved(paths)
    finally:
        rounds.close()


def saved_since(content: Path, began: float) -> set[Path]:
    """Sources saved at or after a time (seconds since the epoch)."""
    found = set()
    for path in content.absolute().rglob("*.md"):
        with suppress(FileNotFoundError):  # gone again, or a link to nothing
            if path.stat().st_mtime >= began:
                found.add(path)
    return found


def main(argv: list[str]) -> int:
    """Serve until Ctrl-C (130); 2 on wrong usage and where the port is taken."""
    options = _parser().parse_args(argv)
    if options.only_serve:
        server = _serve(options.output, options.port, None)
        print(f"Xem trang tại http://127.0.0.1:{server.server_port}/ — dừng bằng Ctrl-C", flush=True)
        server.serve_forever()
    elif not options.content.is_dir():
        raise UsageError(f"Không có thư mục nội dung {options.content}; hãy chạy trong thư mục của kho")
    else:
        _write_and_see(options.content, options.output, options.port)
    return DONE


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
