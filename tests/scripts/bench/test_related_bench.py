"""The bench of related articles: samples are cut as said, and every ablation changes something that exists."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from plugins.related import weights as tuned
from scripts.bench.related import figures, linked_share, list_ranks
from scripts.bench.related_corpus import Corpus, read_corpus, with_halves
from scripts.bench.related_methods import ABLATIONS, changed, engine_ranks, read_for


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    chance = random.Random(3)
    for number in range(40):
        words = [f"chủ{number % 8}t{chance.randrange(30)}" for _ in range(260)]
        body = ". ".join(" ".join(words[i : i + 13]) for i in range(0, 260, 13))
        (tmp_path / f"{number:02}.txt").write_text(
            f"Bài số {number}\nLời dẫn {number}\n{body}.", encoding="utf-8"
        )
    return read_corpus(tmp_path)


def test_halves_take_the_place_of_their_article(corpus: Corpus) -> None:
    halved, pairs = with_halves(corpus, 6, 1, {"00"})
    assert len(pairs) == 6
    assert len(halved.documents) == 46
    keys = {d.key: d for d in halved.documents}
    for one, two in pairs:
        assert one[:-1] == two[:-1] != "00"
        assert keys[one].title
        assert not keys[two].title


def test_the_engine_finds_halves_better_than_chance(corpus: Corpus) -> None:
    halved, pairs = with_halves(corpus, 6, 1, set())
    counts = read_for(halved, [])
    (ranks,) = engine_ranks(halved, counts, [pairs], [])
    assert sorted(ranks)[3] <= 10
    assert figures([1.0, 2.0], [1.0], [11.0]).split() == [
        "0.750",
        "1.000",
        "1.000",
        "0.500",
        "0.000",
        "1.000",
        "0.000",
    ]


@pytest.mark.parametrize("name", ABLATIONS)
def test_an_ablation_changes_constants_that_exist_and_puts_them_back(name: str) -> None:
    before = {key: value for key, value in vars(tuned).items() if key.isupper()}
    for changes in ABLATIONS[name]:
        with changed(changes):
            assert all(getattr(module, constant) is value for module, constant, value in changes[-1:])
    assert all(getattr(tuned, key) is value for key, value in before.items())


def test_places_in_finished_lists(corpus: Corpus) -> None:
    documents = corpus.documents[:3]
    assert list_ranks(documents, [[1, 2], [0], []], [("00", "02"), ("02", "00")]) == [2.0, float("inf")]
    assert linked_share([[1, 2], [0], []]) == 1.0
