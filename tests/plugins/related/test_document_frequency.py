"""What a term is worth, counted on and counted anew."""

import random
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from plugins.related.document_frequency import Table, base_rows, make_table
from tests.plugins.related.archives import random_archive

CODES = st.lists(st.integers(0, 30), max_size=40)


def codes(values):
    return np.array(sorted(values), np.uint32)


def steps(table: Table, size: int) -> dict[int, int]:
    every = np.arange(size, dtype=np.uint32)
    return dict(zip(every.tolist(), table.look_up(every).tolist(), strict=True))


@given(CODES, CODES, st.data())
def test_a_table_counted_on_is_a_table_counted_anew(first, come, data):
    gone = data.draw(st.lists(st.sampled_from(first), unique=True)) if first else []
    left = list(first)
    for code in gone:
        left.remove(code)
    before = make_table(24, codes(first))
    after, moved = before.changed(codes(gone), codes(come))
    anew = make_table(24, codes([*left, *come]))
    assert steps(after, 40) == steps(anew, 40)
    assert set(moved.tolist()) == {c for c in range(40) if steps(before, 40)[c] != steps(anew, 40)[c]}


@given(st.integers(1, 50_000))
def test_steps_rise_with_the_count_and_rare_terms_are_worth_most(size):
    table = Table(size, np.zeros(0, np.uint32), np.zeros(0, np.int32))
    found = table.steps(np.arange(1, size + 1, dtype=np.int32)).astype(int)
    assert found[0] == 0
    assert (np.diff(found) >= 0).all()
    assert (np.diff(table.weights[: len(table.edges), 1].astype(int)) <= 0).all()


def test_what_is_new_changes_no_worth():
    documents = list(random_archive(random.Random(9), 300).documents.values())
    base = {d.key for d, chosen in zip(documents, base_rows(documents), strict=True) if chosen}
    assert len(base) == 256
    newest = [replace(documents[0], key=f"moi{i}", date=max(d.date for d in documents)) for i in range(60)]
    more = [*documents, *newest]
    assert {d.key for d, chosen in zip(more, base_rows(more), strict=True) if chosen} == base
    assert base_rows(documents[::-1]).tolist() == base_rows(documents)[::-1].tolist()
