"""Verse: texts of short lines alone, which no measure of running text finds."""

from __future__ import annotations

from scripts.convert import weights
from scripts.convert.dom.lines import Line, PageLines
from scripts.convert.dom.tree import Element


def mark_verse(page: PageLines) -> bool:
    """Mark the short plain lines of the places that have many, under a heading or set off by type; False where the
    page has none. For pages without running text only: menus and imprints look alike.
    """
    texts = plain_places(page.lines)
    if not texts or not any(x.heading or x.large or x.bold for x in page.lines[: texts[0][0].index]):
        return False
    for line in (x for lines in texts for x in lines):
        line.verse = True
    return True


def plain_places(lines: list[Line]) -> list[list[Line]]:
    """The plain lines of the places that have many, in the order of the page; none where no place has a text's."""
    places: dict[Element, list[Line]] = {}
    for line in lines:
        if (place := _place(line)) is not None:
            places.setdefault(place, []).append(line)
    texts = [held for held in places.values() if len(held) >= weights.VERSE_LEAST]
    most = max((sum(x.length for x in held) for held in texts), default=0)
    return texts if most >= weights.ARTICLE_LEAST else []


def _place(line: Line) -> Element | None:
    """Where a plain line stands: the table of its cell, its block where breaks cut it, else what its paragraph stands
    in; None for others.
    """
    if line.linked or line.excluded or line.unlikely or line.heading or line.listed or line.bold:
        return None
    holder = line.holder.getparent() if line.holder.tag in ("p", "div", "li", "blockquote") else line.holder
    return next(holder.iterancestors("table"), holder) if holder.tag == "td" else holder
