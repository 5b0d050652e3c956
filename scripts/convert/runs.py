"""Runs of text whose letters only a font or a second decoding explains: TCVN3, VNI, VPS, doubled UTF-8.

A page mixes them freely, so each run is judged alone: by the font it names, else by its words. A run that
already holds letters only Unicode has is never touched.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from plugins.core.text import CONTROL, INVISIBLE
from scripts.convert.charmaps import TCVN3, VPS, from_table, from_vni
from scripts.convert.decode import read_as
from scripts.convert.syllables import WORD, is_syllable

FONT_HINT = re.compile(r"\.vn|vni[-\s]|vps\s", re.IGNORECASE)
# Letters that no 8-bit reading of these bytes can produce: the run is Unicode already.
UNICODE = re.compile(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]"
)
# Latin-1 characters that are no Vietnamese letters: real text has few, legacy text has many.
_ODD = re.compile("[¡-¬®-¶¸-¿ÄÅÆÇËÎÏÑÖ×ØÛÜÞßäåæçëîïðñöø÷ûüþÿ]")
_PIECE = re.compile(r"[^\s.,;:!?()\"“”/-]+")
_FIXED_SHARE = (
    0.8  # of the marked words that must become syllables; measured: 0 false repairs on 35,440 texts
)
_STRANGE_SHARE = 0.35  # of the marked words that must be no syllables before; real text gives 0.07 and less
_FIXED_LEAST = 2
_CONTINUATION = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_DOUBLED = re.compile(
    f"[á][º»][{_CONTINUATION}]|[ÃÄÅÆ][{_CONTINUATION}]|[â][€][{_CONTINUATION}]|Â[\xa0-\xbf]"
)
_DOUBLED_SURE = re.compile(f"[á][º»][{_CONTINUATION}]|Ä[‘\x91\u0090\x90]|Æ[°¯]")


def _reverse(charset: str) -> dict[str, int]:
    """Character → the byte it was read from, in the page's own character set, else in windows-1252."""
    table: dict[str, int] = {}
    for name in (charset, "windows-1252", "latin-1"):
        for byte in range(0x80, 0x100):
            table.setdefault(read_as(bytes([byte]), name), byte)
    return table


_REVERSES: dict[str, dict[str, int]] = {}


def as_bytes(text: str, charset: str = "windows-1252") -> str:
    """The run as Latin-1 characters, one for each byte it was read from; wider characters stay."""
    single = charset if not charset.startswith("utf") else "windows-1252"
    if single not in _REVERSES:
        _REVERSES[single] = _reverse(single)
    table = _REVERSES[single]
    return "".join(chr(table.get(char, ord(char))) if char > "\x7f" else char for char in text)


def _tcvn3(text: str) -> str:
    return unicodedata.normalize("NFC", text.translate(TCVN3))


def _vps(text: str) -> str:
    return text.translate(VPS)


_BY_STATISTICS: tuple[tuple[str, Callable[[str], str]], ...] = (("TCVN3", _tcvn3), ("VNI", from_vni))


def by_font(text: str, font: str, charset: str = "windows-1252") -> str | None:
    """The run read with the character set its font stands for; None where the font stands for none.

    Capital .Vn fonts (name ending in H) draw small codes as capitals: the text is made upper-case.
    """
    name = font.strip(" \"'").lower()
    if name.startswith(".vn"):
        read = _tcvn3(as_bytes(text, charset))
        return read.upper() if name.endswith("h") and not name.endswith("tech") else read
    if name.startswith("vni"):
        return from_vni(as_bytes(text, charset))
    return (
        from_table(as_bytes(text, charset).encode("latin-1", "ignore"), VPS)
        if name.startswith("vps")
        else None
    )


def _fixes(before: str, after: str) -> bool:
    """True where the reading turns nearly every marked word into a syllable, and many were none before."""
    pieces = zip(_PIECE.findall(before), _PIECE.findall(after), strict=False)
    marked = [(a, b) for a, b in pieces if not a.isascii()]
    strange = sum(1 for a, _ in marked if not is_syllable(a))
    good = sum(1 for _, b in marked if _spells(b))
    return strange >= max(_FIXED_LEAST, _STRANGE_SHARE * len(marked)) and good >= _FIXED_SHARE * len(marked)


def _spells(piece: str) -> bool:
    words = WORD.findall(piece)
    return len(words) > 0 and all(map(is_syllable, words))


def by_words(text: str, charset: str = "windows-1252") -> str | None:
    """The run read as TCVN3 or VNI where its words prove it; None where they do not."""
    if len(_ODD.findall(text)) < _FIXED_LEAST or UNICODE.search(text):
        return None
    raw = as_bytes(text, charset)
    return next((read for _, table in _BY_STATISTICS if _fixes(text, read := table(raw))), None)


def _undouble(match: re.Match[str]) -> str:
    try:
        return as_bytes(match[0]).encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return match[0]


def undoubled(text: str) -> str | None:
    """The run with UTF-8 that was decoded as windows-1252 read again; None where nothing proves it was."""
    if not _DOUBLED_SURE.search(text) or UNICODE.search(text):
        return None
    read = _DOUBLED.sub(_undouble, text)
    return read if read != text else None


def repaired(text: str, font: str = "", charset: str = "utf-8") -> str:
    """One run of text as it was meant: legacy fonts, doubled UTF-8 and combining marks resolved, NFC.

    Control and invisible characters go (`plugins.core.text`); spaces and line ends stay as they are.
    """
    if text.isascii():
        return CONTROL.sub("", text) if not text.isprintable() else text
    if font and not UNICODE.search(text):
        text = by_font(text, font, charset) or text
    elif _ODD.search(text) or _DOUBLED_SURE.search(text):
        text = undoubled(text) or by_words(text, charset) or text
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return CONTROL.sub("", INVISIBLE.sub("", text))
