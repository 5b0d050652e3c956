from pathlib import Path

import pytest

from plugins.state import snapshot_file

VALUE = {"đường dẫn": [("a", 1, None), 2.5, b"x"]}


def test_what_was_stored_comes_back_to_the_code_that_stored_it(tmp_path: Path) -> None:
    snapshot_file.store(tmp_path / "x.bin", "code 1", VALUE)
    assert snapshot_file.load(tmp_path / "x.bin", "code 1") == VALUE
    assert snapshot_file.load(tmp_path / "x.bin", "code 2") is None
    assert snapshot_file.load(tmp_path / "y.bin", "code 1") is None
    assert [p.name for p in tmp_path.iterdir()] == ["x.bin"]


@pytest.mark.parametrize("cut", [0, 10, 31, 32, 40, -1])
def test_a_torn_file_is_no_value(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "x.bin"
    snapshot_file.store(path, "code", VALUE)
    path.write_bytes(path.read_bytes()[:cut])
    assert snapshot_file.load(path, "code") is None


def test_any_flipped_byte_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "x.bin"
    snapshot_file.store(path, "code", VALUE)
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert snapshot_file.load(path, "code") is None
