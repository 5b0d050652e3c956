"""Author and source that a page without a profile marks as such."""

from __future__ import annotations

import re

from plugins.core.text import fold
from scripts.convert import weights
from scripts.convert.dom.lines import Line, PageLines, RoleMark
from scripts.convert.dom.roles import AUTHOR, SOURCE, TITLE, roles_of
from scripts.convert.dom.tree import text_of
from scripts.convert.fields.metadata import Metadata
from scripts.convert.fields.title import BodyRange
from scripts.convert.fields.title_lines import heading_lines
from scripts.convert.text.byline_grammar import is_credit, read_byline

_NOT_OF_ARTICLE = re.compile(r"quote|comment|caption", re.IGNORECASE)  # named in the class of who is quoted
# Before the name of who signed a document, which is not who wrote it (folded).
_SIGNER = re.compile(
    r"(?:nguoi )?ky(?: ten| duyet| boi)? ?:?|nguoi (?:ky|duyet|dang) ?:?|chuc (?:vu|danh) ?:?"
)


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
    """The lines right above or under the title that are names alone, or a byline with its label; empty for none."""
    if title < 0:
        return ""
    own = {line.index for line in heading_lines(page, page.lines[title])}
    first, last = min(own, default=title), max(own, default=title)
    below = page.lines[last + 1 : min(last + 1 + weights.BYLINE_UNDER_TITLE, body_range.first)]
    above = page.lines[max(first - weights.BYLINE_ABOVE_TITLE, 0) : first]
    above = [x for x in above if not (x.index and _SIGNER.fullmatch(fold(page.lines[x.index - 1].text)))]
    return _first_credit(below, under=True) or _first_credit(above[::-1], under=False)


def _first_credit(lines: list[Line], *, under: bool) -> str:
    """The first of lines that says who made the article, and the next ones that do; nothing beyond links or text.

    Labels and foreign names count `under` the title, above it only right there: others only look like them.
    """
    found: list[str] = []
    for at, line in enumerate(lines):
        if line.excluded or line.is_prose or (under and line.linked):
            break
        if line.linked:
            continue
        marked = bool(line.heading or roles_of(line.names) & TITLE) if not at else False
        marked = marked or (under and (line.bold or line.centred or line.heading > 0))
        marked = marked and not line.text.startswith("(")  # a title's other name
        said = under and len(line.text) <= weights.BYLINE_LONGEST and _is_labelled(line.text)
        if said or is_credit(line.text, marked=marked):
            found.append(line.text)
        elif found:
            break
    found = found[: weights.BYLINE_LINES]
    return "; ".join(found if under else found[::-1])


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
        if holder.tag in ("blockquote", "figcaption") or _NOT_OF_ARTICLE.search(holder.get("class") or ""):
            return False
        holder = holder.getparent()
    return True
