"""How lists are cut into files, and how files are named."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from plugins.search.shards import IndexFiles, cut_shards, group_hashes, scatter_hash, write_index_files
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
    assert group_hashes(shards)[0] == group_hashes(changed)[0]
    assert group_hashes(shards)[1] != group_hashes(changed)[1]
    first, second = tmp_path / "first", tmp_path / "second"
    for out, some, last in ((first, shards, first), (second, changed, first)):
        out.mkdir()
        entry, _ = write_index_files(
            IndexFiles("x", some, b"first terms"), out, lambda name, last=last: standing(last / name)
        )  # type: ignore[misc]  # a lambda's default is untyped
        assert entry.endswith(b"first terms")
    held = [p.read_bytes() for p in sorted((second / "x").iterdir(), key=lambda p: int(p.stem.split("-")[1]))]
    assert held == changed
    assert sum(p.stat().st_nlink == 2 for p in (second / "x").iterdir()) == SHARDS_PER_HASH


def standing(path: Path) -> str | None:
    return f"{path}" if path.exists() else None
