"""Pictures and attachments: which an article wants, and the names they have beside the articles."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from plugins.core.addresses import slugify
from scripts.convert.markdown.blocks import Block, walk
from scripts.convert.text.linked_resources import is_picture
from scripts.convert.text.urls import ATTACHMENTS, is_absolute, is_attachment, split_url

RELATIVE = "dia-chi-cu:"  # before an address of a page whose host nobody knows
_PICTURES = frozenset([".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".svg"])
_MAGIC = ((b"\xff\xd8\xff", ".jpg"), (b"\x89PNG", ".png"), (b"GIF8", ".gif"), (b"BM", ".bmp"))


_KINDS = {
    "application/pdf": ".pdf", "application/msword": ".doc", "application/vnd.ms-excel": ".xls",
    "application/vnd.ms-powerpoint": ".ppt", "application/rtf": ".rtf", "application/zip": ".zip",
    "application/x-zip-compressed": ".zip", "application/x-rar-compressed": ".rar", "application/vnd.rar": ".rar",
    "application/x-7z-compressed": ".7z", "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "audio/mpeg": ".mp3", "audio/x-ms-wma": ".wma", "audio/wav": ".wav", "video/mp4": ".mp4",
    "video/x-ms-wmv": ".wmv", "video/x-flv": ".flv", "video/webm": ".webm", "text/csv": ".csv",
    "image/tiff": ".tif", "image/jpeg": ".jpg", "image/pjpeg": ".jpg", "image/png": ".png", "image/gif": ".gif",
    "image/webp": ".webp", "image/bmp": ".bmp",
}  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0"  # old Word, Excel and PowerPoint alike: the name or the header says which
_FILE_MAGIC = (
    (b"%PDF", ".pdf"), (b"{\\rtf", ".rtf"), (b"Rar!", ".rar"), (b"7z\xbc\xaf", ".7z"), (b"ID3", ".mp3"),
    (b"FLV", ".flv"), (b"II*\0", ".tif"), (b"MM\0*", ".tif"), (b"\x30\x26\xb2\x75", ".wmv"),
)  # fmt: skip
_OFFICE = ((b"word/", ".docx"), (b"xl/", ".xlsx"), (b"ppt/", ".pptx"))
_HTML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|script)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LinkedFile:
    """A picture or an attachment an article shows: its address as the Markdown has it, and its folder.

    `others` are addresses the same picture may have been captured under. A file that is not `sure` is a link that may
    lead to one, which the captures tell.
    """

    url: str
    folder: str  # "anh" or "tep"
    others: tuple[str, ...] = ()
    sure: bool = True

    @property
    def kind(self) -> str:
        """What a person calls it."""
        return "ảnh" if self.folder == "anh" else "tệp đính kèm"


def _extension(name: str, data: bytes, known: frozenset[str]) -> str:
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in known:
        return suffix
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ".webp"
    return next((ext for magic, ext in _MAGIC if data.startswith(magic)), "")


def _document_extension(name: str, data: bytes, content_type: str) -> str:
    """The ending of a document by its name, else by its first bytes and what the server called it."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in ATTACHMENTS:
        return suffix
    if _HTML.match(data[:400]):
        return ""
    said = _KINDS.get(content_type.split(";")[0].strip().lower(), "")
    if data.startswith(b"PK\x03\x04"):
        return next((ext for mark, ext in _OFFICE if mark in data[:4096]), said or ".zip")
    if data.startswith(_OLE):
        return said or ".doc"
    return next((ext for magic, ext in _FILE_MAGIC if data.startswith(magic)), said)


def asset_path(url: str, data: bytes, folder: str, content_type: str = "") -> str:
    """``anh/<hash>-name.jpg``: the same content always has the same path; empty for content of no known
    kind.
    """
    name = PurePosixPath(unquote(split_url(url).path)).name
    picture = folder == "anh"
    extension = (
        _extension(name, data, _PICTURES) if picture else _document_extension(name, data, content_type)
    )
    return (
        f"{folder}/{hashlib.sha256(data).hexdigest()[:12]}-{slugify(PurePosixPath(name).stem, 40)}{extension}"
        if extension and data
        else ""
    )


def linked_files(blocks: list[Block]) -> list[LinkedFile]:
    """The files blocks point at, each once, in their order."""
    found: dict[tuple[str, str], LinkedFile] = {}
    for file in _all_files(blocks):
        found.setdefault((file.url, file.folder), file)
    return list(found.values())


def _all_files(blocks: list[Block]) -> Iterator[LinkedFile]:
    for block in walk(blocks):
        if block.kind == "picture":
            yield LinkedFile(block.source, "anh", block.sources)
        if block.kind == "embed":
            yield LinkedFile(block.source, "tep", sure=bool(block.alt) or is_attachment(block.source))
        cells = (s for row in block.rows for cell in row for s in cell.segments)
        for segment in (*block.segments, *cells):
            if segment.href and not segment.href.startswith(("#", "mailto:")):
                folder = "anh" if is_picture(segment.href) else "tep"
                yield LinkedFile(segment.href, folder, sure=is_attachment(segment.href))


def mark_relative_urls(blocks: list[Block]) -> None:
    """Mark what is still relative: left as it is, it would lead into the new archive.

    Saved pages without a known address have such links. No browser follows the mark, so a reader sees the words
    alone, and an archivist finds the old address in the source.
    """

    def addressed(url: str) -> str:
        if is_absolute(url):
            return url
        split = split_url(url)
        local = not split.scheme and not split.netloc and not url.startswith("#")
        return RELATIVE + url if url and local else url

    for block in walk(blocks):
        if block.kind in ("picture", "embed"):
            block.source = addressed(block.source)
            block.sources = tuple(map(addressed, block.sources))
        for segments in (block.segments, *(cell.segments for row in block.rows for cell in row)):
            segments[:] = [s._replace(href=addressed(s.href)) if s.href else s for s in segments]
