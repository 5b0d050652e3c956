"""Side columns: cells, and narrow boxes, beside that of the text."""

from __future__ import annotations

import re

from scripts.convert import weights
from scripts.convert.dom.lines import Line, PageLines, prose_length
from scripts.convert.dom.tree import Element

_BARE_WIDTH = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(%|px)?\s*$")
_WIDTH = re.compile(r"(?<![\w-])width\s*:\s*(\d+(?:\.\d+)?)\s*(%|px)", re.IGNORECASE)


def is_side_column(page: PageLines, cell: Element, main: Element) -> bool:
    """True for a cell beside that of the text which holds a poll, or is narrow, or has short lines after the text
    and little prose: no picture's caption, no second column of the text.
    """
    lines = page.lines_in(cell)
    if cell.tag not in ("td", "div") or (
        len(lines) <= weights.SIDE_CAPTION and next(cell.iter("img"), None) is not None
    ):
        return False
    prose = _prose(lines)
    if _is_narrow(cell) and not _is_narrow(main):
        return prose * 2 <= _prose(page.lines_in(main))
    if cell.tag == "div":
        return False
    small = prose <= weights.SIDE_SHARE * _prose(page.lines_in(main))
    if small and next(cell.iter("input", "select"), None) is not None:
        return True
    after = page.spans[cell][0] >= page.spans[main][1]
    return small and after and sum(not x.is_prose for x in lines) >= weights.SIDE_CAPTION


def _prose(lines: list[Line]) -> int:
    """Visible characters of the prose among lines."""
    return prose_length(x for x in lines if x.is_prose and not x.unlikely)


def _width(cell: Element) -> tuple[float, bool]:
    """(declared width of a cell, whether in per cent); 0 where it says none."""
    match = _WIDTH.search(cell.get("style") or "") or _BARE_WIDTH.match(cell.get("width") or "")
    return (float(match[1]), match[2] == "%") if match else (0.0, False)


def _is_narrow(cell: Element) -> bool:
    """True for a cell whose width is a side column's."""
    width, percent = _width(cell)
    return 0 < width <= (weights.SIDE_PERCENT if percent else weights.SIDE_PIXELS)
