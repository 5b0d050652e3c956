"""Growing arrays: what is appended comes back, from memory and from a file, and pages let go are read again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from plugins.state.growing_array import GrowingArray, unload


@pytest.mark.parametrize("in_file", [False, True])
def test_what_was_appended_comes_back_in_its_type(tmp_path: Path, in_file: bool) -> None:
    made = GrowingArray(np.uint32, tmp_path if in_file else None)
    for part in (np.arange(3), np.zeros(0, np.int64), np.arange(2000, dtype=np.uint8)):
        made.append(part)
    array = made.array
    assert array.dtype == np.uint32
    assert array.tolist() == [*range(3), *np.arange(2000, dtype=np.uint8).tolist()]
    unload(array[1:], np.arange(2))
    assert array[:4].tolist() == [0, 1, 2, 0]
    assert list(tmp_path.iterdir()) == []  # the file has no name


def test_an_empty_one_is_an_array_too(tmp_path: Path) -> None:
    assert [len(GrowingArray(np.uint8, folder).array) for folder in (None, tmp_path)] == [0, 0]
