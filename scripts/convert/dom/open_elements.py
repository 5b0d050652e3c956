"""Open elements of a scan: what an element's tag, names and style say of every line inside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from scripts.convert.dom.roles import COMMENTS, EXCLUDED, UNLIKELY
from scripts.convert.dom.tree import BLOCKS, CONTROLS, Element

_ALWAYS_LIKELY = frozenset(("html", "body", "main", "form"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_UNLIKELY_TAGS = frozenset(("nav", "aside", "footer"))
_LARGE = re.compile(r"(?<![\w-])font-size\s*:\s*(\d+(?:\.\d+)?)\s*(px|pt|em)", re.IGNORECASE)
_BOLD = re.compile(r"(?<![\w-])font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_ALIGN = re.compile(r"(?<![\w-])text-align\s*:\s*(\w+)", re.IGNORECASE)
_FONT_SIZES = {"4": 1.0, "5": 2.0, "6": 3.0, "+1": 1.0, "+2": 2.0, "+3": 3.0}
# Tags that change what is in force inside them, whatever their attributes.
TELLING_TAGS = frozenset(("b", "strong", "li", "center", "th", *_HEADINGS, *CONTROLS, *_UNLIKELY_TAGS))
SAYING_MORE = CONTROLS | _UNLIKELY_TAGS  # of those, the ones of which each is a place of its own
TELLING_ROLES = EXCLUDED | UNLIKELY


@dataclass(slots=True)
class Frame:
    """What is in force inside one element, whichever block or names it stands in."""

    heading: int = 0
    bold: bool = False
    large: float = 0
    link: bool = False
    unlikely: tuple[Element, ...] = ()
    excluded: bool = False
    in_list: bool = False
    hidden: bool = False  # inside a line: what nobody sees is no word of it
    centred: bool = False
    _by_tag: dict[str, Frame] = field(default_factory=dict)

    def inside(self) -> Frame:
        """A copy for an element that changes it."""
        return Frame(  # by their places, for many are made
            self.heading, self.bold, self.large, self.link, self.unlikely, self.excluded, self.in_list, self.hidden,
            self.centred,
        )  # fmt: skip

    def inside_tag(self, tag: str, attributes: list[str]) -> Frame:
        """The frame inside an element that says nothing but its tag; one for all of them."""
        key = tag if tag != "a" or "href" in attributes else ""
        if key not in self._by_tag:
            self._by_tag[key] = self.inside()
            self._by_tag[key].apply_tag(tag, attributes)
        return self._by_tag[key]

    def apply_tag(self, tag: str, attributes: list[str]) -> None:
        """What the tag itself says."""
        if tag == "a":
            self.link = self.link or "href" in attributes
        elif tag in ("b", "strong"):
            self.bold = True
        elif tag == "li":
            self.in_list = True
        elif tag == "center":
            self.centred = True
        elif tag == "th":
            self.bold = True
        elif tag in _HEADINGS:
            self.heading = _HEADINGS[tag]
            self.bold = self.bold or self.heading > 3  # low ones show by their weight alone

    def aligned(self, align: str) -> Frame:
        """The frame inside an element that says where its lines stand; one for all of them."""
        centred = align.strip().lower() in ("center", "middle")
        if centred == self.centred:
            return self
        key = f"align={centred}"
        if key not in self._by_tag:
            self._by_tag[key] = self.inside()
            self._by_tag[key].centred = centred
        return self._by_tag[key]

    def apply_style(self, node: Element, tag: str) -> None:
        """What its style and the size of its font say."""
        large, bold, _ = type_of(node.get("style") or "")
        size = _FONT_SIZES.get(node.get("size") or "", 0) if tag == "font" else 0
        self.large = max(self.large, size or large)
        self.bold = self.bold or bold

    def hide(self, node: Element, tag: str) -> None:
        """An element that nobody sees, or a control."""
        self.unlikely, self.excluded = (*self.unlikely, node), True
        self.hidden = self.hidden or (tag not in BLOCKS and tag not in CONTROLS and not _holds_block(node))

    def apply_roles(self, node: Element, tag: str, roles: int, excluded: dict[Element, bool]) -> None:
        """What its names say; `excluded` hears of places that never hold an article."""
        if tag in _ALWAYS_LIKELY:
            return
        if roles & EXCLUDED or tag == "footer":
            self.unlikely, self.excluded = (*self.unlikely, node), True
            excluded[node] = bool(roles & COMMENTS)
        elif (roles & UNLIKELY and tag != "article") or tag in _UNLIKELY_TAGS:
            self.unlikely = (*self.unlikely, node)


def _holds_block(node: Element) -> bool:
    return next(node.iter(*BLOCKS), None) is not None


@lru_cache(maxsize=4096)  # the same few styles on element after element
def type_of(style: str) -> tuple[float, bool, str]:
    """(largeness, whether bold, where its lines stand) of what has a style; empty where it does not say."""
    match = _LARGE.search(style)
    pixels = float(match[1]) * {"px": 1, "pt": 4 / 3, "em": 16}[match[2].lower()] if match else 0
    large = 3 if pixels >= 22 else 2 if pixels >= 18 else 1 if pixels >= 16 else 0
    align = _ALIGN.search(style)
    return large, _BOLD.search(style) is not None, align[1].lower() if align else ""


def largeness_of_most(runs: list[tuple[float, int]], length: int) -> float:
    """The largeness that at least half of a line's letters have: one drop capital makes no large line."""
    held = 0
    for large, characters in sorted(runs, reverse=True):
        held += characters
        if held * 2 >= length:
            return large
    return 0
