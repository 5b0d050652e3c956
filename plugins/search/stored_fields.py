"""Stored fields of articles, for excerpts: blocks of records with what a result shows, and the whole text, in pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain

import numpy as np

from plugins.core.dates import HANOI
from plugins.core.documents import Document
from plugins.core.text import tidy
from plugins.core.vocabulary import KIND_NAMES, ArticleKind
from plugins.search import weights as tuned
from plugins.search.bit_codes import Ints, bit_length
from plugins.search.directory import PageTable
from plugins.search.folding import WORD, bare
from plugins.search.front_coding import varint, varints
from plugins.search.shards import cut_shards, scatter_hash

ENDING = b".html"
PAGE = 1024
"""Bytes of a page of records: a reader fetches the one to three that hold a result's. The browser knows it too."""

NO_RECORD = 0xFFFF
_ROOM = PAGE - 2
KINDS: tuple[ArticleKind, ...] = tuple(KIND_NAMES)
_EPOCH = datetime(1900, 1, 1, tzinfo=HANOI)


def guessed_address(document: Document) -> str:
    """The address an article's date and title suggest; only the difference from it is stored."""
    when = document.date.when
    slug = "-".join(WORD.findall(bare(tidy(document.title))))
    return f"{when.year:04}/{when.month:02}/{slug}"


def _date(document: Document) -> bytes:
    """Minutes since 1900 in Hanoi, doubled, plus one where the minute is known (4 bytes)."""
    minutes = int((document.date.when - _EPOCH).total_seconds() // 60)
    return (minutes * 2 + (document.date.precision == "minute")).to_bytes(4, "little")


def _address(document: Document) -> bytes:
    """Bytes shared with the guess, bytes to come (doubled, plus one where the ending is left out), those bytes."""
    guess, url = guessed_address(document).encode(), document.url.encode()
    most = min(len(guess), len(url), 255)
    same = most if guess[:most] == url[:most] else 0  # a guess is right more often than not
    while same < most and guess[same] == url[same]:
        same += 1
    rest = url[same:].removesuffix(ENDING)
    return bytes([same]) + varints([2 * len(rest) + url[same:].endswith(ENDING)]) + rest


def kind_number(document: Document) -> int:
    """The number of an article's kind; the browser has the words (90-page.js)."""
    return KINDS.index(document.kind)


def encode_record(document: Document, section: int, source: int, text: bytes) -> bytes:
    """Date, numbers of section, source and kind, address, coded text of one article."""
    return _date(document) + varints([section, source, kind_number(document)]) + _address(document) + text


def text_of(record: bytes) -> bytes:
    """The coded text of a record."""
    at = 4
    for _ in range(3):
        _, at = varint(record, at)
    more, at = varint(record, at + 1)
    return record[at + more // 2 :]


def block_bounds(record_sizes: Ints) -> Ints:
    """First document ids of the blocks and where the last ends, from the lengths of all records.

    Among long texts a block holds fewer.
    """
    ranks = scatter_hash(np.arange(len(record_sizes)))
    cuts = cut_shards(record_sizes + 1, ranks, tuned.BLOCK_BYTES, tuned.BLOCK_SLACK)
    return np.append(cuts, len(record_sizes))


def encode_block(records: Sequence[bytes]) -> bytes:
    """One file of neighbouring records (empty ones for free ids): each behind its length, in pages of PAGE bytes.

    A page begins with the place of the first record that begins in it (2 bytes; none: NO_RECORD), so that a reader who
    fetches a few pages finds the records in them.
    """
    heads = [varints([len(record)]) for record in records]
    starts = np.cumsum([0, *(len(head) + len(record) for head, record in zip(heads, records, strict=True))])[
        :-1
    ]
    stream = b"".join(chain.from_iterable(zip(heads, records, strict=True)))
    pages = -(-len(stream) // _ROOM)
    first = starts[np.minimum(np.searchsorted(starts, np.arange(pages) * _ROOM), len(starts) - 1)]
    inside = first - np.arange(pages) * _ROOM
    places = np.where((inside >= 0) & (inside < _ROOM), inside, NO_RECORD).astype("<u2").tolist()
    return b"".join(
        place.to_bytes(2, "little") + stream[at : at + _ROOM]
        for place, at in zip(places, range(0, len(stream), _ROOM), strict=True)
    )


def page_table(record_sizes: Ints, bounds: Ints) -> PageTable:
    """The pages of all blocks.

    The first id of a page is that of the first record that begins in it or in a later one of its block.
    """
    if not len(record_sizes):
        return PageTable(np.zeros(0, np.int64), np.zeros(0, np.int64))
    widths = np.maximum(1, (bit_length(record_sizes) + 6) // 7) + record_sizes
    ends, blocks = np.cumsum(widths), np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
    begin = np.append(0, ends)[bounds[:-1]]
    pages = -(-(np.append(0, ends)[bounds[1:]] - begin) // _ROOM)
    base = np.cumsum(pages) - pages
    page_of = base[blocks] + (ends - widths - begin[blocks]) // _ROOM
    return PageTable(pages, np.searchsorted(page_of, np.arange(int(pages.sum()))))


def decode_block(block: bytes) -> Iterator[bytes]:
    """The records of a block."""
    stream, at = b"".join(block[at + 2 : at + PAGE] for at in range(0, len(block), PAGE)), 0
    while at < len(stream):
        size, at = varint(stream, at)
        yield stream[at : at + size]
        at += size
