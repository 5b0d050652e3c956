"""Tokens of texts: words as numbers of their surfaces, with flags from the signs around them.

Signs between words are tokens of the text model as well, so that one pass serves the index and the stored texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from plugins.core.documents import Document
from plugins.core.text import tidy, tidy_lines
from plugins.search.bit_codes import Ints
from plugins.search.spans import Spans, find_spans
from plugins.search.text_codec import UNKNOWN
from plugins.search.text_model import Model

# Flags of a word, one bit each.
BREAK = 1  # a paragraph begins
TITLE = 2  # the word is in the title
TERMS_LINE = 4  # the word is in the last line: tags and authors


def full_text(document: Document, body: str) -> str:
    """Title, summary and body, a line each paragraph, then a line of tags and authors.

    A summary the body begins with is not repeated.
    """
    summary, body = tidy(document.summary), tidy_lines(body).strip()
    if body.startswith(summary.rstrip(" .…")):
        summary = ""
    terms = "; ".join(map(tidy, (*document.tags, *document.authors)))
    return "\n".join((tidy(document.title), summary, body, terms))


@dataclass(frozen=True)
class TokenStream:
    """Symbols of several texts: words at the odd places of each text, signs at the even ones (-1: none, or a space).

    Text i has `sizes[i]` symbols, `title_words[i]` words in its first line, `terms_words[i]` in its last; `unknown` are
    the surfaces that symbols from UNKNOWN on stand for.
    """

    symbols: Ints
    sizes: Ints
    title_words: Ints
    terms_words: Ints
    unknown: list[str]


def tokenize(texts: Sequence[str], model: Model) -> TokenStream:
    """Split texts into words and the signs between them."""
    spans = find_spans(texts)
    hashes = spans.hashes()
    symbols = model.hashed.numbers(hashes)
    lengths = spans.ends - spans.starts
    symbols[(lengths == 0) | ((lengths == 1) & (hashes == _space()))] = SPACE
    strange = np.flatnonzero((symbols < 0) & (symbols != SPACE))
    _, first, inverse = np.unique(hashes[strange], return_index=True, return_inverse=True)
    order = np.argsort(first)
    symbols[strange] = UNKNOWN + np.argsort(order)[inverse]
    places = strange[first[order]]
    columns = spans.starts[places].tolist(), spans.ends[places].tolist()
    unknown = [spans.joined[a:b] for a, b in zip(*columns, strict=True)]
    symbols[symbols == SPACE] = -1
    return TokenStream(symbols, spans.sizes, *_marked_words(texts, spans), unknown)


SPACE = -2  # while symbols are looked up


@lru_cache(maxsize=1)
def _space() -> np.uint64:
    found: np.uint64 = find_spans([" "]).hashes()[0]
    return found


def _marked_words(texts: Sequence[str], spans: Spans) -> tuple[Ints, Ints]:
    """Words in the first line of each text, and in its last."""
    title_ends = [at if (at := text.find("\n")) >= 0 else len(text) for text in texts]
    terms_starts = [text.rfind("\n") + 1 for text in texts]
    ends = np.cumsum(spans.sizes // 2)
    before, behind = (
        np.searchsorted(spans.word_starts, spans.firsts + np.array(places, np.int64))
        for places in (title_ends, terms_starts)
    )
    return before - (ends - spans.sizes // 2), ends - behind


@dataclass(frozen=True)
class WordArrays:
    """Words of several texts: `words[i]` numbers `surfaces`; text d has words bounds[d]:bounds[d + 1]."""

    surfaces: list[str]
    words: npt.NDArray[np.int32]
    flags: npt.NDArray[np.uint8]
    bounds: Ints


def words_of(stream: TokenStream, model: Model) -> WordArrays:
    """The words alone, with what the signs around them say."""
    begin = np.cumsum(stream.sizes) - stream.sizes
    place = np.arange(len(stream.symbols)) - np.repeat(begin, stream.sizes)
    at = np.flatnonzero(place % 2 == 1)
    all_surfaces = [*model.words, *stream.unknown]
    dense = np.where(stream.symbols >= UNKNOWN, stream.symbols - UNKNOWN + len(model.words), stream.symbols)
    counts = stream.sizes // 2
    bounds = np.concatenate([[0], np.cumsum(counts)])
    used = np.zeros(len(all_surfaces), bool)
    used[dense[at]] = True
    words = (np.cumsum(used) - 1)[dense[at]].astype(np.int32)
    surfaces = [all_surfaces[i] for i in np.flatnonzero(used).tolist()]
    number = np.arange(len(at)) - np.repeat(bounds[:-1], counts)
    first = len(model.words)
    strange = [first + i for i, surface in enumerate(stream.unknown) if not surface[0].isalnum()]
    breaks = np.zeros(len(all_surfaces) + 1, bool)
    breaks[[sign for sign in (*model.signs, *strange) if "\n" in all_surfaces[sign]]] = True
    flags = np.where(breaks[dense[at - 1]] | (number == 0), BREAK, 0).astype(np.uint8)
    flags |= np.where(number < np.repeat(stream.title_words, counts), TITLE, 0).astype(np.uint8)
    in_terms = number >= np.repeat(counts - stream.terms_words, counts)
    flags |= np.where(in_terms, TERMS_LINE, 0).astype(np.uint8)
    return WordArrays(surfaces, words, flags, bounds)
