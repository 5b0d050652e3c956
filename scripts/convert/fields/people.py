"""Author and source that a page without a profile marks as such."""

from __future__ import annotations

import re

from scripts.convert.dom.lines import PageLines, RoleMark
from scripts.convert.dom.roles import AUTHOR, SOURCE
from scripts.convert.dom.tree import text_of
from scripts.convert.fields.metadata import Metadata
from scripts.convert.fields.title import BodyRange
from scripts.convert.text.byline_grammar import read_byline


def choose_people(page: PageLines, body_range: BodyRange, meta: Metadata, title: int) -> tuple[str, str]:
    """(author line, source line) that the page marks as such near the article; empty where it marks none."""
    author = _marked(page, body_range, title, AUTHOR)
    source = _marked(page, body_range, title, SOURCE)
    named = (
        meta.author
        if meta.author and meta.author.lower() not in (meta.site.lower(), "admin", "administrator")
        else ""
    )
    if "http" in named or (meta.site and meta.site.lower() in named.lower()):
        named = ""
    return author or named, source if source != author else ""


def _marked(page: PageLines, body_range: BodyRange, title: int, role: int) -> str:
    low, high = (title if title >= 0 else body_range.first) - 2, body_range.last + 6
    for mark in page.marks:
        if mark.role == role and low <= mark.index <= high and _usable(mark):
            text = text_of(mark.element).lstrip(" -–|")
            if read_byline(text, bare=True):
                return text
    return ""


def _usable(mark: RoleMark) -> bool:
    holder = mark.element
    while holder is not None:
        if holder.tag in ("blockquote", "figcaption") or re.search(
            r"quote|comment|caption", holder.get("class") or "", re.IGNORECASE
        ):
            return False
        holder = holder.getparent()
    return True
