"""AVIF metadata (Exif, XMP): blanked in place in the items of the file's ``meta`` box (ISO/IEC 14496-12, 23008-12).

Nothing is moved, so no offset changes. Which way up an AVIF is shown stands in its properties (``irot``, ``imir``), not
in its Exif, so nothing that a reader sees is lost.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_TYPES = (b"Exif", b"mime")  # XMP is an item of type mime
_BLANK_TYPE = b"free"  # of an item that no reader looks for
_AS_OFFSET, _IN_META = 0, 1  # where `iloc` counts from: the file, or the box `idat`
Box = tuple[bytes, int, int]
"""Name, where the content begins, where it ends."""


def is_avif(data: bytes) -> bool:
    """Whether a file says that it is an AVIF picture, or a sequence of them."""
    return data[4:8] == b"ftyp" and (b"avif" in data[8:64] or b"avis" in data[8:64])


def without_avif_metadata(data: bytes) -> bytes:
    """The file with every Exif and XMP item blanked. Raises struct.error or IndexError where it is not well formed."""
    out = bytearray(data)
    for name, start, end in _boxes(data, 0, len(data)):
        if name == b"meta":
            _blank_items(out, list(_boxes(data, start + 4, end)))
    return bytes(out)


def _boxes(data: bytes | bytearray, at: int, stop: int) -> Iterator[Box]:
    while at + 8 <= stop:
        size, name = struct.unpack_from(">I4s", data, at)
        head = 8
        if size == 1:
            (size,), head = struct.unpack_from(">Q", data, at + 8), 16
        end = at + size if size else stop
        if end < at + head or end > stop:
            raise struct.error("a box beyond its parent")
        yield bytes(name), at + head, end
        at = end


def _blank_items(out: bytearray, meta: list[Box]) -> None:
    places = {name: (start, end) for name, start, end in meta}
    if not {b"iinf", b"iloc"} <= places.keys():
        return
    idat = places.get(b"idat", (0, 0))[0]
    gone = set()
    for key, at in _item_types(out, *places[b"iinf"]):
        if out[at : at + 4] in _TYPES:
            out[at : at + 4] = _BLANK_TYPE
            gone.add(key)
    for key, method, offset, length in _extents(out, places[b"iloc"][0]):
        begin = offset + (idat if method == _IN_META else 0)
        if key in gone and method in (_AS_OFFSET, _IN_META):
            end = min(begin + length, len(out))
            out[begin:end] = bytes(max(end - begin, 0))


def _item_types(data: bytearray, start: int, end: int) -> Iterator[tuple[int, int]]:
    """(item, where its type stands) of every entry of ``iinf``."""
    first = start + (6 if data[start] == 0 else 8)
    for name, at, _ in _boxes(data, first, end):
        if name == b"infe" and data[at] >= 2:
            wide = data[at] > 2
            yield struct.unpack_from(">I" if wide else ">H", data, at + 4)[0], at + (10 if wide else 8)


def _extents(data: bytearray, at: int) -> Iterator[tuple[int, int, int, int]]:
    """(item, construction method, offset, length) of every extent in ``iloc``."""
    version = data[at]
    of_offset, of_length = data[at + 4] >> 4, data[at + 4] & 15
    of_base, of_index = data[at + 5] >> 4, data[at + 5] & 15 if version else 0
    id_size = 4 if version > 1 else 2
    reader = _Reader(data, at + 6)
    for _ in range(reader.take(id_size)):
        key = reader.take(id_size)
        method = reader.take(2) & 15 if version else _AS_OFFSET
        reader.take(2)  # which file: this one
        base = reader.take(of_base)
        for _ in range(reader.take(2)):
            reader.take(of_index)
            offset = base + reader.take(of_offset)
            yield key, method, offset, reader.take(of_length)


class _Reader:
    """Numbers of stated sizes, one after the other."""

    def __init__(self, data: bytearray, at: int) -> None:
        self._data, self._at = data, at

    def take(self, size: int) -> int:
        """The next number of `size` bytes; one of none is 0."""
        piece = self._data[self._at : self._at + size]
        if len(piece) < size:
            raise struct.error("cut")
        self._at += size
        return int.from_bytes(piece, "big")
