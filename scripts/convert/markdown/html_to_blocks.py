"""HTML reader, an element to blocks: one pass over the tree, recursion only into lists, quotes and tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from urllib.parse import urljoin

from lxml import etree

from scripts.convert import weights
from scripts.convert.dom.inline_styles import InlineStyle, style_inside
from scripts.convert.dom.tree import (
    BLOCKS,
    CONTROLS,
    Element,
    TextLengths,
    TextNode,
    is_hidden,
    visible_length,
)
from scripts.convert.markdown.blocks import BREAK, Block, Segment, Traits, trimmed
from scripts.convert.markdown.compounds import read_compound

_SOCIAL = re.compile(
    r"facebook\.com/(?:v\d[\d.]*/)?plugins/(?:like|share|page|comments|follow|send)|platform\.twitter\.com/widgets"
    r"|plusone|zalo\.me|doubleclick\.net|googlesyndication|addthis|sharethis|/quangcao/",
    re.IGNORECASE,
)
_EMBEDS = frozenset(("iframe", "embed", "object", "video", "audio", "applet"))
_DEEPEST = 12  # lists, quotes and tables inside one another; deeper ones are read as plain text
_BAD_SCHEME = re.compile(r"\s*(?:javascript|vbscript|data|about|file)\s*:", re.IGNORECASE)
_LAZY = ("data-src", "data-original", "data-lazy-src", "data-photo-original-src")
_ENDS = (".", "!", "?", "…", ":", "”", '"', ";")


class BlockReader:
    """Reads elements into blocks; `base` makes addresses absolute, `skip` and `cut` name what to leave out.

    `dropped` collects (reason, visible characters) of everything that is left out.
    """

    def __init__(
        self,
        base: str,
        skip: Mapping[Element, str],
        cut: Mapping[TextNode, str] = MappingProxyType({}),
        lengths: TextLengths | None = None,
    ) -> None:
        self.lengths = lengths if lengths is not None else TextLengths()
        self.base = base
        self.skip = skip
        self.cut = cut
        self.dropped: list[tuple[str, int]] = []
        self.out: list[Block] = []
        self._line: list[Segment] = []
        self._has_words = False  # whether the line in hand holds words yet
        self._traits: Traits = Traits()
        self._level = 0
        self._total = 0  # visible characters of the element being read

    def read(self, element: Element, depth: int = 0, frame: InlineStyle | None = None) -> list[Block]:
        """The blocks of one element, in reading order."""
        self._total = self._total if depth else self.lengths[element]
        held = self.out, self._line, self._has_words, self._traits, self._level
        self.out, self._line, self._has_words = [], [], False
        self._walk(element, depth, frame or InlineStyle())
        self._flush()
        read, (self.out, self._line, self._has_words, self._traits, self._level) = self.out, held
        return read

    def _walk(self, root: Element, depth: int, start: InlineStyle) -> None:
        frames = [start]
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, node in walker:
            if event == "start":
                frame = self._enter(node, frames[-1], root, depth)
                frames.append(frame or frames[-1])
                if frame is None:
                    walker.skip_subtree()
                elif node.text and not self._is_cut(node, node.text, tail=False):
                    self._add_text(node.text, frame, node)
            else:
                frames.pop()
                if node.tag in BLOCKS:
                    self._flush()
                if node is not root and node.tail and not self._is_cut(node, node.tail, tail=True):
                    self._add_text(node.tail, frames[-1], node.getparent())

    def _is_cut(self, node: Element, text: str, *, tail: bool) -> bool:
        """Leave out one text node where its line is no part of the article."""
        reason = self.cut.get((node, tail)) if self.cut else None
        if reason:
            self.dropped.append((reason, visible_length(text)))
        return bool(reason)

    def _enter(self, node: Element, frame: InlineStyle, root: Element, depth: int) -> InlineStyle | None:
        """The frame inside a node; None where the node is taken whole (or left out)."""
        tag = node.tag
        if (reason := self.skip.get(node)) or (reason := self._unwanted(node)):
            if tag in BLOCKS:
                self._flush()
            self.dropped.append((reason, self.lengths[node]))
            return None
        if tag == "br":
            self._line.append(Segment(BREAK))
            return None
        if tag == "img":
            self._picture(node, frame)
            return None
        if tag in BLOCKS:
            self._flush()
        if tag in _EMBEDS:
            self._embed(node, frame)
            return None
        if node is not root and depth < _DEEPEST and read_compound(self, node, frame, depth):
            return None
        return style_inside(node, frame, self._address(node.get("href")) if tag == "a" else "")

    def _unwanted(self, node: Element) -> str:
        if node.tag in CONTROLS:
            return "ô nhập liệu"
        if is_hidden(node) and self.lengths[node] * 2 < self._total:  # a whole text hidden waits for a script
            return "phần bị ẩn trên trang"
        return ""

    def _address(self, href: str | None) -> str:
        href = (href or "").strip()
        if not href or href.startswith("#") or _BAD_SCHEME.match(href):
            return ""
        try:
            return urljoin(self.base, href)
        except ValueError:  # an address such as http://[x: the words of the link remain
            return ""

    def _add_text(self, text: str, frame: InlineStyle, holder: Element) -> None:
        if not self._has_words:
            self._has_words = bool(text.strip())
            self._traits = Traits(
                frame.align == "center",
                frame.align == "right",
                frame.small,
                frame.names,
                frame.table,
                frame.figure,
                frame.caption,
                holder,
            )
            self._level = frame.level
        elif text.strip():
            self._level = self._level or frame.level
            self._traits.small |= frame.small
            self._traits.caption |= frame.caption
        self._line.append(
            Segment(
                " ".join(("", *text.split(), "")) if text.isspace() else text,
                frame.bold,
                frame.italic,
                frame.vertical,
                frame.href,
            )
        )

    def _flush(self) -> None:
        line, self._line, self._has_words = self._line, [], False
        for part in _paragraphs(line):
            if segments := trimmed(part):
                kind = "heading" if self._level else "text"
                self.out.append(Block(kind, segments, replace(self._traits), level=self._level))  # type: ignore[arg-type]  # one of two literals

    def _picture(self, node: Element, frame: InlineStyle) -> None:
        source = next(
            (s for s in (node.get("src"), *map(node.get, _LAZY)) if s and not s.startswith("data:")), ""
        )
        inline = bool(trimmed(self._line))
        self._flush()
        traits = Traits(
            frame.align == "center",
            False,
            frame.small,
            frame.names,
            frame.table,
            frame.figure,
            frame.caption,
            node.getparent(),
        )
        address = self._address(source)
        if not address or _is_ornament(node, source):
            self.dropped.append((f"ảnh trang trí {source}".strip(), 0))
            return
        traits.right = inline  # a picture after text on its line never owns the text that follows
        self.out.append(
            Block("picture", traits=traits, source=address, alt=" ".join((node.get("alt") or "").split()))
        )

    def _embed(self, node: Element, frame: InlineStyle) -> None:
        source = (
            node.get("src")
            or node.get("data-src")
            or node.get("data")
            or next((e.get("src") for e in node.iter("source", "embed")), "")
        )
        self._flush()
        if _SOCIAL.search(source or ""):
            self.dropped.append(("nút của mạng xã hội hoặc quảng cáo", self.lengths[node]))
            return
        if address := self._address(source):
            self.out.append(Block("embed", source=address, traits=Traits(names=frame.names)))
        self.dropped.append(("nội dung nhúng", self.lengths[node]))


def _is_ornament(node: Element, source: str) -> bool:
    sizes = [int(s) for s in (node.get("width") or "", node.get("height") or "") if s.isdecimal()]
    tiny = any(s <= 3 for s in sizes) or (len(sizes) == 2 and max(sizes) <= 24)
    return tiny or bool(
        re.search(
            r"(?:spacer|blank|pixel|transparent)\.gif|/(?:icons?|smil\w+|emoticons?)/", source, re.IGNORECASE
        )
    )


def _paragraphs(line: list[Segment]) -> list[list[Segment]]:
    """A line cut at double breaks, and at single breaks after long lines that end a sentence."""
    parts: list[list[Segment]] = [[]]
    breaks, length, last = 0, 0, ""
    for segment in line:
        if segment.text == BREAK:
            breaks += 1
            continue
        if not segment.text.strip():
            parts[-1].append(segment)
            continue
        if breaks >= 2 or (breaks == 1 and length >= weights.PARAGRAPH_LINE and last.endswith(_ENDS)):
            parts.append([])
            length = 0
        elif breaks:
            parts[-1].append(Segment(BREAK))
            length = 0
        breaks = 0
        parts[-1].append(segment)
        length, last = length + len(segment.text), segment.text.rstrip()
    return parts
