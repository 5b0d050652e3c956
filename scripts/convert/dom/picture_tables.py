"""Picture tables: layout tables of photographs and their captions, read as pairs.

A caption belongs to the picture in its own column (a row of captions under or over a row of pictures), or in its own
row (a picture, and its name beside it). Where the table says nothing so plain, there are no pairs.
"""

from __future__ import annotations

from scripts.convert import weights
from scripts.convert.dom.data_tables import columns_of, grid, holds_cells_alone
from scripts.convert.dom.tree import Element, text_length

PictureCaption = tuple[Element, Element]  # the cell of a picture, that of its caption
_PICTURE, _TEXT, _EMPTY = "picture", "text", "empty"


def pair_captions(table: Element) -> list[PictureCaption]:
    """The pictures of a table with their captions, in reading order; empty where not all of the table is such pairs."""
    rows = grid(table)
    if not any(next(cell.iter("img"), None) is not None for row in rows for cell in row):
        return []
    if not holds_cells_alone(table, rows) or next(table.iterchildren("caption"), None) is not None:
        return []
    kinds = [[_kind(cell) for cell in row] for row in rows]
    return _by_columns(rows, kinds) or _by_rows(rows, kinds)


def _kind(cell: Element) -> str:
    """What a cell holds: one picture and no words, words alone, nothing; empty for anything else."""
    pictures, length = sum(1 for _ in cell.iter("img")), text_length(cell)
    if next(cell.iter("table"), None) is not None:
        return ""
    if pictures == 1 and not length:
        return _PICTURE
    if not pictures:
        return (_TEXT if length <= weights.CAPTION_WEAK_LONGEST else "") if length else _EMPTY
    return ""


def _by_columns(rows: list[list[Element]], kinds: list[list[str]]) -> list[PictureCaption]:
    """A row of pictures, a row of captions, and so on, as many of one as of the other."""
    pairs: list[PictureCaption] = []
    if len(rows) % 2:
        return []
    for at in range(0, len(rows), 2):
        shown, told = _of_kind(rows[at], kinds[at], _PICTURE), _of_kind(rows[at + 1], kinds[at + 1], _TEXT)
        if shown is None or told is None:
            shown, told = (
                _of_kind(rows[at + 1], kinds[at + 1], _PICTURE),
                _of_kind(rows[at], kinds[at], _TEXT),
            )
        if not shown or not told or shown.keys() != told.keys():
            return []
        pairs += [(shown[column], told[column]) for column in shown]
    return pairs


def _of_kind(row: list[Element], kinds: list[str], wanted: str) -> dict[int, Element] | None:
    """The cells of a row by their columns; None where one is neither of the wanted kind nor empty."""
    found, column = {}, 0
    for cell, kind in zip(row, kinds, strict=True):
        if kind not in (wanted, _EMPTY):
            return None
        if kind == wanted:
            found[column] = cell
        column += columns_of(cell)
    return found


def _by_rows(rows: list[list[Element]], kinds: list[list[str]]) -> list[PictureCaption]:
    """In every row a picture and its name beside it."""
    pairs: list[PictureCaption] = []
    for row, kind in zip(rows, kinds, strict=True):
        if sorted(kind) != [_PICTURE, _TEXT]:
            return []
        pairs.append((row[kind.index(_PICTURE)], row[kind.index(_TEXT)]))
    return pairs
