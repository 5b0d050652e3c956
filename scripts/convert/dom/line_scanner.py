"""Line scanner: one pass over a page gives its lines of text with what surrounds them, and elements of known roles."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml import etree

from scripts.convert.dom.line_context import (
    exclude_cards,
    exclude_footer,
    find_echoes,
    free_wrappers,
    mark_teasers,
)
from scripts.convert.dom.lines import Line, PageLines, RoleMark
from scripts.convert.dom.roles import COMMENTS, DATE, EXCLUDED, MARKED, ROLES, UNLIKELY, names_of, roles_of
from scripts.convert.dom.tree import (
    BLOCKS,
    CONTROLS,
    Element,
    TextLengths,
    TextNode,
    is_hidden,
    visible_length,
)
from scripts.convert.dom.unlinked_lists import mark_unlinked_lists

_ALWAYS_LIKELY = frozenset(("html", "body", "main", "form"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_UNLIKELY_TAGS = frozenset(("nav", "aside", "footer"))
_TELLING_TAGS = frozenset(("a", "b", "strong", "time", "li", *_HEADINGS, *CONTROLS))
_ENDS_LINE = BLOCKS | CONTROLS | {"br"}
_NOTED_TAGS = BLOCKS | _TELLING_TAGS
_LARGE = re.compile(r"(?<![\w-])font-size\s*:\s*(\d+(?:\.\d+)?)\s*(px|pt|em)", re.IGNORECASE)
_BOLD = re.compile(r"(?<![\w-])font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_FONT_SIZES = {"4": 1.0, "5": 2.0, "6": 3.0, "+1": 1.0, "+2": 2.0, "+3": 3.0}


@dataclass(slots=True)
class _OpenElement:
    """What is in force inside one element."""

    holder: Element
    names: str
    heading: int = 0
    bold: bool = False
    large: float = 0
    link: bool = False
    unlikely: tuple[Element, ...] = ()
    excluded: bool = False
    in_list: bool = False
    hidden: bool = False  # inside a line: what nobody sees is no word of it

    def inside(self, node: Element, names: str, *, block: bool) -> _OpenElement:
        """The frame of an element below this one, before its own markup is looked at."""
        holder, names = (node, names) if block else (self.holder, f"{self.names}{names}")
        return _OpenElement(  # by their places, for one is made for every element
            holder, names, self.heading, self.bold, self.large, self.link, self.unlikely, self.excluded, self.in_list,
            self.hidden,
        )  # fmt: skip

    def joined(self, later: _OpenElement) -> _OpenElement:
        """The frame of a line that begins in this one and goes on in another."""
        return replace(
            self,
            names=self.names + later.names,
            heading=max(self.heading, later.heading),
        )


class _LineScanner:
    def __init__(self, lengths: TextLengths) -> None:
        self.page = PageLines(lengths)
        # places that never hold an article; True where nothing frees them
        self.excluded: dict[Element, bool] = {}
        self.seen = 0  # visible characters so far
        self._words: list[str] = []
        self._text_nodes: list[TextNode] = []
        self._linked = 0
        self._length = 0
        self._frame: _OpenElement | None = None
        self._bold = True
        self._large: list[tuple[float, int]] = []  # (largeness, visible characters) of the line's runs

    def flush(self) -> None:
        if not self._words:
            return
        text = " ".join("".join(self._words).split())
        frame, self._words = self._frame, []
        text_nodes, self._text_nodes = self._text_nodes, []
        if text and frame:
            self.page.lines.append(
                Line(
                    text=text,
                    index=len(self.page.lines),
                    length=self._length,
                    linked=self._linked,
                    holder=frame.holder,
                    names=frame.names,
                    heading=frame.heading,
                    bold=self._bold,
                    large=_largeness_of_most(self._large, self._length),
                    unlikely=frame.unlikely,
                    excluded=frame.excluded,
                    in_list=frame.in_list,
                    text_nodes=text_nodes,
                )
            )
        self._linked, self._length, self._bold, self._large = 0, 0, True, []

    def add_text(self, text: str, frame: _OpenElement, node: Element, *, tail: bool) -> None:
        if text.isspace():
            if self._words:
                self._words.append(" ")
            return
        length = visible_length(text)
        if frame.hidden:
            self.seen += length
            self.page.hidden.append((node, tail))
            return
        if not self._words:
            self._frame = frame
        elif self._frame is not frame and self._frame and frame.names != self._frame.names:
            self._frame = self._frame.joined(frame)
        self._words.append(text)
        self._text_nodes.append((node, tail))
        self._bold = self._bold and frame.bold
        self._length += length
        self.seen += length
        if frame.large:
            self._large.append((frame.large, length))
        if frame.link:
            self._linked += length

    def enter(self, node: Element, frame: _OpenElement) -> _OpenElement:
        tag = node.tag
        if self._words and tag in _ENDS_LINE:
            self.flush()
        attributes = node.keys()
        if not attributes and tag not in _NOTED_TAGS:
            return frame
        names = names_of(node) if "class" in attributes or "id" in attributes else ""
        own = frame.inside(node, names, block=tag in BLOCKS)
        self._apply(node, tag, attributes, own, names)
        return own

    def _apply(self, node: Element, tag: str, attributes: list[str], own: _OpenElement, names: str) -> None:
        """Note what an element's tag, names and attributes say of the lines inside it."""
        if tag in CONTROLS or (attributes and is_hidden(node)):
            own.unlikely, own.excluded = (*own.unlikely, node), True
            self.excluded[node] = tag in CONTROLS
            own.hidden = own.hidden or (tag not in BLOCKS and tag not in CONTROLS and not _holds_block(node))
        elif names or tag in _UNLIKELY_TAGS:
            self._apply_roles(node, tag, roles_of(names), own)
        if tag in _TELLING_TAGS:
            self._apply_tag(node, tag, attributes, own)
        if attributes:
            self._apply_attributes(node, attributes, own)

    def _apply_tag(self, node: Element, tag: str, attributes: list[str], own: _OpenElement) -> None:
        if tag == "a":
            own.link = own.link or "href" in attributes
        elif tag in ("b", "strong"):
            own.bold = True
        elif tag == "li":
            own.in_list = True
        elif tag == "time":
            self.page.marks.append(RoleMark(DATE, len(self.page.lines), node))
        elif tag in _HEADINGS:
            own.heading = _HEADINGS[tag]

    def _apply_attributes(self, node: Element, attributes: list[str], own: _OpenElement) -> None:
        if "style" in attributes or "size" in attributes:
            large, bold = _type_of(node.get("style") or "")
            own.large = max(own.large, _font_size(node) or large)
            own.bold = own.bold or bold
        if "itemprop" in attributes or "rel" in attributes:
            said = f" {node.get('itemprop') or ''} {node.get('rel') or ''} ".lower()
            self._mark(node, roles_of(said.replace("datepublished", "date")))

    def _apply_roles(self, node: Element, tag: str, roles: int, own: _OpenElement) -> None:
        if tag in _ALWAYS_LIKELY:
            pass
        elif roles & EXCLUDED or tag == "footer":
            own.unlikely, own.excluded = (*own.unlikely, node), True
            self.excluded[node] = bool(roles & COMMENTS)
        elif (roles & UNLIKELY and tag != "article") or tag in _UNLIKELY_TAGS:
            own.unlikely = (*own.unlikely, node)
        if roles & MARKED:
            self._mark(node, roles)

    def _mark(self, node: Element, roles: int) -> None:
        at = len(self.page.lines)
        self.page.marks.extend(RoleMark(role, at, node) for role in ROLES if roles & role)


def _holds_block(node: Element) -> bool:
    return next(node.iter(*BLOCKS), None) is not None


def _largeness_of_most(runs: list[tuple[float, int]], length: int) -> float:
    """The largeness that at least half of a line's letters have: one drop capital makes no large line."""
    held = 0
    for large, characters in sorted(runs, reverse=True):
        held += characters
        if held * 2 >= length:
            return large
    return 0


def _font_size(node: Element) -> float:
    return _FONT_SIZES.get(node.get("size") or "", 0) if node.tag == "font" else 0


@lru_cache(maxsize=4096)  # the same few styles on element after element
def _type_of(style: str) -> tuple[float, bool]:
    """(largeness, whether bold) of what has a style."""
    match = _LARGE.search(style)
    pixels = float(match[1]) * {"px": 1, "pt": 4 / 3, "em": 16}[match[2].lower()] if match else 0
    large = 3 if pixels >= 22 else 2 if pixels >= 18 else 1 if pixels >= 16 else 0
    return large, _BOLD.search(style) is not None


def scan_lines(root: Element, lengths: TextLengths) -> PageLines:
    """The lines and marks of a page, in reading order; `lengths` hears how much text every element holds."""
    scanner = _LineScanner(lengths)
    page = scanner.page
    frames = [_OpenElement(root, "")]
    starts: list[tuple[int, int]] = []
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            frames.append(scanner.enter(node, frames[-1]))
            starts.append((scanner.seen, len(page.lines)))
            if node.text:
                scanner.add_text(node.text, frames[-1], node, tail=False)
        else:
            frames.pop()
            seen, first = starts.pop()
            lengths[node] = scanner.seen - seen
            if node.tag in BLOCKS or node.tag in CONTROLS:
                scanner.flush()
            page.spans[node] = first, len(page.lines)
            if node.tail and node is not root:
                scanner.add_text(node.tail, frames[-1], node, tail=True)
    scanner.flush()
    find_echoes(page.lines)
    free_wrappers(page.lines, scanner.excluded)
    exclude_cards(page)
    exclude_footer(page.lines)
    mark_teasers(page.lines)
    mark_unlinked_lists(page.lines)
    return page
