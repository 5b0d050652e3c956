"""Texts of the articles for excerpts: blocks of a few articles with what a result shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from plugins.core.dates import HANOI
from plugins.core.documents import Document
from plugins.core.text import tidy
from plugins.search.fold import WORD, bare
from plugins.search.strings import varints

BLOCK = 8  # articles to a file: fewer would need more files than a host likes
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
    guess, url = guessed_address(document).encode(), document.url.encode()
    same = 0
    while same < min(len(guess), len(url), 255) and guess[same] == url[same]:
        same += 1
    return bytes([same]) + varints([len(url) - same]) + url[same:]


def record(document: Document, sections: dict[str, int], sources: dict[str, int], text: bytes) -> bytes:
    """Date, numbers of section and source, address, coded text of one article."""
    terms = varints([sections[document.section], sources[document.source]])
    return _date(document) + terms + _address(document) + text


def blocks(records: Sequence[bytes]) -> list[bytes]:
    """Files of `BLOCK` records: number of records, their lengths, the records."""
    out = []
    for first in range(0, len(records), BLOCK):
        some = records[first : first + BLOCK]
        out.append(bytes([len(some)]) + varints([len(r) for r in some]) + b"".join(some))
    return out
