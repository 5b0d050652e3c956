"""Markup repair around a parse: unclosed style sheets and scripts, void elements with content, pictures in noscript.

What the rules of HTML would swallow to the end of the page is given back: old browsers showed it, or whoever saved the
page lost an end tag.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from lxml import etree

from scripts.convert.text.linked_resources import is_placeholder

# Tags of running text. No style sheet holds one; a script does, inside its strings.
_TEXT_TAG = re.compile(
    r"<(?:p|div|table|tr|td|tbody|span|br|h[1-6]|ul|ol|li|a|img|center|font|b|i|em|strong|article|section|hr"
    r"|blockquote|/?body|/html|/head|/div|/td|/p)\b[^<>]*>",
    re.IGNORECASE,
)
_TAG_ON_ITS_LINE = re.compile(
    rf"(?:[\r\n;}}]|-->)\s*(?={_TEXT_TAG.pattern})", re.IGNORECASE
)  # or behind a statement
_OPENED = re.compile(r"<(style|script|title|textarea|xmp|noembed|noframes)\b[^<>]*>", re.IGNORECASE)
_RAW_END = re.compile(r"-->|</(?:script|style)", re.IGNORECASE)
_TITLE_LONGEST = 1000  # characters of a page's title; a longer one has swallowed the page
# libxml2 lets these hold what follows them; in HTML they are void.
_VOID = ("embed", "bgsound", "keygen", "source", "track", "param", "frame", "basefont")
_ENDS_LINE = frozenset(("br", "hr", "p", "div", "table", "center", "h1", "h2", "h3", "h4", "h5", "h6"))
COLUMNS = re.compile(r"\S[ \t]{2,}\S|\t")  # within a line of preformatted text: a table of spaces
NOSCRIPT_SOURCE = "data-noscript-src"  # where a picture's address in <noscript> is noted


@cache
def _end_tag(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}\s*>", re.IGNORECASE)


def close_raw_text(html: str) -> str:
    """The markup with an end tag for each style sheet, script, title or comment that swallows the text after it."""
    parts: list[str] = []
    done = at = 0
    ends: dict[
        str, re.Match[str] | None
    ] = {}  # the next end tag of each name, looked for once: pages hold thousands
    while opened := _OPENED.search(html, at):
        name = opened[1].lower()
        closed = ends.get(name)
        if name not in ends or (closed is not None and closed.start() < opened.end()):
            closed = ends[name] = _end_tag(name).search(html, opened.end())
        cut = _swallows_from(html, name, opened.end(), closed.start() if closed else -1)
        if cut < 0:
            at = closed.end() if closed else len(html)
            continue
        parts.append(f"{html[done:cut]}</{name}>")
        done = at = cut
    return _open_comment("".join([*parts, html[done:]]) if parts else html)


def _swallows_from(html: str, name: str, start: int, stop: int) -> int:
    """Where the text begins that a raw element swallows; -1 where it swallows none."""
    if name == "style" or stop < 0 or (name == "title" and stop - start > _TITLE_LONGEST):
        pattern = _TAG_ON_ITS_LINE if name == "script" else _TEXT_TAG
        found = pattern.search(html, start, stop if stop >= 0 else len(html))
        return found.start() if found else -1
    return -1


def _open_comment(html: str) -> str:
    """The markup without the mark of a comment that never ends and has text behind it."""
    at = html.rfind("<!--")
    if at < 0 or _RAW_END.search(html, at) or not _TEXT_TAG.search(html, at):
        return html
    return html[:at] + html[at + 4 :]


def lift_void_content(root: Any) -> None:
    """Put what stands inside void elements behind them."""
    for element in list(root.iter(*_VOID)):
        if element.getparent() is None or (not len(element) and not element.text):
            continue
        tail, last = element.tail, element
        element.tail, element.text = element.text, None
        for child in list(element):
            last.addnext(child)
            last = child
        _append_text(last, tail)


def _append_text(element: Any, text: str | None) -> None:
    element.tail = f"{element.tail or ''}{text}" if text else element.tail


def break_preformatted(root: Any) -> None:
    """Make the line ends of preformatted text breaks, but for tables drawn with spaces: those are kept as they are."""
    for holder in root.iter("pre", "xmp", "listing"):
        text = "".join(holder.itertext())
        if "\n" not in text or COLUMNS.search(text):
            continue
        for node in list(holder.iter(etree.Element)):
            if node.text and "\n" in node.text:
                node.text, breaks = _broken(node.text, first=node is holder)
                following = node[0] if len(node) else None
                for one in breaks:
                    if following is None:
                        node.append(one)
                    else:
                        following.addprevious(one)
            if node is not holder and node.tail and "\n" in node.tail:
                node.tail, breaks = _broken(node.tail)
                for one in reversed(breaks):
                    node.addnext(one)


def _broken(text: str, *, first: bool = False) -> tuple[str, list[Any]]:
    """The first line of a text, and a break for each further one, which is its tail."""
    head, *lines = text.replace("\r\n", "\n").removeprefix("\n" if first else "").split("\n")
    breaks = []
    for line in lines:
        breaks.append(etree.Element("br"))
        breaks[-1].tail = line
    return head, breaks


def open_swallowing_lists(root: Any) -> None:
    """Make a list of choices that was never closed, and so holds the page's blocks, a plain block."""
    for choices in list(root.iter("select")):
        if next(choices.iter("p", "table", "div", "h1", "h2", "h3"), None) is not None:
            for element in (choices, *choices.iter("option", "optgroup")):
                element.tag = "div"


def join_drop_capitals(root: Any) -> None:
    """Put a paragraph's first letter, drawn as a picture or set in a floated table, back before its word."""
    for image in list(root.iter("img")):
        letter, tail = (image.get("alt") or "").strip(), image.tail or ""
        if _is_drop_capital(letter, tail) and not _words_before(image):
            _replace(image, letter + tail)
    for table in list(root.iterfind(".//table[@align]")):
        following = table.getnext()
        if (
            following is None
            or (table.tail or "").strip()
            or len(letter := "".join(table.itertext()).strip()) > 2
        ):
            continue
        if following.tag == "p" and _is_drop_capital(letter, following.text or ""):
            following.text = letter + (following.text or "").lstrip()
            table.getparent().remove(table)


def _is_drop_capital(letter: str, rest: str) -> bool:
    """True for one capital (a quotation mark may stand before it) whose word goes on in small letters."""
    return 0 < len(letter) <= 2 and letter[-1:].isalpha() and letter.isupper() and rest[:1].islower()


def _words_before(image: Any) -> bool:
    parent, before = image.getparent(), image.getprevious()
    if before is None:
        return bool((parent.text or "").strip())
    return bool((before.tail or "").strip()) or before.tag not in _ENDS_LINE


def _replace(image: Any, text: str) -> None:
    """Put a text in the place of an element and of what follows it."""
    parent, before = image.getparent(), image.getprevious()
    if before is None:
        parent.text = (parent.text or "") + text
    else:
        before.tail = (before.tail or "") + text
    image.tail = None
    parent.remove(image)


def note_noscript_pictures(root: Any) -> None:
    """Note a lazy picture's address, which <noscript> holds, on the picture before it; without one, put it there."""
    for holder in list(root.iter("noscript")):
        for image in list(holder.iter("img")):
            source = image.get("src") or image.get("data-src") or ""
            if not source or source.startswith("data:") or image.get("width") == "1":
                continue
            before = _picture_before(holder)
            if before is not None:
                before.set(NOSCRIPT_SOURCE, source)
                if "none" in (before.get("style") or ""):  # until a script shows it
                    del before.attrib["style"]
            elif holder.getparent() is not None:
                image.tail = None
                holder.addprevious(image)


def _picture_before(holder: Any) -> Any:
    """The picture right before an element, where it waits for a script to load it."""
    before = holder.getprevious()
    if before is None or (holder.getprevious().tail or "").strip():
        return None
    image = before if before.tag == "img" else next(before.iter("img"), None)
    if image is None:
        return None
    source = image.get("src") or ""
    lazy = (
        not source
        or source.startswith("data:")
        or is_placeholder(source)
        or "lazy" in (image.get("class") or "")
    )
    return image if lazy or any(name.startswith("data-") for name in image.keys()) else None  # noqa: SIM118  # lxml
