"""Compound blocks of a page: lists, quotes and data tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

from scripts.convert.dom.data_tables import is_data_table
from scripts.convert.dom.inline_styles import InlineStyle, style_inside
from scripts.convert.dom.picture_tables import PictureCaption, pair_captions
from scripts.convert.dom.roles import names_of
from scripts.convert.dom.tree import Element, TextLengths, text_length
from scripts.convert.markdown.blocks import BREAK, Block, Cell, Segment, Traits, trimmed, walk

_LIST_STYLE = re.compile(
    r"list-style(?:-type)?\s*:[^;]*?((?:lower|upper)-(?:alpha|latin|roman))", re.IGNORECASE
)
_LIST_STYLES = {
    "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i",
    "upper-roman": "I",
}  # fmt: skip


class ElementReader(Protocol):
    """What reads an element into blocks (`html_to_blocks`): what it made so far, and what it leaves out."""

    out: list[Block]
    skip: Mapping[Element, str]
    dropped: list[tuple[str, int]]
    lengths: TextLengths

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
    if node.tag == "table" and (pairs := pair_captions(node)):
        reader.out += _pictures(reader, pairs, frame, depth)
        return True
    if node.tag == "table" and is_data_table(node):
        rows = _rows(reader, node, frame, depth)
        if any(cell.segments for row in rows for cell in row):
            reader.out.append(Block("table", rows=rows, traits=Traits(names=names_of(node))))
        return True
    return False


def _pictures(
    reader: ElementReader, pairs: list[PictureCaption], frame: InlineStyle, depth: int
) -> list[Block]:
    """The pictures of a table, each with its caption behind it: a box of their own holds the two."""
    out: list[Block] = []
    for shown, told in pairs:
        out += reader.read(shown, depth + 1, frame._replace(figure=shown))
        out += reader.read(told, depth + 1, frame._replace(figure=shown, caption=True))
    return out


def _list(reader: ElementReader, node: Element, frame: InlineStyle, depth: int) -> bool:
    if not _is_list(node):
        return False
    items = _items(reader, node, frame, depth)
    if _is_gallery([blocks for _, blocks in items]):
        reader.out += [
            b for _, blocks in items for b in blocks
        ]  # a slider: the pictures matter, not the bullets
        return True
    for start, run in _numbered(node, items):
        traits = Traits(names=names_of(node))
        numbering = _numbering(node) if node.tag == "ol" else ""
        reader.out.append(
            Block(
                "list", items=run, ordered=node.tag == "ol", start=start, numbering=numbering, traits=traits
            )
        )
    return True


def _is_gallery(items: list[list[Block]]) -> bool:
    """True for a list of pictures or tables rather than of steps: an item begins with one, or holds nothing else."""
    if any(b.kind == "table" for item in items for b in walk(item)):
        return True
    shown = [item for item in items if any(b.kind == "picture" for b in walk(item))]
    return any(_first(item).kind == "picture" for item in shown)


def _first(blocks: list[Block]) -> Block:
    """The first block of an item, that inside quotes and lists."""
    first = blocks[0]
    while first.items and first.items[0]:
        first = first.items[0][0]
    return first


def _numbered(node: Element, items: list[tuple[Element, list[Block]]]) -> list[tuple[int, list[list[Block]]]]:
    """Runs of items that are counted one by one, each with its first number: a ``value`` begins another run."""
    if node.tag != "ol":
        return [(1, [blocks for _, blocks in items])] if items else []
    step = -1 if node.get("reversed") is not None else 1
    number = _number(node.get("start"), len(items) if step < 0 else 1)
    runs: list[tuple[int, list[list[Block]]]] = []
    for item, blocks in items:
        number = _number(item.get("value"), number)
        if runs and runs[-1][0] + len(runs[-1][1]) == number:
            runs[-1][1].append(blocks)
        else:
            runs.append((number, [blocks]))
        number += step
    return runs


def _number(value: str | None, otherwise: int) -> int:
    return int(value) if value and value.isascii() and value.isdecimal() and len(value) < 7 else otherwise


def _numbering(node: Element) -> str:
    """“a”, “A”, “i” or “I” where the items of a list are counted so."""
    if (kind := (node.get("type") or "").strip()) in ("a", "A", "i", "I"):
        return kind
    style = _LIST_STYLE.search(node.get("style") or "")
    return _LIST_STYLES.get(style[1].lower(), "") if style else ""


def _is_list(node: Element) -> bool:
    """False where text stands between the items: no list, whatever its tag says."""
    between = [node.text, *(child.tail for child in node)]
    if any(text and text.strip() for text in between):
        return False
    return not any(child.tag != "li" and text_length(child) for child in node)


def _items(
    reader: ElementReader, node: Element, frame: InlineStyle, depth: int
) -> list[tuple[Element, list[Block]]]:
    items = []
    for child in node:
        if child in reader.skip:
            reader.dropped.append((reader.skip[child], text_length(child)))
        elif inner := reader.read(
            child, depth + 1, style_inside(node, frame, "", reader.lengths)._replace(align="")
        ):
            items.append((child, inner))
    return items


def _rows(reader: ElementReader, table: Element, frame: InlineStyle, depth: int) -> list[list[Cell]]:
    rows = []
    for row in table.iter("tr"):
        if next(row.iterancestors("table"), None) is table:
            rows.append([_cell(reader, c, frame, depth) for c in row if c.tag in ("td", "th")])
    for caption in table.iterchildren("caption"):
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
