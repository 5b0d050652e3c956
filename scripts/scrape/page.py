"""Parsed page of a crawl: links, postbacks, text, and fingerprints by which that text is known again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

from plugins.core.text import fold
from scripts.convert.text.linked_resources import resolve

_CLOCK = re.compile(r"\d+(?:\s*[ap]m\b)?")
_COUNTER = re.compile(r"\d{5,}|\d{1,3}(?:[.,]\d{3}){2,}|\d?\d:\d\d(?::\d\d)?")
PROSE = 80  # characters from which a block reads as a sentence rather than a label
ARTICLE = 400  # characters of prose from which a page has something to say
MOST_LINKS = 50_000  # of one page: a list of the whole legacy archive in one piece has 35,000
MOST_TEXT = 6_000_000  # characters of one page that are read: deep nesting takes thirty times its size
MOST_BLOCKS = 5_000  # of one page: beyond, nothing more is learnt about what it is
BLOCK = 20  # characters from which a block says something


@dataclass(frozen=True, slots=True)
class Postback:
    """One ``__doPostBack(target, argument)`` of a page."""

    target: str
    argument: str


@dataclass(slots=True)
class ParsedPage:
    """The parts of one page; `blocks` are texts outside links, `headings` those of title and h1–h3."""

    links: dict[str, None] = field(default_factory=dict)
    postbacks: dict[Postback, None] = field(default_factory=dict)
    labels: dict[Postback, str] = field(default_factory=dict)  # what is written on their buttons
    hidden: dict[str, str] = field(default_factory=dict)
    action: str = ""
    base: str = ""
    blocks: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    closed: bool = False
    password: bool = False
    overfull: bool = False

    def resolved(self, url: str) -> Iterator[str]:
        """The links as absolute addresses, in order; what is no address comes as it stands."""
        try:
            base = resolve(url, self.base)
        except ValueError:  # browsers do without such a base too
            base = url
        for link in self.links:
            try:
                yield resolve(base, link)
            except ValueError:
                yield link

    @property
    def prose(self) -> int:
        """Characters of running text outside links."""
        return sum(len(block) for block in self.blocks if len(block) >= PROSE)

    def block_fingerprints(self) -> dict[int, int]:
        """A number for each text that says something besides digits (counters, clocks) → its length."""
        plain = (_CLOCK.sub("", fold(text)) for text in (*self.headings, *self.blocks))
        return {text_hash(text): len(text) for text in plain if len(text) >= BLOCK}

    def text_fingerprint(self) -> int | None:
        """One number for the whole text of a page with an article's worth of prose, None for other pages.

        Sentences count with their numbers (reports may differ in nothing else), clocks and the counters of
        visitors excepted; labels without.
        """
        if self.prose < ARTICLE:
            return None
        texts = (
            _COUNTER.sub("", text) if len(text) >= PROSE else _CLOCK.sub("", fold(text))
            for text in (*self.headings, *self.blocks)
        )
        return text_hash("\n".join(texts))


def text_hash(text: str) -> int:
    """A number that stands for a text (64 bits of its digest)."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
