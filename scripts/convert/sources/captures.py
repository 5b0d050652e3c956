"""Captures of one address: which records are of it, and which of them is the best.

A capture is complete when the server answered 200, nothing of the body is missing, and the page is no notice
that there is none. Of several captures of one address the complete ones are tried from the newest to the oldest,
then the others, the fullest first; the first that is an article wins (`extract` decides that: a soft 404 or a
login page is refused there).
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from scripts.convert.sources.records import CaptureRecord
from scripts.convert.text.url_normalisation import canonical
from scripts.convert.text.urls import split_url

TRIES = 5  # captures of one address that are looked at; archives hold hundreds of a home page
_WAYBACK = re.compile(r"^https?://web\.archive\.org/web/(\d{4,14})(?:[a-z]{2}_)?/(?=.)", re.IGNORECASE)
_SESSION = re.compile(
    r";jsessionid=[^?/]*|\(S\([\w]+\)\)/|(?<=[?&])(?:PHPSESSID|ASPSESSIONID\w*|sid)=[^&]*&?", re.I
)
_PORTS = {"http": ":80", "https": ":443"}


def unwrap_wayback(url: str) -> tuple[str, str]:
    """(address, moment) of a page saved from the Wayback Machine; the address itself and "" elsewhere."""
    match = _WAYBACK.match(url)
    if not match:
        return url, ""
    rest = url[match.end() :]
    return rest if "://" in rest[:9] else f"http://{rest}", cdx_timestamp(match[1])


def cdx_timestamp(digits: str) -> str:
    """``20181021013000`` of a CDX line → ISO 8601; empty for anything that is no moment."""
    if not re.fullmatch(r"\d{8}(?:\d{6})?", digits):
        return ""
    day = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"
    return f"{day}T{digits[8:10]}:{digits[10:12]}:{digits[12:14]}Z" if digits[8:] else day


def capture_key(url: str) -> str:
    """What makes two captures captures of one address: no scheme, no default port, no session, no fragment, and the
    crawler's spelling of what remains.
    """
    plain = _SESSION.sub("", url.strip()).partition("#")[0]
    try:
        split = urlsplit(canonical(plain))
    except ValueError:  # no host, or nothing that could be asked for
        split = split_url(plain)
    if not split.netloc:
        return split.geturl()
    host = split.netloc.lower().removesuffix(_PORTS.get(split.scheme.lower(), ":")).removeprefix("www.")
    query = f"?{split.query.rstrip('&')}" if split.query.rstrip("&") else ""
    return f"{host}{split.path or '/'}{query}"


def capture_rank(record: CaptureRecord) -> int:
    """0 for a complete capture, 1 for one that was cut, 2 for another answer than 200, 3 for none."""
    if record.fault or record.refusal:
        return 3
    if record.status != 200:
        return 2
    return int(record.truncated)
