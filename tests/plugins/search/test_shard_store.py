"""Shards kept from build to build: added to one file, read where needed, never believed when damaged."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.search.shard_store import (
    DamagedError,
    Locations,
    Shard,
    StoredShard,
    load_shards,
    map_file,
    save_shards,
    shard_bytes,
)
from plugins.search.weights import DEAD_SHARE
from tests.plugins.search.archive import archive, build, files


def test_any_sequence_of_changes_keeps_every_shard(tmp_path: Path) -> None:
    chance, name, known = random.Random(5), "", dict[str, Locations]()
    wanted: dict[str, list[bytes]] = {"a": [], "b": []}
    lists: dict[str, list[Shard]] = {"a": [], "b": []}
    seen = set()
    for _ in range(40):
        for letter, some in wanted.items():
            for _ in range(chance.randrange(4)):
                at, new = chance.randrange(len(some) + 1), chance.randbytes(chance.randrange(1, 300))
                end = at + chance.randrange(2)
                some[at:end], lists[letter][at:end] = [new], [new]
        before = name
        name, known = save_shards(lists, tmp_path, name, known)
        if before not in ("", name):
            (tmp_path / before).unlink()
        lists = {letter: load_shards(map_file(tmp_path / name), places) for letter, places in known.items()}
        assert {letter: list(map(shard_bytes, some)) for letter, some in lists.items()} == wanted
        assert all(isinstance(shard, StoredShard) for some in lists.values() for shard in some)
        size = sum(len(data) for some in wanted.values() for data in some)
        assert (tmp_path / name).stat().st_size <= (DEAD_SHARE + 2) * size
        seen.add(name)
    assert len(seen) > 1


def test_an_earlier_state_stays_readable_when_a_build_was_stopped(tmp_path: Path) -> None:
    name, known = save_shards({"a": [b"one", b"two"]}, tmp_path, "", {})
    shards = load_shards(map_file(tmp_path / name), known["a"])
    save_shards({"a": [shards[0], b"x"]}, tmp_path, name, known)
    assert [shard_bytes(shard) for shard in shards] == [b"one", b"two"]


def test_damage_is_noticed_where_it_is_read(tmp_path: Path) -> None:
    name, known = save_shards({"a": [b"one", b"two"]}, tmp_path, "", {})
    (tmp_path / name).write_bytes(b"onetwO")
    one, two = load_shards(map_file(tmp_path / name), known["a"])
    assert shard_bytes(one) == b"one"
    with pytest.raises(DamagedError):
        shard_bytes(two)
    (tmp_path / name).unlink()
    with pytest.raises(DamagedError):
        shard_bytes(load_shards(map_file(tmp_path / name), known["a"])[0])


@pytest.mark.parametrize("damage", [b"", b"x" * 10**6])
def test_an_index_is_made_anew_where_its_shards_are_damaged(tmp_path: Path, damage: bytes) -> None:
    items = archive(40)
    build(items, tmp_path / "first", tmp_path / "cache")
    (tmp_path / "cache" / "shards-0").write_bytes(damage)
    doc, body = items[7]
    items[7] = (replace(doc, digest="other"), f"{body}\nThêm.")
    assert build(items, tmp_path / "second", tmp_path / "cache", tmp_path / "first").read == 40
    build(items, tmp_path / "clean", tmp_path / "other")
    assert files(tmp_path / "second") == files(tmp_path / "clean")


def test_an_index_whose_shards_are_lost_is_made_anew_though_nothing_changed(tmp_path: Path) -> None:
    items = archive(20)
    build(items, tmp_path / "first", tmp_path / "cache")
    (tmp_path / "cache" / "shards-0").unlink()
    assert build(items, tmp_path / "second", tmp_path / "cache", tmp_path / "first").read == 20
    assert files(tmp_path / "first") == files(tmp_path / "second")
