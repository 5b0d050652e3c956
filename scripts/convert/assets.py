"""Pictures and attachments: beside the archive under a name made of their content, else at their old
address.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from plugins.core.addresses import slugify
from scripts.convert.blocks import Block, Segment, walk
from scripts.convert.records import Assets, Record, load

UNKNOWN_HOST = "http://khong-ro-may-chu.invalid/"
_ATTACHMENTS = frozenset(
    (
        ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".pdf", ".zip", ".rar", ".rtf", ".odt",
        ".ods", ".txt", ".mp3", ".mp4",
    )
)  # fmt: skip
_PICTURES = frozenset([".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".svg"])
_MAGIC = ((b"\xff\xd8\xff", ".jpg"), (b"\x89PNG", ".png"), (b"GIF8", ".gif"), (b"BM", ".bmp"))


@dataclass(frozen=True, slots=True)
class Placed:
    """A file to be copied beside the articles: its path in the content folder, and where its bytes are."""

    path: str
    record: Record


def _extension(name: str, data: bytes, known: frozenset[str]) -> str:
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in known:
        return suffix
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ".webp"
    return next((ext for magic, ext in _MAGIC if data.startswith(magic)), "")


def asset_path(url: str, data: bytes, folder: str) -> str:
    """``anh/<hash>-name.jpg``: the same content always has the same path; empty for content of no known
    kind.
    """
    name = PurePosixPath(unquote(urlsplit(url).path)).name
    extension = _extension(name, data, _PICTURES if folder == "anh" else _ATTACHMENTS)
    return (
        f"{folder}/{hashlib.sha256(data).hexdigest()[:12]}-{slugify(PurePosixPath(name).stem, 40)}{extension}"
        if extension and data
        else ""
    )


def _placed(url: str, folder: str, record: Record, assets: Assets) -> Placed | None:
    found = assets.find(url, record)
    if found is None:
        return None
    path = asset_path(url, load(found), folder)
    return Placed(path, found) if path else None


def is_attachment(url: str) -> bool:
    """True for an address of a document rather than of a page."""
    return PurePosixPath(urlsplit(url).path).suffix.lower() in _ATTACHMENTS


def place_assets(
    blocks: list[Block], record: Record, assets: Assets, *, depth: int
) -> tuple[list[Placed], list[tuple[str, str]]]:
    """Point blocks at captured files, `depth` folders up; returns the files, and (what, reason) of those
    not captured.
    """
    up = "../" * depth
    placed: list[Placed] = []
    missing: list[tuple[str, str]] = []
    for block in walk(blocks):
        if block.kind == "picture":
            if found := _placed(block.source, "anh", record, assets):
                block.source = up + found.path
                placed.append(found)
            else:
                missing.append(
                    (f"ảnh {block.source}", "bản chụp không có ảnh này; giữ liên kết tới địa chỉ gốc")
                )
        for url in dict.fromkeys(_attached(block)):
            if found := _placed(url, "tep", record, assets):
                block.segments = [_moved(s, url, up + found.path) for s in block.segments]
                placed.append(found)
            else:
                missing.append(
                    (f"tệp đính kèm {url}", "bản chụp không có tệp này; giữ liên kết tới địa chỉ gốc")
                )
    return placed, missing


def address_rest(blocks: list[Block], *, depth: int) -> None:
    """Make what is still relative an absolute address, on a host that cannot exist (RFC 2606).

    Saved pages without a known address have such links; left relative they would lead into the new archive.
    """
    ours = tuple("../" * depth + folder for folder in ("anh/", "tep/"))

    def addressed(url: str) -> str:
        parts = urlsplit(url)
        local = not parts.scheme and not parts.netloc and not url.startswith(("#", *ours))
        return urljoin(UNKNOWN_HOST, url) if url and local else url

    for block in walk(blocks):
        if block.kind == "picture":
            block.source = addressed(block.source)
        block.segments = [s._replace(href=addressed(s.href)) if s.href else s for s in block.segments]


def _attached(block: Block) -> Iterator[str]:
    return (s.href for s in block.segments if s.href and is_attachment(s.href))


def _moved(segment: Segment, url: str, path: str) -> Segment:
    return segment._replace(href=path) if segment.href == url else segment
