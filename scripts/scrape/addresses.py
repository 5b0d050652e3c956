"""URL normalisation: the form in which addresses are asked for, and the keys by which two of them are one."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, unquote, urlsplit, urlunsplit

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
_TOKEN = re.compile(r"(?=.*\d)[\w.-]{8,}|(?=.*\d)(?=.*[A-Za-z])[\w.-]{5,}|[0-9a-fA-F-]{16,}|[A-Za-z0-9]{20,}")
# IIS, where these run, takes no notice of case.
_CASELESS = re.compile(r"\.(?:aspx?|ashx|asmx|axd)(?:/|$)", re.IGNORECASE)
_UNUSABLE = re.compile(r"[\x00-\x20\x7f]+")
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
# …/PortalPlus.aspx?/vi-VN/News/75//101147/0/26573/: tab, module, category, page of the list, article.
_ARTICLE = re.compile(r"/portalplus\.aspx\?/?([\w-]+)/news/(?:\d*/){4}(\d+)/?(?:&|$)", re.IGNORECASE)
_PAGE_OF = re.compile(r"(?:^|&)(?:page|trang|p|pg)=", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
# Letters and digits mixed, as in tokens and serial numbers.
_MADE_UP = re.compile(r"(?<![^\W_])(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{6,}(?![^\W_])", re.IGNORECASE)
MOST_NAMES = 6  # of parameters in a shape
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


def identity(url: str) -> str:
    """The key of a canonical address: without scheme, and without case where the server has none."""
    _, rest = url.split(":", 1)
    host, slash, tail = rest[2:].partition("/")
    path, mark, query = tail.partition("?")
    if not _CASELESS.search(path):
        return f"//{host}{slash}{tail}"
    if query.lower().startswith(("/", "%2f")):
        return f"//{host}{slash}{path.lower()}{mark}{query.lower().rstrip('/')}"
    pairs = (p.partition("=") for p in query.split("&"))
    lowered = "&".join(sorted(f"{name.lower()}{eq}{value}" for name, eq, value in pairs))
    return f"//{host}{slash}{path.lower()}{mark}{lowered}"


def as_sent(header: str) -> str:
    """A header's text as its server meant it: HTTP libraries read UTF-8 as Latin-1."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def article_of(url: str) -> str:
    """``vi-vn/26573``: language and id of the portal's article at an address, empty where it is not one's."""
    plain = unquote(url)
    match = _ARTICLE.search(plain)
    if not match or match[2].strip("0") == "" or _PAGE_OF.search(plain[match.end() :]):
        return ""
    return f"{match[1].lower()}/{match[2]}"


def _shape(text: str) -> str:
    return _DIGITS.sub("N", _MADE_UP.sub("N", text))


def _split_key(key: str) -> tuple[str, list[str], list[str], str]:
    """Host, path segments (a query that reads like a path is one), parameter names, postback of a key."""
    key, _, postback = key.partition("#")
    path, _, query = key.partition("?")
    names: list[str] = []
    if query.startswith("/"):
        path = f"{path}?{query.partition('&')[0]}"
    elif query:
        names = sorted({_shape(part.partition("=")[0].lower()) for part in query.split("&")})
    host, *segments = path[2:].split("/")
    return host, segments, names, postback


def pattern_of(key: str) -> str:
    """The shape shared by addresses one script makes: numbers and tokens as N, parameters by name, repeats once.

    ``//h/a/a/a/b`` and ``//h/a/b`` are one shape: relative links in a wrong place make the former without
    end. Postbacks (``…#target|argument``) are one shape per target.
    """
    host, segments, names, postback = _split_key(key)
    shapes = [_shape(segment) for segment in segments]
    shapes = list(dict.fromkeys(shapes)) if len(shapes) > 4 else shapes
    query = "?" + "&".join(names if len(names) <= MOST_NAMES else ["…"]) if names else ""
    form = "#" + _shape(postback.partition("|")[0]) if postback else ""
    return "/".join([host, *shapes]) + query + form


def family_of(key: str) -> str:
    """What addresses have in common whose shapes multiply (``/loc/a/b``, ``/loc/b/c/d``; ``?a&b``, ``?b``).

    The folder at the root, or the script whatever its parameters.
    """
    host, segments, names, _ = _split_key(key)
    folder = _shape(segments[0]) + "/" if len(segments) > 1 else ""
    return f"{host}/{'/'.join(map(_shape, segments))}?" if names else f"{host}/{folder}"
