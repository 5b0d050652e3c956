"""Author and source of an article: the byline in its text joined with what the page marks elsewhere."""

from __future__ import annotations

from dataclasses import replace

from scripts.convert.content.extraction import Extraction
from scripts.convert.fields.front_matter_lines import merge_bylines
from scripts.convert.text.byline_grammar import Byline, read_byline
from scripts.convert.text.names import is_organisation


def marked_byline(found: Extraction) -> Byline:
    """What the page marks as author and source outside its running text."""
    marked = Byline()
    for raw in (found.byline, found.author, found.source):
        if raw and (read := read_byline(raw, bare=True)):
            marked = merge_bylines(marked, read)
        elif raw and raw is found.source and is_organisation(raw):
            marked = merge_bylines(marked, Byline(raw, source=raw))
    return marked


def complete_byline(marked: Byline, inside: Byline) -> Byline:
    """The body's own last line first; what the page marks elsewhere fills the roles it leaves empty."""
    if not inside.raw:
        return marked
    if not marked.raw or marked.raw == inside.raw:
        return inside
    both = merge_bylines(inside, marked)
    only_source = marked.authors and not (inside.authors or inside.photographers)
    return replace(both, raw=f"{marked.raw}; {inside.raw}" if only_source else inside.raw)
