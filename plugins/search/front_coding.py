"""Front coding of sorted strings, and variable-length integers, as bytes before gzip."""

from __future__ import annotations

from collections.abc import Iterable


def front_coded(strings: Iterable[str]) -> bytes:
    """Sorted strings, each as: bytes shared with the last one, bytes to come, those bytes."""
    out, previous = bytearray(), b""
    for string in strings:
        raw = string.encode()[:255]
        size = min(len(raw), len(previous))
        apart = int.from_bytes(raw[:size], "big") ^ int.from_bytes(previous[:size], "big")
        same = size - (apart.bit_length() + 7) // 8
        out += bytes([same, len(raw) - same]) + raw[same:]
        previous = raw
    return bytes(out)


def varints(values: Iterable[int]) -> bytes:
    """Non-negative integers, seven bits a byte, low bits first."""
    out = bytearray()
    for value in values:
        while value >= 128:
            out.append(value & 127 | 128)
            value >>= 7
        out.append(value)
    return bytes(out)


def varint(data: bytes, at: int) -> tuple[int, int]:
    """The integer at a place, as written by `varints`, and the place after it."""
    value = shift = 0
    while data[at] & 128:
        value |= (data[at] & 127) << shift
        shift += 7
        at += 1
    return value | data[at] << shift, at + 1
