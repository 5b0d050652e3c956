"""A server of the project's own that misbehaves on command, on loopback, in this process.

A route is a function that gets the open connection and writes what it likes, byte by byte. Every request is
kept with its times, so that tests can say what was asked for, how often and how far apart.
"""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Hit:
    """One request as the server saw it; times in seconds of the monotonic clock.

    `ended` is when the last piece of the answer was about to be sent: noted afterwards it could be after the client,
    who has it by then, has begun to wait.
    """

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    began: float
    ended: float


class Peer:
    """The open connection a route writes to."""

    def __init__(self, hit: Hit, visit: int, write: Callable[[bytes], int], stopped: threading.Event) -> None:
        self.hit = hit
        self.visit = visit  # how often this target has been asked for, from 1
        self.write = write
        self.stopped = stopped

    def answer(
        self, body: bytes | str = b"", status: str = "200 OK", length: int | None = -1, **headers: str
    ) -> None:
        """A whole answer; ``length=None`` leaves Content-Length out, a number lies."""
        body = body.encode() if isinstance(body, str) else body
        fields = {"Content-Type": "text/html; charset=utf-8"} | {
            k.replace("_", "-"): v for k, v in headers.items()
        }
        if length is not None:
            fields["Content-Length"] = str(len(body) if length == -1 else length)
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
        self.write(f"HTTP/1.1 {status}\r\n{head}Connection: close\r\n\r\n".encode("latin-1") + body)


Route = Callable[[Peer], None]


def _not_found(peer: Peer) -> None:
    peer.answer("<html><body>gone</body></html>", "404 Not Found")


@dataclass
class Site:
    """Routes by request target; `fallback` answers the rest."""

    routes: dict[str, Route] = field(default_factory=lambda: {"/robots.txt": _not_found})
    hits: list[Hit] = field(default_factory=list)
    url: str = ""
    fallback: Route = field(default_factory=lambda: _not_found)
    stopped: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def page(self, target: str, body: bytes | str, **how: str) -> None:
        """A well-behaved page."""
        self.routes[target] = lambda peer: peer.answer(body, **how)

    def asked(self, part: str = "") -> list[str]:
        """The targets asked for that contain `part`, robots.txt left out, in order."""
        return [hit.target for hit in self.hits if part in hit.target and hit.target != "/robots.txt"]

    def gaps(self) -> list[float]:
        """Seconds between the end of each answer and the next request."""
        return [later.began - earlier.ended for earlier, later in zip(self.hits, self.hits[1:], strict=False)]

    def serve(self, handler: socketserver.StreamRequestHandler) -> None:
        """Read one request and let its route answer."""
        first = handler.rfile.readline().decode("latin-1").split()
        if len(first) < 3:
            return
        now = time.monotonic()
        hit = Hit(first[0], first[1], {}, b"", now, now)
        while line := handler.rfile.readline().decode("latin-1").strip():
            name, _, value = line.partition(": ")
            hit.headers[name.lower()] = value
        hit.body = handler.rfile.read(int(hit.headers.get("content-length", "0")))
        with self.lock:
            self.hits.append(hit)
            visit = sum(1 for other in self.hits if other.target == hit.target)

        def write(data: bytes) -> int:
            hit.ended = time.monotonic()
            return handler.wfile.write(data)

        route = self.routes.get(hit.target, self.fallback)
        with suppress(BrokenPipeError, ConnectionResetError):  # the crawler had enough
            route(Peer(hit, visit, write, self.stopped))


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up during the handshake is what some tests are about."""


class _Server6(_Server):
    address_family = socket.AF_INET6


@contextmanager
def served(
    site: Site, certificate: Path | None = None, host: str = "127.0.0.1", *, old: bool = False
) -> Iterator[Site]:
    """Serve a site on a free port of the loopback for the time of a test; over TLS with a certificate.

    `old`: over TLS 1.0, as servers of 2008 do.
    """

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            site.serve(self)

    with (_Server6 if ":" in host else _Server)((host, 0), Handler) as server:
        if certificate:
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            if old:
                tls.set_ciphers("DEFAULT:@SECLEVEL=0")
                tls.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
                tls.maximum_version = ssl.TLSVersion.TLSv1
            tls.load_cert_chain(certificate)
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        name = f"[{host}]" if ":" in host else host
        site.url = f"http{'s' if certificate else ''}://{name}:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield site
        finally:
            site.stopped.set()
            server.shutdown()
            thread.join()
