"""Vietnamese legacy character sets as data: TCVN3 (ABC), VNI-Windows, VISCII, VPS.

Sources: TCVN 5712:1993, RFC 1456 (VISCII), the published VPS and VNI code charts.
"""

from __future__ import annotations

import re

# Byte 0xA1… of TCVN3; the toned capitals that TCVN 5712 puts over C0/C1 controls exist in no .Vn font.
_TCVN_HIGH = (
    "ĂÂÊÔƠƯĐăâêôơưđ\u1eb0\u0300\u0309\u0303\u0301\u0323àảãáạ\u1eb2ằẳẵắẴ"
    "ẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịò"
    "ỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
TCVN3: dict[int, str] = {0xA1 + i: char for i, char in enumerate(_TCVN_HIGH)}

_VISCII_LOW = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
_VISCII_HIGH = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
    "ÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
VISCII: dict[int, str] = _VISCII_LOW | {0x80 + i: char for i, char in enumerate(_VISCII_HIGH)}

_VPS_LOW = {
    0x02: "Ạ", 0x03: "Ậ", 0x04: "Ặ", 0x05: "Ẹ", 0x06: "Ệ", 0x10: "Ị", 0x11: "Ọ", 0x12: "Ộ", 0x13: "Ợ",
    0x14: "Ụ", 0x15: "Ự", 0x19: "Ỵ", 0x1C: "Ẫ", 0x1D: "Ữ",
}  # fmt: skip
_VPS_HIGH = (
    "ÀẢÃẤẦẨọỗĂếềểệẮẰẲẾ\u2018\u2019ỀỂỄỐỒỔỖýỷỵỚỜỞ"
    "\u00a0ắằẳẵặỠớÙờởỡŨỨợỪổỬỲỸÍÌộỈĨÓửữÒỎÕự"
    "ầÁÂấẩẫậđẻÉÊẹỉễịỹƯỦồốÔỏơÈừứÚũưÝẺß"
    "àáâãảạăçèéêẽìíîĩẴĐòóôõöƠụùúủüỶẼỳ"
)
VPS: dict[int, str] = _VPS_LOW | {0x80 + i: char for i, char in enumerate(_VPS_HIGH)}


def _vni_pairs() -> dict[str, str]:
    """VNI writes a letter and then its marks: ``aø`` is à, ``ôï`` is ợ; some letters stand alone."""
    tones = dict(zip("ùøûõï", "áàảãạ", strict=True))
    marks = {"a": "âấầẩẫậăắằẳẵặ", "e": "êếềểễệ", "o": "ôốồổỗộ"}
    pairs = dict(zip("íìæóòôöîñ", "íìỉĩịơưỵđ", strict=True))
    rows = {"a": "áàảãạ", "e": "éèẻẽẹ", "o": "óòỏõọ", "u": "úùủũụ", "ô": "ớờởỡợ", "ö": "ứừửữự", "y": "ýỳỷỹỵ"}
    for base, row in rows.items():
        pairs |= {base + mark: char for mark, char in zip(tones, row, strict=True)}
    for base, row in marks.items():
        pairs |= {base + mark: char for mark, char in zip("âáàåãäêéèúüë", row, strict=False)}
    upper = {key.upper(): char.upper() for key, char in pairs.items()}
    mixed = {key[0].upper() + key[1:]: char.upper() for key, char in pairs.items() if len(key) == 2}
    return pairs | mixed | upper


VNI: dict[str, str] = _vni_pairs()
_VNI_SEQUENCE = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))


def from_table(data: bytes, table: dict[int, str]) -> str:
    """Text of bytes in a one-byte character set given as a table over Latin-1."""
    return data.decode("latin-1").translate(table)


def from_vni(text: str) -> str:
    """Text of a run written with a VNI font, read as Latin-1 or windows-1252 characters."""
    return _VNI_SEQUENCE.sub(lambda match: VNI[match[0]], text)
