"""The bench of related articles: samples are cut as said, baselines rank, ablations change what exists."""

from __future__ import annotations

import math
import random
from pathlib import Path

import pytest

from plugins.related import weights as tuned
from scripts.bench import related
from scripts.bench.related import figures, judged_share, linked_share, list_ranks
from scripts.bench.related_corpus import Corpus, cut, read_corpus, with_halves
from scripts.bench.related_methods import ABLATIONS, bm25, changed, count_terms, term_ranks, tf_idf


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


def test_parts_take_the_place_of_their_article(corpus: Corpus) -> None:
    halved, asked = with_halves(corpus, 8, 1, {"00"})
    assert len(halved.documents) == 48
    assert {name: len(pairs) for name, pairs in asked.items()} == {
        "middle": 4, "every other": 4, "long → short": 2, "short → long": 2, "snippet": 2, "→ snippet": 2,
    }  # fmt: skip
    keys = {d.key: d for d in halved.documents}
    for one, two in (pair for pairs in asked.values() for pair in pairs):
        assert one[:-1] == two[:-1] != "00"
        assert not (keys[one].title and keys[two].title)
    titled = {key[:-1] for key, document in keys.items() if key[-1] in "ab" and document.title}
    assert 0 < len(titled) < 8
    for one, two in asked["long → short"]:
        assert len(halved.body(keys[one])) > 2 * len(halved.body(keys[two]))
        assert (two, one) in asked["short → long"]
    for one, _ in asked["snippet"]:
        assert halved.body(keys[one]).count(".") == 3


@pytest.mark.parametrize("way", ["middle", "every other", "unequal", "snippet"])
def test_no_sentence_is_lost_or_doubled(way: str) -> None:
    sentences = [f"câu {number}." for number in range(12)]
    one, two = cut(sentences, way, random.Random(1))
    assert sorted([*one, *two]) == sorted(sentences)
    assert one
    assert two


@pytest.mark.parametrize("weighing", [tf_idf, bm25])
def test_baselines_find_parts_better_than_chance(corpus: Corpus, weighing: object) -> None:
    halved, asked = with_halves(corpus, 8, 1, set())
    counts = count_terms(halved)
    ranks = term_ranks(halved, counts, weighing(counts), asked["middle"])  # type: ignore[operator]
    assert sorted(ranks)[2] <= 10
    assert figures([1.0, 2.0, math.inf, 11.0]) == "0.375 0.500"


@pytest.mark.parametrize("name", ABLATIONS)
def test_an_ablation_changes_constants_that_exist_and_puts_them_back(name: str) -> None:
    before = {key: value for key, value in vars(tuned).items() if key.isupper()}
    with changed(ABLATIONS[name]):
        assert all(getattr(tuned, key) is value for key, value in ABLATIONS[name].items())
        assert any(getattr(tuned, key) is not before[key] for key in ABLATIONS[name])
    assert all(getattr(tuned, key) is value for key, value in before.items())


def test_places_in_finished_lists(corpus: Corpus) -> None:
    documents = corpus.documents[:3]
    assert list_ranks(documents, [[1, 2], [0], []], [("00", "02"), ("02", "00")]) == [2.0, float("inf")]
    assert linked_share([[1, 2], [0], []]) == 1.0


def test_judged_items_are_counted_and_the_unknown_named(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grades = tmp_path / "grades.tsv"
    grades.write_text("00\t01\t2\n00\t02\t0\n00\t03\tc\n", encoding="utf-8")
    monkeypatch.setattr(related, "JUDGEMENTS", grades)
    lists = [[1, 2, 3, 4], *[[] for _ in range(39)]]
    assert judged_share(corpus, lists, 1) == (1.0, 0)
    assert judged_share(corpus, lists, 10) == (pytest.approx(1 / 3), 1)
