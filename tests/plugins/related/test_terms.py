from collections import Counter
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.text import words
from plugins.related.copies import are_copies
from plugins.related.syllables import scan
from plugins.related.terms import count

TEXTS = st.lists(st.text() | st.text("aăâđêôơưẠệ ,._-/0123\nıİß", max_size=60), max_size=6)


@given(TEXTS)
def test_scan_finds_the_words_of_the_core(texts):
    codes, numbers = scan(texts)
    expected = [(number, word) for number, text in enumerate(texts) for word in words(text)]
    assert numbers.tolist() == [number for number, _ in expected]
    by_word: dict[str, set[int]] = {}
    for (_, word), code in zip(expected, codes.tolist(), strict=True):
        by_word.setdefault(word, set()).add(code)
    assert all(len(found) == 1 for found in by_word.values())
    assert len({code for found in by_word.values() for code in found}) == len(by_word)


@given(st.lists(st.tuples(st.text("ab ", max_size=20), st.text("abc ", max_size=30)), max_size=5))
def test_counts_are_those_of_words_and_pairs_within_fields(articles):
    counts = count(articles)
    for i, fields in enumerate(articles):
        found = counts.times[counts.offsets[i] : counts.offsets[i + 1]]
        codes = counts.codes[counts.offsets[i] : counts.offsets[i + 1]]
        terms = Counter(word for field in fields for word in words(field))
        terms.update(f"{a} {b}" for field in fields for a, b in pairwise(words(field)))
        assert sorted(found.tolist()) == sorted(terms.values())
        assert (np.diff(codes.astype(np.int64)) > 0).all()


@given(st.lists(st.text("abc ", max_size=40), min_size=1, max_size=5))
def test_counts_do_not_depend_on_the_company(texts):
    together = count([(text,) for text in texts])
    for i, text in enumerate(texts):
        alone = count([(text,)])
        assert together.marks[i].tolist() == alone.marks[0].tolist()
        assert together.codes[together.offsets[i] : together.offsets[i + 1]].tolist() == alone.codes.tolist()


def test_copies():
    words_of = [f"từ{i}" for i in range(100)]

    def shingles(text: str) -> np.ndarray:
        return count([(text,)]).shingles

    whole = shingles(" ".join(words_of))
    assert are_copies(whole, whole)
    assert are_copies(whole, shingles(" ".join(words_of[:30])))
    assert are_copies(whole, shingles(" ".join([*words_of[:75], *(f"khác{i}" for i in range(25))])))
    assert not are_copies(whole, shingles(" ".join([*words_of[:50], *(f"khác{i}" for i in range(50))])))
    assert not are_copies(whole, shingles(""))
