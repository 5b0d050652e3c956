"""Compound blocks of a page: lists, quotes and data tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from scripts.convert.dom.data_tables import is_data_table
from scripts.convert.dom.inline_styles import InlineStyle, style_inside
from scripts.convert.dom.roles import names_of
from scripts.convert.dom.tree import Element, text_length
from scripts.convert.markdown.blocks import BREAK, Block, Cell, Segment, Traits, trimmed, walk


class ElementReader(Protocol):
    """What reads an element into blocks (`html_to_blocks`): what it made so far, and what it leaves out."""

    out: list[Block]
    skip: Mapping[Element, str]
    dropped: list[tuple[str, int]]

    def read(self, element: Element, depth: int = 0, frame: InlineStyle | None = None) -> list[Block]:
        """The blocks of one element, in reading order."""


def read_compound(reader: ElementReader, node: Element, frame: InlineStyle, depth: int) -> bool:
    """Read a list, a quote or a data table as one block; False for every other element."""
    if node.tag in ("ul", "ol", "dir", "menu"):
        return _list(reader, node, frame, depth)
    if node.tag == "blockquote":
        inner = reader.read(node, depth + 1, frame)
        if any(b.kind == "table" for b in walk(inner)):
            reader.out += inner  # raw HTML cannot stand behind a quote's marks
        elif inner:
            reader.out.append(Block("quote", items=[inner], traits=Traits(names=frame.names)))
        return True
    if node.tag == "table" and is_data_table(node):
        reader.out.append(
            Block("table", rows=_rows(reader, node, frame, depth), traits=Traits(names=names_of(node)))
        )
        return True
    return False


def _list(reader: ElementReader, node: Element, frame: InlineStyle, depth: int) -> bool:
    if not _is_list(node):
        return False
    items = _items(reader, node, frame, depth)
    if any(b.kind in ("picture", "table") for item in items for b in walk(item)):
        reader.out += [b for item in items for b in item]  # a slider: the pictures matter, not the bullets
    elif items:
        traits = Traits(names=names_of(node))
        reader.out.append(
            Block("list", items=items, ordered=node.tag == "ol", start=_start(node), traits=traits)
        )
    return True


def _is_list(node: Element) -> bool:
    """False where text stands between the items: no list, whatever its tag says."""
    between = [node.text, *(child.tail for child in node)]
    if any(text and text.strip() for text in between):
        return False
    return not any(child.tag != "li" and text_length(child) for child in node)


def _items(reader: ElementReader, node: Element, frame: InlineStyle, depth: int) -> list[list[Block]]:
    items = []
    for child in node:
        if child in reader.skip:
            reader.dropped.append((reader.skip[child], text_length(child)))
        elif inner := reader.read(child, depth + 1, style_inside(node, frame, "")._replace(align="")):
            items.append(inner)
    return items


def _start(node: Element) -> int:
    first = node.get("start") or ""
    return int(first) if first.isdecimal() else 1


def _rows(reader: ElementReader, table: Element, frame: InlineStyle, depth: int) -> list[list[Cell]]:
    rows = []
    for row in table.iter("tr"):
        if next(row.iterancestors("table"), None) is table:
            rows.append([_cell(reader, c, frame, depth) for c in row if c.tag in ("td", "th")])
    for caption in table.iter("caption"):
        reader.out += reader.read(caption, depth + 1, frame)
    return [row for row in rows if row]


def _cell(reader: ElementReader, cell: Element, frame: InlineStyle, depth: int) -> Cell:
    segments: list[Segment] = []
    for block in reader.read(cell, depth + 1, frame._replace(bold=False, italic=False)):
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
