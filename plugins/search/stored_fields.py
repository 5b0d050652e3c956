"""Stored fields of articles, for excerpts: blocks of a few records with what a result shows, and the whole text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import numpy as np

from plugins.core.dates import HANOI
from plugins.core.documents import Document
from plugins.core.text import tidy
from plugins.search import weights as tuned
from plugins.search.bit_codes import Ints
from plugins.search.folding import WORD, bare
from plugins.search.front_coding import varint, varints
from plugins.search.shards import cut_shards, scatter_hash

ENDING = b".html"
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


def encode_record(document: Document, section: int, source: int, text: bytes) -> bytes:
    """Date, numbers of section and source, address, coded text of one article."""
    return _date(document) + varints([section, source]) + _address(document) + text


def text_of(record: bytes) -> bytes:
    """The coded text of a record."""
    _, at = varint(record, 4)
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
    """One file of neighbouring records (empty ones for free ids): their number, their lengths, the records."""
    return varints([len(records), *map(len, records)]) + b"".join(records)


def decode_block(block: bytes) -> Iterator[bytes]:
    """The records of a block."""
    count, at = varint(block, 0)
    sizes = []
    for _ in range(count):
        size, at = varint(block, at)
        sizes.append(size)
    for size in sizes:
        yield block[at : at + size]
        at += size
