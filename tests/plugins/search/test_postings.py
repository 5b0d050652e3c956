"""Occurrences become lists that say the same."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.search.postings import (
    HIGH_IMPACT,
    IN_BODY,
    IN_LEAD,
    IN_TITLE,
    LOW_IMPACT,
    REST,
    TERMS,
    TITLE,
    cut_by_rank,
    encode_lists,
    group_postings,
    occurrences,
    prune_statically,
    quantised_size,
    to_postings,
)
from plugins.search.text_model import load
from tests.plugins.search.reading import Bits, read_lists

kinds = st.sampled_from([IN_TITLE, IN_LEAD, IN_BODY])
row = st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(0, 40), kinds)


def packed(rows: list[tuple[int, int, int, int]]) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    columns = [np.array([r[i] for r in rows], np.int64) for i in range(4)]
    return occurrences(*columns)


@settings(deadline=None)
@given(st.lists(row, min_size=1, max_size=120))
def test_lists_hold_every_article_once(rows: list[tuple[int, int, int, int]]) -> None:
    some = group_postings(prune_statically(to_postings(packed(rows), 3), TERMS))
    data, sizes = encode_lists(some, quantised_size(41), 1)
    found, bits = {}, Bits(data)
    for key, end in zip(some.terms.tolist(), np.cumsum(sizes).tolist(), strict=True):
        listings = read_lists(bits, quantised_size(41), 1)
        assert bits.at == end
        for listing in listings:
            for article in listing.articles:
                assert (key, listing.forms[0], article) not in found
                found[key, listing.forms[0], article] = listing.tier
    expected = {}
    for key, form, article, _ in rows:
        kinds = [r[3] for r in rows if r[:3] == (key, form, article)]
        often = min(kinds) == IN_BODY and len(kinds) >= 3
        expected[key, form, article] = {IN_TITLE: TITLE, IN_LEAD: HIGH_IMPACT}.get(
            min(kinds), HIGH_IMPACT if often else LOW_IMPACT
        )
    assert found == expected


def test_rare_terms_are_dropped() -> None:
    rows = [(1, 0, a, IN_BODY) for a in range(3)] + [(2, 0, a, IN_BODY) for a in range(4)]
    assert group_postings(prune_statically(to_postings(packed(rows), 3), TERMS, 4)).terms.tolist() == [2]


def test_frequent_terms_keep_their_high_impact_lists() -> None:
    rows = [(1, 0, a, IN_BODY) for a in range(2000)] + [(1, 0, 7, IN_TITLE)] + [(1, 0, 9, IN_BODY)] * 2
    some = group_postings(prune_statically(to_postings(packed(rows), 3), 2000))
    assert some.tiers.tolist() == [TITLE, HIGH_IMPACT]
    assert some.doc_ids.tolist() == [7, 9]


def test_the_width_of_gaps_is_steady_while_an_archive_grows() -> None:
    assert len({quantised_size(n) for n in range(32768, 36000)}) == 1
    assert [quantised_size(n) for n in (0, 1, 7, 9)] == [1, 1, 7, 8]


def test_a_long_list_keeps_titles_and_the_newest_and_loses_nothing() -> None:
    def posting(term: int, tier: int, doc_id: int) -> int:
        return (term << 36) | (tier << 34) | doc_id

    kept = [(TITLE, 0), (HIGH_IMPACT, 1), (HIGH_IMPACT, 5)]
    rest = [(LOW_IMPACT, 2), (LOW_IMPACT, 8), (LOW_IMPACT, 9)]
    other = posting(8, LOW_IMPACT, 4)
    some = np.array(sorted([*(posting(7, *row) for row in kept + rest), other]), np.uint64)
    moved = [posting(7 + REST, *row) for row in rest]
    assert cut_by_rank(some, 3).tolist() == [*(posting(7, *row) for row in kept), other, *moved]
    assert cut_by_rank(some, 5).tolist()[-1] == moved[0]  # the oldest of the lowest tier
    assert cut_by_rank(some, 6).tolist() == some.tolist()


def test_pairs_of_common_words_have_smaller_numbers_than_rests() -> None:
    assert len(load().keys) ** 2 < REST
