"""Pictures and attachments: which an article wants, and the names they have beside the articles."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from plugins.core.addresses import slugify
from scripts.convert.markdown.blocks import Block, walk
from scripts.convert.text.urls import ATTACHMENTS, is_attachment, split_url

RELATIVE = "dia-chi-cu:"  # before an address of a page whose host nobody knows
_PICTURES = frozenset([".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".svg"])
_MAGIC = ((b"\xff\xd8\xff", ".jpg"), (b"\x89PNG", ".png"), (b"GIF8", ".gif"), (b"BM", ".bmp"))


@dataclass(frozen=True, slots=True)
class LinkedFile:
    """A picture or an attachment an article shows: its address as the Markdown has it, and its folder."""

    url: str
    folder: str  # "anh" or "tep"

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


def asset_path(url: str, data: bytes, folder: str) -> str:
    """``anh/<hash>-name.jpg``: the same content always has the same path; empty for content of no known
    kind.
    """
    name = PurePosixPath(unquote(split_url(url).path)).name
    extension = _extension(name, data, _PICTURES if folder == "anh" else ATTACHMENTS)
    return (
        f"{folder}/{hashlib.sha256(data).hexdigest()[:12]}-{slugify(PurePosixPath(name).stem, 40)}{extension}"
        if extension and data
        else ""
    )


def linked_files(blocks: list[Block]) -> list[LinkedFile]:
    """The files blocks point at, each once, in their order."""
    found = []
    for block in walk(blocks):
        if block.kind == "picture":
            found.append(LinkedFile(block.source, "anh"))
        cells = (s for row in block.rows for cell in row for s in cell.segments)
        found += [LinkedFile(s.href, "tep") for s in (*block.segments, *cells) if is_attachment(s.href)]
    return list(dict.fromkeys(found))


def mark_relative_urls(blocks: list[Block]) -> None:
    """Mark what is still relative: left as it is, it would lead into the new archive.

    Saved pages without a known address have such links. No browser follows the mark, so a reader sees the words
    alone, and an archivist finds the old address in the source.
    """

    def addressed(url: str) -> str:
        split = split_url(url)
        local = not split.scheme and not split.netloc and not url.startswith("#")
        return RELATIVE + url if url and local else url

    for block in walk(blocks):
        if block.kind == "picture":
            block.source = addressed(block.source)
        for segments in (block.segments, *(cell.segments for row in block.rows for cell in row)):
            segments[:] = [s._replace(href=addressed(s.href)) if s.href else s for s in segments]
