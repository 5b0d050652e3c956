"""Element trees of pages, every run of text repaired, and lengths, texts and visibility of their elements."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from lxml import etree

from scripts.convert.dom.fonts import Fonts
from scripts.convert.dom.inline_nesting import nest_inline_elements
from scripts.convert.dom.markup_repair import (
    break_preformatted,
    close_raw_text,
    join_drop_capitals,
    lift_void_content,
    note_noscript_pictures,
    open_swallowing_lists,
)
from scripts.convert.text.faults import faults_of
from scripts.convert.text.text_repair import TextRepair

Element = Any  # lxml ships no types; an lxml.etree._Element
TextNode = tuple[Element, bool]  # a text node: the text of an element, or (True) what follows it

# Never read by a person: nothing in here counts as text of the page.
_SWALLOWED = 200  # characters from which a <noscript> may be the page
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
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?<![\w-])(?:left|top|text-indent)\s*:\s*-(?:\d{4,}|999)"
    r"|(?<![\w-])(?P<size>font-size)\s*:\s*0(?:px|pt|em|%)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
_DEEPEST = 500  # of the markup kept where libxml2 gave up: at 2,048, elements it adds itself included
_TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
_VOID = frozenset(
    (
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
        "track", "wbr",
    )
)  # fmt: skip
_CHARSET_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# What HTML forbids in a document, and line ends that would count as text: bytes that UTF-8 uses for nothing else.
_FORBIDDEN = bytes([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
# Of a control character, or encoded twice.
_WRONG_REFERENCE = re.compile(
    rb"&(?:#(?:x0*[01]?[0-9a-f]|0*[12]?\d|0*3[01]|x?0*7f|0*127)\b|amp;(?:#\d+|#x[0-9a-f]+|[a-z]{2,8}\d{0,2});)",
    re.IGNORECASE,
)
_OF_REFERENCE = re.compile(r"[&\x00-\x08\x0b-\x1f\x7f]")  # what a wrong reference leaves in a run of ASCII
_NO_RUNS = frozenset(("script", "style"))  # nobody reads their text; what metadata take from it they repair


def _flattened(html: str) -> str:
    """The markup without the tags deeper than `_DEEPEST`: their text moves up, nothing else changes."""
    depth = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth
        if match[2].lower() in _VOID or match[3].endswith("/"):
            return match[0]
        depth += -1 if match[1] else 1
        return match[0] if depth + bool(match[1]) <= _DEEPEST else " "

    return _TAG.sub(keep, html)


def _tree_of(data: bytes) -> tuple[Element, bool]:
    """The tree of a document, and whether libxml2 gave up on its depth (it drops the text below)."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, collect_ids=False
    )
    return etree.fromstring(data, parser), any("depth" in entry.message for entry in parser.error_log)


def parse(html: str, charset: str = "utf-8") -> Element | None:
    """The tree of a page, its runs repaired; None where there is no element at all.

    `charset` is what the page was decoded with: runs in legacy fonts are turned back to its bytes.
    """
    if "\r" in html:  # as browsers read line ends
        html = html.replace("\r\n", "\n").replace("\r", "\n")
    html = nest_inline_elements(close_raw_text(_CHARSET_DECLARATION.sub("", html, count=1)))
    data = html.encode("utf-8", "replace").translate(None, _FORBIDDEN)
    if not data.strip():
        return None
    root, too_deep = _tree_of(data)
    if too_deep:
        root, _ = _tree_of(_flattened(html).encode("utf-8", "replace").translate(None, _FORBIDDEN))
    if root is not None:
        lift_void_content(root)
        open_swallowing_lists(root)
        break_preformatted(root)
        _repair(root, charset, data)
        join_drop_capitals(root)
        note_noscript_pictures(root)
    return root


def _repair(root: Element, charset: str, data: bytes) -> None:
    """Repair every run; plain ASCII can only be wrong where references may have put control characters.

    A page is looked over whole first: most need nothing. Where long runs proved a legacy set, the short ones they left
    open are looked at again.
    """
    references = _WRONG_REFERENCE.search(data) is not None
    fonts, faults = Fonts(root, data), faults_of(data)
    if not references and not faults and not fonts.any_legacy:
        return
    repair = TextRepair(charset, faults)
    _each_run(root, lambda text, holder: repair(text, fonts.of(text, holder)), references=references)
    if repair.needs_second_pass():
        _each_run(root, lambda text, _: repair.second_pass(text), references=False)


def _each_run(root: Element, repair: Callable[[str, Element], str], *, references: bool) -> None:
    """Put what `repair` makes of a run (text, the element it stands in) in its place; ASCII only with `references`."""
    for element in root.iter(etree.Element):
        text, tail = "" if element.tag in _NO_RUNS else element.text, element.tail
        if text and (not text.isascii() or (references and _OF_REFERENCE.search(text))):
            element.text = repair(text, element)
        if tail and (not tail.isascii() or (references and _OF_REFERENCE.search(tail))):
            element.tail = repair(tail, element.getparent())


def base_of(root: Element) -> str:
    """What a page says its relative addresses belong to, before `strip_unread`; empty where it says nothing."""
    return next((href.strip() for base in root.iter("base") if (href := base.get("href"))), "")


def strip_unread(root: Element) -> None:
    """Take scripts, styles and the head out of the tree, keeping the text that follows them."""
    _show_swallowed(root)
    etree.strip_elements(root, *_UNREAD, with_tail=False)


def _show_swallowed(root: Element) -> None:
    """Make a <noscript> that was never closed a plain block: most of the page's text is in it."""
    for holder in root.iter("noscript"):
        inside = text_length(holder)
        if inside > _SWALLOWED and inside * 2 > text_length(root):
            holder.tag = "div"


def text_of(element: Element) -> str:
    """All text of an element on one line, a space at every break and block boundary."""
    pieces = [element.text or ""]
    for child in element:  # a link around a few words needs no walk
        if len(child) or child.tag in BLOCKS or child.tag == "br":
            return " ".join(" ".join(text_runs(element)).split())
        pieces += child.text or "", child.tail or ""
    return " ".join("".join(pieces).split())


def text_runs(element: Element) -> Iterator[str]:
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
    attributes = element.keys()
    if not attributes:
        return False
    if "hidden" in attributes:
        return True
    if (style := element.get("style")) and (how := _hides(style)):
        return how != "size" or not _sets_own_size(element)
    named = element.get("class")
    return named is not None and "hidden" in named and "hidden" in named.split()


@lru_cache(maxsize=4096)  # the same few styles on element after element
def _hides(style: str) -> str:
    """Whether a style hides what has it, and whether by its size of letters alone; empty for one that hides nothing."""
    found = _HIDDEN.search(style)
    return "" if found is None else "size" if found["size"] else "hidden"


def _sets_own_size(element: Element) -> bool:
    """True where something below an element of no size is given one: the page only closes gaps between boxes."""
    return any("font-size" in (below.get("style") or "") for below in element.iterdescendants(etree.Element))


def visible_length(text: str) -> int:
    """Characters of a text that are not white space: the unit of every account."""
    return sum(map(len, text.split()))


class TextLengths(dict[Element, int]):
    """`text_length` of elements, each counted once; the tree must not change meanwhile."""

    def __missing__(self, element: Element) -> int:
        self[element] = length = text_length(element)
        return length


def text_length(element: Element) -> int:
    """`visible_length` of everything below an element."""
    return sum(visible_length(piece) for piece in element.itertext())
