from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest

from plugins.site.cache import Cache, pack_reading


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    made = Cache(tmp_path)
    made.made_by("code 1")
    made.remember([pack_reading("a", ("đ", (1, None)), "<p>ă</p>"), pack_reading("b", (), "<p>b</p>")])
    return made


def test_what_was_remembered_comes_back_in_the_order_asked(cache: Cache) -> None:
    assert cache.fields(["b", "a", "c"]) == {"a": ("đ", (1, None)), "b": ()}
    assert list(cache.html(["b", "a"])) == [("b", "<p>b</p>"), ("a", "<p>ă</p>")]


def test_other_code_begins_empty(cache: Cache) -> None:
    cache.made_by("code 1")
    assert cache.fields(["a"])
    cache.made_by("code 2")
    assert cache.fields(["a"]) == {}


def row(path: str, digest: str) -> dict[str, tuple[str, str]]:
    return {path: (path, digest)}


def test_sources_that_are_gone_are_forgotten(cache: Cache) -> None:
    cache.keep_only({}, row("y.md", "b"))
    assert list(cache.fields(["a", "b"])) == ["b"]
    cache.remember([pack_reading("c", (), "")])
    cache.keep_only(cache.overview(), row("z.md", "c"))
    assert list(cache.fields(["b", "c"])) == ["c"]


def test_changes_are_kept_beside_the_overview_and_join_it_in_time(tmp_path: Path) -> None:
    """Whatever comes and goes, the next build is told what the last one kept."""
    cache = Cache(tmp_path)
    cache.made_by("code 1")
    digests = [f"{n:04}" for n in range(1000)]
    cache.remember(pack_reading(d, (), "") for d in digests)
    rng, written = random.Random(5), set()
    now = {f"{d}.md": (f"{d}.md", d) for d in digests[:500]}
    cache.keep_only({}, now)
    for _ in range(40):
        before = cache.overview()
        assert before == now
        gone = set(rng.sample(sorted(now), 9))
        now = {path: r for path, r in before.items() if path not in gone}
        for d in rng.sample(digests, 12):
            now[f"{d}.md"] = f"{d}.md", rng.choice(digests)
        cache.remember(pack_reading(d, (), "") for _, d in now.values())
        cache.keep_only(before, now)
        cache.close()
        written.add((tmp_path / "overview.bin").read_bytes())
        cache = Cache(tmp_path)
        cache.made_by("code 1")
    assert 1 < len(written) < 20, "it is written whole now and then"


def test_the_overview_stands_and_falls_with_its_readings(cache: Cache, tmp_path: Path) -> None:
    both = row("x.md", "a") | row("y.md", "b")
    cache.keep_only({}, both)
    assert cache.overview() == both
    whole = (tmp_path / "build.sqlite").read_bytes()
    cache.keep_only({}, row("y.md", "b"))
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
