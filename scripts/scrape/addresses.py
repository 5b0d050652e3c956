"""Keys of addresses: which two are one, which are articles of the portal, which are of one shape or family."""

from __future__ import annotations

import re
from urllib.parse import unquote

# IIS, where these run, takes no notice of case.
_CASELESS = re.compile(r"\.(?:aspx?|ashx|asmx|axd)(?:/|$)", re.IGNORECASE)
# …/PortalPlus.aspx?/vi-VN/News/75//101147/0/26573/: tab, module, category, page of the list, article.
_ARTICLE = re.compile(r"/portalplus\.aspx\?/?([\w-]+)/news/(?:\d*/){4}(\d+)/?(?:&|$)", re.IGNORECASE)
_PAGE_OF = re.compile(r"(?:^|&)(?:page|trang|p|pg)=", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
# Letters and digits mixed, as in tokens and serial numbers.
_MADE_UP = re.compile(r"(?<![^\W_])(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{6,}(?![^\W_])", re.IGNORECASE)
MOST_NAMES = 6  # of parameters in a shape


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
