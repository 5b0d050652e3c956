"""Drawings in a page: an SVG of the archive set into the text, so that it takes the theme's colours and its dark mode.

Only what is small and plain: a drawing with styles of its own would break the page's policy, and stays a picture.
"""

from __future__ import annotations

import re
from collections.abc import Set
from html import escape
from pathlib import Path
from urllib.parse import quote

from plugins.core.active_content import active_content
from plugins.site.source_record import SourceRecord

LIMIT = 12_000  # bytes of one drawing in a page
_PROLOGUE = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_TOLD = re.compile(r"<(title|desc)\b.*?</\1>\s*", re.DOTALL)
_ROOT = re.compile(r"<svg\b([^>]*)>")
_DROPPED = re.compile(r'\s(?:width|height|role|aria-[a-z]+|xmlns(?::\w+)?)="[^"]*"')
_NAMED = re.compile(r'(\sid="|url\(#|href="#)')
_UNFIT = ("<style", " style=", "<a ", "<image", "xlink:", "<!ENTITY", " class=")
Drawings = tuple[tuple[str, str], ...]
"""Path of a drawing (relative to content, as addresses write it) and its elements, ready to stand in a page."""


def drawings(record: SourceRecord, static: Set[str], content: Path) -> Drawings:
    """The drawings that a source shows and that may stand in its page."""
    files = dict.fromkeys(link.partition("#")[0].removeprefix("/") for link in record.reading.links)
    shown = [file for file in files if file.endswith(".svg") and file in static]
    found = ((quote(file), _fit(content / file, number)) for number, file in enumerate(shown, 1))
    return tuple((file, svg) for file, svg in found if svg)


def _fit(file: Path, number: int) -> str:
    if file.stat().st_size > LIMIT:
        return ""
    text = _PROLOGUE.sub("", file.read_text(encoding="utf-8", errors="replace"), count=1).strip()
    if not _ROOT.match(text) or "viewBox" not in text or any(mark in text for mark in _UNFIT):
        return ""
    if active_content(file):
        return ""
    return _NAMED.sub(rf"\g<1>h{number}-", _TOLD.sub("", text))


def set_in(svg: str, alternative: str, address: str) -> str:
    """The drawing as a part of the page: its words told as the picture's, a way to the file itself."""
    root = _ROOT.match(svg)
    assert root
    said = _DROPPED.sub("", root[1])
    opening = f'<svg{said} role="img" aria-label="{alternative}">'
    frame = f'<div class="drawing" tabindex="0" role="group" aria-label="Hình vẽ">{opening}{svg[root.end() :]}</div>'
    return f'{frame}<a class="large" href="{escape(address)}">Mở hình riêng</a>'
