"""Web server of a folder for the browsers of this machine alone, whatever is sent to it.

It listens on 127.0.0.1, which keeps other machines out but not other sites: a page of theirs may ask for any address,
and by DNS rebinding its own name may come to mean 127.0.0.1. So a request must name this machine as its host, and must
not come from a page of another origin. What is no request for a file is answered with a 4xx; connections are bounded
in number and time.
"""

from __future__ import annotations

import io
import re
import socket
import sys
import threading
import time
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from os.path import realpath
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from plugins.core.sources import UNPORTABLE
from scripts.devserver.ranges import requested_range

CONNECTIONS = 64  # at once; a browser opens six a host
PATIENCE = (
    10  # seconds from a connection to the end of its request, and for a browser to take what it is sent
)
LONGEST = 2048  # characters of an address without its query; those of the site have at most some 120
UNREAD = 1 << 16  # bytes of a refused request that are taken in, so that its sender comes to read the answer
_HOST = re.compile(r"(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SAID = {
    HTTPStatus.FORBIDDEN: "Máy chủ này không trả lời trang của nơi khác.",
    HTTPStatus.NOT_FOUND: "Không có trang này.",
    HTTPStatus.METHOD_NOT_ALLOWED: "Máy chủ này chỉ cho xem (GET, HEAD).",
    HTTPStatus.REQUEST_URI_TOO_LONG: "Địa chỉ quá dài.",
    HTTPStatus.MISDIRECTED_REQUEST: "Máy chủ này chỉ trả lời địa chỉ của chính máy này, như http://localhost:8000/.",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "Phần đầu của yêu cầu quá dài.",
}
_UNCLEAR = "Không hiểu yêu cầu."


class _Prompt(socket.SocketIO):
    """What a connection sends, until a moment (of `time.monotonic`): a sender of single bytes gains no time."""

    def __init__(self, connection: socket.socket) -> None:
        super().__init__(connection, "rb")
        self._connection, self.until = connection, time.monotonic() + PATIENCE

    def readinto(self, buffer: Any) -> int | None:
        """Read what is there; raises `TimeoutError` once the moment has come."""
        if (left := self.until - time.monotonic()) <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        return super().readinto(buffer)


class LoopbackHandler(SimpleHTTPRequestHandler):
    """Answers GET and HEAD for the files of `directory`, at addresses below `base`."""

    timeout = PATIENCE
    cached = "no-store"
    default_request_version = "HTTP/1.0"  # with 0.9 answers to what is no HTTP at all would have no status
    request: socket.socket

    def __init__(self, *args: Any, base: str = "/", **options: Any) -> None:
        self.base = base
        super().__init__(*args, **options)

    def setup(self) -> None:
        """Have the request read within its time."""
        super().setup()
        self.prompt = _Prompt(self.connection)
        self.rfile = io.BufferedReader(self.prompt)

    def handle_one_request(self) -> None:
        """Answer one request; the next one of a connection has its own time."""
        self.prompt.until = time.monotonic() + PATIENCE
        super().handle_one_request()

    def parse_request(self) -> bool:
        """Read the request; False after one that is refused has been told so."""
        if not super().parse_request():
            return False
        if status := self._refusal():
            self.send_error(status)
            return False
        self.connection.settimeout(PATIENCE)
        return True

    def _refusal(self) -> HTTPStatus | None:
        """Why a request is not answered; None where it is."""
        if self.command not in ("GET", "HEAD"):
            return HTTPStatus.METHOD_NOT_ALLOWED
        if len(self.path.partition("?")[0]) > LONGEST:
            return HTTPStatus.REQUEST_URI_TOO_LONG
        hosts = self.headers.get_all("Host", [])
        if len(hosts) != 1 or self.url() is None:
            return HTTPStatus.BAD_REQUEST
        if not _HOST.fullmatch(hosts[0]):
            return HTTPStatus.MISDIRECTED_REQUEST
        return HTTPStatus.FORBIDDEN if self._is_foreign(hosts[0]) else None

    def _is_foreign(self, host: str) -> bool:
        """Whether a page of another origin asks, other than by a link that the reader follows."""
        ask = self.headers.get
        if ask("Origin", f"http://{host}").lower() != f"http://{host}".lower():
            return True
        followed = ask("Sec-Fetch-Mode") == "navigate" and ask("Sec-Fetch-Dest") == "document"
        return ask("Sec-Fetch-Site", "none") not in ("none", "same-origin") and not followed

    def url(self) -> str | None:
        """The address asked for, relative to the folder; None where it is none."""
        if not self.path.startswith("/"):
            return None
        try:
            path = unquote(urlsplit(self.path).path, errors="strict")
        except ValueError:  # no UTF-8, or brackets that urlsplit takes for a host
            return None
        return None if _CONTROL.search(path) or ".." in path.split("/") else path

    def file(self) -> Path | None:
        """What is asked for, ``index.html`` where the address ends in a slash; None where the folder has none."""
        url = self.url() or ""
        if not url.startswith(self.base) or any(UNPORTABLE.search(part) for part in url.split("/")):
            return None
        root, path = Path(self.directory), url.removeprefix(self.base).lstrip("/")
        try:
            file = Path(realpath(root / path / ("index.html" if url.endswith("/") else ""), strict=True))
        except OSError:  # not there, a name too long for the file system, links in a ring
            return None
        # A link may lead anywhere: what it leads to must stand in the folder as well.
        inside = file.is_relative_to(realpath(root))
        return file if inside and (file.is_file() or file.is_dir()) else None

    def translate_path(self, path: str) -> str:
        """For the base class, which sends a file, and a browser on to the slash of a folder."""
        del path
        return str(self.file() or Path(self.directory, "404", "khong-co"))

    def answer(self) -> None:
        """Send what is asked for."""
        path = self.file()
        size = path.stat().st_size if path and path.is_file() else 0
        if path and (part := requested_range(self.headers.get("Range"), size)):
            self._send_part(path, part, size)
        elif file := self.send_head():
            with file:
                if self.command != "HEAD":
                    self.copyfile(file, self.wfile)

    def _send_part(self, path: Path, part: tuple[int, int], size: int) -> None:
        first, end = part
        self.send_response(HTTPStatus.PARTIAL_CONTENT)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Range", f"bytes {first}-{end - 1}/{size}")
        self.send_header("Content-Length", str(end - first))
        self.end_headers()
        if self.command != "HEAD":
            with path.open("rb") as file:
                file.seek(first)
                self.wfile.write(file.read(end - first))

    def do_GET(self) -> None:
        """See `answer`."""
        self.answer()

    def do_HEAD(self) -> None:
        """See `answer`, which sends the head alone."""
        self.answer()

    def end_headers(self) -> None:
        """Nothing is kept, guessed at, or shown inside other sites' pages."""
        self.send_header("Cache-Control", self.cached)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse in one Vietnamese sentence; `message` may repeat what was sent, and is not shown."""
        del message, explain
        status = HTTPStatus.METHOD_NOT_ALLOWED if code == HTTPStatus.NOT_IMPLEMENTED else HTTPStatus(code)
        self.close_connection = True
        self.send(_SAID.get(status, _UNCLEAR).encode(), "text/plain; charset=utf-8", status)
        self._take_in()

    def send(self, data: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        """Send a whole answer; its head alone where only that was asked for."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _take_in(self) -> None:
        """Take what is still coming: a connection closed before that loses the answer."""
        try:
            self.connection.shutdown(socket.SHUT_WR)
            self.prompt.until = time.monotonic() + 1
            self.rfile.read(UNREAD)
        except OSError:
            return  # the sender has gone, or waits for nothing

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's name
        """Say nothing: the terminal is for problems."""


class LoopbackServer(ThreadingHTTPServer):
    """Listens on 127.0.0.1; `CONNECTIONS` at once, of more the last is closed."""

    daemon_threads = True  # some answers have no end of their own
    request_queue_size = CONNECTIONS

    def __init__(self, port: int, handler: Any) -> None:
        super().__init__(("127.0.0.1", port), handler)
        self._room = threading.BoundedSemaphore(CONNECTIONS)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a thread of its own while there is room."""
        if self._room.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer one connection."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._room.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes before it has its answer is no error; anything else is said in a line."""
        del request, client_address
        error = sys.exception()
        if not isinstance(error, ConnectionError | TimeoutError):
            print(f"Máy chủ xem trang: {type(error).__name__}: {error}", file=sys.stderr)
