"""HTTP connections of urllib3 that keep what is sent, refuse private peers, and end when told to."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress
from functools import partial
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection

from scripts.scrape.scope import Scope
from scripts.scrape.socket_tap import FetchError, TappedResponse, TransferMeter


def tls_context(insecure: bool) -> ssl.SSLContext:
    """Certificates are checked, unless a person chose not to: then old TLS and any certificate will do."""
    context = ssl.create_default_context()
    if insecure:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
    return context


class RecordingConnection(HTTPConnection):
    """Mixed into urllib3's connections: keeps what is sent and with whom; refuses private peers."""

    scope: Scope
    meter: TransferMeter

    def prepare(self, scope: Scope, meter: TransferMeter) -> None:
        """Say within which bounds, and with whom, the one exchange of this connection may happen."""
        self.scope, self.meter = scope, meter
        self.sent = bytearray()
        self.line: socket.socket | None = None
        self.ip = ""
        # http.client calls whatever stands here with the socket; its type says a class.
        self.response_class = partial(TappedResponse, meter=meter)  # type: ignore[assignment]

    def _new_conn(self) -> socket.socket:
        sock = super()._new_conn()
        self.ip = sock.getpeername()[0]
        if self.scope.forbids_peer(self.host.strip("[]"), self.ip):
            sock.close()
            raise FetchError("private-address", self.ip)
        return sock

    def connect(self) -> None:
        """Connect, and remember the socket: the library forgets it as soon as a response begins."""
        super().connect()
        self.line = self.sock

    def hang_up(self) -> None:
        """End the connection now: files opened on a socket keep it alive beyond its close."""
        with suppress(OSError):
            if self.line is not None:
                self.line.shutdown(socket.SHUT_RDWR)
        self.close()

    def send(self, data: Any) -> None:
        """Send, and keep what is sent for the request record."""
        self.sent += data
        super().send(data)


class RecordingHTTPConnection(RecordingConnection):
    """HTTP."""


class RecordingHTTPSConnection(RecordingConnection, HTTPSConnection):
    """HTTPS."""
