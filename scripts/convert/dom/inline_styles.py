"""Inline styles in force inside an element, with the boxes around it, as markup old and new writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from scripts.convert import weights
from scripts.convert.dom.roles import names_of
from scripts.convert.dom.tree import BLOCKS, Element, TextLengths, visible_length

_BOLD = re.compile(r"(?<![\w-])font-weight\s*:\s*(bold|[6-9]00|normal|[1-4]00)", re.IGNORECASE)
_ITALIC = re.compile(r"(?<![\w-])font-style\s*:\s*(italic|oblique|normal)", re.IGNORECASE)
_ALIGN = re.compile(r"(?<![\w-])text-align\s*:\s*(\w+)", re.IGNORECASE)
_SMALL = re.compile(
    r"(?<![\w-])font-size\s*:\s*(?:(?:[5-9]|10(?:\.\d+)?|8\.5)\s*pt|(?:[6-9]|1[0-2])px|x*-?small|0?\.[5-8]\d*em"
    r"|[5-8]\d%)",
    re.IGNORECASE,
)


class InlineStyle(NamedTuple):
    """The styles in force inside one element."""

    bold: bool = False
    italic: bool = False
    vertical: str = ""
    href: str = ""
    align: str = ""
    small: bool = False
    names: str = ""
    table: Element = None
    figure: Element = None
    caption: bool = False
    level: int = 0
    struck: bool = False
    pre: bool = False  # line ends and runs of spaces mean what they are


@lru_cache(maxsize=4096)  # the same few styles on element after element
def _css_style(style: str) -> Mapping[str, object]:
    """What a style sets."""
    found: dict[str, object] = {}
    if match := _BOLD.search(style):
        found["bold"] = match[1].lower() in ("bold", "600", "700", "800", "900")
    if match := _ITALIC.search(style):
        found["italic"] = match[1].lower() != "normal"
    if match := _ALIGN.search(style):
        found["align"] = match[1].lower()
    if "line-through" in style.lower():
        found["struck"] = True
    if _SMALL.search(style):
        found["small"] = True
    return found


_TAG_STYLE: dict[str, Mapping[str, object]] = {
    "b": {"bold": True}, "strong": {"bold": True}, "i": {"italic": True}, "em": {"italic": True},
    "cite": {"italic": True}, "sup": {"vertical": "sup"}, "sub": {"vertical": "sub"},
    "center": {"align": "center"}, "s": {"struck": True}, "strike": {"struck": True}, "del": {"struck": True},
    "pre": {"pre": True}, "xmp": {"pre": True}, "listing": {"pre": True},
    "small": {"small": True}, "figcaption": {"caption": True}, "caption": {"caption": True},
    "th": {"align": "center"}, **{f"h{n}": {"level": n} for n in range(1, 7)},
}  # fmt: skip


_NO_CHANGE: Mapping[str, object] = {}


def style_inside(node: Element, frame: InlineStyle, href: str, lengths: TextLengths) -> InlineStyle:
    """The frame inside an element; `href` is the address of a link that leads somewhere, else empty."""
    tag, attributes = node.tag, node.keys()
    changed = dict(_TAG_STYLE.get(tag, _NO_CHANGE))
    if "style" in attributes:
        changed |= _css_style(node.get("style"))
    if "align" in attributes and tag != "table" and (align := node.get("align")):
        changed["align"] = align.lower()
    if href:
        changed["href"] = href
    if tag == "font" and node.get("size") in ("1", "-1", "-2"):
        changed["small"] = True
    if tag in BLOCKS or "class" in attributes:
        _set_box(node, tag, frame, changed, lengths)
    return frame._replace(**changed) if changed else frame  # type: ignore[arg-type]  # each value fits its field


def _set_box(
    node: Element, tag: str, frame: InlineStyle, changed: dict[str, object], lengths: TextLengths
) -> None:
    """What a box says by its names and by what it holds."""
    if names := names_of(node):
        changed["names"] = names if tag in BLOCKS else f"{frame.names}{names}"
    elif tag in ("p", "div") and frame.names:
        changed["names"] = ""
    if tag == "table":
        changed["table"] = node
        if _holds_figure(node, lengths):
            changed["figure"] = node
    elif tag == "figure" or (tag == "div" and _holds_figure(node, lengths)):
        changed["figure"] = node


def _holds_figure(node: Element, lengths: TextLengths) -> bool:
    """True for a box of one to four pictures and no more text than captions would need."""
    pictures = sum(1 for _ in node.iter("img"))
    if not 1 <= pictures <= weights.FIGURE_PICTURES:
        return False
    most = (weights.FIGURE_DIV_TEXT if node.tag == "div" else weights.FIGURE_TABLE_TEXT) * pictures
    if lengths[node] > most or next(node.iter("h1", "h2", "h3", "ul", "ol"), None) is not None:
        return False
    return node.tag != "div" or _places(node, lengths) <= 2 * pictures


def _places(node: Element, lengths: TextLengths) -> int:
    """How many places of a box hold words: its block children, and runs of text between them."""
    runs = sum(visible_length(text) > 0 for text in (node.text or "", *(child.tail or "" for child in node)))
    return runs + sum(child.tag in BLOCKS and lengths[child] > 0 for child in node)
