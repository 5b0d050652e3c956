"""Round trip from Markdown back to words and figures, through Python-Markdown.

Used to measure and to test, never to convert: the way back must be independent of the way there.
"""

from __future__ import annotations

from dataclasses import dataclass

import markdown
from lxml import etree

from scripts.convert.dom.tree import BLOCKS

_CUTS = BLOCKS | {"br"}


@dataclass(frozen=True, slots=True)
class Rendered:
    """The text of an article, captions at their pictures' place, and (source, caption) of every picture."""

    text: str
    figures: tuple[tuple[str, str], ...]


def render_back(source: str) -> Rendered:
    """Markdown of the archive's dialect → what it says; white space made single."""
    html = markdown.markdown(source, extensions=["tables", "sane_lists"])
    root = etree.fromstring(f"<div>{html}</div>", etree.HTMLParser(remove_comments=True))
    held: list[str] = []
    figures: list[tuple[str, str]] = []
    for event, node in etree.iterwalk(root, events=("start", "end")) if root is not None else ():
        if node.tag in _CUTS:
            held.append(" ")
        if event == "start":
            if node.tag == "img":
                figures.append((node.get("src") or "", node.get("title") or ""))
                held.append(f" {node.get('title') or ''} ")
            held.append(node.text or "")
        else:
            held.append(node.tail or "")
    return Rendered(" ".join("".join(held).split()), tuple(figures))
