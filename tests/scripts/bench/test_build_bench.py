"""The benchmark of the build on a corpus of a few texts: it must measure what it says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.core.article import parse_article
from scripts.bench.corpus import corpus_articles, write_archive
from tests.conftest import ROOT


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for n in range(8):
        body = f"Câu *một* số {n}. Câu hai <b>. Câu ba. Câu bốn về thủ tục hành chính."
        (folder / f"{n}.txt").write_text(f"Tiêu đề {n}\nMở đầu {n}\n{body}\n", encoding="utf-8")
    return folder


def test_a_corpus_makes_the_same_valid_articles_each_time(corpus: Path, tmp_path: Path) -> None:
    first, second = list(corpus_articles(corpus, 8)), list(corpus_articles(corpus, 8))
    assert first == second
    assert len({article.id for article in first}) == 8
    for path in write_archive(iter(first), tmp_path / "content"):
        article, problems = parse_article(path.read_text(encoding="utf-8"), path.name)
        assert problems == []
        assert article in first


def test_the_bench_prints_every_situation_and_the_exponent(corpus: Path) -> None:
    command = [sys.executable, "-m", "scripts.bench.build", str(corpus), "--count", "3", "6"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    for name in ("cold", "unchanged", "one added", "one edited"):
        assert (
            len(re.findall(rf"^  {name} +[\d.]+ s CPU +[\d.]+ s wall +\d+ MB", done.stdout, re.MULTILINE))
            == 2
        )
    assert re.search(r"growth exponent 3 → 6: -?[\d.]+", done.stdout)
