"""Sizes of larger archives, from an index that stands and its own writer."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.search.weights import MAX_LIST
from scripts.bench.search_growth import grown, longest_entry, main, measure
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


def test_the_directory_that_a_first_query_fetches_stops_growing(tmp_path: Path) -> None:
    build(archive(200), tmp_path / "tim-kiem", tmp_path / "cache")
    sizes = measure(tmp_path / "tim-kiem")
    folders = [tmp_path / str(number) for number in range(3)]
    now, more, most = (
        grown(sizes, n, folder) for n, folder in zip((200, 50_000, 2_000_000), folders, strict=True)
    )
    assert now.leaves == 0
    assert now.directory < more.directory
    assert most.leaves > 0
    assert most.directory < 20 * more.directory  # forty times the articles
    assert most.files > 10 * more.files
    assert max(len(list(folder.iterdir())) for folder in folders[2].glob("d*/*")) <= 500


def test_an_entry_stops_growing() -> None:
    assert longest_entry(100) < longest_entry(10_000) < longest_entry(1_000_000) < 8 * MAX_LIST
