"""Analysis of articles for the index: words with flags, document numbers, and the coded texts.

A group of articles is the unit of parallel work; an article is analysed alike in any group.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from plugins.core.document_numbers import numbers
from plugins.core.documents import Document
from plugins.search.postings import IN_BODY, IN_LEAD, IN_TITLE
from plugins.search.text_codec import encode
from plugins.search.text_model import load
from plugins.search.tokens import TokenStream, WordArrays, full_text, tokenize, words_of

LEAD_LETTERS = 700
"""Letters of a first paragraph that are a lead at most; the browser knows it too."""


@dataclass(frozen=True)
class TokenizedGroup(WordArrays):
    """Words of some articles; `numbers` are (number, article, zone)."""

    numbers: list[tuple[str, int, int]]
    texts: list[bytes]


def analyse_group(items: Sequence[tuple[Document, str]]) -> TokenizedGroup:
    """Tokenise and code the texts of (document, body) pairs."""
    model = load()
    texts = [full_text(document, body) for document, body in items]
    stream = tokenize(texts, model)
    words = words_of(stream, model)
    found = [(number, i, zone) for i, text in enumerate(texts) for number, zone in _zoned_numbers(text)]
    return TokenizedGroup(words.surfaces, words.words, words.flags, words.bounds, found, _coded(stream))


def _zoned_numbers(text: str) -> list[tuple[str, int]]:
    """(number, zone of highest impact) of each number of a text.

    The lead is its summary, or where it has none its first paragraph, of which only the beginning where that is long:
    some articles are one paragraph.
    """
    title = text.find("\n")
    lead = text.find("\n", title + 1)
    if lead == title + 1:
        lead = min(text.find("\n", title + 2), title + LEAD_LETTERS)
    zones: dict[str, int] = {}
    for at, number in numbers(text):
        zones.setdefault(number, IN_TITLE if at < title else IN_LEAD if at < lead else IN_BODY)
    return list(zones.items())


def _coded(stream: TokenStream) -> list[bytes]:
    """The text of each article; single spaces are implied."""
    owner = np.repeat(np.arange(len(stream.sizes)), stream.sizes)
    shown = stream.symbols >= 0
    return encode(stream.symbols[shown], owner[shown], len(stream.sizes), stream.unknown, load())
