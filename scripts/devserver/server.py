"""The server the archivist's browser talks to: the built site, previews in their places, and news of changes."""

from __future__ import annotations

import functools
import json
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from scripts.devserver.board import STATES, Board

OWN = "xem-thu"  # folder of the server's own files; no page of the site is called so
HEARTBEAT = 15  # seconds; shows that a browser has gone
_HERE = Path(__file__).resolve().parent
_FILES = {"xem-thu.js": "text/javascript; charset=utf-8", "xem-thu.css": "text/css; charset=utf-8"}


_MISSING = """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Chưa có trang này</title></head>
<body><main><h1>Chưa có trang này</h1><p>Nếu trang đang được dựng, nó sẽ hiện ở đây khi xong, không cần tải lại.
<a href="/">Về trang chủ</a></p></main></body></html>"""


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files without a line a request: the terminal is for problems."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
        del format, args

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()


class _Live(_Quiet):
    """The site with previews in their places; every page is told of changes."""

    def __init__(self, *args: Any, board: Board, **options: Any) -> None:
        self.board = board
        super().__init__(*args, **options)

    def do_GET(self) -> None:
        """Serve a preview, a page, a file, or the stream of news."""
        url = unquote(urlsplit(self.path).path).lstrip("/")
        folder, _, name = url.partition("/")
        if folder == OWN and name == "tin":
            self._stream()
        elif folder == OWN and name in _FILES:
            self._send((_HERE / name).read_bytes(), _FILES[name])
        elif not url or url.endswith(("/", ".html")):
            self._send_page(url)
        else:
            super().do_GET()

    def _send_page(self, url: str) -> None:
        version, state, status = self.board.version, "", HTTPStatus.OK
        file = Path(self.translate_path(self.path))
        file = file if file.suffix == ".html" else file / "index.html"
        if shown := self.board.page(url):
            html, state = shown.html, STATES.get(shown.status, "")
        elif file.is_file():
            html = file.read_text(encoding="utf-8")
        else:  # it may come: the first build has not ended, or the source is being written
            html, status = _MISSING, HTTPStatus.NOT_FOUND
        self._send(_with_news(html, version, state).encode(), "text/html; charset=utf-8", status)

    def _send(self, data: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _stream(self) -> None:
        """Server-sent events: the whole state at once, and again after every change."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        try:
            while True:
                told = self.board.told()
                self.wfile.write(f"data: {json.dumps(told, ensure_ascii=False)}\n\n".encode())
                while not self.board.wait(told["version"], HEARTBEAT):
                    self.wfile.write(b":\n\n")
        except (BrokenPipeError, ConnectionResetError):
            return  # the page was closed


def _with_news(html: str, version: int, state: str) -> str:
    """A page with the server's own style and script; `state` (Vietnamese) marks one that is not published."""
    style = f'<link rel="stylesheet" href="/{OWN}/xem-thu.css">'
    mark = (
        f'<p class="xem-thu-trang-thai">Xem thử ({state}): người đọc chưa thấy bài này.</p>' if state else ""
    )
    script = f'<script src="/{OWN}/xem-thu.js" data-version="{version}" defer></script>'
    head, end, body = html.partition("</head>")
    opening, close, rest = body.partition("<main") if mark else (body, "", "")
    return f"{head}{style}{script}{end}{opening}{mark}{close}{rest}"


def serve(output: Path, port: int, board: Board | None = None) -> ThreadingHTTPServer:
    """A server of `output` on loopback, with the board's previews if there is one.

    The folder is looked up again for each request, so a site that was exchanged shows at once.
    """
    live = functools.partial(_Live, board=board) if board else _Quiet
    handler = functools.partial(live, directory=str(output))
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True  # streams have no end of their own
    return server
