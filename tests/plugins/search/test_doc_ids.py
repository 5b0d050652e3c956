"""Slots depend on the set of articles alone and hardly move."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.core.documents import Document
from plugins.search.doc_ids import capacity, place
from tests.plugins.search.archive import document

articles = st.sets(st.integers(0, 2000), max_size=60).map(
    lambda days: [document(str(d), "Bài", d) for d in days]
)


def seats(documents: list[Document]) -> dict[str, int]:
    return {d.key: slot for slot, d in enumerate(place(documents).slots) if d}


@settings(deadline=None)
@given(articles)
def test_every_article_has_a_slot_of_its_year(documents: list[Document]) -> None:
    places = place(documents)
    assert len(seats(documents)) == len(documents)
    for region in places.regions:
        inside = [d for d in places.slots[region.first : region.first + region.size] if d]
        assert len(inside) == region.count < region.size
        assert {d.date.when.year for d in inside} == {region.year}
    assert sum(region.size for region in places.regions) == len(places.slots)


@settings(deadline=None)
@given(articles)
def test_the_order_of_the_articles_does_not_matter(documents: list[Document]) -> None:
    mixed = sorted(documents, key=lambda d: (len(d.key), d.key[::-1]))
    assert seats(mixed) == seats(documents)


def test_an_added_article_moves_few_others() -> None:
    documents = [document(str(i), "Bài", i % 365) for i in range(1200)]
    assert capacity(1200) == capacity(1199)
    before, after = seats(documents[:-1]), seats(documents)
    assert sum(before[key] != after[key] for key in before) < 20


def test_room_grows_in_steps() -> None:
    assert len({capacity(n) for n in range(2400, 2500)}) <= 2
    assert all(capacity(n) > n for n in range(3000))
