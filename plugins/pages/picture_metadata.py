"""Picture metadata (Exif, XMP, IPTC, comments): left out of what is published, for it tells place and device.

The points of a picture are not touched: segments are taken out of the file. Which way up it is shown, and its colour
profile, stay. A file that is not built as its kind says is left as it is.
"""

from __future__ import annotations

import re
import struct

from plugins.pages.avif_metadata import is_avif, without_avif_metadata

_ORIENTATION = 0x0112
_JPEG_DROPPED = frozenset({*range(0xE1, 0xEE), 0xEF, 0xFE})  # all APPn but JFIF and Adobe; comments
_COLOURS = b"ICC_PROFILE\0"
_MARK = re.compile(b"\xff[^\x00\xd0-\xd7\xff]")  # in a scan, what is neither a point nor a restart
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_DROPPED = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
_WEBP_DROPPED = frozenset({b"EXIF", b"XMP "})
_WEBP_FLAGS = 0b0000_1100  # of VP8X: Exif and XMP are there
_NO_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})


def orientation(exif: bytes) -> int:
    """The orientation that a TIFF block of Exif states, 1 where it states none."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(exif[:4])
    if order is None or len(exif) < 10:
        return 1
    (at,) = struct.unpack_from(f"{order}I", exif, 4)
    if at + 2 > len(exif):
        return 1
    (count,) = struct.unpack_from(f"{order}H", exif, at)
    for place in range(at + 2, min(at + 2 + 12 * count, len(exif) - 11), 12):
        tag, _, _, value = struct.unpack_from(f"{order}HHIH", exif, place)
        if tag == _ORIENTATION and 1 <= value <= 8:
            return int(value)
    return 1


def _only_orientation(value: int) -> bytes:
    """A TIFF block of Exif that states the orientation alone."""
    return struct.pack(">4sIHHHIHHI", b"MM\0*", 8, 1, _ORIENTATION, 3, 1, value, 0, 0)


def _jpeg(data: bytes) -> bytes:
    out, at, turned = [data[:2]], 2, 1
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        end = at + 2 if marker in _NO_LENGTH else at + 2 + struct.unpack_from(">H", data, at + 2)[0]
        if data[at + 4 : at + 10] == b"Exif\0\0" and marker == 0xE1:
            turned = orientation(data[at + 10 : end])
        if marker not in _JPEG_DROPPED or data.startswith(_COLOURS, at + 4):
            out.append(data[at:end])
        at = end
        if marker == 0xDA:
            break
    if turned != 1:
        block = b"Exif\0\0" + _only_orientation(turned)
        out.insert(1, b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block)
    return b"".join([*out, data[at : _end_of_scans(data, at)]])


def _end_of_scans(data: bytes, at: int) -> int:
    """Where a JPEG ends: phones append previews and films, with metadata of their own."""
    while match := _MARK.search(data, at):
        if match[0] == b"\xff\xd9":
            return match.end()
        at = match.end() + struct.unpack_from(">H", data, match.end())[0]  # tables between the scans
    return len(data)


def _chunks(data: bytes, at: int, *, png: bool) -> list[tuple[bytes, bytes]]:
    """(name, whole bytes) of the chunks of a PNG or a RIFF file."""
    found = []
    while at + 8 <= len(data):
        name = data[at + 4 : at + 8] if png else data[at : at + 4]
        (length,) = struct.unpack_from(">I" if png else "<I", data, at if png else at + 4)
        end = at + length + 12 if png else at + 8 + length + length % 2
        found.append((name, data[at:end]))
        at = end
    return found


def _png(data: bytes) -> bytes:
    return _PNG + b"".join(chunk for name, chunk in _chunks(data, 8, png=True) if name not in _PNG_DROPPED)


def _webp(data: bytes) -> bytes:
    kept = []
    for name, chunk in _chunks(data, 12, png=False):
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~_WEBP_FLAGS]) + chunk[9:]
        if name not in _WEBP_DROPPED:
            kept.append(chunk)
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def without_metadata(data: bytes) -> bytes:
    """A picture file without what it tells of its making; equal bytes where there is nothing to leave out."""
    try:
        if data[:3] == b"\xff\xd8\xff":
            return _jpeg(data)
        if data[:8] == _PNG:
            return _png(data)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp(data)
        if is_avif(data):
            return without_avif_metadata(data)
    except (struct.error, IndexError):
        pass
    return data
