"""A page as the generic way sees it: its lines of text with what surrounds them, and the marks of roles."""

from __future__ import annotations

from dataclasses import dataclass, field

from scripts.convert.tree import Element, Lengths

PROSE = 80  # visible characters of a line that is prose by length
SHORT_PROSE = 40  # and of one that also ends a sentence
_ENDS = (".", "!", "?", "…", ".”", '."', ";", ":")


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
    barred: tuple[Element, ...]  # enclosing elements that seldom or never hold an article
    never: bool
    in_list: bool
    echo: bool = False  # begins with another line's words: a teaser of the article

    @property
    def is_prose(self) -> bool:
        """True for a line long enough, and unlinked enough, to be part of an article's text."""
        if self.echo or self.linked * 2 > self.length:
            return False
        return self.length >= PROSE or (self.length >= SHORT_PROSE and self.text.endswith(_ENDS))

    @property
    def is_headline_link(self) -> bool:
        """True for a line that is one link to something with a headline's length."""
        return 15 <= self.length <= 250 and self.linked >= 0.8 * self.length


@dataclass(slots=True)
class Mark:
    """An element whose class, id or markup names a role; `index` is the line it begins before or in."""

    role: int  # one bit of `names`
    index: int
    element: Element


@dataclass(slots=True)
class Page:
    """What one pass finds: the lines in order, the marks, and how much text every element holds."""

    lines: list[Line] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    lengths: Lengths = field(default_factory=Lengths)
