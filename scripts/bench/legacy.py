"""Text written as legacy pages wrote it: the way there, independent of the converter's way back.

Each way gives what a browser of its time was sent, or None where the encoding cannot say the text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from html import escape

from scripts.convert.text.legacy_charsets import TCVN3, VISCII, VNI, VPS

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)  # bytes without a character in windows-1252
Way = Callable[[str], bytes | None]


def windows_1258(text: str) -> bytes:
    """Letters with their tone as a combining mark after them; what the set lacks as references."""
    out = bytearray()
    for char in text:
        marks = unicodedata.normalize("NFD", char)
        base = unicodedata.normalize("NFC", "".join(c for c in marks if c not in _TONES))
        tones = "".join(c for c in marks if c in _TONES)
        out += (base + tones).encode("cp1258", "xmlcharrefreplace")
    return bytes(out)


def by_table(text: str, table: Mapping[int, str]) -> bytes | None:
    """One byte a character; None for a character that is in neither the table nor ASCII."""
    codes = {char: code for code, char in table.items()}
    out = bytearray()
    for char in text:
        code = codes.get(char, ord(char))
        if char not in codes and (code > 0x7E or code in table):
            return None
        out.append(code)
    return bytes(out)


def tcvn3(text: str) -> bytes | None:
    """TCVN3 as .Vn fonts of lower-case letters have it: toned capitals do not exist."""
    return by_table(text, {code: char for code, char in TCVN3.items() if char.isalpha()})


def vni(text: str) -> bytes | None:
    """VNI-Windows: a letter, then the letter that stands for its marks; None where reading it back is not
    certain.
    """
    out = []
    for char in text:
        if char not in _VNI_KEYS and char > "~":
            return None
        out.append(_VNI_KEYS.get(char, char))
    return "".join(out).encode("latin-1")


def _vni_keys() -> dict[str, str]:
    """Capitals as a person types them: `Ủ` is `UÛ`, after a capital letter the mark is one too."""
    keys: dict[str, str] = {}
    for key, char in VNI.items():
        if key == key.lower() or key == key.upper():
            keys.setdefault(char, key)
    return keys


_VNI_KEYS = _vni_keys()


def double_encoded(text: str, by: str = "windows-1252") -> str:
    """UTF-8 that a program took for a one-byte set; bytes without a character stay as controls."""
    data = text.encode("utf-8")
    if by == "latin-1":
        return data.decode("latin-1")
    return "".join(chr(b) if b in _UNDEFINED else bytes([b]).decode("windows-1252") for b in data)


def page(body: bytes, charset: str = "") -> bytes:
    """The smallest page around a body; `charset` is what it claims to be written in."""
    claim = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">' if charset else ""
    return b"<html><head>" + claim.encode() + b"</head><body>" + body + b"</body></html>"


def _bytes(
    encode: Callable[[str], bytes | None], charset: str = "", before: str = "", after: str = ""
) -> Way:
    def write(text: str) -> bytes | None:
        body = encode(escape(text, quote=False))
        return page(before.encode() + body + after.encode(), charset) if body is not None else None

    return write


def _as_utf8(encode: Callable[[str], bytes | None], before: str = "", after: str = "") -> Way:
    """A page that was made UTF-8 by a program that took the legacy bytes for windows-1252."""

    def write(text: str) -> bytes | None:
        body = encode(escape(text, quote=False))
        if body is None or any(code < 0x20 for code in body):  # controls, which no page holds
            return None
        wide = "".join(chr(b) if b in _UNDEFINED else bytes([b]).decode("windows-1252") for b in body)
        return page((before + wide + after).encode("utf-8"), "utf-8")

    return write


def _references(text: str) -> bytes:
    return page(escape(text, quote=False).encode("ascii", "xmlcharrefreplace"), "iso-8859-1")


def _viscii(text: str) -> bytes | None:
    return by_table(text, VISCII)


def _vps(text: str) -> bytes | None:
    return by_table(text, VPS)


WAYS: dict[str, Way] = {
    "UTF-8": _bytes(str.encode, "utf-8"),
    "UTF-8, said to be windows-1252": _bytes(str.encode, "windows-1252"),
    "UTF-8, NFD": _bytes(lambda text: unicodedata.normalize("NFD", text).encode(), "utf-8"),
    "numeric references": _references,
    "windows-1258": _bytes(windows_1258, "windows-1258"),
    "windows-1258, said to be iso-8859-1": _bytes(windows_1258, "iso-8859-1"),
    "VISCII": _bytes(_viscii, "viscii"),
    "VISCII, nothing said": _bytes(_viscii),
    "VPS": _bytes(_vps, "x-viet-vps"),
    "VPS, nothing said": _bytes(_vps),
    "TCVN3 in .VnTime": _bytes(tcvn3, "windows-1252", '<font face=".VnTime">', "</font>"),
    "TCVN3, no font": _bytes(tcvn3),
    "TCVN3 in a UTF-8 page, no font": _as_utf8(tcvn3),
    "VNI in VNI-Times": _bytes(vni, "windows-1252", '<font face="VNI-Times">', "</font>"),
    "VNI, no font": _bytes(vni),
    "VNI in a UTF-8 page, no font": _as_utf8(vni),
    "VISCII in a UTF-8 page, no font": _as_utf8(_viscii),
    "VPS in a UTF-8 page, no font": _as_utf8(_vps),
    "UTF-8 doubled by windows-1252": _bytes(lambda text: double_encoded(text).encode(), "utf-8"),
    "UTF-8 doubled by latin-1": _bytes(lambda text: double_encoded(text, "latin-1").encode(), "utf-8"),
}
