"""Page titles without tones, as old pages wrote them (`Vi sao tin Phat`, VIQR): which line of the page they name."""

from __future__ import annotations

import re

from plugins.core.text import fold
from scripts.convert import weights
from scripts.convert.dom.lines import Line

_NO_LETTERS = re.compile(r"[^a-z0-9]+")  # VIQR writes its tones so: Tie^'ng Vie^.t
_NUMBER_BEHIND = re.compile(r"[\s\W]+(?:\d[\d.-]*\w?|[ivx]+)$", re.IGNORECASE)
_BAR = re.compile(r"\s*[|»]+\s*|\s+(?:[•·:]|::)\s+")
_DASH = re.compile(r"\s+[-–—]+\s+")
_LEAST = 6  # letters of a title's part that tells anything


def toneless_key(text: str) -> str:
    """A text's letters without tones, and its figures, nothing else."""
    return _NO_LETTERS.sub("", fold(text)).replace("dd", "d")


def toneless_titles(page_title: str) -> tuple[str, set[str]]:
    """(the whole, all parts) of a page's own title that has no tones, as keys; empty for others.

    One with a number at its end names the book that the page is a part of: it has no whole.
    """
    if not page_title.isascii():
        return "", set()
    named = _NUMBER_BEHIND.sub("", page_title)
    parts = {toneless_key(part) for bar in _BAR.split(named) for part in (bar, *_DASH.split(bar))}
    whole = toneless_key(page_title) if named == page_title else ""
    return whole, {part for part in parts if len(part) >= _LEAST}


def says_part(text: str, parts: set[str]) -> bool:
    """True for the words of a part of a title without tones, or a text that begins with a long one."""
    key = toneless_key(text)
    long = (part for part in parts if len(part) >= weights.TITLE_PAGE_TITLE_SHORTEST)
    return key in parts or any(map(key.startswith, long))


def toneless_points(line: Line, whole: str, parts: set[str]) -> float:
    """Points for a <title> without tones that says the line's words, or begins as it does."""
    if not whole or line.linked:
        return 0.0
    if toneless_key(line.text) == whole:
        return weights.TITLE_TONELESS
    return weights.TITLE_TONELESS_PART if says_part(line.text, parts) else 0.0
