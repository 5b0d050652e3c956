"""One pass over a page: its lines of text with what surrounds them, and the elements whose names tell a
role.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from scripts.convert.tree import BLOCKS, CONTROLS, Element, is_hidden, names_of, visible_length

# Places that never hold an article, however long their text.
_NEVER = re.compile(
    r" (?:comments?|binhluan|binh luan|disqus|fb comments|footer|copyright|related|tinlienquan|lien "
    r"quan|login|dangnhap"
    r"|poll|pool|vote|breadcrumbs?|pagination|pager|newsletter|cookie|popup|rating|tinkhac|tin khac"
    r"|other ?news|others?) "
)
# Places that hold one only where most of the page's prose is in them (a wrapper badly named).
_SELDOM = re.compile(
    r" (?:nav\w*|menu\w*|sidebar|side|share|sharing|social\w*|tags?|toolbar|tools?|print|ads?"
    r"|advert\w*|banner\w*|quangcao|qc"
    r"|promo\w*|modal|most|mostread|latest|hot|xemthem|xem them|aside|widget|topbar|search\w*|rss"
    r"|hidden|floating|weather) "
)
_NEVER_BARRED = frozenset(("html", "body", "main", "form"))
_WRAPPER, _LARGE_WRAPPER = 0.4, 0.5  # shares of a page's prose from which a badly named place is a wrapper
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SELDOM_TAGS = frozenset(("nav", "aside", "footer"))
_ROLES = {
    "title": re.compile(r" (?:title|headline|tieude|tieu de|subject|heading|tenbai|ten bai) "),
    "date": re.compile(
        r" (?:date|time|datetime|ngay|posted|published?|pubdate|timestamp|ngaydang|thoigian|updated?) "
    ),
    "author": re.compile(
        r" (?:author|authors|tacgia|tac gia|byline|writer|pauthor|butdanh|nguoiviet|reporter|creator) "
    ),
    "source": re.compile(r" (?:source|nguon|nguontin|origin) "),
    "crumbs": re.compile(r" (?:breadcrumbs?|crumbs?|path|duongdan|duong dan|sitemap path|site map path) "),
    "lead": re.compile(
        r" (?:lead|sapo|summary|desc|description|intro|introtext|trichdan|tomtat|tom tat|chapeau|headnote"
        r"|abstract|hometext|mota|mo ta|dek) "
    ),
}  # fmt: skip
PROSE = 80  # visible characters of a line that is prose by length
SHORT_PROSE = 40  # and of one that also ends a sentence
_ENDS = (".", "!", "?", "…", ".”", '."', ";", ":")
_CARD_DEPTH, _CARD_LEAST = 5, 3
_CARD_LONGEST = 500  # visible characters of a card, headline and teaser together
_LARGE = re.compile(r"font-size\s*:\s*(\d+(?:\.\d+)?)\s*(px|pt|em)", re.IGNORECASE)


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

    role: str
    index: int
    element: Element


@dataclass(slots=True)
class Page:
    """What one pass finds: the lines in order, and the marks."""

    lines: list[Line] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


@dataclass(slots=True)
class _Frame:
    holder: Element
    names: str
    heading: int = 0
    bold: bool = False
    large: float = 0
    link: bool = False
    barred: tuple[Element, ...] = ()
    never: bool = False
    in_list: bool = False


class _Scanner:
    def __init__(self) -> None:
        self.page = Page()
        self.never: dict[
            Element, bool
        ] = {}  # places that never hold an article; True where nothing frees them
        self._held: list[str] = []
        self._linked = 0
        self._frame: _Frame | None = None
        self._bold = True

    def flush(self) -> None:
        if not self._held:
            return
        text = " ".join("".join(self._held).split())
        frame, self._held = self._frame, []
        linked, self._linked = self._linked, 0
        bold, self._bold = self._bold, True
        if text and frame:
            self.page.lines.append(
                Line(
                    text,
                    len(self.page.lines),
                    visible_length(text),
                    linked,
                    frame.holder,
                    frame.names,
                    frame.heading,
                    bold,
                    frame.large,
                    frame.barred,
                    frame.never,
                    frame.in_list,
                )
            )

    def say(self, text: str, frame: _Frame) -> None:
        if not text.strip():
            if self._held:
                self._held.append(" ")
            return
        if not self._held:
            self._frame = frame
        elif self._frame and frame.names != self._frame.names:
            self._frame = _merged(self._frame, frame)
        self._held.append(text)
        self._bold = self._bold and frame.bold
        if frame.link:
            self._linked += visible_length(text)

    def enter(self, node: Element, frame: _Frame) -> _Frame:
        tag = node.tag
        block = tag in BLOCKS
        if block or tag == "br":
            self.flush()
        names = names_of(node)
        own = _Frame(
            node if block else frame.holder,
            names if block else f"{frame.names}{names}",
            frame.heading,
            frame.bold,
            frame.large,
            frame.link,
            frame.barred,
            frame.never,
            frame.in_list,
        )
        if tag in CONTROLS or is_hidden(node):
            own.barred, own.never = (*own.barred, node), True
            self.never[node] = tag in CONTROLS
        elif names or tag in _SELDOM_TAGS:
            self._judge(node, names, own)
        own.link = own.link or (tag == "a" and node.get("href") is not None)
        own.bold = own.bold or tag in ("b", "strong")
        own.in_list = own.in_list or tag == "li"
        own.heading = _HEADINGS.get(tag, own.heading)
        if tag == "time":
            self.page.marks.append(Mark("date", len(self.page.lines), node))
        if node.get("style") or node.get("size"):
            own.large = max(own.large, _largeness(node))
        if node.get("itemprop") or node.get("rel"):
            said = f" {node.get('itemprop') or ''} {node.get('rel') or ''} ".lower()
            roles = _judgement(said.replace("datepublished", "date"))[3]
            self.page.marks.extend(Mark(role, len(self.page.lines), node) for role in roles)
        return own

    def _judge(self, node: Element, names: str, own: _Frame) -> None:
        never, comments, seldom, roles = _judgement(names)
        if node.tag in _NEVER_BARRED:
            pass
        elif never or node.tag == "footer":
            own.barred, own.never = (*own.barred, node), True
            self.never[node] = comments
        elif seldom or node.tag in _SELDOM_TAGS:
            own.barred = (*own.barred, node)
        self.page.marks.extend(Mark(role, len(self.page.lines), node) for role in roles)


@lru_cache(maxsize=8192)
def _judgement(names: str) -> tuple[bool, bool, bool, tuple[str, ...]]:
    """What the class and id words of an element say: (never, readers' comments, seldom, roles)."""
    match = _NEVER.search(names)
    comments = match is not None and match[0].strip().startswith(("comment", "binh", "disqus", "fb"))
    roles = tuple(role for role, pattern in _ROLES.items() if pattern.search(names))
    return match is not None, comments, bool(_SELDOM.search(names)), roles


def _merged(first: _Frame, later: _Frame) -> _Frame:
    return _Frame(
        first.holder,
        first.names + later.names,
        max(first.heading, later.heading),
        first.bold,
        max(first.large, later.large),
        first.link,
        first.barred,
        first.never,
        first.in_list,
    )


def _largeness(node: Element) -> float:
    if (size := node.get("size")) and node.tag == "font":
        return {"4": 1.0, "5": 2.0, "6": 3.0, "+1": 1.0, "+2": 2.0, "+3": 3.0}.get(size, 0)
    match = _LARGE.search(node.get("style") or "")
    if not match:
        return 0
    pixels = float(match[1]) * {"px": 1, "pt": 4 / 3, "em": 16}[match[2].lower()]
    return 3 if pixels >= 22 else 2 if pixels >= 18 else 1 if pixels >= 16 else 0


def scan(root: Element) -> Page:
    """The lines and marks of a page, in reading order."""
    scanner = _Scanner()
    frames = [_Frame(root, "")]
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            frames.append(scanner.enter(node, frames[-1]))
            if node.text:
                scanner.say(node.text, frames[-1])
        else:
            frames.pop()
            if node.tag in BLOCKS:
                scanner.flush()
            if node.tail and node is not root:
                scanner.say(node.tail, frames[-1])
    scanner.flush()
    _find_echoes(scanner.page.lines)
    _settle(scanner.page.lines, scanner.never)
    _bar_cards(scanner.page.lines)
    return scanner.page


def _settle(lines: list[Line], never: dict[Element, bool]) -> None:
    """Take the bar from places with most of the page's prose in them: wrappers with an unlucky name."""
    total = 0
    held: dict[Element, int] = {}
    for line in lines:
        if line.is_prose and not any(never.get(place) for place in line.barred):
            total += line.length
            for place in line.barred:
                held[place] = held.get(place, 0) + line.length
    freed = {p for p, n in held.items() if n >= (_LARGE_WRAPPER if p in never else _WRAPPER) * total}
    for line in lines if freed else ():
        line.barred = tuple(place for place in line.barred if place not in freed)
        line.never = any(place in never for place in line.barred)


def _bar_cards(lines: list[Line]) -> None:
    """Bar the cards that introduce other articles: a headline link with a teaser, one of three or more
    alike.
    """
    cards: set[Element] = set()
    for line in lines:
        if line.is_headline_link and not line.never and (card := _card_of(line.holder)) is not None:
            cards.add(card)
    if not cards:
        return
    inside = {element: card for card in cards for element in card.iter()}
    for line in lines:
        if (card := inside.get(line.holder)) is not None:
            line.never, line.barred = True, (*line.barred, card)


def _card_of(holder: Element) -> Element | None:
    """The element that stands among at least two others of its name and class, and holds little more than
    the link.
    """
    node = holder
    for _ in range(_CARD_DEPTH):
        parent = node.getparent()
        if parent is None or node.tag in ("p", "td", "body"):
            return None
        alike = sum(
            1 for child in parent if child.tag == node.tag and child.get("class") == node.get("class")
        )
        if alike >= _CARD_LEAST and (node.get("class") or node.tag == "article"):
            text = visible_length("".join(node.itertext()))
            return node if text <= _CARD_LONGEST and len(node) else None
        node = parent
    return None


def _find_echoes(lines: list[Line]) -> None:
    """Mark the prose lines that begin with another, shorter line and go on: teasers glued to a title."""
    heads: dict[str, list[str]] = {}
    for line in lines:
        if 15 <= len(line.text) <= 250:
            heads.setdefault(line.text[:15], []).append(line.text)
    for line in lines:
        if len(line.text) > 60:
            line.echo = any(
                line.text != head and line.text.startswith(head) and line.text[len(head)].isalnum()
                for head in heads.get(line.text[:15], ())
            )


def lines_in(lines: list[Line], element: Element) -> Iterator[Line]:
    """The lines whose holder is the element or below it."""
    inside = set(element.iter())
    return (line for line in lines if line.holder in inside)
