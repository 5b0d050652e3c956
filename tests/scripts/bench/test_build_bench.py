"""The benchmark of the build on a corpus of a few texts: it must measure what it says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.core.article import parse_article
from scripts.bench.corpus import corpus_articles, write_archive
from scripts.bench.hugo import find_hugo, write_articles
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


def test_more_articles_than_texts_are_put_together_from_several(corpus: Path) -> None:
    for n in range(8):
        body = ". ".join(f"Câu {n} {m}" for m in range(40))
        (corpus / f"{n}.txt").write_text(f"Tiêu đề {n}\nMở đầu {n}\n{body}\n", encoding="utf-8")
    few, many = list(corpus_articles(corpus, 8)), list(corpus_articles(corpus, 20))
    assert many[:8] == few
    assert len({article.id for article in many}) == 20
    assert not {article.body for article in many[8:]} & {article.body for article in few}


FAKE_HUGO = """#!/bin/sh
# Stands in for Hugo: what it was given is looked at, and it is quick.
test -f "$2/hugo.toml" && test -f "$2/layouts/_default/single.html" && ls "$2"/content/*/*.md >> "$SEEN"
mkdir -p "$2/public"
"""
FAKE_PAGEFIND = """#!/bin/sh
test -d "$2" && echo "$2" >> "$SEEN.pages"
"""


def test_the_bench_prints_every_situation_beside_its_peers_and_the_exponent(
    corpus: Path, tmp_path: Path
) -> None:
    env = {**os.environ, "SEEN": str(tmp_path / "seen")}
    for name, text in (("HUGO", FAKE_HUGO), ("PAGEFIND", FAKE_PAGEFIND)):
        program = tmp_path / name
        program.write_text(text)
        program.chmod(0o755)
        env[name] = str(program)
    command = [sys.executable, "-m", "scripts.bench.build", str(corpus), "--count", "3", "6", "--runs", "2"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env=env)
    cost = r" +[\d.]+ \([\d.]+–[\d.]+\)" * 2 + r" +\d+ +\d+"
    situations = ("cold", "unchanged", "newest added", "one edited", "template changed")
    names = [
        "Hugo, cold",
        "Pagefind",
        r"Hugo \+ Pagefind, cold",
        "Hugo, one edited",
        *(f"ours, {it}" for it in situations),
    ]
    for name in names:
        line = rf"^{name}{cost}(?: +[\d.]+ / [\d.]+){{3}}$"
        assert len(re.findall(line, done.stdout, re.MULTILINE)) == 2, done.stdout
    growth = r"growth exponent 3 → 6, ours, cold: CPU -?[\d.]+, memory -?[\d.]+"
    assert re.search(growth, done.stdout)
    assert len((tmp_path / "seen").read_text().split()) == 2 * (3 + 3) + 2 * (6 + 6)
    assert len((tmp_path / "seen.pages").read_text().split()) == 4


def test_without_hugo_our_figures_stand_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("HUGO", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_hugo() is None


def test_hugo_is_given_the_same_articles(corpus: Path, tmp_path: Path) -> None:
    articles = list(corpus_articles(corpus, 8))
    paths = write_articles(articles, tmp_path / "site")
    assert len(set(paths)) == 8
    head, _, body = paths[0].read_text(encoding="utf-8").partition("\n\n")
    assert json.loads(head)["title"] == articles[0].title
    assert body.rstrip("\n") == articles[0].body
