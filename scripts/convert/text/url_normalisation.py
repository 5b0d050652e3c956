"""URL normalisation: one form for the addresses of one resource, as the crawler asks and the converter looks for it."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

# Sessions of ASP.NET (cookieless), Java and ColdFusion that stand in the path.
_PATH_SESSION = re.compile(
    r"/\((?:[A-Za-z]\([^()/]*\))+\)|;(?:jsessionid|sid|phpsessid|cfid|cftoken)=[^/;]*", re.IGNORECASE
)
# Parameters that name a visit, a campaign or where an error came from, never a page.
_NEVER_A_PAGE = re.compile(
    r"(?:phpsessid|j?session_?id|aspsessionid\w*|asp\.net_sessionid|sessid|s_id|cfid|cftoken|zenid|osc?sid"
    r"|utm_\w+|fbclid|gclid|_ga|aspxerrorpath|aspxautodetectcookiesupport)",
    re.IGNORECASE,
)
# Names that may mean a session or a section, a clock or a page: the value decides.
_PERHAPS_SESSION = re.compile(r"(?:sid|ssid|session|sess|token)", re.IGNORECASE)
_PERHAPS_CLOCK = re.compile(r"(?:_|rnd|rand|random|ts|timestamp|nocache|cachebuster)", re.IGNORECASE)
_PERHAPS_MOMENT = re.compile(r"(?:_?t|time|dc|nc|cb|cache)", re.IGNORECASE)
_MOMENT = re.compile(r"\d{10,19}")  # seconds, or parts of them, since 1970
_TOKEN = re.compile(r"(?=.*\d)[\w.-]{8,}|(?=.*\d)(?=.*[A-Za-z])[\w.-]{5,}|[0-9a-fA-F-]{16,}|[A-Za-z0-9]{20,}")
_UNUSABLE = re.compile(r"[\x00-\x20\x7f]+")
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def _escape(text: str, safe: str) -> str:
    """One spelling of percent escapes: unreserved characters bare, the others in capitals, spaces as %20."""

    def one(match: re.Match[str]) -> str:
        char = chr(int(match[1], 16))
        return char if _UNRESERVED.fullmatch(char) else match[0].upper()

    return quote(_ESCAPE.sub(one, text), safe=safe + "%", encoding="utf-8", errors="replace")


def _dots(path: str) -> str:
    """The path without ``.`` and ``..``; empty segments stay, the portal uses them."""
    out: list[str] = []
    for part in path.split("/"):
        if part == "..":
            del out[max(1, len(out) - 1) :]
        elif part != ".":
            out.append(part)
    ended = path.endswith(("/.", "/.."))
    return "/".join(out) + ("/" if ended and out[-1:] != [""] else "")


def _is_noise(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    if _NEVER_A_PAGE.fullmatch(name):
        return True
    if _PERHAPS_SESSION.fullmatch(name):
        return bool(_TOKEN.fullmatch(value))
    if _PERHAPS_MOMENT.fullmatch(name):
        return bool(_MOMENT.fullmatch(value))
    return bool(_PERHAPS_CLOCK.fullmatch(name)) and bool(re.fullmatch(r"[\d.]+", value))


def _query(query: str) -> str:
    """Parameters in one order without noise; a first part that reads like a path stays first, as it is."""
    if not query:
        return ""
    if query.startswith("/"):
        query = query.replace("?", "&", 1)  # …/26573/?sid=… is how such addresses are extended by mistake
    parts = [p.removeprefix("amp;") for p in query.split("&")]
    path = [parts.pop(0)] if parts and parts[0].startswith("/") else []
    return "&".join([*path, *sorted(p for p in parts if p and not _is_noise(p))])


def _authority(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".").lower()
    if not host:
        raise ValueError("no host")
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    host = f"[{host}]" if ":" in host else host
    port = parts.port
    return host if port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f"{host}:{port}"


def literal(url: str) -> str:
    """An address as it stands, fit to be sent: ASCII, no fragment, no credentials.

    Raises ValueError (UnicodeError is one) for what is not an address with a host.
    """
    parts = urlsplit(_UNUSABLE.sub(lambda m: "%20" * m[0].count(" "), url.strip()))
    path = _dots(_escape(parts.path or "/", "/:@!$&'()*+,;=~"))
    return urlunsplit((parts.scheme, _authority(parts), path, _escape(parts.query, "/:@!$&'()*+,;=~?"), ""))


def canonical(url: str) -> str:
    """The form in which an address is asked for: `literal`, without sessions and clocks, parameters in order."""
    parts = urlsplit(literal(url))
    path = _PATH_SESSION.sub("", parts.path) or "/"
    return urlunsplit((parts.scheme, parts.netloc, path, _query(parts.query), ""))
