"""Author and source that a page without a profile marks as such."""

from __future__ import annotations

import re

from scripts.convert import weights
from scripts.convert.dom.lines import PageLines, RoleMark
from scripts.convert.dom.roles import AUTHOR, SOURCE, TITLE, roles_of
from scripts.convert.dom.tree import text_of
from scripts.convert.fields.metadata import Metadata
from scripts.convert.fields.title import BodyRange
from scripts.convert.text.byline_grammar import is_foreign_name, is_person, read_byline


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
    author = author or named or _beside_title(page, body_range, title)
    return author, source if source != author else ""


def _beside_title(page: PageLines, body_range: BodyRange, title: int) -> str:
    """The line right above or under the title that is a person's name, or a byline with its label; empty for none."""
    if title < 0:
        return ""
    end = min(title + 1 + weights.BYLINE_UNDER_TITLE, body_range.first)
    for line in (*page.lines[max(title - 1, 0) : title], *page.lines[title + 1 : end]):
        if line.linked or line.excluded or line.is_prose:
            break
        names = re.split(r"\s*(?:,|;|&|\bvà\b|\s[-–]\s)\s*", line.text)
        labelled = line.index > title and len(line.text) <= weights.BYLINE_LONGEST and _is_labelled(line.text)
        marked = line.heading or line.bold or roles_of(line.names) & TITLE
        named = all(map(is_person, names)) or (marked and is_foreign_name(line.text))
        if labelled or named:
            return line.text
    return ""


def _is_labelled(text: str) -> bool:
    byline = None if any(map(str.isdigit, text)) else read_byline(text)
    return byline is not None and bool(byline.authors or byline.source) and not text.startswith("(")


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
