"""Pictures, players and documents shown inside a page, as blocks: lazy, responsive, embedded, linked to larger ones."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Protocol
from urllib.parse import unquote

from scripts.convert import weights
from scripts.convert.dom.inline_styles import InlineStyle
from scripts.convert.dom.markup_repair import NOSCRIPT_SOURCE
from scripts.convert.dom.tree import Element, TextLengths
from scripts.convert.markdown.blocks import Block, Traits
from scripts.convert.markdown.embedded_files import EmbeddedFiles
from scripts.convert.text.linked_resources import (
    is_picture,
    is_placeholder,
    picture_candidates,
    viewed_document,
)
from scripts.convert.text.urls import is_attachment, split_url

EMBEDS = frozenset(("iframe", "embed", "object", "video", "audio", "applet"))
_SOCIAL = re.compile(
    r"facebook\.com/(?:v\d[\d.]*/)?plugins/(?:like|share|page|comments|follow|send)|platform\.twitter\.com/widgets"
    r"|plusone|zalo\.me|doubleclick\.net|googlesyndication|addthis|sharethis|/quangcao/",
    re.IGNORECASE,
)
_ORNAMENT = re.compile(
    r"(?:spacer|blank|pixel|transparent)\.gif|/(?:icons?|smil\w+|emoticons?)/"
    r"|/(?:print|printer|e?mail|pdf)(?:[_-]?(?:button|icon|page|friend))?\.(?:gif|png)",
    re.IGNORECASE,
)
_PARAMETERS = ("movie", "src", "filename", "url", "data")
_DOCUMENTS = ("application/pdf", "application/msword", "application/vnd.ms-excel")
_BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]*url\(\s*['\"]?([^'\")]+)", re.IGNORECASE)
_SIZED = re.compile(r"(?<![\w-])(?:height|padding-(?:top|bottom))\s*:\s*(\d+)", re.IGNORECASE)


class MediaReader(Protocol):
    """What reads an element into blocks (`html_to_blocks`), as far as media need it."""

    out: list[Block]
    dropped: list[tuple[str, int]]
    lengths: TextLengths
    embedded: EmbeddedFiles

    def address(self, href: str | None) -> str:
        """An address of the page, absolute; empty for one that leads nowhere."""

    def end_line(self) -> bool:
        """End the line in hand; True where it held words."""


def read_picture(reader: MediaReader, node: Element, frame: InlineStyle) -> None:
    """An <img> with all that it may be loaded from, its <picture> and its <noscript> included."""
    above = node.getparent()
    beside = above.iterchildren("source") if above is not None and above.tag == "picture" else ()
    found = picture_candidates({**node.attrib, **_noscript(node)}, [dict(e.attrib) for e in beside])
    _show(reader, node, frame, found, " ".join((node.get("alt") or "").split()))


def read_background(reader: MediaReader, node: Element, frame: InlineStyle) -> None:
    """A box without words or pictures of its own that shows one as its background."""
    style = node.get("style") or ""
    match, size = _BACKGROUND.search(style), _SIZED.search(style)
    if not match or reader.lengths[node] or (size and int(size[1]) < weights.STRAY_IMAGE_LEAST):
        return
    if is_picture(match[1]) and next(node.iter("img"), None) is None:
        _show(reader, node, frame, [match[1].strip()], "")


def read_embed(reader: MediaReader, node: Element, frame: InlineStyle) -> None:
    """A player, a frame or a document; of a viewer, the document that it shows."""
    source = _embedded_source(node)
    reader.end_line()
    if _SOCIAL.search(source):
        reader.dropped.append(("nút của mạng xã hội hoặc quảng cáo", reader.lengths[node]))
        return
    address = reader.address(viewed_document(source) or source)
    if address and node.tag in ("object", "embed") and is_picture(address):
        _show(reader, node, frame, [address], "")
    elif address:
        document = is_attachment(address) or (node.get("type") or "").lower() in _DOCUMENTS
        name = _file_name(address) if document else ""
        reader.out.append(Block("embed", source=address, traits=Traits(names=frame.names), alt=name))
    reader.dropped.append(("nội dung nhúng", reader.lengths[node]))


def _embedded_source(node: Element) -> str:
    inner = [e.get("src") or e.get("data") for e in node.iter("source", "embed", "object") if e is not node]
    movie = [e.get("value") for e in node.iter("param") if (e.get("name") or "").lower() in _PARAMETERS]
    named = (node.get(name) for name in ("src", "data-src", "data"))
    return next(filter(None, (*named, *inner, *movie)), "")


def _show(reader: MediaReader, node: Element, frame: InlineStyle, found: list[str], alt: str) -> None:
    """A picture that may be loaded from several addresses; the large one that it leads to comes first."""
    inline = reader.end_line()
    source = next(iter(found), "")
    large = [frame.href] if found and frame.href and is_picture(frame.href) else []
    named = (reader.embedded.keep(url) if url.startswith("data:") else reader.address(url) for url in found)
    addresses = list(dict.fromkeys(filter(None, [*large, *named])))
    if not addresses or is_ornament(node, source):
        name = "" if source.startswith("data:") else source
        reader.dropped.append((f"ảnh trang trí {name}".strip(), 0))
        return
    traits = Traits(
        frame.align == "center",
        inline,  # a picture after text on its line never owns the text that follows
        frame.small,
        frame.names,
        frame.table,
        frame.figure,
        frame.caption,
        node.getparent(),
    )
    reader.out.append(
        Block("picture", traits=traits, source=addresses[0], sources=tuple(addresses[1:]), alt=alt)
    )


def _noscript(node: Element) -> dict[str, str]:
    """The address of a picture in <noscript>, as one that a loader would read."""
    noted = node.get(NOSCRIPT_SOURCE)
    return {"data-original": noted} if noted and not node.get("data-original") else {}


def _file_name(address: str) -> str:
    """The name of a document as a reader knows it: the end of its address."""
    return PurePosixPath(unquote(split_url(address).path)).name or "tài liệu"


def is_ornament(node: Element, source: str) -> bool:
    """True for a picture that by its size or its name shows nothing of an article."""
    sizes = [int(s) for s in (node.get("width") or "", node.get("height") or "") if s.isdecimal()]
    tiny = any(s <= 3 for s in sizes) or (len(sizes) == 2 and max(sizes) <= 24)
    return tiny or is_placeholder(source) or bool(_ORNAMENT.search(source))
