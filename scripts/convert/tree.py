"""Text of a page → an lxml tree whose every run is repaired, and small questions about elements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from lxml import etree

from scripts.convert.runs import FONT_HINT, repaired

Element = Any  # lxml ships no types; an lxml.etree._Element

# Never read by a person: nothing in here counts as text of the page.
_UNREAD = ("script", "style", "noscript", "template", "svg", "math", "head")
BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
        "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
        "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu",
        "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
        "tr", "ul",
    )
)  # fmt: skip
CONTROLS = frozenset(("input", "select", "textarea", "button", "option", "datalist"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DEEPEST = 1500  # libxml2 gives up at 2,048 and would drop the text below
_TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
_VOID = frozenset(
    (
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
        "track", "wbr",
    )
)  # fmt: skip
_FONT = re.compile(r"font-family\s*:\s*([^;]+)|font\s*:[^;]*?((?:\.vn|vni-|vps )[\w -]*)", re.IGNORECASE)
_CHARSET_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# What HTML forbids in a document, and line ends that would count as text.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CONTROL_REFERENCE = re.compile(r"&#(?:x0*[01]?[0-9a-f]|0*[12]?\d|0*3[01]|x?0*7f|0*127)\b", re.IGNORECASE)


def _flattened(html: str) -> str:
    """The markup without the tags deeper than `_DEEPEST`: their text moves up, nothing else changes."""
    depth = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth
        if match[2].lower() in _VOID or match[3].endswith("/"):
            return match[0]
        depth += -1 if match[1] else 1
        return match[0] if depth + bool(match[1]) <= _DEEPEST // 3 else " "

    return _TAG.sub(keep, html)


def _parser() -> etree.HTMLParser:
    return etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)


def _too_deep(root: Element) -> bool:
    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest >= _DEEPEST


def parse(html: str, charset: str = "utf-8") -> Element | None:
    """The tree of a page, its runs repaired; None where there is no element at all.

    `charset` is what the page was decoded with: runs in legacy fonts are turned back to its bytes.
    """
    html = _CHARSET_DECLARATION.sub("", _FORBIDDEN.sub("", html), count=1)
    root = etree.fromstring(html.encode("utf-8", "replace"), _parser()) if html.strip() else None
    if root is not None and html.count("<") > _DEEPEST and _too_deep(root):
        root = etree.fromstring(_flattened(html).encode("utf-8", "replace"), _parser())
    if root is not None:
        _repair(
            root,
            charset,
            fonts=bool(FONT_HINT.search(html)),
            references=bool(_CONTROL_REFERENCE.search(html)),
        )
    return root


def _own_font(element: Element) -> str:
    """The first font an element names itself, empty where it names none."""
    face = element.get("face") or ""
    if not face and (style := element.get("style")) and (match := _FONT.search(style)):
        face = match[1] or match[2]
    return face.split(",")[0].strip(" \"'")


def font_of(element: Element | None) -> str:
    """The font in force for an element's text: its own or the nearest ancestor's."""
    while element is not None:
        if font := _own_font(element):
            return font if FONT_HINT.match(font) else ""
        element = element.getparent()
    return ""


def _repair(root: Element, charset: str, *, fonts: bool, references: bool) -> None:
    """Repair every run; plain ASCII can only be wrong where `references` may have put control characters."""
    for element in root.iter(etree.Element):
        text, tail = element.text, element.tail
        if text and (references or not text.isascii()):
            element.text = repaired(text, font_of(element) if fonts else "", charset)
        if tail and (references or not tail.isascii()):
            element.tail = repaired(tail, font_of(element.getparent()) if fonts else "", charset)


def strip_unread(root: Element) -> None:
    """Take scripts, styles and the head out of the tree, keeping the text that follows them."""
    etree.strip_elements(root, *_UNREAD, with_tail=False)


def text_of(element: Element) -> str:
    """All text of an element on one line, a space at every break and block boundary."""
    return (
        " ".join(" ".join(pieces(element)).split())
        if len(element)
        else " ".join((element.text or "").split())
    )


def pieces(element: Element) -> Iterator[str]:
    """The text of an element cut at its blocks and breaks; inline elements do not cut."""
    held: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if node.tag in BLOCKS or node.tag == "br":
                yield "".join(held)
                held.clear()
            held.append(node.text or "")
        else:
            if node.tag in BLOCKS:
                yield "".join(held)
                held.clear()
            if node is not element:
                held.append(node.tail or "")
    yield "".join(held)


def is_hidden(element: Element) -> bool:
    """True where the page never shows an element."""
    style = element.get("style")
    if element.get("hidden") is not None or (style and _HIDDEN.search(style)):
        return True
    return " hidden " in f" {element.get('class') or ''} "


def visible_length(text: str) -> int:
    """Characters of a text that are not white space: the unit of every account."""
    return sum(map(len, text.split()))


def length_of(element: Element) -> int:
    """`visible_length` of everything below an element."""
    return sum(visible_length(piece) for piece in element.itertext())


def names_of(element: Element) -> str:
    """Class and id of an element in lower case, camelCase and digits cut, as words between spaces."""
    named, own = element.get("class"), element.get("id")
    return _names(f"{named or ''} {own or ''}") if named or own else ""


@lru_cache(maxsize=4096)
def _names(raw: str) -> str:
    return f" {_CUT.sub(' ', raw).lower()} "


_CUT = re.compile(r"(?<=[a-z])(?=[A-Z])|[\W_\d]+")
