"""Document frequencies, counted on and counted anew."""

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.related import weights as tuned
from plugins.related.document_frequency import DocumentFrequencies, count_frequencies, reference_sample
from tests.plugins.related.archives import Archive, random_archive

CODES = st.lists(st.integers(0, 30), max_size=40)


def codes(values):
    return np.array(sorted(values), np.uint32)


@settings(max_examples=25)
@given(CODES, CODES, st.data())
def test_frequencies_counted_on_are_those_counted_anew(first, come, data):
    gone = data.draw(st.lists(st.sampled_from(first), unique=True)) if first else []
    left = list(first)
    for code in gone:
        left.remove(code)
    after = count_frequencies(24, [codes(first)]).updated(codes(gone), codes(come))
    assert np.array_equal(after.counts, count_frequencies(24, [codes([*left, *come])]).counts)


@pytest.mark.parametrize(
    ("size", "largest"), [(52, 10), (1024, 128), (32768, 128), (131072, 256), (524288, 512)]
)
def test_distinctive_terms_are_those_of_few_articles(size, largest):
    counts = np.zeros(1 << tuned.CODE_BITS, np.int32)
    counts[: size + 1] = np.arange(size + 1)
    frequencies = DocumentFrequencies(size, counts)
    assert np.flatnonzero(frequencies.are_distinctive[: size + 1]).max() == largest
    assert not (frequencies.are_distinctive & frequencies.are_common).any()
    assert not frequencies.are_common[size]


@settings(max_examples=25)
@given(st.integers(1, 50_000))
def test_buckets_rise_with_the_count_and_rare_terms_weigh_most(size):
    frequencies = count_frequencies(size, [])
    counts = np.minimum(np.arange(1 << tuned.CODE_BITS, dtype=np.int32) + 1, size)
    found = DocumentFrequencies(size, counts).buckets[:size].astype(int)
    assert found[0] == 0
    assert (np.diff(found) >= 0).all()
    assert (np.diff(frequencies.weights[: len(frequencies.edges), 1].astype(int)) <= 0).all()


def sample_of(documents):
    return {d.key for d, chosen in zip(documents, reference_sample(documents), strict=True) if chosen}


def test_where_an_old_article_goes_no_other_takes_its_place_in_the_sample(monkeypatch):
    monkeypatch.setattr(tuned, "LARGE_SAMPLE", 100)
    archive = Archive()
    for day in range(300):
        archive.put(f"{day:03}", "", day=day)
    documents = list(archive.documents.values())
    before = sample_of(documents)
    assert before == {
        f"{day:03}" for day in range(243)
    }  # the 256th is of 13 September, the 244th of the first
    assert sample_of(documents[1:]) == before - {"000"}


def test_a_sample_of_one_month_is_not_empty(monkeypatch):
    monkeypatch.setattr(tuned, "LARGE_SAMPLE", 10)
    archive = Archive()
    for hour in range(20):
        archive.put(f"{hour:03}", "", day=hour / 24)
    assert len(sample_of(list(archive.documents.values()))) == 8


def test_what_is_new_changes_no_reference_sample():
    documents = list(random_archive(random.Random(9), 300).documents.values())
    base = {d.key for d, chosen in zip(documents, reference_sample(documents), strict=True) if chosen}
    assert len(base) == 256
    newest = [replace(documents[0], key=f"moi{i}", date=max(d.date for d in documents)) for i in range(60)]
    more = [*documents, *newest]
    assert {d.key for d, chosen in zip(more, reference_sample(more), strict=True) if chosen} == base
    assert reference_sample(documents[::-1]).tolist() == reference_sample(documents)[::-1].tolist()
