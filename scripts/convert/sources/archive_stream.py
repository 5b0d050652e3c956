"""Decompressed stream of a web archive, however it is packed: plain, a gzip member a record, one for all, in a WACZ.

warcio loses records of a gzip member that holds several; here the members are unpacked before warcio sees them.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import deque
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from scripts.convert.limits import GROWTH, GROWTH_FREE, LimitError

_BLOCK = 16 * 1024  # packed bytes read at once
_PIECE = 64 * 1024  # bytes unpacked at once; 16 KB may unpack to 16 MB
_RECENT = (
    64 * 1024
)  # bytes given out that can be read again: warcio reads ahead of the record it is asked for
_GZIP = b"\x1f\x8b"
_SCAN = 1024 * 1024  # bytes looked through at once for the next record
_ENOUGH = 512  # packed bytes that tell what a gzip member begins with
_PACKED = re.compile(rb"(?P<record>\x1f\x8b\x08)")
_PLAIN = re.compile(rb"\n(?P<record>WARC/\d\.\d\d?\r?\n)")
MEMBER = "!"  # between the name of a WACZ in a WACZ and that of its member
ArchivePosition = tuple[int, int]  # offset in the file, bytes into what is unpacked from there


def _holds_record(packed: bytes) -> bool:
    try:
        return zlib.decompressobj(31).decompress(packed[:_ENOUGH], 5) == b"WARC/"
    except zlib.error:
        return False


class DecompressedStream:
    """Gzip members, or plain bytes, read forward; `tell` is a position in what comes out.

    A member that is cut ends the stream where it is cut; one that is damaged too, and `damaged` says so. Raises
    `LimitError` where more than `most` bytes come out.
    """

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._stream = stream
        self._left = most
        self._position = 0
        self._held = self._recent = b""
        self._raw = stream.read(_BLOCK)
        self._at = stream.tell() - len(self._raw)  # of the first raw byte not unpacked
        self._packed = self._raw.startswith(_GZIP)
        self._unpack = zlib.decompressobj(31)
        self.members: deque[tuple[int, int]] = deque([(0, self._at)])  # (position, offset in the file)
        self.damaged = self.cut = False

    def tell(self) -> int:
        """Bytes given out so far."""
        return self._position

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes, fewer only at the end."""
        parts: list[bytes] = []
        while size and (self._held or self._fill()):
            part = self._held if size < 0 else self._held[:size]
            self._held = self._held[len(part) :]
            self._position += len(part)
            size -= len(part) if size > 0 else 0
            parts.append(part)
        out = b"".join(parts)
        self._recent = (self._recent + out)[-_RECENT:]
        return out

    def seek(self, position: int) -> bool:
        """Go forward to a position, or back a little; False where it is out of reach."""
        back = self._position - position
        if back > len(self._recent):
            return False
        if back > 0:
            self._held, self._recent = self._recent[-back:] + self._held, self._recent[:-back]
            self._position = position
        while self._position < position and self.read(min(position - self._position, _BLOCK)):
            pass
        return True

    def _more(self) -> bool:
        self._raw = self._raw or self._stream.read(_BLOCK)
        return bool(self._raw)

    def _fill(self) -> bool:
        while not self._held and self._more():
            if not self._packed:
                self._held, self._raw = self._raw, b""
            elif not self._unpack_some():
                return False
        return bool(self._held)

    def _unpack_some(self) -> bool:
        if self._unpack.eof:
            if not self._raw.startswith(_GZIP[: len(self._raw)]):
                self.damaged = any(self._raw)  # zeros at the end of a file are padding
                return False
            self._unpack = zlib.decompressobj(31)
            self.members.append((self._position, self._at))
        before = self._raw
        try:
            self._held = self._unpack.decompress(before, _PIECE)
        except zlib.error:
            self.damaged = True
            return False
        self._raw = self._unpack.unused_data or self._unpack.unconsumed_tail
        self._at += len(before) - len(self._raw)
        self.cut = not self._unpack.eof
        self._left -= len(self._held)
        if self._left < 0:
            raise LimitError("giãn ra quá nhiều lần khi giải nén")
        return True

    def place_of(self, position: int) -> ArchivePosition:
        """(offset in the file, bytes into what is unpacked from there) of a position; positions only grow."""
        if not self._packed:
            return self.members[0][1] + position, 0
        while len(self.members) > 1 and self.members[1][0] <= position:
            self.members.popleft()
        start, offset = self.members[0]
        return offset, position - start


class ArchiveFile:
    """An open archive, or one member of a WACZ: unpacked from any place, cheapest in the order of places."""

    def __init__(self, path: Path, member: str = "") -> None:
        self._open = ExitStack()
        self._stream = self._member(path, member) if member else self._open.enter_context(path.open("rb"))
        self._most = path.stat().st_size * GROWTH + GROWTH_FREE
        self._offset = -1
        self._unpacked: DecompressedStream | None = None

    def at(self, offset: int, inner: int = 0) -> DecompressedStream:
        """The stream at a place that `DecompressedStream.place_of` gave."""
        if self._unpacked is None or offset != self._offset or not self._unpacked.seek(inner):
            self._stream.seek(offset)
            self._offset, self._unpacked = offset, DecompressedStream(self._stream, self._most)
            self._unpacked.seek(inner)
        return self._unpacked

    def next_after(self, offset: int) -> ArchivePosition | None:
        """Where the next record begins that can be told by its first bytes; None where there is none.

        Behind damage nothing else can be believed: no length, no end of a gzip member.
        """
        self._stream.seek(offset)
        begins = _PACKED if self._stream.read(2) == _GZIP else _PLAIN
        at, held = offset + 1, b""
        self._stream.seek(at)
        while block := self._stream.read(_SCAN):
            held += block
            for match in begins.finditer(held):
                if match.end() + _ENOUGH > len(held) and len(block) == _SCAN:
                    break  # judged with the next block
                if begins is _PLAIN or _holds_record(held[match.start() :]):
                    return at + match.start("record"), 0
            keep = held[-2 * _ENOUGH :]
            at, held = at + len(held) - len(keep), keep
        return None

    def close(self) -> None:
        """Let go of the file."""
        self._open.close()

    def _member(self, path: Path, member: str) -> IO[bytes]:
        """A member of a WACZ, or of a WACZ inside it."""
        archive = self._open.enter_context(zipfile.ZipFile(self._open.enter_context(path.open("rb"))))
        *outer, last = member.split(MEMBER)
        for name in outer:
            archive = self._open.enter_context(zipfile.ZipFile(self._open.enter_context(archive.open(name))))
        return self._open.enter_context(archive.open(last))
