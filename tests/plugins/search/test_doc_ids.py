"""Document ids depend on the set of articles alone and hardly move."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.core.documents import Document
from plugins.search.doc_ids import assign_doc_ids, capacity
from tests.plugins.search.archive import document

articles = st.sets(st.integers(0, 2000), max_size=60).map(
    lambda days: [document(str(d), "Bài", d) for d in days]
)


def ids(documents: list[Document]) -> dict[str, int]:
    return {d.key: doc_id for doc_id, d in enumerate(assign_doc_ids(documents).documents) if d}


@settings(deadline=None)
@given(articles)
def test_every_article_has_an_id_of_its_year(documents: list[Document]) -> None:
    table = assign_doc_ids(documents)
    assert len(ids(documents)) == len(documents)
    for partition in table.partitions:
        inside = [d for d in table.documents[partition.first : partition.first + partition.size] if d]
        assert len(inside) == partition.articles < partition.size
        assert {d.date.when.year for d in inside} == {partition.year}
    assert sum(partition.size for partition in table.partitions) == len(table)


@settings(deadline=None)
@given(articles)
def test_the_order_of_the_articles_does_not_matter(documents: list[Document]) -> None:
    mixed = sorted(documents, key=lambda d: (len(d.key), d.key[::-1]))
    assert ids(mixed) == ids(documents)


def test_an_added_article_moves_few_others() -> None:
    documents = [document(str(i), "Bài", i % 365) for i in range(1200)]
    assert capacity(1200) == capacity(1199)
    before, after = ids(documents[:-1]), ids(documents)
    assert sum(before[key] != after[key] for key in before) < 20


def test_room_grows_in_steps() -> None:
    assert len({capacity(n) for n in range(2400, 2500)}) <= 2
    assert all(capacity(n) > n for n in range(3000))


def test_recent_articles_come_behind_the_base_and_leave_its_ids() -> None:
    base = assign_doc_ids([document(str(i), "Bài", i) for i in range(400)])
    recent = [document(str(i), "Bài", i) for i in range(700, 760)]  # of 2016 and 2017
    table = base.followed_by(recent)
    assert table.documents == [*base.documents, *recent]
    assert table.partitions[: len(base.partitions)] == base.partitions
    later = table.partitions[len(base.partitions) :]
    assert [(p.year, p.first - len(base), p.size, p.articles) for p in later] == [
        (2016, 0, 31, 31),
        (2017, 31, 29, 29),
    ]
