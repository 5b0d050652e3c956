"""Charset detection: byte-order mark, UTF-8 by proof, header and meta, then the evidence of the words.

Fonts such as .VnTime and double encoding concern runs of text, not documents: see `text_repair`.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from scripts.convert.text.legacy_charsets import TCVN3, VISCII, VPS, from_table, from_vni
from scripts.convert.text.syllables import share_of_syllables

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_META_WITHIN = 8192  # bytes; browsers look at 1024, old portals put scripts before the declaration
_PIECE = 1024  # bytes looked at together for damage
_ASCII = bytes(range(0x80))
_SAMPLE = 60_000  # bytes looked at when the words decide
# Web practice (WHATWG): these labels mean windows-1252.
_WESTERN = {
    "iso-8859-1",
    "latin1",
    "latin-1",
    "us-ascii",
    "ascii",
    "windows-1252",
    "cp1252",
    "x-user-defined",
}
_TAG = re.compile(rb"<script.*?</script>|<style.*?</style>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_GUESSES = ("windows-1258", "windows-1252", "viscii", "x-viet-vps")
_OTHERWISE = "windows-1252"
_FONT_READINGS: tuple[Callable[[str], str], ...] = (lambda text: text.translate(TCVN3), from_vni)
_WIDE_SAMPLE, _WIDE_SHARE = 2048, 0.5  # bytes looked at; zeros among every second one, of markup in UTF-16
_SURE = 0.8  # share of syllables from which a guess is believed; Vietnamese text gives 0.93 and more


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page as text; `replaced` counts bytes that no character stands for."""

    text: str
    charset: str
    replaced: int = 0


def _as_latin(error: UnicodeError) -> tuple[str, int]:
    """Bytes a code page leaves undefined stand for C1 controls, as browsers read them."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("convert-c1", _as_latin)

_TABLES: dict[str, Callable[[bytes], str]] = {
    "viscii": lambda data: from_table(data, VISCII),
    "x-viet-vps": lambda data: from_table(data, VPS),
}


@cache
def _complete_table(charset: str) -> str:
    """The characters of a Windows code page, its undefined bytes as C1 controls; empty for any other set."""
    if not charset.startswith("windows-125"):
        return ""
    return "".join(bytes([byte]).decode(charset, "convert-c1") for byte in range(0x100))


def read_as(data: bytes, charset: str) -> str:
    """Decode with one named character set; never fails on a byte. Raises LookupError for an unknown name."""
    if charset in _TABLES:
        return _TABLES[charset](data)
    if table := _complete_table(charset):
        return codecs.charmap_decode(data, "strict", table)[0]
    handler = "replace" if charset.startswith("utf") else "convert-c1"
    try:
        return data.decode(charset, handler)
    except UnicodeDecodeError:  # multi-byte codecs may refuse what the handler returns
        return data.decode(charset, "replace")


def _canonical_name(label: str) -> str | None:
    label = label.lower()
    if label in _WESTERN:
        return "windows-1252"
    if label in ("viscii", "viscii1.1-1"):
        return "viscii"
    if label in ("x-viet-vps", "vps"):
        return "x-viet-vps"
    try:
        return codecs.lookup(label).name.replace("cp125", "windows-125")
    except LookupError:
        return None


def _declared(data: bytes, content_type: str) -> str | None:
    """The character set the header, else the page, claims; None where unknown or absent."""
    header = _HEADER.search(content_type)
    meta = _META.search(data[:_META_WITHIN])
    labels = [header[1] if header else "", meta[1].decode("ascii") if meta else ""]
    return next((name for label in labels if label and (name := _canonical_name(label))), None)


def _by_words(data: bytes, declared: str | None) -> str:
    """The single-byte character set under which most marked words are syllables; ties go to the claim.

    Text in .Vn and VNI fonts is windows-1252 to a decoder: `text_repair` reads it. Where nothing is sure, the claim
    stands, or windows-1252 as everywhere on the web.
    """
    words = _TAG.sub(b" ", data[:_SAMPLE]).split()
    sample = b" ".join([word for word in words if not (word.isascii() and word.isalnum())])
    claim = declared or _OTHERWISE
    guesses = [claim, *(g for g in _GUESSES if g != claim)]
    scores = {g: share_of_syllables(read_as(sample, g)) for g in guesses}
    best = max(guesses, key=lambda g: scores[g])
    if best == claim or scores[best] < _SURE:
        return claim
    western = read_as(sample, _OTHERWISE)
    drawn = max(share_of_syllables(read(western)) for read in _FONT_READINGS)
    return claim if drawn >= scores[best] else best


def _nearly_utf8(data: bytes) -> bool:
    """UTF-8 with a few damaged bytes: replacement characters are rare among its non-ASCII letters."""
    decoder, replaced = codecs.getincrementaldecoder("utf-8")("replace"), 0
    most = max(1, len(data.translate(None, _ASCII)) // 20)
    for at in range(0, len(data), _PIECE):  # a page in another set is known by its first words
        replaced += decoder.decode(data[at : at + _PIECE]).count("\ufffd")
        if replaced > most:
            return False
    text = data.decode("utf-8", "replace")
    wide = len(text) - len(text.encode("ascii", "ignore"))
    return wide > 0 and text.count("\ufffd") <= max(1, wide // 20)


def _wide_charset(data: bytes) -> str:
    """UTF-16 without its mark: every second byte of markup is zero; empty for anything else."""
    head = data[:_WIDE_SAMPLE]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < _WIDE_SHARE * len(head) / 2 or min(even, odd) > max(even, odd) / 8:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def decode(data: bytes, content_type: str = "") -> Decoded:
    """Text of a page; `content_type` is the value of its HTTP header, empty where unknown.

    UTF-8 that proves itself wins over any claim: a wrong `charset=` is common, accidental UTF-8 is not.
    """
    for mark, charset in _BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(charset, "replace")
            return Decoded(text, charset, text.count("\ufffd"))
    if charset := _wide_charset(data):
        text = data.decode(charset, "replace")
        return Decoded(text, charset, text.count("\ufffd"))
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    declared = _declared(data, content_type)
    if declared in (None, "utf-8", "windows-1252") and _nearly_utf8(data):
        text = data.decode("utf-8", "replace")
        return Decoded(text, "utf-8", text.count("\ufffd"))
    charset = _by_words(data, declared if declared != "utf-8" else None)
    text = read_as(data, charset)
    return Decoded(text, charset, text.count("\ufffd"))
