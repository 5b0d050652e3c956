"""A static host on loopback that answers late, as over a network, and counts what it sends."""

from __future__ import annotations

import gzip
import threading
import time
from functools import partial
from pathlib import Path

from scripts.devserver.loopback import LoopbackHandler, LoopbackServer
from scripts.devserver.ranges import requested_range

DELAY = 0.04  # seconds before each answer
TEXT = (".html", ".css", ".js", ".json")  # what hosts compress by themselves


class _Handler(LoopbackHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    cached = "max-age=600"

    def answer(self) -> None:
        """Send a file as hosts do."""
        time.sleep(DELAY)
        path = self.file()
        if not path or not path.is_file():
            self.send_error(404)
            return
        body = path.read_bytes()
        assert isinstance(self.server, Host)
        part = requested_range(self.headers.get("Range"), len(body)) if self.server.ranges else None
        self.send_response(206 if part else 200)
        if part:
            self.send_header("Content-Range", f"bytes {part[0]}-{part[1] - 1}/{len(body)}")
            body = body[slice(*part)]
        self.send_header("Content-Type", self.guess_type(str(path)))
        if path.suffix in TEXT:
            body = gzip.compress(body, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.server.sent.append((self.path, len(body)))


class Host(LoopbackServer):
    """Serves `folder`, knowing range requests or not; `sent` lists (path, bytes of the body) of every answer."""

    def __init__(self, folder: Path, *, ranges: bool = True) -> None:
        super().__init__(0, partial(_Handler, directory=str(folder)))
        self.ranges = ranges
        self.sent: list[tuple[str, int]] = []
        self.address = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()
