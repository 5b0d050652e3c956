"""Raw postings: what a build takes of the last one's."""

from __future__ import annotations

import random

import numpy as np

from plugins.search.bit_codes import Words
from plugins.search.postings import HIGH_IMPACT, prune_statically
from plugins.search.raw_postings import RawPostings


def drawn(chance: random.Random, keys: int, count: int) -> Words:
    """Sorted postings of some terms, one for each term, form and document."""
    found = {(chance.randrange(keys), chance.randrange(3), chance.randrange(3000)) for _ in range(count)}
    postings = [t << 36 | chance.randrange(HIGH_IMPACT + 1) << 34 | form << 24 | i for t, form, i in found]
    return np.array(sorted(postings), np.uint64)


def test_the_pruned_postings_of_frequent_words_are_left_where_they_are() -> None:
    chance = random.Random(5)
    first, second, added = drawn(chance, 4, 5600), drawn(chance, 400, 4000), drawn(chance, 9, 300)
    tombstones = np.zeros(3000, bool)
    tombstones[chance.sample(range(3000), 5)] = True
    postings = RawPostings.of([first, second + np.uint64(4 << 36)], tombstones, added)
    terms = np.array([0, 1, 3, 5, 8, 90])
    short, whole = postings.of_terms(terms, 1000), postings.of_terms(terms)
    assert len(short) < len(whole) * 0.7
    assert prune_statically(short, 3000).tolist() == prune_statically(whole, 3000).tolist()
