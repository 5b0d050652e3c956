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


def test_terms_of_more_than_so_many_postings_are_told() -> None:
    chance = random.Random(7)
    base, added = drawn(chance, 60, 4000), drawn(chance, 70, 700)
    tombstones, terms = np.zeros(3000, bool), np.arange(75)
    for superseded in ([], chance.sample(range(3000), 900)):
        tombstones[superseded] = True
        postings = RawPostings.of([base], tombstones, added)
        counts = np.bincount((postings.of_terms(terms) >> np.uint64(36)).astype(np.int64), minlength=75)
        assert postings.of_more_than(terms, 66).tolist() == (counts > 66).tolist()
        assert 5 < (counts > 66).sum() < 70
