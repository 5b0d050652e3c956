"""Markdown dialect of the archive, and plain text from its HTML."""

from __future__ import annotations

import html
import re

# Python-Markdown extensions, in order. The converter escapes against exactly these, so one list serves both.
MARKDOWN_EXTENSIONS = ("tables", "sane_lists")

_BLOCK_END = re.compile(
    r"</(?:p|h[1-6]|li|td|th|tr|div|figcaption|blockquote|pre|dt|dd|caption)>|<br ?/?>|<hr ?/?>"
)
_TAG = re.compile(r"<[^>]*>")
_BLANKS = re.compile(" {2,}")


def plain_text(fragment: str) -> str:
    """The text of sanitised HTML, one line a paragraph, cell or item, without empty lines.

    Right only for serialised HTML in which ``<`` and ``>`` of text and attributes are escaped (as nh3 leaves it).
    """
    # Most of it is paragraphs and U+00A0: for these no pattern and no table of entities is needed.
    text = fragment.replace("\n", " ").replace("</p>", "\n").replace("<p>", "").replace("&nbsp;", " ")
    if "<" in text:
        text = _TAG.sub("", _BLOCK_END.sub("\n", text))
    text = html.unescape(text).replace("\t", " ").replace("\u00a0", " ")
    text = _BLANKS.sub(" ", text) if "  " in text else text
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
