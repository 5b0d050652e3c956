"""Bit codes of small numbers (Elias gamma, Rice), packed one after another, the highest bit first, with NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]


def bit_length(values: npt.NDArray[Any]) -> Ints:
    """Number of binary digits of non-negative integers below 2**53 (0 for 0)."""
    return np.frexp(values.astype(np.float64))[1].astype(np.int64)


def gamma(values: npt.NDArray[Any]) -> tuple[Words, Ints]:
    """Elias gamma codes of integers ≥ 1: (codes, widths)."""
    return values.astype(np.uint64), 2 * bit_length(values) - 1


def join_codes(first: tuple[Words, Ints], second: tuple[Words, Ints]) -> tuple[Words, Ints]:
    """Codes written back to back; the widths together must stay ≤ 64."""
    return (first[0] << second[1].astype(np.uint64)) | second[0], first[1] + second[1]


ESCAPE = 15  # quotients from here on are written in full: one far gap must not cost a kilobyte of ones
FULL = 24  # bits of an escaped gap: archives of up to 16 million articles


def rice(values: npt.NDArray[Any], k: npt.NDArray[Any]) -> tuple[Words, Ints]:
    """Rice codes of integers ≥ 0 with parameters `k`: quotient in ones, a zero, k low bits."""
    v = values.astype(np.uint64)
    shift = k.astype(np.uint64)
    quotient = v >> shift
    escaped = quotient >= ESCAPE
    ones = np.minimum(quotient, ESCAPE).astype(np.uint64)
    unary = ((np.uint64(1) << ones) - np.uint64(1)) << np.uint64(1)
    code = (unary << shift) | (v & ((np.uint64(1) << shift) - np.uint64(1)))
    width = ones.astype(np.int64) + 1 + k.astype(np.int64)
    if escaped.any():
        all_ones = np.uint64((1 << ESCAPE) - 1)
        code = np.where(escaped, (all_ones << np.uint64(FULL)) | v, code)
        width = np.where(escaped, ESCAPE + FULL, width)
    return code, width


def pack(codes: Words, widths: Ints, starts: npt.NDArray[Any]) -> tuple[bytes, Ints]:
    """Write `codes` of `widths` (1–64) bits; the items at `starts` (ascending, the first is 0) begin a new byte.

    Returns the bytes and the byte offsets of the parts, one more than `starts`.
    """
    if not len(codes):
        return b"", np.zeros(len(starts) + 1, np.int64)
    ends = np.cumsum(widths)
    bounds = np.append(ends[starts] - widths[starts], ends[-1])
    sizes = (np.diff(bounds) + 7) // 8
    offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    shift = offsets[:-1] * 8 - bounds[:-1]
    begin = ends - widths + np.repeat(shift, np.diff(np.append(starts, len(codes))))
    word, used = begin >> 6, (begin & 63) + widths
    over = used > 64
    low = np.where(over, used - 64, 0).astype(np.uint64)
    head = np.where(over, codes >> low, codes << np.where(over, 0, 64 - used).astype(np.uint64))
    out = np.zeros(int(offsets[-1] + 7) // 8 + 1, np.uint64)
    first = np.flatnonzero(np.concatenate([[True], word[1:] != word[:-1]]))
    out[word[first]] = np.bitwise_or.reduceat(head, first)
    out[word[over] + 1] |= codes[over] << (np.uint64(64) - low[over])
    return out.astype(">u8").tobytes()[: int(offsets[-1])], offsets
