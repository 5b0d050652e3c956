"""How lists are cut into files, and how files are named."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from plugins.search.shard_store import StoredShard
from plugins.search.shards import IndexFiles, ShardDigests, cut_shards, scatter_hash, write_index_files
from plugins.search.weights import SHARDS_PER_HASH


@given(st.lists(st.integers(1, 3000), min_size=1, max_size=300), st.integers(500, 5000))
def test_every_key_is_in_a_shard_of_fair_size(sizes: list[int], wanted: int) -> None:
    cuts = cut_shards(np.array(sizes), scatter_hash(np.arange(len(sizes))), wanted).tolist()
    assert cuts[0] == 0
    assert cuts == sorted(set(cuts))
    for first, last in zip(cuts, [*cuts[1:], len(sizes)], strict=True):
        assert last - first == 1 or sum(sizes[first : last - 1]) <= 1.4 * wanted


def test_a_change_moves_few_cuts() -> None:
    sizes, keys = np.full(4000, 100), np.arange(4000) * 7
    before = set(keys[cut_shards(sizes, scatter_hash(keys), 3000)].tolist())
    keys = np.insert(keys, 900, 900 * 7 - 3)
    after = set(keys[cut_shards(np.full(4001, 100), scatter_hash(keys), 3000)].tolist())
    assert len(before ^ after) < len(before) / 4


def test_names_follow_contents(tmp_path: Path) -> None:
    shards = [bytes([n]) * 9 for n in range(SHARDS_PER_HASH + 2)]
    changed = [*shards[:-1], b"new"]
    one, two = (ShardDigests.of(some, SHARDS_PER_HASH, ShardDigests()).hashes() for some in (shards, changed))
    assert one[0] == two[0]
    assert one[1] != two[1]
    first, second = tmp_path / "first", tmp_path / "second"
    for out, some, last in ((first, shards, first), (second, changed, first)):
        out.mkdir()
        write_index_files(IndexFiles("x", some), out, lambda name, last=last: standing(last / name))  # type: ignore[misc]  # a lambda's default is untyped
    assert held(second) == changed
    assert sum(p.stat().st_nlink == 2 for p in second.glob("x/*/*")) == SHARDS_PER_HASH


def test_a_shard_of_the_last_build_is_linked_under_its_new_name_and_not_read(tmp_path: Path) -> None:
    def fetch(number: int) -> bytes:
        raise AssertionError(number)

    first, second = tmp_path / "first", tmp_path / "second"
    for out in (first, second):
        out.mkdir()
    shards = [b"one", b"two", b"three"]
    digests = write_index_files(IndexFiles("x", shards), first, lambda _: None)
    moved = [b"new", *(StoredShard(number, len(shards[number]), fetch) for number in (1, 2))]
    write_index_files(IndexFiles("x", moved), second, lambda name: standing(first / name), digests)
    assert held(second) == [b"new", b"two", b"three"]


def held(out: Path) -> list[bytes]:
    """What the files hold, in order of their numbers."""
    return [p.read_bytes() for p in sorted(out.glob("x/*/*"), key=lambda p: int(p.stem.split("-")[1]))]


def standing(path: Path) -> str | None:
    return f"{path}" if path.exists() else None
