"""Text repair, run by run: TCVN3, VNI, VISCII and VPS letters that only a font explains, and mojibake.

A page mixes them freely, so each run is judged alone: by the font it names, else by its words. A run that
already holds letters only Unicode has is never touched. What the words do not prove stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from html import unescape

from plugins.core.text import CONTROL, INVISIBLE
from scripts.convert.text.charset_detection import read_as
from scripts.convert.text.faults import ODD, Faults
from scripts.convert.text.legacy_charsets import TCVN3, VISCII, VPS, from_vni
from scripts.convert.text.mojibake import repair_mojibake
from scripts.convert.text.syllables import WORD, is_syllable

FONT_HINT = re.compile(r"\.vn|vni[-\s]|vps\s", re.IGNORECASE)
# Letters that no 8-bit reading of these bytes can produce: the run is Unicode already.
UNICODE = re.compile(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]"
)
# A reference that stands in the text itself, encoded once too often.
_REFERENCE = re.compile(r"&(?:amp;)*(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d{0,2});", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n]+")  # a no-break space is a letter in VISCII
_FIGURE = re.compile(r"\d")
_FIXED_SHARE = (
    0.8  # of the marked words that must become syllables; measured: 0 false repairs on 35,440 texts
)
_STRANGE_SHARE = 0.35  # of the marked words that must be no syllables before; real text gives 0.07 and less
_FIXED_LEAST = 2
_SOFT_HYPHEN = "\u00ad"
_TOGETHER_LEAST = 3  # of all short runs of a page together, where none proves anything alone
_LEFT_MOST = 4_000  # characters of such runs that are looked at together
_MOST_ROUNDS = 3  # times a reference was encoded at most
_WHOLE_LEAST, _WHOLE_SHARE = 4, 0.25  # strange words that are enough where all marked words become syllables


def _reverse(charset: str) -> dict[int, int]:
    """Character → the byte it was read from, in the page's own character set, else in windows-1252."""
    table: dict[str, int] = {}
    for name in (charset, "windows-1252", "latin-1"):
        for byte in range(0x80, 0x100):
            table.setdefault(read_as(bytes([byte]), name), byte)
    return {ord(char): byte for char, byte in table.items() if len(char) == 1 and char > "\x7f"}


_REVERSES: dict[str, dict[int, int]] = {}


def as_bytes(text: str, charset: str = "windows-1252") -> str:
    """The run as Latin-1 characters, one for each byte it was read from; wider characters stay."""
    single = charset if not charset.startswith("utf") else "windows-1252"
    if single not in _REVERSES:
        _REVERSES[single] = _reverse(single)
    return text.translate(_REVERSES[single])


def _tcvn3(text: str) -> str:
    return unicodedata.normalize("NFC", text.translate(TCVN3))


def _viscii(text: str) -> str:
    return text.translate(VISCII)


def _vps(text: str) -> str:
    return text.translate(VPS)


CharsetReading = Callable[[str], str]
# The commonest first: of two readings that explain as many words, it is taken.
_READINGS: tuple[CharsetReading, ...] = (_tcvn3, from_vni, _viscii, _vps)


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
    return _vps(as_bytes(text, charset)) if name.startswith("vps") else None


def _spells(piece: str) -> bool:
    words = WORD.findall(piece)
    return len(words) > 0 and all(map(is_syllable, words))


def _is_marked(word: str) -> bool:
    """True for a word outside ASCII that may prove something: lone signs and words with figures do not, « 20°C ± »."""
    return WORD.search(word) is not None and not _FIGURE.search(word)


def _marked_words(text: str, charset: str) -> tuple[list[str], int]:
    """The words of a run that may prove something, as their bytes, and how many of them are no syllables."""
    marked = [word for word in _SPACE.split(text) if not word.isascii() and _is_marked(word)]
    strange = sum(not _spells(word) for word in marked)
    return [as_bytes(word, charset) for word in marked], strange


def _fixed(marked: list[str], strange: int, read: Callable[[str], str], least: int) -> int:
    """How many marked words (as bytes) a reading turns into syllables; 0 where it proves nothing: nearly all of them
    must be syllables after it, and many (`strange`) none before; where all are syllables after it, fewer are enough.
    """
    all_of = len(marked)
    proven = strange >= max(least, _STRANGE_SHARE * all_of)
    if not proven and strange < max(_WHOLE_LEAST, _WHOLE_SHARE * all_of):
        return 0
    needed = _FIXED_SHARE * all_of if proven else all_of
    good = all_of
    for word in map(read, marked):
        if not _spells(word) or ODD.search(word):
            good -= 1
            if good < needed:  # most runs are of another language: a few words tell
                return 0
    return good


def proven_charset(
    text: str, charset: str = "windows-1252", least: int = _FIXED_LEAST
) -> CharsetReading | None:
    """The character set whose reading the words of a run prove; None where none does."""
    if len(ODD.findall(text)) < least or UNICODE.search(text):
        return None
    marked, strange = _marked_words(text, charset)
    if strange < least:
        return None  # whatever the readings give: most runs of Unicode end here
    scores = [_fixed(marked, strange, read, least) for read in _READINGS]
    best = max(scores)
    return _READINGS[scores.index(best)] if best else None


def by_words(text: str, charset: str = "windows-1252", likely: CharsetReading | None = None) -> str | None:
    """The run read as the words prove it; None where they do not.

    In a page whose longer runs proved `likely`, one strange word that becomes a syllable is enough.
    """
    table = proven_charset(text, charset)
    if table is None and likely is not None and ODD.search(text) and not UNICODE.search(text):
        table = likely if _fixed(*_marked_words(text, charset), likely, 1) else None
    return table(as_bytes(text, charset)) if table is not None else None


def normalised(text: str) -> str:
    """NFC without control and invisible characters (`plugins.core.text`); spaces and line ends stay."""
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return CONTROL.sub("", INVISIBLE.sub("", text))


def decode_references(text: str) -> str:
    """The text with the references that were encoded twice as the characters they stand for."""
    if "&" not in text:
        return text
    for _ in range(_MOST_ROUNDS):
        text, count = _REFERENCE.subn(_character, text)
        if not count:
            break
    return text


def _character(match: re.Match[str]) -> str:
    read = unescape(match[0])
    return "\ufffd" if CONTROL.search(read) or "\ud800" <= read <= "\udfff" else read


class TextRepair:
    """The repair of one page's runs: each for itself, then the short ones by what all of them prove together."""

    def __init__(self, charset: str = "utf-8", faults: Faults = Faults.ALL) -> None:
        self._charset = charset
        self._tidy, self._odd = Faults.UNTIDY not in faults, Faults.ODD in faults
        self._proven: set[CharsetReading] = set()
        self._left: list[str] = []  # runs that prove nothing alone
        self._left_length = 0
        self._kept = False  # whether a run was left as it is, its soft hyphens too

    def __call__(self, text: str, font: str = "") -> str:
        """One run of text as it was meant: legacy fonts, double-encoded UTF-8 and combining marks resolved, NFC."""
        said, text = text, decode_references(text)
        if text.isascii():
            return CONTROL.sub("", text) if not text.isprintable() else text
        if font and not UNICODE.search(text):
            text = by_font(text, font, self._charset) or text
        elif (self._odd or text is not said) and ODD.search(text):  # every proof of mojibake is odd
            repaired_text = repair_mojibake(text)
            if repaired_text is None and (repaired_text := self._by_words(text)) is None:
                if _SOFT_HYPHEN in text:  # a letter of TCVN3: the second pass may need it
                    self._kept = True
                    return text
                repaired_text = text
            text = repaired_text
        return text if self._tidy and text is said else normalised(text)

    def _by_words(self, text: str) -> str | None:
        """The run read as its words prove; None where it is left for the second pass."""
        table = proven_charset(text, self._charset)
        if table is not None:
            self._proven.add(table)
            return table(as_bytes(text, self._charset))
        if UNICODE.search(text):
            return text
        if self._left_length < _LEFT_MOST:
            self._left.append(text)
            self._left_length += len(text)
        return None

    def needs_second_pass(self) -> bool:
        """True where runs were left that are too short to prove anything alone."""
        if self._left and not self._proven:
            together = proven_charset("\n".join(self._left), self._charset, _TOGETHER_LEAST)
            self._proven |= {together} if together is not None else set()
        return self._kept or (bool(self._left) and len(self._proven) == 1)

    def second_pass(self, text: str) -> str:
        """A run read in the page's one legacy set, where a single strange word becomes a syllable by it."""
        if len(self._proven) != 1 or not ODD.search(text):
            return normalised(text)
        return normalised(by_words(text, self._charset, next(iter(self._proven))) or text)


def repaired(text: str, font: str = "", charset: str = "utf-8") -> str:
    """A run that stands for itself, repaired."""
    if text.isascii() and "&" not in text and text.isprintable():
        return text
    return normalised(TextRepair(charset)(text, font))
