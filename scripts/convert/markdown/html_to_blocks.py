"""HTML reader, an element to blocks: one pass over the tree, recursion only into lists, quotes and tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from lxml import etree

from scripts.convert import weights
from scripts.convert.dom.inline_styles import InlineStyle, style_inside
from scripts.convert.dom.markup_repair import COLUMNS
from scripts.convert.dom.tree import (
    BLOCKS,
    CONTROLS,
    Element,
    TextLengths,
    TextNode,
    is_hidden,
    visible_length,
)
from scripts.convert.markdown.blocks import BREAK, Block, Kind, Segment, Traits, trimmed
from scripts.convert.markdown.compounds import read_compound
from scripts.convert.markdown.embedded_files import EmbeddedFiles
from scripts.convert.markdown.media import EMBEDS, read_background, read_embed, read_picture
from scripts.convert.text.linked_resources import resolve

_DEEPEST = 12  # lists, quotes and tables inside one another; deeper ones are read as plain text
_BAD_SCHEME = re.compile(r"\s*(?:javascript|vbscript|data|about|file)\s*:", re.IGNORECASE)
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
        self._quotes: set[Element] = set()
        self.embedded = EmbeddedFiles()  # pictures that stand in the page itself

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
                if frame is None or (node.tag == "pre" and self._preformatted(node, frame)):
                    walker.skip_subtree()
                elif (text := node.text) and not (self.cut and self._is_cut(node, text, tail=False)):
                    self._add_text(text, frame, node)
            else:
                inside = frames.pop()
                if self._quotes and node in self._quotes:
                    self._line.append(Segment("”", href=inside.href, made=True))
                if node.tag in BLOCKS:
                    self._flush()
                if node is root or not (text := node.tail):
                    continue
                if not (self.cut and self._is_cut(node, text, tail=True)):
                    self._add_text(text, frames[-1], node.getparent())

    def _is_cut(self, node: Element, text: str, *, tail: bool) -> bool:
        """Leave out one text node where its line is no part of the article."""
        reason = self.cut.get((node, tail))
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
            read_picture(self, node, frame)
            return None
        if tag == "q":  # browsers draw marks round it
            self._quotes.add(node)
            self._line.append(Segment("“", href=frame.href, made=True))
        if tag in BLOCKS:
            self._flush()
            if "url(" in (node.get("style") or ""):
                read_background(self, node, frame)
        if tag in EMBEDS:
            read_embed(self, node, frame)
            return None
        if node is not root and depth < _DEEPEST and read_compound(self, node, frame, depth):
            return None
        return style_inside(node, frame, self.address(node.get("href")) if tag == "a" else "", self.lengths)

    def _unwanted(self, node: Element) -> str:
        if node.tag in CONTROLS:
            return "ô nhập liệu"
        if is_hidden(node) and self.lengths[node] * 2 < self._total:  # a whole text hidden waits for a script
            return "phần bị ẩn trên trang"
        return ""

    def end_line(self) -> bool:
        """End the line in hand; True where it held words, after its last break if it has one."""
        breaks = [at for at, segment in enumerate(self._line) if segment.text == BREAK]
        held = bool(trimmed(self._line[breaks[-1] + 1 :] if breaks else self._line))
        self._flush()
        return held

    def address(self, href: str | None) -> str:
        """An address of the page, absolute; empty for one that leads nowhere."""
        href = (href or "").strip()
        if not href or href.startswith("#") or _BAD_SCHEME.match(href):
            return ""
        try:
            return resolve(self.base, href)
        except ValueError:  # an address such as http://[x: the words of the link remain
            return ""

    def _add_text(self, text: str, frame: InlineStyle, holder: Element) -> None:
        blank = text.isspace()
        if not self._has_words:
            self._has_words = not blank
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
        elif not blank:
            self._level = self._level or frame.level
            self._traits.small |= frame.small
            self._traits.caption |= frame.caption
        style = frame.bold, frame.italic, frame.vertical, frame.href, frame.struck
        if not frame.pre:
            self._line.append(Segment(" " if blank else text, *style))
            return
        for number, part in enumerate(_lines_of(text)):
            self._line += [Segment(BREAK)] * (number > 0)
            self._line.append(Segment(" " if part.isspace() else part, *style))

    def _preformatted(self, node: Element, frame: InlineStyle) -> bool:
        """Keep a table that is drawn with spaces as it is; False for other preformatted text, whose lines stay."""
        text = "".join(node.itertext()).expandtabs(8).strip("\r\n").rstrip()
        if (
            not COLUMNS.search(text)
            or self.cut
            or node in self.skip
            or next(node.iter("img", "a"), None) is not None
        ):
            return False
        self._flush()
        lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
        segments = [s for line in lines for s in (Segment(BREAK), Segment(line))][1:]
        self.out.append(Block("code", segments, Traits(names=frame.names)))
        return True

    def _flush(self) -> None:
        if not self._line:
            return
        line, self._line, self._has_words = self._line, [], False
        kind: Kind = "heading" if self._level else "text"
        parts = [segments for part in _paragraphs(line) if (segments := trimmed(part))]
        for number, segments in enumerate(parts):
            traits = replace(self._traits) if number else self._traits  # each block has its own
            self.out.append(Block(kind, segments, traits, level=self._level))


def _lines_of(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _paragraphs(line: list[Segment]) -> list[list[Segment]]:
    """A line cut at double breaks, and at single breaks after long lines that end a sentence."""
    if not any(segment.text == BREAK for segment in line):
        return [line]
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
