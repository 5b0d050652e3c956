"""Line scanner: one pass over a page gives its lines of text with what surrounds them, and elements of known roles."""

from __future__ import annotations

from lxml import etree

from scripts.convert.dom.line_context import (
    exclude_cards,
    exclude_footer,
    find_echoes,
    free_wrappers,
    mark_teasers,
)
from scripts.convert.dom.lines import Line, PageLines, RoleMark
from scripts.convert.dom.open_elements import (
    SAYING_MORE,
    TELLING_ROLES,
    TELLING_TAGS,
    Frame,
    largeness_of_most,
    type_of,
)
from scripts.convert.dom.roles import DATE, MARKED, ROLES, named_roles, roles_of
from scripts.convert.dom.tree import BLOCKS, CONTROLS, Element, TextLengths, TextNode, is_hidden
from scripts.convert.dom.unlinked_lists import mark_unlinked_lists

_ENDS_LINE = BLOCKS | CONTROLS | {"br"}
_CLOSES_LINE = BLOCKS | CONTROLS
_TELLING = TELLING_TAGS | {"table", "time"}
_TELLING_ATTRIBUTES = frozenset(("style", "hidden", "size", "align", "itemprop", "rel"))
_Place = tuple[Frame, Element, str]  # what is in force, the innermost block, its names and those of the line


class _LineScanner:
    def __init__(self, lengths: TextLengths) -> None:
        self.page = PageLines(lengths)
        # places that never hold an article; True where nothing frees them
        self.excluded: dict[Element, bool] = {}
        self.seen = 0  # visible characters so far
        self._words: list[str] = []
        self._only = ""  # the first of them, its white space made single
        self._text_nodes: list[TextNode] = []
        self._linked = 0
        self._length = 0
        self._frame = Frame()  # of the line's beginning
        self._holder: Element = None
        self._names = ""
        self._heading = 0
        self._bold = True
        self._large: list[tuple[float, int]] = []  # (largeness, visible characters) of the line's runs

    def scan(self, root: Element) -> None:
        """Read every element in reading order."""
        lines, spans, lengths = self.page.lines, self.page.spans, self.page.lengths
        held: list[
            tuple[_Place, int, int]
        ] = []  # around the element in hand: place; characters, lines before it
        place: _Place = (Frame(), root, "")
        for event, node in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                tag = node.tag
                if self._words and tag in _ENDS_LINE:
                    self.flush()
                held.append((place, self.seen, len(lines)))
                if (attributes := node.keys()) or tag in _TELLING:
                    place = self.enter(node, tag, attributes, place)
                elif tag in BLOCKS:
                    place = (place[0], node, "")
                if (text := node.text) and (self._words or not text.isspace()):
                    self.add_text(text, place, node, tail=False)
            else:
                place, seen, first = held.pop()
                lengths[node] = self.seen - seen
                if self._words and node.tag in _CLOSES_LINE:
                    self.flush()
                spans[node] = first, len(lines)
                if (text := node.tail) and (self._words or not text.isspace()) and node is not root:
                    self.add_text(text, place, node, tail=True)
        self.flush()

    def flush(self) -> None:
        """End the line in hand, and keep it where it has words."""
        words, self._words = self._words, []
        if not words:
            return
        text_nodes, self._text_nodes = self._text_nodes, []
        text = self._only if len(words) == 1 else " ".join("".join(words).split())
        frame, large = self._frame, self._large
        lines = self.page.lines
        lines.append(
            Line(  # by their places, for a page has thousands
                text, len(lines), self._length, self._linked, self._holder, self._names, self._heading, self._bold,
                largeness_of_most(large, self._length) if large else 0, frame.unlikely, frame.excluded, frame.in_list,
                text_nodes, frame.centred,
            )
        )  # fmt: skip
        self._linked, self._length, self._bold, self._large = 0, 0, True, []

    def add_text(self, text: str, place: _Place, node: Element, *, tail: bool) -> None:
        """Add a run of text to the line in hand."""
        words = text.split()
        if not words:
            if self._words:
                self._words.append(" ")
            return
        spaced = " ".join(words)
        length = len(spaced) - len(words) + 1
        self.seen += length
        frame, holder, names = place
        if frame.hidden:
            self.page.hidden.append((node, tail))
            return
        if not self._words:
            self._frame, self._holder, self._names, self._heading = frame, holder, names, frame.heading
            self._only = spaced
        elif names != self._names:
            self._names += names
            self._heading = max(self._heading, frame.heading)
        self._words.append(text)
        self._text_nodes.append((node, tail))
        self._bold = self._bold and frame.bold
        self._length += length
        if frame.large:
            self._large.append((frame.large, length))
        if frame.link:
            self._linked += length

    def enter(self, node: Element, tag: str, attributes: list[str], place: _Place) -> _Place:
        """What is in force inside an element; what it changes is a copy of what is in force around it."""
        frame, holder, names = place
        own, roles, hides = "", 0, False
        if "class" in attributes or "id" in attributes:
            own, roles, hides = named_roles(node.get("class"), node.get("id"))
        if roles or hides or tag in _TELLING or not _TELLING_ATTRIBUTES.isdisjoint(attributes):
            frame = self._inside(node, tag, attributes, frame, roles, hides=hides)
        elif tag == "a":
            frame = frame.inside_tag(tag, attributes)
        return (frame, node, own) if tag in BLOCKS else (frame, holder, f"{names}{own}" if own else names)

    def _inside(
        self, node: Element, tag: str, attributes: list[str], frame: Frame, roles: int, *, hides: bool
    ) -> Frame:
        """The frame inside an element; the one around it where nothing changes."""
        hides = (hides or "style" in attributes or "hidden" in attributes) and is_hidden(node)
        if roles & MARKED or tag == "time" or "itemprop" in attributes or "rel" in attributes:
            self._mark_roles(node, tag, 0 if hides or tag in CONTROLS else roles)
        if tag == "table":  # it stands where it is told to, its words do not
            frame = frame.aligned("")
        elif "align" in attributes and tag in BLOCKS:
            frame = frame.aligned(node.get("align"))
        styled = tag == "font" and "size" in attributes
        if "style" in attributes and not styled:
            large, bold, align = type_of(node.get("style"))
            styled = bold or large > 0
            frame = frame.aligned(align) if align and tag in BLOCKS else frame
        if not (hides or styled or roles & TELLING_ROLES or tag in SAYING_MORE):
            return frame.inside_tag(tag, attributes) if tag in TELLING_TAGS or tag == "a" else frame
        inside = frame.inside()
        if hides or tag in CONTROLS:
            inside.hide(node, tag)
            self.excluded[node] = tag in CONTROLS
        else:
            inside.apply_roles(node, tag, roles, self.excluded)
        inside.apply_tag(tag, attributes)
        if styled:
            inside.apply_style(node, tag)
        return inside

    def _mark_roles(self, node: Element, tag: str, roles: int) -> None:
        """Mark an element for what its names, its tag and its attributes for machines say, in this order."""
        self._mark(node, roles & MARKED)
        if tag == "time":
            self._mark(node, DATE)
        if node.get("itemprop") is not None or node.get("rel") is not None:
            said = f" {node.get('itemprop') or ''} {node.get('rel') or ''} ".lower()
            self._mark(node, roles_of(said.replace("datepublished", "date")))

    def _mark(self, node: Element, roles: int) -> None:
        if roles:
            at = len(self.page.lines)
            self.page.marks.extend(RoleMark(role, at, node) for role in ROLES if roles & role)


def scan_bare_lines(root: Element) -> PageLines:
    """The lines of a page without what they mean to each other: all that site statistics ask."""
    scanner = _LineScanner(TextLengths())
    scanner.scan(root)
    return scanner.page


def scan_lines(root: Element, lengths: TextLengths) -> PageLines:
    """The lines and marks of a page, in reading order; `lengths` hears how much text every element holds."""
    scanner = _LineScanner(lengths)
    scanner.scan(root)
    page = scanner.page
    find_echoes(page.lines)
    free_wrappers(page.lines, scanner.excluded)
    exclude_cards(page)
    exclude_footer(page.lines)
    mark_teasers(page.lines)
    mark_unlinked_lists(page.lines)
    return page
