"""Inline styles in force inside an element, with the boxes around it, as markup old and new writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
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


def _with_css(frame: InlineStyle, style: str) -> InlineStyle:
    if match := _BOLD.search(style):
        frame = frame._replace(bold=match[1].lower() in ("bold", "600", "700", "800", "900"))
    if match := _ITALIC.search(style):
        frame = frame._replace(italic=match[1].lower() != "normal")
    if match := _ALIGN.search(style):
        frame = frame._replace(align=match[1].lower())
    if "line-through" in style.lower():
        frame = frame._replace(struck=True)
    return frame._replace(small=True) if _SMALL.search(style) else frame


_TAG_STYLE: dict[str, Mapping[str, object]] = {
    "b": {"bold": True}, "strong": {"bold": True}, "i": {"italic": True}, "em": {"italic": True},
    "cite": {"italic": True}, "sup": {"vertical": "sup"}, "sub": {"vertical": "sub"},
    "center": {"align": "center"}, "s": {"struck": True}, "strike": {"struck": True}, "del": {"struck": True},
    "pre": {"pre": True}, "xmp": {"pre": True}, "listing": {"pre": True},
    "small": {"small": True}, "figcaption": {"caption": True}, "caption": {"caption": True},
    "th": {"align": "center"}, **{f"h{n}": {"level": n} for n in range(1, 7)},
}  # fmt: skip


def style_inside(node: Element, frame: InlineStyle, href: str, lengths: TextLengths) -> InlineStyle:
    """The frame inside an element; `href` is the address of a link that leads somewhere, else empty."""
    tag = node.tag
    if style := _TAG_STYLE.get(tag):
        frame = frame._replace(**style)  # type: ignore[arg-type]  # the table's values fit their fields
    if css := node.get("style"):
        frame = _with_css(frame, css)
    if align := node.get("align"):
        frame = frame._replace(align=align.lower()) if tag != "table" else frame
    if href:
        frame = frame._replace(href=href)
    if tag == "font" and node.get("size") in ("1", "-1", "-2"):
        frame = frame._replace(small=True)
    return _with_box(node, frame, lengths) if tag in BLOCKS or node.get("class") else frame


def _with_box(node: Element, frame: InlineStyle, lengths: TextLengths) -> InlineStyle:
    if names := names_of(node):
        frame = frame._replace(names=names if node.tag in BLOCKS else f"{frame.names}{names}")
    elif node.tag in ("p", "div") and node.tag != "td":
        frame = frame._replace(names="")
    if node.tag == "table":
        frame = frame._replace(table=node, figure=node if _holds_figure(node, lengths) else frame.figure)
    elif node.tag == "figure" or (node.tag == "div" and _holds_figure(node, lengths)):
        frame = frame._replace(figure=node)
    return frame


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
