from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from plugins.cache import Cache, fingerprint


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    made = Cache(tmp_path)
    made.made_by("code 1")
    made.remember([("a", ("đ", (1, None)), "<p>ă</p>"), ("b", (), "<p>b</p>")])
    return made


def test_what_was_remembered_comes_back_in_the_order_asked(cache: Cache) -> None:
    assert cache.fields(["b", "a", "c"]) == {"a": ("đ", (1, None)), "b": ()}
    assert list(cache.html(["b", "a"])) == [("b", "<p>b</p>"), ("a", "<p>ă</p>")]


def test_other_code_begins_empty(cache: Cache) -> None:
    cache.made_by("code 1")
    assert cache.fields(["a"])
    cache.made_by("code 2")
    assert cache.fields(["a"]) == {}


def test_sources_that_are_gone_are_forgotten(cache: Cache) -> None:
    cache.keep_only(["b"], {})
    assert list(cache.fields(["a", "b"])) == ["b"]


def test_the_overview_stands_and_falls_with_its_readings(cache: Cache, tmp_path: Path) -> None:
    cache.keep_only(["a", "b"], {"x.md": ("a", 1)})
    assert cache.overview() == {"x.md": ("a", 1)}
    whole = (tmp_path / "build.sqlite").read_bytes()
    cache.keep_only(["b"], {"y.md": ("b", 2)})
    cache.close()
    newer = (tmp_path / "overview.bin").read_bytes()
    cache.made_by("code 2")
    assert cache.overview() == {}
    cache.made_by("code 1")
    assert cache.overview() == {}, "its readings were forgotten in between"
    cache.forget()
    (tmp_path / "build.sqlite").write_bytes(whole)  # carried from elsewhere, without its overview
    (tmp_path / "overview.bin").write_bytes(newer)
    carried = Cache(tmp_path)
    carried.made_by("code 1")
    assert carried.overview() == {}
    assert set(carried.fields(["a", "b"])) <= {"a", "b"}


def test_a_file_of_garbage_begins_an_empty_cache(tmp_path: Path) -> None:
    (tmp_path / "build.sqlite").write_bytes(b"garbage" * 1000)
    begun = Cache(tmp_path)
    begun.made_by("code 1")
    assert begun.fields(["a"]) == {}


def test_a_flipped_byte_is_noticed(cache: Cache, tmp_path: Path) -> None:
    cache.connection.execute("UPDATE reading SET html = CAST(replace(html, 'b', 'c') AS BLOB)")
    cache.connection.commit()
    with pytest.raises(sqlite3.DatabaseError):
        list(cache.html(["b"]))
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
