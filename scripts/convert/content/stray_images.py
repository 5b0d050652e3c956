"""Stray images, between an article's title and its body: seen by every reader, part of neither."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from scripts.convert import weights
from scripts.convert.dom.tree import Element, TextLengths, text_of, visible_length
from scripts.convert.limits import number

REASON = "ảnh nằm giữa tiêu đề và thân bài, ngoài thân bài: hãy xem trang gốc và thêm vào nếu thuộc bài"
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp)(?:$|\?)", re.IGNORECASE)
_DECORATION = re.compile(
    r"icon|logo|avatar|share|print|mail|facebook|twitter|zalo|google|spacer|blank|pixel|loading|banner|quangcao"
    r"|^data:",
    re.IGNORECASE,
)


def stray_images(root: Element, title: str, body: list[Element], lengths: TextLengths) -> list[str]:
    """Addresses of the pictures between a title and the first element of the body, as the page writes them."""
    if not title or not body:
        return []
    found: list[str] = []
    for count, element in enumerate(_between(root, title, body[0], lengths)):
        if count > weights.STRAY_IMAGE_FARTHEST:
            return []
        if element.tag == "img" and (source := content_image(element)):
            found.append(source)
    return list(dict.fromkeys(found))


def _between(root: Element, title: str, body: Element, lengths: TextLengths) -> Iterator[Element]:
    """Elements after the last place that says the title and before the body, in the order of the page."""
    held: list[Element] | None = None
    size = visible_length(title)
    for element in root.iter(etree.Element):
        if element is body:
            yield from held or ()
            return
        if held is not None:
            held.append(element)
        if len(element) <= 3 and lengths[element] == size and text_of(element) == title:
            held = []


def content_image(image: Element) -> str:
    """The address of a picture that readers look at, as the page writes it; empty for a decoration or a link."""
    link = next(image.iterancestors("a"), None)
    if link is not None and not _PICTURE.search(link.get("href") or ""):
        return ""  # another article's
    source = str(image.get("data-src") or image.get("src") or "")
    sizes = [number(image.get(name) or "", weights.STRAY_IMAGE_LEAST) for name in ("width", "height")]
    named = f"{source} {image.get('class') or ''} {image.get('alt') or ''}"
    return "" if min(sizes) < weights.STRAY_IMAGE_LEAST or _DECORATION.search(named) else source
