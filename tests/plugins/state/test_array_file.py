"""Array files: what was written is mapped again, and no damage passes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from plugins.state.array_file import ArrayFile, checksum, open_array_file, write_array_file

ARRAYS = {
    "small": np.arange(5, dtype=np.uint8),
    "empty": np.zeros((0, 3), np.int64),
    "large": np.arange(3000, dtype=np.float64).reshape(-1, 3),
}


def written(folder: Path) -> tuple[Path, ArrayFile]:
    digest = write_array_file(folder / "x.bin", {"code": "1"}, ARRAYS)
    found = open_array_file(folder / "x.bin")
    assert found
    assert found.digest == digest
    return folder / "x.bin", found


def test_arrays_come_back_as_they_were(tmp_path: Path) -> None:
    path, found = written(tmp_path)
    assert found.header["code"] == "1"
    assert found.is_intact()
    for name, array in ARRAYS.items():
        assert found.arrays[name].dtype == array.dtype
        assert np.array_equal(found.arrays[name], array)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_a_flipped_bit_is_noticed_in_its_array(tmp_path: Path) -> None:
    path, found = written(tmp_path)
    raw = bytearray(path.read_bytes())
    raw[-9] ^= 4
    path.write_bytes(raw)
    damaged = open_array_file(path)
    assert damaged
    assert damaged.digest == found.digest
    assert damaged.is_intact("small", "empty")
    assert not damaged.is_intact("large")
    assert not damaged.is_intact()


@pytest.mark.parametrize("end", [0, 20, 39, 100, -8])
def test_a_file_that_ends_too_early_is_none(tmp_path: Path, end: int) -> None:
    path, _ = written(tmp_path)
    path.write_bytes(path.read_bytes()[:end])
    assert open_array_file(path) is None
    assert open_array_file(tmp_path / "none.bin") is None


def test_a_checksum_feels_every_page_and_their_order() -> None:
    data = np.arange(4096 * 3 + 5, dtype=np.uint32).astype(np.uint8)
    pages = [data[:4096], data[4096:8192] + 1, data[8192:]]
    sums = {checksum(np.concatenate(some).data) for some in (pages, [pages[1], pages[0], pages[2]])}
    assert len(sums) == 2
