"""The server the archivist's browser talks to: the built site, previews in their places, and news of changes."""

from __future__ import annotations

import functools
import json
from http import HTTPStatus
from pathlib import Path
from typing import Any

from scripts.devserver.board import STATES, Board
from scripts.devserver.loopback import LoopbackHandler, LoopbackServer

OWN = "xem-thu"  # folder of the server's own files; no page of the site is called so
HEARTBEAT = 15  # seconds; shows that a browser has gone
_HERE = Path(__file__).resolve().parent
_FILES = {"xem-thu.js": "text/javascript; charset=utf-8", "xem-thu.css": "text/css; charset=utf-8"}


_MISSING = """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Chưa có trang này</title></head>
<body><main><h1>Chưa có trang này</h1><p>Nếu trang đang được dựng, nó sẽ hiện ở đây khi xong, không cần tải lại.
<a href="/">Về trang chủ</a></p></main></body></html>"""


class _Live(LoopbackHandler):
    """The site with previews in their places; every page is told of changes."""

    def __init__(self, *args: Any, board: Board, **options: Any) -> None:
        self.board = board
        super().__init__(*args, **options)

    def answer(self) -> None:
        """Serve a preview, a page, a file, or the stream of news."""
        url = (self.url() or "").lstrip("/")
        folder, _, name = url.partition("/")
        if folder == OWN and name == "tin":
            self._stream()
        elif folder == OWN and name in _FILES:
            self.send((_HERE / name).read_bytes(), _FILES[name])
        elif not url or url.endswith(("/", ".html")):
            self._send_page(url)
        else:
            super().answer()

    def _send_page(self, url: str) -> None:
        version, state, status = self.board.version, "", HTTPStatus.OK
        if shown := self.board.page(url):
            html, state = shown.html, STATES.get(shown.status, "")
        elif (file := self.file()) and file.is_file():
            html = file.read_text(encoding="utf-8", errors="replace")
        else:  # it may come: the first build has not ended, or the source is being written
            html, status = _MISSING, HTTPStatus.NOT_FOUND
        self.send(_with_news(html, version, state).encode(), "text/html; charset=utf-8", status)

    def _stream(self) -> None:
        """Server-sent events: the whole state at once, and again after every change."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        while self.command != "HEAD":  # until the page is closed: a write fails then
            told = self.board.told()
            self.wfile.write(f"data: {json.dumps(told, ensure_ascii=False)}\n\n".encode())
            while not self.board.wait(told["version"], HEARTBEAT):
                self.wfile.write(b":\n\n")


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


def serve(output: Path, port: int, board: Board | None = None, base: str = "/") -> LoopbackServer:
    """A server of `output` on loopback, with the board's previews if there is one, at addresses below `base`.

    The folder is looked up again for each request, so a site that was exchanged shows at once.
    """
    live = functools.partial(_Live, board=board) if board else LoopbackHandler
    return LoopbackServer(port, functools.partial(live, directory=str(output), base=base))
