"""An element of a page → blocks: one pass over the tree, recursion only into lists, quotes and tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urljoin

from lxml import etree

from scripts.convert.blocks import BREAK, Block, Cell, Segment, Traits, trimmed, walk
from scripts.convert.names import names_of
from scripts.convert.tables import is_data_table
from scripts.convert.tree import BLOCKS, CONTROLS, Element, is_hidden, length_of

_BOLD = re.compile(r"font-weight\s*:\s*(bold|[6-9]00|normal|[1-4]00)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style\s*:\s*(italic|oblique|normal)", re.IGNORECASE)
_ALIGN = re.compile(r"text-align\s*:\s*(\w+)", re.IGNORECASE)
_SMALL = re.compile(
    r"font-size\s*:\s*(?:(?:[5-9]|10(?:\.\d+)?|8\.5)\s*pt|(?:[6-9]|1[0-2])px|x*-?small|0?\.[5-8]\d*em"
    r"|[5-8]\d%)",
    re.IGNORECASE,
)
_EMBEDS = frozenset(("iframe", "embed", "object", "video", "audio", "applet"))
_DEEPEST = 12  # lists, quotes and tables inside one another; deeper ones are read as plain text
_BAD_SCHEME = re.compile(r"\s*(?:javascript|vbscript|data|about|file)\s*:", re.IGNORECASE)
_LAZY = ("data-src", "data-original", "data-lazy-src", "data-photo-original-src")
_LONG_LINE = 60  # a line this long that ends a sentence is a paragraph, whatever the single <br> says
_ENDS = (".", "!", "?", "…", ":", "”", '"', ";")
_BOX = 700  # visible characters; a box holding a picture and no more text than this is a figure's


class _Frame(NamedTuple):
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


def _style(frame: _Frame, style: str) -> _Frame:
    if match := _BOLD.search(style):
        frame = frame._replace(bold=match[1].lower() in ("bold", "600", "700", "800", "900"))
    if match := _ITALIC.search(style):
        frame = frame._replace(italic=match[1].lower() != "normal")
    if match := _ALIGN.search(style):
        frame = frame._replace(align=match[1].lower())
    return frame._replace(small=True) if _SMALL.search(style) else frame


_TAG_STYLE: dict[str, Mapping[str, object]] = {
    "b": {"bold": True}, "strong": {"bold": True}, "i": {"italic": True}, "em": {"italic": True},
    "cite": {"italic": True}, "sup": {"vertical": "sup"}, "sub": {"vertical": "sub"},
    "center": {"align": "center"},
    "small": {"small": True}, "figcaption": {"caption": True}, "caption": {"caption": True},
    "th": {"align": "center"}, **{f"h{n}": {"level": n} for n in range(1, 7)},
}  # fmt: skip


class Reader:
    """Reads elements into blocks; `base` makes addresses absolute, `skip` names elements to leave out.

    `dropped` collects (reason, visible characters) of everything that is left out.
    """

    def __init__(self, base: str, skip: Mapping[Element, str]) -> None:
        self.base = base
        self.skip = skip
        self.dropped: list[tuple[str, int]] = []
        self._out: list[Block] = []
        self._line: list[Segment] = []
        self._traits: Traits = Traits()
        self._level = 0
        self._total = 0  # visible characters of the element being read

    def read(self, element: Element, depth: int = 0, frame: _Frame | None = None) -> list[Block]:
        """The blocks of one element, in reading order."""
        self._total = self._total if depth else length_of(element)
        held = self._out, self._line, self._traits, self._level
        self._out, self._line = [], []
        self._pass(element, depth, frame or _Frame())
        self._flush()
        read, (self._out, self._line, self._traits, self._level) = self._out, held
        return read

    def _pass(self, root: Element, depth: int, start: _Frame) -> None:
        frames = [start]
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, node in walker:
            if event == "start":
                frame = self._enter(node, frames[-1], root, depth)
                frames.append(frame or frames[-1])
                if frame is None:
                    walker.skip_subtree()
                elif node.text:
                    self._say(node.text, frame, node)
            else:
                frames.pop()
                if node.tag in BLOCKS:
                    self._flush()
                if node is not root and node.tail:
                    self._say(node.tail, frames[-1], node.getparent())

    def _enter(self, node: Element, frame: _Frame, root: Element, depth: int) -> _Frame | None:
        """The frame inside a node; None where the node is taken whole (or left out)."""
        tag = node.tag
        if (reason := self.skip.get(node)) or (reason := self._unwanted(node)):
            if tag in BLOCKS:
                self._flush()
            self.dropped.append((reason, length_of(node)))
            return None
        if tag == "br":
            self._line.append(Segment(BREAK))
            return None
        if tag == "img":
            self._picture(node, frame)
            return None
        if tag in BLOCKS:
            self._flush()
        if tag in _EMBEDS:
            self._embed(node, frame)
            return None
        if node is not root and depth < _DEEPEST and self._compound(node, frame, depth):
            return None
        return self._framed(node, frame)

    def _unwanted(self, node: Element) -> str:
        if node.tag in CONTROLS:
            return "ô nhập liệu"
        if is_hidden(node) and length_of(node) * 2 < self._total:  # a whole text hidden waits for a script
            return "phần bị ẩn trên trang"
        return ""

    def _framed(self, node: Element, frame: _Frame) -> _Frame:
        tag = node.tag
        if style := _TAG_STYLE.get(tag):
            frame = frame._replace(**style)  # type: ignore[arg-type]  # the table's values fit their fields
        if css := node.get("style"):
            frame = _style(frame, css)
        if align := node.get("align"):
            frame = frame._replace(align=align.lower()) if tag != "table" else frame
        if tag == "a" and (href := self._address(node.get("href"))):
            frame = frame._replace(href=href)
        if tag == "font" and node.get("size") in ("1", "-1", "-2"):
            frame = frame._replace(small=True)
        return self._boxed(node, frame) if tag in BLOCKS or node.get("class") else frame

    def _boxed(self, node: Element, frame: _Frame) -> _Frame:
        if names := names_of(node):
            frame = frame._replace(names=names if node.tag in BLOCKS else f"{frame.names}{names}")
        elif node.tag in ("p", "div") and node.tag != "td":
            frame = frame._replace(names="")
        if node.tag == "table":
            frame = frame._replace(table=node, figure=node if _holds_figure(node) else frame.figure)
        elif node.tag == "figure" or (node.tag == "div" and _holds_figure(node)):
            frame = frame._replace(figure=node)
        return frame

    def _address(self, href: str | None) -> str:
        href = (href or "").strip()
        if not href or href.startswith("#") or _BAD_SCHEME.match(href):
            return ""
        try:
            return urljoin(self.base, href)
        except ValueError:  # an address such as http://[x: the words of the link remain
            return ""

    def _say(self, text: str, frame: _Frame, holder: Element) -> None:
        if not self._line:
            self._traits = Traits(
                frame.align == "center",
                frame.align == "right",
                frame.small,
                frame.names,
                frame.table,
                frame.figure,
                frame.caption,
                holder,
            )
            self._level = frame.level
        elif text.strip():
            self._level = self._level or frame.level
            self._traits.small |= frame.small
            self._traits.caption |= frame.caption
        self._line.append(
            Segment(
                " ".join(("", *text.split(), "")) if text.isspace() else text,
                frame.bold,
                frame.italic,
                frame.vertical,
                frame.href,
            )
        )

    def _flush(self) -> None:
        line, self._line = self._line, []
        for part in _paragraphs(line):
            if segments := trimmed(part):
                kind = "heading" if self._level else "text"
                self._out.append(Block(kind, segments, replace(self._traits), level=self._level))  # type: ignore[arg-type]  # one of two literals

    def _picture(self, node: Element, frame: _Frame) -> None:
        source = next(
            (s for s in (node.get("src"), *map(node.get, _LAZY)) if s and not s.startswith("data:")), ""
        )
        inline = bool(trimmed(self._line))
        self._flush()
        traits = Traits(
            frame.align == "center",
            False,
            frame.small,
            frame.names,
            frame.table,
            frame.figure,
            frame.caption,
            node.getparent(),
        )
        address = self._address(source)
        if not address or _is_ornament(node, source):
            self.dropped.append((f"ảnh trang trí {source}".strip(), 0))
            return
        traits.right = inline  # a picture after text on its line never owns the text that follows
        self._out.append(
            Block("picture", traits=traits, source=address, alt=" ".join((node.get("alt") or "").split()))
        )

    def _embed(self, node: Element, frame: _Frame) -> None:
        source = (
            node.get("src")
            or node.get("data-src")
            or node.get("data")
            or next((e.get("src") for e in node.iter("source", "embed")), "")
        )
        self._flush()
        if address := self._address(source):
            self._out.append(Block("embed", source=address, traits=Traits(names=frame.names)))
        self.dropped.append(("nội dung nhúng", length_of(node)))

    def _compound(self, node: Element, frame: _Frame, depth: int) -> bool:
        """Read a list, a quote or a data table as one block; False for every other element."""
        if node.tag in ("ul", "ol", "dir", "menu"):
            return self._list(node, frame, depth)
        if node.tag == "blockquote":
            inner = self.read(node, depth + 1, frame)
            if any(b.kind == "table" for b in walk(inner)):
                self._out += inner  # raw HTML cannot stand behind a quote's marks
            elif inner:
                self._out.append(Block("quote", items=[inner], traits=Traits(names=frame.names)))
            return True
        if node.tag == "table" and is_data_table(node):
            self._out.append(
                Block("table", rows=self._rows(node, frame, depth), traits=Traits(names=names_of(node)))
            )
            return True
        return False

    def _list(self, node: Element, frame: _Frame, depth: int) -> bool:
        items = []
        for child in node:
            if (child.tail and child.tail.strip()) or (child.tag != "li" and length_of(child)):
                return False  # text between the items: no list, whatever its tag says
        if node.text and node.text.strip():
            return False
        for child in node:
            if child in self.skip:
                self.dropped.append((self.skip[child], length_of(child)))
            elif inner := self.read(child, depth + 1, self._framed(node, frame)._replace(align="")):
                items.append(inner)
        if any(b.kind in ("picture", "table") for item in items for b in walk(item)):
            self._out += [b for item in items for b in item]  # a slider: the pictures matter, not the bullets
        elif items:
            first = node.get("start") or ""
            self._out.append(
                Block(
                    "list",
                    items=items,
                    ordered=node.tag == "ol",
                    start=int(first) if first.isdecimal() else 1,
                    traits=Traits(names=names_of(node)),
                )
            )
        return True

    def _rows(self, table: Element, frame: _Frame, depth: int) -> list[list[Cell]]:
        rows = []
        for row in table.iter("tr"):
            if next(row.iterancestors("table"), None) is table:
                rows.append([self._cell(c, frame, depth) for c in row if c.tag in ("td", "th")])
        for caption in table.iter("caption"):
            self._out += self.read(caption, depth + 1, frame)
        return [row for row in rows if row]

    def _cell(self, cell: Element, frame: _Frame, depth: int) -> Cell:
        segments: list[Segment] = []
        for block in self.read(cell, depth + 1, frame._replace(bold=False, italic=False)):
            for segment in _plain(block):
                segments.append(segment)
            segments.append(Segment(BREAK))
        return Cell(trimmed(segments), cell.tag == "th", _span(cell, "colspan"), _span(cell, "rowspan"))


def _plain(block: Block) -> list[Segment]:
    """The segments of a block and of everything in it, a break between items."""
    out = list(block.segments)
    for item in block.items:
        for inner in item:
            out += [*_plain(inner), Segment(BREAK)]
    for row in block.rows:
        for cell in row:
            out += [*cell.segments, Segment(BREAK)]
    return out


def _span(cell: Element, name: str) -> int:
    value = cell.get(name) or "1"
    return min(max(int(value), 1), 1000) if value.isdecimal() else 1


def _is_ornament(node: Element, source: str) -> bool:
    sizes = [int(s) for s in (node.get("width") or "", node.get("height") or "") if s.isdecimal()]
    tiny = any(s <= 3 for s in sizes) or (len(sizes) == 2 and max(sizes) <= 24)
    return tiny or bool(
        re.search(
            r"(?:spacer|blank|pixel|transparent)\.gif|/(?:icons?|smil\w+|emoticons?)/", source, re.IGNORECASE
        )
    )


def _holds_figure(node: Element) -> bool:
    """True for a box of one to four pictures and no more text than captions would need."""
    pictures = sum(1 for _ in node.iter("img"))
    if not 1 <= pictures <= 4:
        return False
    return length_of(node) <= _BOX * pictures and not any(
        True for _ in node.iter("h1", "h2", "h3", "ul", "ol")
    )


def _paragraphs(line: list[Segment]) -> list[list[Segment]]:
    """A line cut at double breaks, and at single breaks after long lines that end a sentence."""
    parts: list[list[Segment]] = [[]]
    breaks, length, last = 0, 0, ""
    for segment in line:
        if segment.text == BREAK:
            breaks += 1
            continue
        if not segment.text.strip():
            parts[-1].append(segment)
            continue
        if breaks >= 2 or (breaks == 1 and length >= _LONG_LINE and last.endswith(_ENDS)):
            parts.append([])
            length = 0
        elif breaks:
            parts[-1].append(Segment(BREAK))
            length = 0
        breaks = 0
        parts[-1].append(segment)
        length, last = length + len(segment.text), segment.text.rstrip()
    return parts
