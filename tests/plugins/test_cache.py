from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from plugins.cache import Cache, fingerprint


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    made = Cache(tmp_path)
    made.made_by("reading", "code 1")
    made.remember([("a", '{"x": "đ"}', "<p>ă</p>"), ("b", "{}", "<p>b</p>")])
    return made


def test_what_was_remembered_comes_back_in_the_order_asked(cache: Cache) -> None:
    assert cache.fields(["b", "a", "c"]) == {"a": '{"x": "đ"}', "b": "{}"}
    assert list(cache.html(["b", "a"])) == [("b", "<p>b</p>"), ("a", "<p>ă</p>")]


def test_other_code_begins_empty(cache: Cache) -> None:
    cache.made_by("reading", "code 1")
    assert cache.fields(["a"])
    cache.made_by("reading", "code 2")
    assert cache.fields(["a"]) == {}


def test_sources_that_are_gone_are_forgotten(cache: Cache) -> None:
    cache.keep_only(["b"])
    assert list(cache.fields(["a", "b"])) == ["b"]


def test_a_file_of_garbage_begins_an_empty_cache(tmp_path: Path) -> None:
    (tmp_path / "build.sqlite").write_bytes(b"garbage" * 1000)
    assert Cache(tmp_path).fields(["a"]) == {}


def test_a_flipped_byte_is_noticed(cache: Cache, tmp_path: Path) -> None:
    cache.connection.execute("UPDATE reading SET html = replace(html, 'ă', 'â')")
    cache.connection.commit()
    with pytest.raises(sqlite3.DatabaseError):
        list(cache.html(["a"]))
    cache.forget()
    assert not (tmp_path / "build.sqlite").exists()


def test_a_fingerprint_knows_files_packages_and_words(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("1")
    first = fingerprint([file], ["markdown"], "x")
    assert fingerprint([file], ["markdown"], "x") == first
    assert fingerprint([file], ["markdown"], "y") != first
    assert fingerprint([file], ["nh3"], "x") != first
    file.write_text("2")
    assert fingerprint([file], ["markdown"], "x") != first
