"""Unit tests of the search page's scripts, run by Node over a small index that the builder makes here."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from plugins.core.document_numbers import numbers
from plugins.core.documents import Document
from plugins.pages.assets import bundle
from plugins.search import full_build, incremental, index, weights
from plugins.search.doc_ids import DocumentTable, assign_doc_ids
from plugins.search.folding import SPLIT, WORD, fold_word
from plugins.search.indexes import INDEXES
from plugins.search.postings import prune_statically, quantised_size
from plugins.search.stored_fields import KINDS
from plugins.search.text_model import load
from plugins.search.tiers import split_by_border
from plugins.search.tokens import full_text
from plugins.search.weights import MIN_BIGRAM_DOCS
from tests import javascript
from tests.conftest import ROOT
from tests.plugins.search.archive import archive, build, document

TESTS = sorted((ROOT / "tests" / "js").glob("*.test.mjs"))
SCRIPTS = ROOT / "theme" / "static" / "js"
BUNDLES = sorted(path.name for path in SCRIPTS.iterdir())
TEXTS = (
    (
        "cua",
        "Bộ phận một cửa ở phường Bến Nghé",
        "Hồ sơ được nhận và trả tại chỗ theo 35/NQ-CP ngày 16/5/2016.",
    ),
    ("ban", "Người dân bán nhà", "Chuyện mua bán."),
    ("bancun", "Người dân bạn nhà", "Chuyện láng giềng."),
)
NUMBERS = (
    *("Nghị định 61/2018/NĐ-CP", "63/2010/NĐ–CP", "92/2017/NĐ - CP", "30c/NQ-CP", "18-NQ/TW", "1085/QÐ-TTg"),
    *("Nghị định 61 năm 2018", "Nghị quyết 19-2017", "Chỉ thị số 05", "15/2017/TT-BNV", "57/2014/QH13"),
    *("01/2014/TTLT-BNV-BTC", "253/SVH&TT-QLDT", "Thông tư 332"),
)
Item = tuple[Document, str]


def every_word(text: str) -> Iterator[tuple[str, bool]]:
    """Key of each word, and whether it follows another in the same paragraph."""
    for line in text.split("\n"):
        for number, word in enumerate(WORD.findall(line)):
            yield fold_word(word)[0], number > 0


def expected_postings(texts: dict[int, str]) -> dict[str, dict[str, list[int]]]:
    """Document ids by word, by pair and by word of a title: the plain definition."""
    unigrams, bigrams, titles = (defaultdict[str, set[int]](set) for _ in range(3))
    for doc_id, text in texts.items():
        words = list(every_word(text))
        for key, _ in words:
            unigrams[key].add(doc_id)
        for (one, _), (two, follows) in pairwise(words):
            if follows:
                bigrams[f"{one} {two}"].add(doc_id)
        title, *_, terms = text.split("\n")
        for key, _ in every_word(f"{title}\n{terms}"):
            titles[key].add(doc_id)
    common = load().keys
    known = {pair for pair in bigrams if all(key in common for key in pair.split())}
    frequent = {pair: ids for pair, ids in bigrams.items() if pair in known and len(ids) >= MIN_BIGRAM_DOCS}
    assert len(frequent) > 100
    found = {"unigrams": unigrams, "bigrams": dict(list(frequent.items())[:200]), "titles": titles}
    return {name: {term: sorted(ids) for term, ids in some.items()} for name, some in found.items()}


def numbered(items: list[Item]) -> DocumentTable:
    """The ids of articles."""
    base, recent = split_by_border([d for d, _ in items])
    return assign_doc_ids(base).followed_by(recent)


def expectations(items: list[Item]) -> dict[str, object]:
    """What the builder says that the scripts must say as well."""
    model, bodies = load(), {d.digest: body for d, body in items}
    table = numbered(items).documents
    texts = {i: full_text(d, bodies[d.digest]) for i, d in enumerate(table) if d}
    by_key = {d.key: (i, d) for i, d in enumerate(table) if d}
    wanted_id, wanted = by_key["cua"]
    words = [word for word in model.words if WORD.fullmatch(word)][:3000]
    words += ["İstanbul", "ΣΊΣΥΦΟΣ", "straße", "ﬁn", "x²"]
    return {
        "folded": [[word, *fold_word(word)] for word in words],
        "numbers": [[text, next(numbers(text))[1]] for text in NUMBERS],
        "keys": list(model.keys),
        "forms": dict(list(model.forms.items())[::50]),
        "articles": {
            i: {"url": d.url, "text": shown(texts[i]), "kind": KINDS.index(d.kind)}
            for i, d in enumerate(table) if d
        },
        **expected_postings(texts),
        "documents": {"35/nq-cp": [wanted_id]},
        "wanted": {
            "title": wanted.title, "url": wanted.url, "year": wanted.date.when.year,
            "section": "tin-tuc", "phrase": "phường Bến Nghé",
        },
        "accents": [[by_key[key][1].title, by_key[key][1].url] for key in ("ban", "bancun")],
        "byDate": [d.url for d, _ in sorted(items, key=lambda item: (item[0].date.when, item[0].url))],
    }  # fmt: skip


def shown(text: str) -> str:
    """A text as it is stored: a space at either end is none."""
    parts = SPLIT.split(text)
    return "".join(p for i, p in enumerate(parts) if not (p == " " and i in (0, len(parts) - 1)))


GROWN = {"DIRECTORY_BYTES": 60, "LEAF_GROUPS": 1, "MAX_LIST": 25, "COLUMN_IDS": 20, "BLOCK_BYTES": 3000}


TIERED = {"TIERED_FROM": 100, "RECENT_ARTICLES": 40, "RECENT_SHARD_BITS": 800, "PACK_SHARDS": 2}


@pytest.fixture(scope="module", params=["small", "grown", "tiered"])
def fixture(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index, and what the builder knows of it.

    Another is cut as one of a million articles, a third has a recent tier.
    """
    folder = tmp_path_factory.mktemp("search-js")
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "grown":
            for name, value in GROWN.items():
                patch.setattr(weights, name, value)
            for name, spec in INDEXES.items():
                patch.setitem(INDEXES, name, replace(spec, shard_bits=1000))
        for name, value in TIERED.items() if request.param == "tiered" else ():
            patch.setattr(weights, name, value)
        make(folder)
    if request.param == "tiered":
        assert all(len(list((folder / "tim-kiem" / name).rglob("*.bin"))) > 1 for name in ("rb", "rs"))
    if request.param == "grown":
        assert all(len(list((folder / "tim-kiem" / name).rglob("*.bin"))) > 1 for name in ("db", "ds", "dx"))
    return folder


def make(folder: Path) -> None:
    """Write the index and what the builder knows of it."""
    items = [
        *archive(150),
        *((document(key, title, 1340 + i), body) for i, (key, title, body) in enumerate(TEXTS)),
    ]
    items = [(replace(d, kind="compilation") if d.key == "ban" else d, body) for d, body in items]
    build(items, folder / "tim-kiem", folder / "cache")
    (folder / "expected.json").write_text(json.dumps(expectations(items)), encoding="utf-8")


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_the_scripts_do_as_their_tests_say(fixture: Path, path: Path) -> None:
    sent = fixture / "search.js"  # as readers get it, without comments
    sent.write_bytes(bundle(list((SCRIPTS / "search").glob("*.js")), "search.js")[1])
    assert not re.search(rb"(?m)(?:^|[ \t])//[ ].*$", sent.read_bytes())
    environment = {**os.environ, "SEARCH_FIXTURE": str(fixture), "SEARCH_BUNDLE": str(sent)}
    command = [javascript.node(), "--test", "--test-reporter=spec", str(path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


# Low bounds, so that terms cross them by the recent articles.
CROSSED = {"FREQUENT_LEAST": 60, "FREQUENT_SHARE": 1000, "MIN_BIGRAM_DOCS": 12}


def test_two_tiers_answer_as_one_index(tmp_path: Path) -> None:
    """Queries of one to four words, in marks and without, ended and open, give the same articles of the same value."""
    items, chance = archive(310), random.Random(5)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (TIERED | CROSSED).items():
            patch.setattr(weights, name, value)
        for name, spec in INDEXES.items():
            least = CROSSED["MIN_BIGRAM_DOCS"] if name == "bigrams" else 1
            patch.setitem(INDEXES, name, replace(spec, prune=partial(prune_statically, least=least)))
        build(items, tmp_path / "two", tmp_path / "cache-two")
        table, size = (
            numbered(items),
            quantised_size(len(assign_doc_ids(split_by_border([d for d, _ in items])[0]))),
        )
        patch.setattr(full_build, "quantised_size", lambda _: size)
        patch.setattr(index, "split_by_border", lambda documents: (documents, []))
        patch.setattr(incremental, "assign_doc_ids", lambda *_: table)
        build(items, tmp_path / "one", tmp_path / "cache-one")
    two, one = (json.loads((tmp_path / name / "manifest.json").read_text()) for name in ("two", "one"))
    assert two["base"] < two["slots"] == one["slots"] == one["base"]
    assert (two["rounded"][0], two["frequent"]) == (one["rounded"][0], one["frequent"])
    words = [[word.lower() for word in WORD.findall(f"{d.title}\n{body}")] for d, body in items]
    queries = []
    for _ in range(300):
        some, size = chance.choice(words), chance.randrange(1, 5)
        at = chance.randrange(len(some) - size)
        query = " ".join(some[at : at + size])[: chance.choice([None, -1])]
        queries.append(chance.choice([query, fold_word(query)[0], f"{query} ", f'"{query}"']))
    (tmp_path / "queries.json").write_text(json.dumps(queries), encoding="utf-8")
    command = [javascript.node(), str(ROOT / "tests" / "js" / "tiers.mjs"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout) > 200  # queries that found something


@pytest.mark.parametrize("name", BUNDLES)
def test_the_linter_finds_nothing(tmp_path: Path, name: str) -> None:
    assert list(javascript.lint(sorted((SCRIPTS / name).glob("*.js")), tmp_path)) == []


def test_the_linter_names_file_and_line(tmp_path: Path) -> None:
    good, bad = SCRIPTS / "search" / "10-fold.js", ROOT / "tests" / "js" / "faulty.js"
    assert any(
        f"{bad.relative_to(ROOT)}:2: 'undeclared' is not defined" in found
        for found in javascript.lint([good, bad], tmp_path)
    )


# Syntax and names younger than Chromium 80 and Safari 13, of which the first ends a whole script there.
_YOUNGER = re.compile(
    r"\?\.[\w\[(]|\?\?|\|\|=|&&=|\(\?<[=!]|\.at\(|replaceChildren|replaceAll\(|hasOwn\(|structuredClone|findLast"
)


@pytest.mark.parametrize("path", sorted((SCRIPTS / "search").glob("*.js")), ids=lambda path: path.name)
def test_scripts_use_nothing_younger_than_the_phones_that_search_with_them(path: Path) -> None:
    lines = [line.split(" // ")[0] for line in path.read_text(encoding="utf-8").split("\n")]
    code = [line for line in lines if not line.lstrip().startswith("//")]
    assert [line for line in code if _YOUNGER.search(line)] == []


def test_the_script_that_any_browser_reads_is_of_2009() -> None:
    (path,) = (SCRIPTS / "search-start").glob("*.js")
    code = re.sub(r"//.*", "", path.read_text(encoding="utf-8"))
    assert not re.search(r"=>|\b(?:let|const|class|async|await)\b|`|\.\.\.", code)
