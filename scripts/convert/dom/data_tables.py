"""Data tables, told from layout tables, which only place things on the page."""

from __future__ import annotations

import re

from scripts.convert import weights
from scripts.convert.dom.tree import Element, text_length

_RULED = re.compile(r"MsoTableGrid|MsoNormalTable|table-bordered|border\s*:\s*(?:[1-9]|solid)", re.IGNORECASE)


def _grid(table: Element) -> list[list[Element]]:
    rows = [r for r in table.iter("tr") if next(r.iterancestors("table"), None) is table]
    return [cells for row in rows if (cells := [c for c in row if c.tag in ("td", "th")])]


def is_data_table(table: Element) -> bool:
    """True for a table of at least two rows and columns with short cells and no pictures or tables inside."""
    if next(table.iterdescendants("table", "img", "input", "select", "iframe"), None) is not None:
        return False
    rows = _grid(table)
    if sum(len(row) >= 2 for row in rows) < max(2, len(rows) // 2):
        return False
    lengths = [text_length(cell) for row in rows for cell in row]
    filled = sum(1 for n in lengths if n)
    if max(lengths) > weights.CELL_LONGEST or filled < len(lengths) / 3:
        return False
    return _is_marked_as_data(table) or max(lengths) <= weights.PLAIN_CELL_LONGEST


def _is_marked_as_data(table: Element) -> bool:
    border = table.get("border") or "0"
    ruled = (border.isdecimal() and int(border) > 0) or bool(
        _RULED.search(f"{table.get('class')} {table.get('style')}")
    )
    return ruled or next(table.iter("th"), None) is not None
