"""URLs from outside, split and joined without an error for those that no browser could read either."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import SplitResult, urljoin, urlsplit

from scripts.convert.limits import ADDRESS

ATTACHMENTS = frozenset(
    (
        ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".pps", ".ppsx", ".pdf",
        ".zip", ".rar", ".7z", ".rtf", ".odt", ".ods", ".odp", ".txt", ".csv", ".mp3", ".mp4", ".webm", ".wmv",
        ".wma", ".avi", ".flv", ".mov", ".wav", ".m4a", ".3gp", ".mid", ".epub", ".djvu", ".tif", ".tiff", ".dwg",
    )
)  # fmt: skip
_NAMES_ATTACHMENT = re.compile("|".join(map(re.escape, sorted(ATTACHMENTS))), re.IGNORECASE)
# Addresses that `urljoin` gives back as they are, that it puts behind a host, and behind a folder: nearly all.
_REST = r"(?:\?[^\s#\x00-\x1f]+)?(?:#[^\s\x00-\x1f]+)?"
_ABSOLUTE = re.compile(rf"(https?://[A-Za-z0-9.-]+(?::\d+)?)(/[^\s\\?#;\x00-\x1f]*)?{_REST}")
_ROOTED = re.compile(rf"(?!//)(?:/(?!\.\.?(?:[/?#]|$))[^\s\\/?#;\x00-\x1f]*)+{_REST}")
_BESIDE = re.compile(rf"[A-Za-z0-9_-][^\s\\/?#;:\x00-\x1f]*{_REST}")
_NOT_OF_PAGES = frozenset(
    ("about", "blob", "cid", "data", "dns", "file", "javascript", "mailto", "mid", "urn", "vbscript")
)
# Liferay's document library, handlers of ASP.NET, download scripts.
_HANDED_OUT = re.compile(
    r"/document_library/get_file\b|/documents/\d+/|\.(?:ashx|axd)\?|/download(?:file)?[./?]", re.IGNORECASE
)
_NO_TEXT = re.compile("[\udc80-\udcff]")  # how Python writes such bytes
_UNSEEN = re.compile("[\0-\x1f\x7f-\x9f\ud800-\udfff]")


def split_url(url: str) -> SplitResult:
    """The parts of an address; all of it is the path where it cannot be split (``http://[::bad/``)."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", url, "", "")


def is_absolute(url: str) -> bool:
    """True for a plain address of the web, with its host."""
    return _ABSOLUTE.fullmatch(url) is not None


def join(base: str, url: str) -> str:
    """`urljoin`, which takes ten times as long for the addresses that most links have; raises ValueError as it does."""
    site = _ABSOLUTE.fullmatch(base)
    if site and is_absolute(url):
        return url
    if site and _ROOTED.fullmatch(url):
        return site[1] + url
    path = (site[2] or "") if site else ""
    if site and "//" not in path and "/." not in path and _BESIDE.fullmatch(url):
        return f"{site[1]}{path.rpartition('/')[0]}/{url}"
    return urljoin(base, url)


def join_url(base: str, url: str) -> str:
    """An address as a page at `base` means it; as it stands where no one can tell."""
    try:
        return join(base, url)
    except ValueError:
        return url


def has_page(url: str) -> bool:
    """False for an address of a scheme that leads to no page of a site: ``data:``, ``file:``, ``urn:``."""
    return url.partition(":")[0].strip().lower() not in _NOT_OF_PAGES


def url_fault(url: str) -> str:
    """Why nobody can go to an address (Vietnamese); empty where one can."""
    if len(url) > ADDRESS:
        return f"địa chỉ dài hơn {ADDRESS} ký tự"
    if _UNSEEN.search(url):
        return "địa chỉ có ký tự điều khiển"
    try:
        urlsplit(url).port  # noqa: B018  # says what is wrong by raising
    except ValueError:
        return f"địa chỉ “{url[:80]}” sai cú pháp"
    return ""


def percent_encoded_bytes(url: str) -> str:
    """An address made of a file's name: bytes of that which are no text stand in it as a browser would send them."""
    return _NO_TEXT.sub(lambda match: f"%{ord(match[0]) - 0xDC00:02X}", url)


def printable(text: str) -> str:
    """A name as it can be written anywhere: what is no character to print is escaped."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def leads_to_document(url: str) -> bool:
    """True for an attachment, or an address by which portals hand out files: its end does not name a kind."""
    return is_attachment(url) or _HANDED_OUT.search(url) is not None


def is_attachment(url: str) -> bool:
    """True for an address of a document rather than of a page."""
    if not _NAMES_ATTACHMENT.search(url):
        return False
    return PurePosixPath(split_url(url).path).suffix.lower() in ATTACHMENTS
