"""One pass over a page: its lines of text with what surrounds them, and the elements whose names tell a
role.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from scripts.convert.dom.line_context import bar_cards, bar_footer, find_echoes, mark_teasers, settle
from scripts.convert.dom.lines import Line, Mark, Page
from scripts.convert.dom.roles import COMMENTS, DATE, MARKED, NEVER, ROLES, SELDOM, names_of, roles_of
from scripts.convert.dom.tree import BLOCKS, CONTROLS, Element, Lengths, is_hidden, visible_length

_NEVER_BARRED = frozenset(("html", "body", "main", "form"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SELDOM_TAGS = frozenset(("nav", "aside", "footer"))
_TELLING_TAGS = frozenset(("a", "b", "strong", "time", "li", *_HEADINGS, *CONTROLS))
_LARGE = re.compile(r"font-size\s*:\s*(\d+(?:\.\d+)?)\s*(px|pt|em)", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_FONT_SIZES = {"4": 1.0, "5": 2.0, "6": 3.0, "+1": 1.0, "+2": 2.0, "+3": 3.0}


@dataclass(slots=True)
class _Frame:
    """What is in force inside one element."""

    holder: Element
    names: str
    heading: int = 0
    bold: bool = False
    large: float = 0
    link: bool = False
    barred: tuple[Element, ...] = ()
    never: bool = False
    in_list: bool = False

    def inside(self, node: Element, names: str, *, block: bool) -> _Frame:
        """The frame of an element below this one, before its own markup is looked at."""
        holder, names = (node, names) if block else (self.holder, f"{self.names}{names}")
        return _Frame(
            holder,
            names,
            self.heading,
            self.bold,
            self.large,
            self.link,
            self.barred,
            self.never,
            self.in_list,
        )

    def joined(self, later: _Frame) -> _Frame:
        """The frame of a line that begins in this one and goes on in another."""
        return _Frame(
            self.holder,
            self.names + later.names,
            max(self.heading, later.heading),
            self.bold,
            max(self.large, later.large),
            self.link,
            self.barred,
            self.never,
            self.in_list,
        )


class _Scanner:
    def __init__(self, lengths: Lengths) -> None:
        self.page = Page(lengths)
        # places that never hold an article; True where nothing frees them
        self.never: dict[Element, bool] = {}
        self.seen = 0  # visible characters so far
        self._held: list[str] = []
        self._pieces: list[tuple[Element, bool]] = []
        self._linked = 0
        self._length = 0
        self._frame: _Frame | None = None
        self._bold = True

    def flush(self) -> None:
        if not self._held:
            return
        text = " ".join("".join(self._held).split())
        frame, self._held = self._frame, []
        pieces, self._pieces = self._pieces, []
        if text and frame:
            self.page.lines.append(
                Line(
                    text,
                    len(self.page.lines),
                    self._length,
                    self._linked,
                    frame.holder,
                    frame.names,
                    frame.heading,
                    self._bold,
                    frame.large,
                    frame.barred,
                    frame.never,
                    frame.in_list,
                    pieces,
                )
            )
        self._linked, self._length, self._bold = 0, 0, True

    def say(self, text: str, frame: _Frame, node: Element, *, tail: bool) -> None:
        if text.isspace():
            if self._held:
                self._held.append(" ")
            return
        length = visible_length(text)
        if not self._held:
            self._frame = frame
        elif self._frame is not frame and self._frame and frame.names != self._frame.names:
            self._frame = self._frame.joined(frame)
        self._held.append(text)
        self._pieces.append((node, tail))
        self._bold = self._bold and frame.bold
        self._length += length
        self.seen += length
        if frame.link:
            self._linked += length

    def enter(self, node: Element, frame: _Frame) -> _Frame:
        tag = node.tag
        block = tag in BLOCKS
        if self._held and (block or tag == "br" or tag in CONTROLS):
            self.flush()
        attributes = node.keys()
        if not attributes and not block and tag not in _TELLING_TAGS:
            return frame
        names = names_of(node) if "class" in attributes or "id" in attributes else ""
        own = frame.inside(node, names, block=block)
        if tag in CONTROLS or (attributes and is_hidden(node)):
            own.barred, own.never = (*own.barred, node), True
            self.never[node] = tag in CONTROLS
        elif names or tag in _SELDOM_TAGS:
            self._judge(node, tag, roles_of(names), own)
        if tag in _TELLING_TAGS:
            self._tell(node, tag, attributes, own)
        if attributes:
            self._style(node, attributes, own)
        return own

    def _tell(self, node: Element, tag: str, attributes: list[str], own: _Frame) -> None:
        if tag == "a":
            own.link = own.link or "href" in attributes
        elif tag in ("b", "strong"):
            own.bold = True
        elif tag == "li":
            own.in_list = True
        elif tag == "time":
            self.page.marks.append(Mark(DATE, len(self.page.lines), node))
        elif tag in _HEADINGS:
            own.heading = _HEADINGS[tag]

    def _style(self, node: Element, attributes: list[str], own: _Frame) -> None:
        if "style" in attributes or "size" in attributes:
            own.large = max(own.large, _largeness(node))
            own.bold = own.bold or _BOLD.search(node.get("style") or "") is not None
        if "itemprop" in attributes or "rel" in attributes:
            said = f" {node.get('itemprop') or ''} {node.get('rel') or ''} ".lower()
            self._mark(node, roles_of(said.replace("datepublished", "date")))

    def _judge(self, node: Element, tag: str, roles: int, own: _Frame) -> None:
        if tag in _NEVER_BARRED:
            pass
        elif roles & NEVER or tag == "footer":
            own.barred, own.never = (*own.barred, node), True
            self.never[node] = bool(roles & COMMENTS)
        elif (roles & SELDOM and tag != "article") or tag in _SELDOM_TAGS:
            own.barred = (*own.barred, node)
        if roles & MARKED:
            self._mark(node, roles)

    def _mark(self, node: Element, roles: int) -> None:
        at = len(self.page.lines)
        self.page.marks.extend(Mark(role, at, node) for role in ROLES if roles & role)


def _largeness(node: Element) -> float:
    if (size := node.get("size")) and node.tag == "font":
        return _FONT_SIZES.get(size, 0)
    match = _LARGE.search(node.get("style") or "")
    if not match:
        return 0
    pixels = float(match[1]) * {"px": 1, "pt": 4 / 3, "em": 16}[match[2].lower()]
    return 3 if pixels >= 22 else 2 if pixels >= 18 else 1 if pixels >= 16 else 0


def scan(root: Element, lengths: Lengths) -> Page:
    """The lines and marks of a page, in reading order; `lengths` hears how much text every element holds."""
    scanner = _Scanner(lengths)
    page = scanner.page
    frames = [_Frame(root, "")]
    starts: list[tuple[int, int]] = []
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            frames.append(scanner.enter(node, frames[-1]))
            starts.append((scanner.seen, len(page.lines)))
            if node.text:
                scanner.say(node.text, frames[-1], node, tail=False)
        else:
            frames.pop()
            seen, first = starts.pop()
            lengths[node] = scanner.seen - seen
            if node.tag in BLOCKS or node.tag in CONTROLS:
                scanner.flush()
            page.spans[node] = first, len(page.lines)
            if node.tail and node is not root:
                scanner.say(node.tail, frames[-1], node, tail=True)
    scanner.flush()
    find_echoes(page.lines)
    settle(page.lines, scanner.never)
    bar_cards(page)
    bar_footer(page.lines)
    mark_teasers(page.lines)
    return page
