from collections import Counter
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.text import words
from plugins.related.near_duplicates import APART, NEAR_DUPLICATE, OVERLAPPING, overlap
from plugins.related.syllables import hash_syllables
from plugins.related.terms import TermMatrix, count_articles
from plugins.related.weights import EMPHASIS

TEXTS = st.lists(st.text() | st.text("aăâđêôơưẠệ ,._-/0123\nıİß", max_size=60), max_size=6)


@given(TEXTS)
def test_hashed_syllables_are_the_words_of_the_core(texts):
    codes, numbers = hash_syllables(texts)
    expected = [(number, word) for number, text in enumerate(texts) for word in words(text)]
    assert numbers.tolist() == [number for number, _ in expected]
    by_word: dict[str, set[int]] = {}
    for (_, word), code in zip(expected, codes.tolist(), strict=True):
        by_word.setdefault(word, set()).add(code)
    assert all(len(found) == 1 for found in by_word.values())
    assert len({code for found in by_word.values() for code in found}) == len(by_word)


FIELDS = st.tuples(*(st.text("abc ", max_size=length) for length in (20, 20, 30)))


@given(st.lists(FIELDS, max_size=5))
def test_counts_are_those_of_words_and_pairs_within_fields(articles):
    counts = count_articles(articles).terms
    for i, fields in enumerate(articles):
        found = counts.values[counts.offsets[i] : counts.offsets[i + 1]]
        codes = counts.codes[counts.offsets[i] : counts.offsets[i + 1]]
        terms = Counter[str]()
        title, summary, body = (len(words(field)) for field in fields)
        emphasis = EMPHASIS if body >= title + summary else (1, 1, 1)
        for field, often in zip(fields, emphasis, strict=True):
            for word in words(field):
                terms[word] += often
            for a, b in pairwise(words(field)):
                terms[f"{a} {b}"] += often
        assert sorted(found.tolist()) == sorted(terms.values())
        assert (np.diff(codes.astype(np.int64)) > 0).all()


@given(st.lists(st.text("abc ", max_size=40), min_size=1, max_size=5))
def test_counts_do_not_depend_on_the_company(texts):
    together = count_articles([(text,) for text in texts])
    for i, text in enumerate(texts):
        alone = count_articles([(text,)])
        assert together.content_hashes[i].tolist() == alone.content_hashes[0].tolist()
        assert together.terms.take(np.array([i])).codes.tolist() == alone.terms.codes.tolist()


def test_near_duplicates():
    words_of = [f"từ{i}" for i in range(100)]

    def shingles(text: str) -> np.ndarray:
        return count_articles([(text,)]).shingles

    whole = shingles(" ".join(words_of))

    def sharing(count: int) -> np.ndarray:
        return shingles(" ".join([*words_of[:count], *(f"khác{i}" for i in range(100 - count))]))

    assert overlap(whole, whole) == NEAR_DUPLICATE
    assert overlap(whole, shingles(" ".join(words_of[:30]))) == NEAR_DUPLICATE
    assert overlap(whole, sharing(75)) == NEAR_DUPLICATE
    assert overlap(whole, sharing(50)) == OVERLAPPING
    assert overlap(whole, sharing(20)) == APART
    assert overlap(whole, shingles("")) == APART


@given(st.lists(st.lists(st.integers(0, 9), max_size=4), min_size=1, max_size=9), st.data())
def test_rows_are_taken_as_they_are_named(rows, data):
    offsets = np.cumsum([0, *map(len, rows)])
    codes = np.array([code for row in rows for code in row], np.uint32)
    wanted = data.draw(st.lists(st.integers(0, len(rows) - 1)))
    taken = TermMatrix(offsets, codes, codes.astype(np.uint8)).take(np.array(wanted, np.int64))
    for place, row in enumerate(wanted):
        assert taken.codes[taken.offsets[place] : taken.offsets[place + 1]].tolist() == rows[row]
    assert taken.values.tolist() == taken.codes.tolist()
