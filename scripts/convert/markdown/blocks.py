"""Block model between HTML and Markdown: styled text, pictures, lists, quotes, tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from scripts.convert.dom.tree import visible_length

Kind = Literal["text", "heading", "picture", "list", "quote", "table", "embed", "code"]
BREAK = "\n"  # the text of a segment that is a line break


class Segment(NamedTuple):
    """A run of text under one style; `text` is `BREAK` for a line break."""

    text: str
    bold: bool = False
    italic: bool = False
    vertical: str = ""  # "sup", "sub" or ""
    href: str = ""
    struck: bool = False  # no longer in force
    made: bool = False  # no character of the page: a mark that browsers draw


@dataclass(slots=True)
class Traits:
    """What the page's markup says about a block: the evidence for captions, headings and bylines."""

    centred: bool = False
    right: bool = False
    small: bool = False
    names: str = ""  # class and id words of the nearest elements, each between spaces
    table: Any = None  # the innermost layout table
    figure: Any = None  # the innermost <figure>, or a small box round a picture
    caption: bool = False  # inside <figcaption> or <caption>
    holder: Any = None  # the block element the text stands in


@dataclass(slots=True)
class Cell:
    """One cell of a data table."""

    segments: list[Segment]
    head: bool = False
    columns: int = 1
    rows: int = 1


@dataclass(slots=True)
class Block:
    """One block of an article; which fields count depends on `kind`."""

    kind: Kind
    segments: list[Segment] = field(default_factory=list)
    traits: Traits = field(default_factory=Traits)
    level: int = 0
    ordered: bool = False
    start: int = 1
    numbering: str = (
        ""  # "a", "A", "i" or "I": how the items of an ordered list are counted; empty for figures
    )
    items: list[list[Block]] = field(default_factory=list)  # list items; a quote has one
    rows: list[list[Cell]] = field(default_factory=list)
    source: str = ""  # address of a picture or an embed
    sources: tuple[str, ...] = ()  # of a picture: other addresses it may be loaded from, the best first
    alt: str = ""

    @property
    def text(self) -> str:
        """The block's own words on one line (captions included, lists and tables not)."""
        return " ".join("".join(" " if s.text == BREAK else s.text for s in self.segments).split())

    @property
    def length(self) -> int:
        """Visible characters of the block and everything in it."""
        own = sum(visible_length(s.text) for s in self.segments if not s.made)
        cells = sum(
            visible_length(s.text) for row in self.rows for cell in row for s in cell.segments if not s.made
        )
        return own + cells + sum(b.length for item in self.items for b in item)

    @property
    def linked(self) -> int:
        """Visible characters of the block's own text that are links."""
        return sum(visible_length(s.text) for s in self.segments if s.href)

    def all_style(self, style: Literal["bold", "italic"]) -> bool:
        """True where every word of the block has the style."""
        words = [s for s in self.segments if s.text.strip()]
        return bool(words) and all(getattr(s, style) for s in words)


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every block, those in lists and quotes included, in reading order."""
    for block in blocks:
        yield block
        for item in block.items:
            yield from walk(item)


def trimmed(segments: list[Segment]) -> list[Segment]:
    """Segments with white space made single, none at the ends or round breaks, equal neighbours joined."""
    out: list[Segment] = []
    for segment in segments:
        if segment.text != BREAK:
            _add_words(out, segment)
        else:
            if out:
                _strip_end(out)
            out.append(segment)
    while out and (out[-1].text == BREAK or not out[-1].text.strip()):
        out.pop()
    _strip_end(out)
    while out and out[0].text == BREAK:
        out.pop(0)
    return out


def _add_words(out: list[Segment], segment: Segment) -> None:
    """Append words, joined with a last segment of the same style; white space after white space is dropped."""
    text = _spaced(segment.text)
    after_break = not out or out[-1].text == BREAK
    if after_break or out[-1].text.endswith(" "):
        text = text.lstrip(" ")
    if not text:
        return
    if not after_break and out[-1][1:] == segment[1:]:
        out[-1] = Segment(out[-1].text + text, *segment[1:])
    else:
        out.append(segment if text is segment.text else Segment(text, *segment[1:]))


def _spaced(text: str) -> str:
    words = text.split()
    if not words:
        return " "
    return (" " if text[0].isspace() else "") + " ".join(words) + (" " if text[-1].isspace() else "")


def _strip_end(out: list[Segment]) -> None:
    while out and out[-1].text != BREAK and not out[-1].text.strip():
        out.pop()
    if out and out[-1].text != BREAK:
        last = out[-1]
        if last.text[-1] == " ":
            out[-1] = Segment(last.text.rstrip(" "), *last[1:])
