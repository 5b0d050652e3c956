"""Document frequencies, counted on and counted anew."""

import random
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from plugins.related.document_frequency import DocumentFrequencies, count_frequencies, reference_sample
from tests.plugins.related.archives import random_archive

CODES = st.lists(st.integers(0, 30), max_size=40)


def codes(values):
    return np.array(sorted(values), np.uint32)


def buckets(frequencies: DocumentFrequencies, size: int) -> dict[int, int]:
    every = np.arange(size, dtype=np.uint32)
    return dict(zip(every.tolist(), frequencies.buckets_of(every).tolist(), strict=True))


@given(CODES, CODES, st.data())
def test_frequencies_counted_on_are_those_counted_anew(first, come, data):
    gone = data.draw(st.lists(st.sampled_from(first), unique=True)) if first else []
    left = list(first)
    for code in gone:
        left.remove(code)
    before = count_frequencies(24, codes(first))
    after, moved = before.updated(codes(gone), codes(come))
    anew = count_frequencies(24, codes([*left, *come]))
    assert buckets(after, 40) == buckets(anew, 40)
    assert set(moved.tolist()) == {c for c in range(40) if buckets(before, 40)[c] != buckets(anew, 40)[c]}


@given(st.integers(1, 50_000))
def test_buckets_rise_with_the_count_and_rare_terms_weigh_most(size):
    frequencies = count_frequencies(size, np.zeros(0, np.uint32))
    found = frequencies.buckets(np.arange(1, size + 1, dtype=np.int32)).astype(int)
    assert found[0] == 0
    assert (np.diff(found) >= 0).all()
    assert (np.diff(frequencies.weights[: len(frequencies.edges), 1].astype(int)) <= 0).all()


def test_what_is_new_changes_no_reference_sample():
    documents = list(random_archive(random.Random(9), 300).documents.values())
    base = {d.key for d, chosen in zip(documents, reference_sample(documents), strict=True) if chosen}
    assert len(base) == 256
    newest = [replace(documents[0], key=f"moi{i}", date=max(d.date for d in documents)) for i in range(60)]
    more = [*documents, *newest]
    assert {d.key for d, chosen in zip(more, reference_sample(more), strict=True) if chosen} == base
    assert reference_sample(documents[::-1]).tolist() == reference_sample(documents)[::-1].tolist()
