"""Shards put together from stretches of bits hold every entry where its key is."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.search.bit_codes import gamma, pack
from plugins.search.dictionary import Dictionary, empty_dictionary, index_files, replace_entries
from tests.plugins.search.reading import Bits, read_strings

values = st.dictionaries(st.integers(0, 300), st.integers(1, 5000), max_size=60)
names = st.dictionaries(st.from_regex("[a-c]{1,3}", fullmatch=True), st.integers(1, 5000), max_size=40)


def entries(some: dict[int, int] | dict[str, int], dtype: str) -> Dictionary:
    """Entries in no order, each the gamma code of a number."""
    terms = empty_dictionary(dtype).terms if not some else np.array(list(some), dtype)
    codes, widths = gamma(np.array(list(some.values()), np.int64))
    return Dictionary(terms, widths, [pack(codes, widths, np.zeros(1, np.int64))[0]], [len(some)], [0])


def read(held: Dictionary) -> dict[int | str, int]:
    """Every key with its number, read from the shards."""
    out: dict[int | str, int] = {}
    at = 0
    for shard, count in zip(held.shards, held.counts, strict=True):
        assert int.from_bytes(shard[:2], "little") == count
        if held.terms.dtype == object:
            keys, begin = read_strings(shard, 2, count)
        else:
            steps = Bits(shard[2:])
            keys = [held.terms[at]] * count
            for i in range(count):
                step = steps.gamma()
                keys[i] = keys[i - 1] + step if i else keys[0]
            begin = 2 + -(-steps.at // 8)
        bits = Bits(shard[begin:])
        out |= {key: bits.gamma() for key in keys}
        at += count
    return out


def check(first: dict[int | str, int], second: dict[int | str, int], dtype: str) -> None:
    nothing = empty_dictionary(dtype)
    old = replace_entries(nothing, nothing.terms, entries(first, dtype), 200)
    assert read(old) == first
    dropped = set(list(first)[::3])
    gone = np.array(sorted(dropped | set(second)), dtype)
    new = replace_entries(old, gone, entries(second, dtype), 200)
    wanted = {k: v for k, v in first.items() if k not in dropped} | second
    assert read(new) == wanted
    clean = replace_entries(nothing, nothing.terms, entries(wanted, dtype), 200)
    assert new.shards == clean.shards
    firsts = [index_files("b", some)[1].encoded(0, len(some.shards)) for some in (new, clean)]
    assert firsts[0] == firsts[1]


@settings(deadline=None, max_examples=60)
@given(values, values)
def test_numbered_keys(first: dict[int, int], second: dict[int, int]) -> None:
    check(first, second, "int64")  # type: ignore[arg-type]  # dict is invariant


@settings(deadline=None, max_examples=60)
@given(names, names)
def test_keys_that_are_words(first: dict[str, int], second: dict[str, int]) -> None:
    check(first, second, "object")  # type: ignore[arg-type]  # dict is invariant
