"""Fetching, one request for one response: urllib3's connections, each used once, within bounds."""

from __future__ import annotations

import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPException
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from urllib3 import HTTPHeaderDict
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NameResolutionError, NewConnectionError
from urllib3.response import HTTPResponse

from scripts.scrape.connection import RecordingHTTPConnection, RecordingHTTPSConnection, tls_context
from scripts.scrape.inflate import Inflater
from scripts.scrape.scope import Scope
from scripts.scrape.socket_tap import FetchError, FetchLimits, TransferMeter

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_INTERIM = re.compile(rb"HTTP/\S+ 1\d\d")
_CHUNK = 65536
_MOST_COOKIES = 50  # of one host, the latest: servers refuse requests of more than 8 kB or so


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """What is asked for: a canonical address, extra headers (conditions), a form's body where it is a POST."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    form: bytes | None = None
    patience: float = 1.0
    enough: int | None = None  # bytes of the decoded body that will do
    strict: bool = False  # see `Inflater`; worth another attempt


@dataclass(frozen=True, slots=True)
class FetchResponse:
    """What came back: `head` and `raw` as the bytes on the wire, `body` decoded, `framed` if its end was marked."""

    url: str
    status: int
    headers: HTTPHeaderDict
    head: bytes
    raw: bytes
    body: bytes
    request: bytes
    ip: str
    when: datetime
    framed: bool = True

    @property
    def content_type(self) -> str:
        """The media type the server claims, lower case, without parameters."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()


class Fetcher:
    """Asks one host's questions one at a time; remembers cookies for the run, as a browser would."""

    def __init__(
        self,
        scope: Scope,
        user_agent: str,
        sender: str = "",
        bounds: FetchLimits | None = None,
        insecure_tls: bool = False,
    ) -> None:
        self._scope = scope
        self._bounds = bounds or FetchLimits()
        self._tls = tls_context(insecure_tls)
        self._cookies: dict[str, dict[str, str]] = {}
        self._headers = {
            "User-Agent": user_agent,
            "Accept": "*/*",
            "Accept-Language": "vi,en;q=0.5",
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }
        if sender:
            self._headers["From"] = sender

    def fetch(self, request: FetchRequest) -> FetchResponse:
        """The response to one question, whole; raises `FetchError` with the reason where there is none."""
        connection = self._connect(request)
        try:
            return self._exchange(connection, request)
        except ConnectionError as error:  # http.client's RemoteDisconnected is one
            raise FetchError("reset", str(error)) from error
        except ssl.SSLCertVerificationError as error:
            raise FetchError("tls", error.verify_message) from error
        except HTTPError as error:
            raise _cut(error) from error
        except (HTTPException, ValueError) as error:  # ValueError: a header that cannot be sent or read
            raise FetchError("bad-response", repr(error)) from error
        except TimeoutError as error:
            raise FetchError("timeout", str(error)) from error
        except OSError as error:
            raise FetchError(
                "tls" if isinstance(error, ssl.SSLError) else "connection", str(error)
            ) from error
        finally:
            connection.hang_up()

    def _connect(self, request: FetchRequest) -> RecordingHTTPConnection | RecordingHTTPSConnection:
        parts = urlsplit(request.url)
        meter = TransferMeter(self._bounds, request.patience)
        connection: RecordingHTTPConnection | RecordingHTTPSConnection
        if parts.scheme == "https":
            connection = RecordingHTTPSConnection(
                parts.hostname or "",
                parts.port,
                timeout=meter.allowance(),
                ssl_context=self._tls,
                cert_reqs=self._tls.verify_mode,
            )
        else:
            connection = RecordingHTTPConnection(parts.hostname or "", parts.port, timeout=meter.allowance())
        connection.prepare(self._scope, meter)
        return connection

    def _exchange(
        self, connection: RecordingHTTPConnection | RecordingHTTPSConnection, request: FetchRequest
    ) -> FetchResponse:
        parts = urlsplit(request.url)
        headers = self._headers | dict(request.headers)
        if jar := self._cookies.get(parts.hostname or ""):
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in jar.items())
        if request.form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(
            "GET" if request.form is None else "POST",
            target,
            body=request.form,
            headers=headers,
            preload_content=False,
            decode_content=False,
        )
        when = datetime.now(UTC)
        reply = connection.getresponse()
        body = _read(reply, self._bounds, request)
        self._remember(parts.hostname or "", reply.headers)
        head, raw = _split(bytes(connection.meter.received), reply.headers)
        framed = "Content-Length" in reply.headers or "Transfer-Encoding" in reply.headers
        return FetchResponse(
            request.url,
            reply.status,
            reply.headers,
            head,
            raw,
            body,
            bytes(connection.sent),
            connection.ip,
            when,
            framed,
        )

    def _remember(self, host: str, headers: HTTPHeaderDict) -> None:
        jar = self._cookies.setdefault(host, {})
        for line in headers.getlist("Set-Cookie"):
            try:
                parsed = SimpleCookie(line)
            except CookieError:
                continue
            for name, morsel in parsed.items():
                jar[name] = morsel.coded_value
                if morsel["max-age"] == "0" or not morsel.coded_value:
                    del jar[name]
        for name in list(jar)[:-_MOST_COOKIES]:
            del jar[name]


def _read(reply: HTTPResponse, bounds: FetchLimits, request: FetchRequest) -> bytes:
    """The decoded body, as much as will do; its stored form is kept by the watch."""
    framing = reply.headers.get("Transfer-Encoding", "").strip().lower()
    if framing not in ("", "chunked", "identity"):
        raise FetchError("bad-response", f"Transfer-Encoding: {framing}")
    inflater = Inflater(reply.headers.get("Content-Encoding", ""), bounds.decoded, strict=request.strict)
    for piece in reply.stream(_CHUNK, decode_content=False):
        inflater.feed(piece)
        if request.enough is not None and len(inflater.body) >= request.enough:
            return bytes(inflater.body)
    if reply.status in (204, 304):
        return b""
    return inflater.finish()


def _split(received: bytes, headers: HTTPHeaderDict) -> tuple[bytes, bytes]:
    """Head and body of the final response; interim ones (100) and bytes beyond Content-Length are dropped."""
    start = 0
    while end := _HEAD_END.search(received, start):
        if not _INTERIM.match(received, start):
            break
        start = end.end()
    stop = end.end() if end else len(received)
    raw = received[stop:]
    length = headers.get("Content-Length", "")
    if length.isascii() and length.isdigit() and "Transfer-Encoding" not in headers:
        raw = raw[: int(length)]
    return received[start:stop], raw


def _cut(error: HTTPError) -> FetchError:
    """The reason behind urllib3's exceptions, which wrap those of http.client and the socket."""
    inner = error.__cause__ or error.__context__
    if isinstance(inner, ssl.SSLError) or "SSL" in type(error).__name__:
        return FetchError("tls", str(error))
    name = type(error).__name__
    if isinstance(error, NewConnectionError | NameResolutionError | ConnectTimeoutError):
        return FetchError("connection", str(error))
    if "Timeout" in name:
        return FetchError("timeout", str(error))
    incomplete = re.search("IncompleteRead|InvalidChunkLength|ended prematurely", name + str(error))
    return FetchError("truncated" if incomplete or isinstance(inner, OSError) else "bad-response", str(error))
