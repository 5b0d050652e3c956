"""Data tables, told from layout tables, which only place things on the page."""

from __future__ import annotations

import re

from scripts.convert import weights
from scripts.convert.dom.tree import Element, text_length

_RULED = re.compile(r"MsoTableGrid|MsoNormalTable|table-bordered|border\s*:\s*(?:[1-9]|solid)", re.IGNORECASE)

_CELL_RULED = re.compile(r"(?<![\w-])border(?:-\w+)?\s*:[^;]*\bsolid", re.IGNORECASE)


def grid(table: Element) -> list[list[Element]]:
    """The cells of a table, row by row, those of tables inside it left out; rows without any are none."""
    rows = [r for r in table.iter("tr") if next(r.iterancestors("table"), None) is table]
    return [cells for row in rows if (cells := [c for c in row if c.tag in ("td", "th")])]


def is_data_table(table: Element) -> bool:
    """True for a table of at least two rows and columns with short cells and no pictures or tables inside."""
    if next(table.iterdescendants("table", "img", "input", "select", "iframe"), None) is not None:
        return False
    rows = grid(table)
    if sum(len(row) >= 2 for row in rows) < max(2, len(rows) // 2):
        return False
    lengths = [text_length(cell) for row in rows for cell in row]
    if not holds_cells_alone(table, rows):
        return False
    if _is_ruled(table) and _has_head(rows):
        return True
    filled = sum(1 for n in lengths if n)
    if max(lengths) > weights.CELL_LONGEST or filled < len(lengths) / 3:
        return False
    return _is_marked_as_data(table) or max(lengths) <= weights.PLAIN_CELL_LONGEST


def holds_cells_alone(table: Element, rows: list[list[Element]]) -> bool:
    """True for a table whose words all stand in its cells and its caption: broken markup puts some between them."""
    captions = sum(text_length(caption) for caption in table.iterchildren("caption"))
    return sum(text_length(cell) for row in rows for cell in row) + captions == text_length(table)


def _is_marked_as_data(table: Element) -> bool:
    return _is_ruled(table) or next(table.iter("th"), None) is not None


def _is_ruled(table: Element) -> bool:
    """True for a table with lines between its cells, drawn by itself or by them."""
    border = table.get("border") or "0"
    if (border.isdecimal() and int(border) > 0) or _RULED.search(
        f"{table.get('class')} {table.get('style')}"
    ):
        return True
    cells = list(table.iter("td", "th"))
    return bool(cells) and all(_CELL_RULED.search(cell.get("style") or "") for cell in cells[:4])


def _has_head(rows: list[list[Element]]) -> bool:
    """True where a first row says in few words what each column holds, and no other row is wider."""
    head = rows[0]
    if len(head) < 2 or not all(0 < text_length(cell) <= weights.HEAD_CELL_LONGEST for cell in head):
        return False
    return all(len(row) <= sum(columns_of(cell) for cell in head) for row in rows)


def columns_of(cell: Element) -> int:
    """How many columns a cell spans."""
    span = cell.get("colspan") or "1"
    return int(span) if span.isdecimal() and len(span) < 4 else 1
