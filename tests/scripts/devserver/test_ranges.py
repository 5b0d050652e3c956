"""Which bytes a range request asks for."""

from __future__ import annotations

import pytest

from scripts.devserver.ranges import requested_range


@pytest.mark.parametrize(
    ("header", "asked"),
    [
        ("bytes=0-9", (0, 10)),
        ("bytes=90-200", (90, 100)),
        ("bytes=5-", (5, 100)),
        ("bytes=100-200", None),
        ("bytes=9-5", None),
        ("bytes=-5", None),
        ("bytes=0-1,5-6", None),
        ("items=0-1", None),
        (None, None),
    ],
)
def test_one_range_inside_the_file_is_answered(header: str | None, asked: tuple[int, int] | None) -> None:
    assert requested_range(header, 100) == asked
