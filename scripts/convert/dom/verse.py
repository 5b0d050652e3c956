"""Verse: texts of short lines alone, which no measure of running text finds."""

from __future__ import annotations

from itertools import groupby

from scripts.convert import weights
from scripts.convert.dom.lines import Line, PageLines
from scripts.convert.dom.tree import Element


def mark_verse(page: PageLines) -> bool:
    """Mark the lines of the longest run of short plain lines in one place, under a heading or set off by type; False
    where the page has none. For pages without running text only: menus and imprints look alike.
    """
    runs = [list(run) for place, run in groupby(page.lines, key=_place) if place is not None]
    best = max(runs, key=lambda run: sum(x.length for x in run), default=[])
    if len(best) < weights.VERSE_LEAST or sum(x.length for x in best) < weights.ARTICLE_LEAST:
        return False
    if not any(x.heading or x.large or x.bold for x in page.lines[: best[0].index]):
        return False
    for line in best:
        line.verse = True
    return True


def _place(line: Line) -> Element | None:
    """Where a plain line stands: its block where breaks cut it, else what its paragraph stands in; None for others."""
    if line.linked or line.excluded or line.unlikely or line.heading or line.listed or line.bold:
        return None
    return line.holder.getparent() if line.holder.tag in ("p", "div", "li") else line.holder
