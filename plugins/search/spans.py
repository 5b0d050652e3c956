"""Tokenisation of many texts at once with NumPy: where words and the signs between them lie, and hashes of both.

Texts are one array of code points; every step looks at all of them, none at a single word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from plugins.search.bit_codes import Ints, Words

_BASE = 0x9E3779B97F4A7C15  # of the hash (Rabin–Karp modulo 2**64); odd, so that it has an inverse
_INVERSE = pow(_BASE, -1, 1 << 64)
_PLANE = 1 << 16  # code points below are looked up in a table


@lru_cache(maxsize=1)
def _word_table() -> npt.NDArray[np.bool_]:
    """Whether each code point of the first plane is a letter or a digit, as `folding.WORD` says."""
    return np.array([chr(code).isalnum() for code in range(_PLANE)])


def _is_word(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = _word_table()[np.minimum(codes, _PLANE - 1)]
    for at in np.flatnonzero(codes >= _PLANE).tolist():
        found[at] = chr(int(codes[at])).isalnum()
    return found


@lru_cache(maxsize=1)
def _powers(size: int) -> tuple[Words, Words]:
    """Powers of the base and of its inverse."""
    both = np.full((2, size), [[_BASE], [_INVERSE]], np.uint64)
    both[:, 0] = 1
    return np.cumprod(both[0]), np.cumprod(both[1])


@dataclass(frozen=True)
class Spans:
    """Tokens of several texts, first sign, word, sign, word … of each: `joined`[starts[i]:ends[i]].

    Text d has sizes[d] tokens, twice its words and one; it begins at firsts[d].
    """

    joined: str
    codes: npt.NDArray[np.uint32]
    starts: Ints
    ends: Ints
    sizes: Ints
    firsts: Ints
    word_starts: Ints

    def hashes(self) -> Words:
        """A hash of each token: equal tokens have equal ones."""
        size = len(self.codes) + 1
        powers, inverses = _powers(1 << size.bit_length())
        sums = np.zeros(size, np.uint64)
        np.cumsum((self.codes + np.uint64(1)) * powers[: size - 1], out=sums[1:])
        found = (sums[self.ends] - sums[self.starts]) * inverses[self.starts]
        mixed: Words = (found ^ (found >> np.uint64(31))) * np.uint64(_BASE)
        return mixed


def find_spans(texts: Sequence[str]) -> Spans:
    """The tokens of texts."""
    joined = "\0".join(texts)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    lengths = np.array([len(text) for text in texts], np.int64)
    firsts = np.cumsum(lengths + 1) - lengths - 1
    inside = np.concatenate([[False], _is_word(codes), [False]])
    edges = np.flatnonzero(inside[1:] != inside[:-1])  # begin and end of each word
    word_starts = edges[::2]
    words = np.diff(np.append(np.searchsorted(word_starts, firsts), len(word_starts)))
    begin = np.cumsum(2 * words + 2) - 2 * words - 2  # of each text among all edges, its own two included
    last = begin + 2 * words + 1
    all_edges = np.zeros(int((2 * words + 2).sum()), np.int64)
    between = np.ones(len(all_edges), bool)
    between[begin] = between[last] = False
    all_edges[begin], all_edges[last], all_edges[between] = firsts, firsts + lengths, edges
    kept = np.ones(len(all_edges), bool)
    kept[last] = False
    starts = all_edges[kept]
    ends = all_edges[1:][kept[:-1]]
    return Spans(joined, codes, starts, ends, 2 * words + 1, firsts, word_starts)


class HashedStrings:
    """Strings by their hashes, as `Spans.hashes` makes them."""

    def __init__(self, strings: Sequence[str]) -> None:
        """`strings` are distinct."""
        hashes = _hashes_of(strings)
        order = np.argsort(hashes)
        self._hashes, self._numbers = hashes[order], order
        if (self._hashes[1:] == self._hashes[:-1]).any():
            raise ValueError("two strings of one hash")
        # Most are found at once by their first bits, the others by bisection.
        self._bits = np.uint64(64 - max(8, 4 + len(strings).bit_length()))
        self._slots = np.zeros(1 << (64 - int(self._bits)), np.int32)
        self._slots[self._hashes >> self._bits] = np.arange(len(strings))

    def numbers(self, hashes: Words) -> Ints:
        """The number of the string of each hash, -1 where there is none."""
        if not len(self._hashes):
            return np.full(len(hashes), -1, np.int64)
        at = self._slots[hashes >> self._bits]
        missed = np.flatnonzero(self._hashes[at] != hashes)
        at[missed] = np.minimum(np.searchsorted(self._hashes, hashes[missed]), len(self._hashes) - 1)
        return np.where(self._hashes[at] == hashes, self._numbers[at], -1)


def _hashes_of(strings: Sequence[str]) -> Words:
    lengths = np.array([len(string) for string in strings], np.int64)
    joined = "".join(strings)
    ends = np.cumsum(lengths)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    return Spans(joined, codes, ends - lengths, ends, lengths, ends - lengths, ends - lengths).hashes()
