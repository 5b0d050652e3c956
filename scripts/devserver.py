"""Serve the site while it is being written: every saved change is built and shown.

python -m scripts.devserver [--content DIR] [--output DIR] [--port N]
"""

from __future__ import annotations

import argparse
import functools
import subprocess
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from watchfiles import watch

BUILD = [sys.executable, "-m", "pelican", "-q", "-s", "pelicanconf.py"]


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files without a line a request: the terminal is for problems."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
        del format, args

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()


def serve(output: Path, port: int) -> ThreadingHTTPServer:
    """A server of `output` on loopback; it looks the folder up again for each request, so a new build shows at once."""
    handler = functools.partial(_Quiet, directory=str(output))
    return ThreadingHTTPServer(("127.0.0.1", port), handler)


def build(content: Path, output: Path) -> int:
    """Build once; problems go to the terminal, and the last good site stays."""
    return subprocess.run([*BUILD, str(content), "-o", str(output)], check=False).returncode


def main() -> int:
    """Build, serve, and build again at every change until Ctrl-C (130)."""
    ask = argparse.ArgumentParser(description="Xem trang trong khi viết: lưu tệp là trang được dựng lại.")
    ask.add_argument("--content", type=Path, default=Path("content"), help="thư mục nội dung")
    ask.add_argument("--output", type=Path, default=Path("output"), help="thư mục kết quả")
    ask.add_argument("--port", type=int, default=8000, help="cổng (mặc định 8000)")
    ask.add_argument("--only-serve", action="store_true", help="chỉ phục vụ, không dựng lại")
    options = ask.parse_args()
    try:
        server = serve(options.output, options.port)
    except OSError as error:
        print(
            f"Không mở được cổng {options.port}: {error}. Hãy chọn cổng khác: make serve PORT=8001",
            file=sys.stderr,
        )
        return 1
    try:
        if not options.only_serve:
            build(options.content, options.output)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"Xem trang tại http://127.0.0.1:{server.server_port}/ — dừng bằng Ctrl-C", flush=True)
        if options.only_serve:
            threading.Event().wait()
        for _ in watch(options.content, "theme", "plugins"):
            build(options.content, options.output)
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
