"""Lead of a page without a profile: the element between its title and its text, be it outside the body."""

from __future__ import annotations

import re

from plugins.core.text import tone_key
from scripts.convert import weights
from scripts.convert.dom.lines import Body, Line, PageLines
from scripts.convert.dom.roles import LEAD
from scripts.convert.dom.tree import Element
from scripts.convert.fields.metadata import Metadata
from scripts.convert.fields.title_lines import is_part
from scripts.convert.text.date_grammar import read_date_line

_CAPTION = re.compile(r" (?:caption|fig|avatar|image|img|photo|thumb|muted) ")


def find_lead_element(page: PageLines, body: Body, title: int, meta: Metadata) -> Element | None:
    """The element of the lead between the title and the text, be it inside the body's element or before it."""
    start = body.prose[0].index
    elsewhere = {*body.element.iterancestors(), body.element}
    for line in page.lines[max(title + 1, start - weights.TITLE_LEAD_WITHIN) : start + 1]:
        if line.holder in elsewhere or not _may_be_lead(line):
            continue
        plain = title >= 0 and not line.unlikely and not _CAPTION.search(line.names)
        if (plain and _stands_out(line, at_start=line.index == start)) or _is_lead(line, page, meta):
            return line.holder
    return None


def _may_be_lead(line: Line) -> bool:
    if line.linked * 2 > line.length or line.length < weights.TITLE_LEAD_LEAST:
        return False
    return not (line.echo or line.excluded or read_date_line(line.text) or is_part(line))


def _stands_out(line: Line, *, at_start: bool) -> bool:
    """True for a heading, and before the text's first line also for prose and bold words."""
    return line.heading > 0 or (not at_start and (line.is_prose or line.bold))


def _is_lead(line: Line, page: PageLines, meta: Metadata) -> bool:
    """True for a line that its role, or the page's description, names as the lead."""
    for mark in page.marks:
        if mark.role == LEAD and line.holder in mark.element.iter():
            return True
    described = tone_key(meta.description)
    return len(described) > 40 and tone_key(line.text)[:60] == described[:60]
