"""Columns of facets, and the order of a year, read back as the browser reads them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plugins.core.documents import Document
from plugins.search import weights
from plugins.search.doc_ids import Partition, assign_doc_ids
from plugins.search.facets import FACETS, Facet, build_facets, column_cuts, encode_column, encode_dates
from plugins.search.front_coding import varint
from tests.plugins.search.archive import document


def articles() -> list[Document]:
    some = [document(str(i), f"Bài {i}", day=i * 40 % 365, section=f"Mục {i % 3}") for i in range(20)]
    return [replace(d, tags=(f"thẻ {i % 4}", "chung", "chung") if i % 2 else ()) for i, d in enumerate(some)]


def values(column: bytes, ids: int) -> list[list[str]]:
    joined, _, rest = column.partition(b"\0")
    names = joined.decode().split("\n")
    counts, at, out = rest[:ids], 0, []
    size = sum(counts)
    low, middle, high = (rest[ids + size * plane : ids + size * (plane + 1)] for plane in range(3))
    for count in counts:
        numbers = [low[i] | middle[i] << 8 | high[i] << 16 for i in range(at, at + count)]
        out.append([names[number] for number in numbers])
        at += count
    return out


def test_each_document_has_its_values_once() -> None:
    table = assign_doc_ids(articles())
    facets = build_facets(table.documents)
    for name, expected in (("tag", lambda d: sorted(set(d.tags))), ("section", lambda d: [d.section])):
        found = values(encode_column(facets[name]), len(table))
        assert found == [expected(d) if d else [] for d in table.documents]
        for first, end in ((0, 7), (7, len(table)), (3, 4)):
            part = values(encode_column(facets[name].part(first, end)), end - first)
            assert part == found[first:end]


def test_values_of_later_articles_leave_the_numbers_of_others() -> None:
    base = build_facets([document("1", "Bài", section="Mục 2"), None])["section"]
    later = [document("2", "Bài", section="Mục 1"), document("3", "Bài", section="Mục 2")]
    both = base.followed_by(later, FACETS["section"])
    assert both == Facet({"Mục 2": 0, "Mục 1": 1}, [(0,), (), (1,), (0,)])
    assert both.beyond(base) == Facet({"Mục 1": 0}, [(0,), ()])


def test_a_year_is_in_order_of_time() -> None:
    table = assign_doc_ids(articles())
    partition = table.partitions[0]
    data, count = encode_dates(table.documents, partition), partition.articles
    order = [data[i] | data[count + i] << 8 | data[2 * count + i] << 16 for i in range(count)]
    found = [table.documents[partition.first + i] for i in order]
    dates = [d.date.when for d in found if d]
    assert dates == sorted(dates)
    day, total, at = 0, 0, 3 * count
    while at < len(data):
        step, at = varint(data, at)
        articles_of_day, at = varint(data, at)
        day, total = day + step, total + articles_of_day
    assert (day, total) == (dates[-1].toordinal(), count)


def test_columns_are_cut_between_years(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "COLUMN_IDS", 100)
    sizes = [(2000, 0, 60), (2001, 60, 50), (2002, 110, 9)]
    partitions = [Partition(year, first, size, size) for year, first, size in sizes]
    assert column_cuts(partitions) == [(2000, 0, 110), (2002, 110, 119)]
    assert column_cuts([]) == []


def test_an_archive_may_have_more_tags_than_two_bytes_count() -> None:
    count = (1 << 16) + 3
    facet = Facet({f"thẻ {i:06}": i for i in range(count)}, [(i,) for i in range(count)])
    assert values(encode_column(facet), count)[-1] == [f"thẻ {count - 1:06}"]
