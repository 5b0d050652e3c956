"""The data set for researchers: texts and sources by year, the database, and what is made anew when."""

from __future__ import annotations

import gzip
import hashlib
import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from plugins.pages.data_dictionary import FIELDS
from plugins.pages.database import write_database
from tests.conftest import Built, Writer, tree

ARTICLE = """Tiêu đề: {0}
Mã: {1}
Ngày: 02/11/{2} 09:00
Chuyên mục: Tin
Thẻ: một cửa; PAR Index

{3}
"""
RECORD = {
    **dict.fromkeys(FIELDS, "x"),
    "tags": ["một cửa"],
    "authors": ["Nguyễn Văn An", "Lê Bình"],
    "documents": ["35/NQ-CP"],
}


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode().splitlines()]


def test_a_year_holds_its_texts_and_sources_and_stands_until_it_changes(
    make: Callable[..., Built], write: Writer
) -> None:
    write("a-1.md", ARTICLE.format("Bài một", 1, 2016, "Đoạn **đầu**.\n\nTheo 35/NQ-CP."))
    second = write("b-2.md", ARTICLE.format("Bài hai", 2, 2017, "Một đoạn."))
    settings = {"settings": {"WHOLE_DATA": True}}
    data = make(**settings).output / "du-lieu"
    (item,) = _lines(data / "2016.jsonl.gz")
    assert {*item} == {*FIELDS}
    assert (item["text"], item["documents"]) == ("Đoạn đầu.\nTheo 35/NQ-CP.", ["35/NQ-CP"])
    with zipfile.ZipFile(data / "2017.zip") as packed:
        assert packed.read("b-2.md") == second.read_bytes()
    connection = sqlite3.connect(data / "luu-tru.sqlite")
    assert connection.execute("SELECT title FROM article ORDER BY number").fetchall() == [
        ("Bài hai",),
        ("Bài một",),
    ]
    connection.close()
    for line in (data / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((data / name).read_bytes()).hexdigest() == digest

    before, numbers = tree(data), {path.name: path.stat().st_ino for path in data.iterdir()}
    write("b-2.md", ARTICLE.format("Bài hai", 2, 2017, "Một đoạn đã sửa."))
    make(**settings)
    after = tree(data)
    changed = {name for name in after if before.get(name) != after[name]}
    assert changed == {"2017.jsonl.gz", "2017.zip", "luu-tru.sqlite", "SHA256SUMS"}
    kept = {path.name for path in data.iterdir() if path.stat().st_ino == numbers[path.name]}
    assert {"2016.jsonl.gz", "2016.zip"} <= kept


def test_the_database_finds_words_without_marks_and_is_the_same_twice(tmp_path: Path) -> None:
    items = [{**RECORD, "id": str(n), "text": f"Cơ chế một cửa liên thông số {n}"} for n in range(50)]
    for name in ("a.sqlite", "b.sqlite"):
        write_database(tmp_path / name, items)
    assert (tmp_path / "a.sqlite").read_bytes() == (tmp_path / "b.sqlite").read_bytes()
    connection = sqlite3.connect(tmp_path / "a.sqlite")
    found = connection.execute(
        "SELECT id FROM article WHERE number IN (SELECT rowid FROM article_search WHERE article_search MATCH ?)",
        ('"mot cua" AND 7',),
    ).fetchall()
    assert found == [("7",)]
    assert connection.execute("SELECT count(DISTINCT name) FROM article_author").fetchone() == (2,)
    connection.close()
