"""Lines of a page, the unit of generic extraction: text with its surroundings, and marks of roles."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from plugins.core.text import fold
from scripts.convert.dom.tree import Element, TextLengths, TextNode, visible_length
from scripts.convert.weights import (
    HEADLINE_DATE,
    HEADLINE_DIGITS,
    HEADLINE_LONGEST,
    HEADLINE_SHORTEST,
    HEADLINE_UNLINKED,
    PROSE_LENGTH,
    SENTENCE_LENGTH,
)

_ENDS = (".", "!", "?", "…", ".”", '."', ";", ":")


@lru_cache(maxsize=8192)  # many rules ask, and the same menus stand on page after page
def _folded(text: str) -> str:
    return fold(text)


@dataclass(slots=True)
class Line:
    """A line of a page's text (cut at blocks and breaks) and its surroundings."""

    text: str
    index: int
    length: int  # visible characters
    linked: int  # of them inside links
    holder: Element  # the innermost block element
    names: str  # class and id words of the holder and the inline elements of the line
    heading: int  # 1…6, 0 outside headings
    bold: bool
    large: float  # font size hint: 0 none … 3 very large
    unlikely: tuple[Element, ...]  # enclosing elements that seldom or never hold an article
    excluded: bool
    in_list: bool
    text_nodes: list[TextNode]  # it is made of
    centred: bool = False
    echo: bool = False  # begins with another line's words: a teaser of the article
    listed: bool = False  # an entry of a list of other articles without links, or beside the text after it
    verse: bool = False  # a short line of a text that has only such: a poem, a list of names
    teaser: bool = False  # a paragraph under the linked headline of another article, one of several
    _key: bytes = field(default=b"", repr=False)

    @property
    def is_prose(self) -> bool:
        """True for a line long enough, and unlinked enough, to be part of an article's text."""
        length = self.length
        if length < SENTENCE_LENGTH and not self.verse:  # most lines of a page
            return False
        if self.echo or self.listed or self.linked * 2 > length:
            return False
        return self.verse or length >= PROSE_LENGTH or self.text.endswith(_ENDS)

    @property
    def folded(self) -> str:
        """Its text as `fold` has it."""
        return _folded(self.text) if len(self.text) <= HEADLINE_LONGEST else fold(self.text)

    @property
    def key(self) -> bytes:
        """A name for its text together with where it stands: an article's own stamp is no clock because lists repeat
        it.
        """
        if not self._key:
            holder = self.holder
            parent = holder.getparent()
            above = parent.getparent() if parent is not None else None
            place = "/".join((self.names, _selector(holder), _selector(parent), _selector(above)))
            self._key = hashlib.blake2b(f"{self.text}\0{place}".encode(), digest_size=12).digest()
        return self._key

    @property
    def is_headline_link(self) -> bool:
        """True for a line that is one link of a headline's length, be it with a date beside it."""
        if not HEADLINE_SHORTEST <= self.length <= HEADLINE_LONGEST or self.linked < HEADLINE_SHORTEST:
            return False
        rest = self.length - self.linked
        if rest <= HEADLINE_UNLINKED * self.length:
            return True
        return rest <= HEADLINE_DATE and sum(map(str.isdigit, self.text)) >= HEADLINE_DIGITS

    @property
    def markup(self) -> tuple[str, str, int, str, str]:
        """What the lines of one list share: their element, its names, and the element around it."""
        above = self.holder.getparent()
        around = (above.tag, above.get("class") or "") if above is not None else ("", "")
        return self.holder.tag, self.names, self.heading, *around


def _selector(element: Element | None) -> str:
    if element is None:
        return ""
    return f"{element.tag}.{element.get('class') or ''}#{element.get('id') or ''}"


@dataclass(slots=True)
class RoleMark:
    """An element whose class, id or markup names a role; `index` is the line it begins before or in."""

    role: int  # one bit of `roles`
    index: int
    element: Element


@dataclass(slots=True)
class PageLines:
    """What one pass finds: the lines in order, the marks, how much text every element holds, and which lines
    stand in every element (first, one after the last; children before what encloses them).
    """

    lengths: TextLengths
    lines: list[Line] = field(default_factory=list)
    marks: list[RoleMark] = field(default_factory=list)
    spans: dict[Element, tuple[int, int]] = field(default_factory=dict)
    hidden: list[TextNode] = field(default_factory=list)  # what no line holds: hidden inside one

    def hidden_outside(self, inside: set[Element]) -> int:
        """Characters hidden inside lines and outside some elements."""
        outer = (
            n.tail if tail else n.text
            for n, tail in self.hidden
            if (n.getparent() if tail else n) not in inside
        )
        return sum(visible_length(text or "") for text in outer)

    def lines_in(self, element: Element) -> list[Line]:
        """The lines of an element."""
        first, end = self.spans[element]
        return self.lines[first:end]


@dataclass(frozen=True, slots=True)
class Body:
    """The body element, its prose lines in order, and prose lines before it that its parent held."""

    element: Element
    prose: tuple[Line, ...]
    before: tuple[Line, ...] = ()
    lines: tuple[Line, ...] = ()


def prose_length(lines: Iterable[Line]) -> int:
    """Visible characters of lines."""
    return sum(line.length for line in lines)
