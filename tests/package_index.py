"""Package index on loopback (PEP 503) with wheels made on the spot: what pip meets is the test's to decide."""

from __future__ import annotations

import base64
import hashlib
import io
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Wheel:
    """A package of one module that says its version."""

    name: str
    version: str
    requires: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    tag: str = "py3-none-any"

    @property
    def file(self) -> str:
        return f"{self.name}-{self.version}-{self.tag}.whl"

    @property
    def data(self) -> bytes:
        info = f"{self.name}-{self.version}.dist-info"
        lines = [f"Requires-Dist: {line}\n" for line in self.requires]
        lines += [f"Provides-Extra: {extra}\n" for extra in self.extras]
        files = {
            f"{self.name}.py": f"VERSION = {self.version!r}\n",
            f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {self.name}\nVersion: {self.version}\n"
            + "".join(lines),
            f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: {self.tag}\n",
        }
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            record = ""
            for name, text in files.items():
                archive.writestr(zipfile.ZipInfo(name), text)
                digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=")
                record += f"{name},sha256={digest.decode()},{len(text.encode())}\n"
            archive.writestr(zipfile.ZipInfo(f"{info}/RECORD"), f"{record}{info}/RECORD,,\n")
        return packed.getvalue()

    @property
    def line(self) -> str:
        """How a locked list names it."""
        return f"{self.name}=={self.version} --hash=sha256:{hashlib.sha256(self.data).hexdigest()}\n"


@dataclass
class Index:
    """What the index offers at the moment, by file name, and the status it answers with."""

    address: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    status: int = 200

    def offer(self, *wheels: Wheel) -> None:
        self.files = {wheel.file: wheel.data for wheel in wheels}

    def answer(self, path: str) -> bytes | None:
        *_, parent, name = path.strip("/").split("/")
        if parent == "files":
            return self.files.get(name)
        links = [f'<a href="/files/{f}">{f}</a>' for f in self.files if f.startswith(f"{name}-")]
        return f"<!DOCTYPE html><html><body>{''.join(links)}</body></html>".encode() if links else None


@contextmanager
def running_index() -> Iterator[Index]:
    """An index that answers on loopback until the block ends."""
    index = Index()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = index.answer(self.path) if index.status == 200 else b""
            self.send_response(index.status if body is not None else 404)
            self.send_header("Content-Type", "text/html" if "/files/" not in self.path else "application/zip")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    index.address = f"http://127.0.0.1:{server.server_port}/simple/"
    try:
        yield index
    finally:
        server.shutdown()
        server.server_close()
