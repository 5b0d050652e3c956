"""Local scaling: neighbours found at once are those offered one by one, and hubs are scored down."""

from __future__ import annotations

import numpy as np
import pytest

from plugins.related import weights as tuned
from plugins.related.document_frequency import count_frequencies
from plugins.related.hubness import NearestNeighbours, sampling_hashes, scale_locally, scaling_sample
from plugins.related.inverted_index import dot_products, invert
from plugins.related.terms import count_articles
from plugins.related.vectors import Vectors, build_vectors

TEXTS = [f"chủ đề{i % 7} phần{i % 5} mục{i % 11} riêng{i} khác{i}" for i in range(60)]


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    counts = count_articles([(text,) for text in TEXTS])
    return build_vectors(counts.terms, count_frequencies(len(TEXTS), counts.terms.codes))


def test_neighbours_are_those_of_the_plain_definition(vectors):
    sampled = np.arange(len(TEXTS)) % 2 == 0
    scaled, nearest = scale_locally(vectors, invert(vectors), sampled)
    offered = NearestNeighbours.empty(len(TEXTS))
    for row, dots in dot_products(vectors, invert(vectors), range(len(TEXTS))):
        similarities = np.where(sampled & (dots > 0), dots / vectors.norms, 0)
        found = sorted((-value, other) for other, value in enumerate(similarities.tolist()) if value)
        expected = [*found, (0.0, -1), (0.0, -1), (0.0, -1)][:3]
        assert nearest.rows[row].tolist() == [other for _, other in expected]
        assert nearest.similarities[row].tolist() == [-value for value, _ in expected]
        if sampled[row]:
            near = np.flatnonzero(dots > 0)
            offered.offer(near, row, dots[near] / vectors.norms[row])
    assert np.array_equal(offered.similarities, nearest.similarities)
    assert np.array_equal(offered.scale_buckets(vectors.norms), scaled.scale_buckets)


def test_a_hub_is_scored_down(vectors):
    low, high = (Vectors(vectors.weights, vectors.squared_norms, np.full(60, b, np.uint8), 1) for b in (0, 9))
    assert (low.score_factors > high.score_factors).all()


def test_sampling_follows_the_keys_alone(monkeypatch):
    keys = [f"bai-{i}" for i in range(400)]
    hashes, everyone = sampling_hashes(keys), np.ones(400, np.bool_)
    assert scaling_sample(hashes, everyone).all()
    monkeypatch.setattr(tuned, "SCALING_SAMPLE", 100)
    sampled = scaling_sample(hashes, everyone)
    assert 60 < sampled.sum() < 140
    assert scaling_sample(sampling_hashes(keys[::-1]), everyone)[::-1].tolist() == sampled.tolist()
