"""Sizes of larger archives, computed from an index that stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.search.weights import BIGRAM_SHARD_BITS
from scripts.bench.search_growth import IndexSizes, grown, main, measure
from tests.plugins.search.archive import archive, build, files


def test_an_index_is_measured_and_its_growth_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build(archive(60), tmp_path / "tim-kiem", tmp_path / "cache")
    sizes = measure(tmp_path / "tim-kiem")
    written = files(tmp_path / "tim-kiem")
    assert sum(sizes.files.values()) == sum("/" in name for name in written)
    assert main([str(tmp_path / "tim-kiem")]) == 0
    assert [row.split()[0] for row in capsys.readouterr().out.splitlines()] == [
        "60",
        "35,440",
        "200,000",
        "1,000,000",
    ]


def test_lists_longer_than_a_shard_grow_and_shards_do_not() -> None:
    shard = BIGRAM_SHARD_BITS // 8
    before = IndexSizes(100, {"b": 2, "g": 10}, {"b": 4 * shard, "g": 10}, 5, 7, [shard, 3 * shard])
    after = grown(before, 1000)
    assert after.pair_shards == [shard, 30 * shard]
    assert (after.files["b"], after.files["g"]) == (20, 40)
    assert (after.directory, after.model) == (50, 7)
