from __future__ import annotations

from datetime import datetime

import pytest

from plugins.core.dates import HANOI
from scripts.devserver.drafts import unpublished

NOW = datetime(2026, 11, 23, tzinfo=HANOI)


@pytest.mark.parametrize(
    ("head", "held"),
    [
        ("Ngày: 1/2/2003\nTrạng thái: bản nháp\n", True),
        ("Ngày: 1/2/2003\ntrang thai: draft\n", True),
        ("Ngày: 1/2/2003\nTrạng thái: ẩn\n", True),
        ("Ngày: 24/11/2026\n", True),
        ("Ngày: 22/11/2026\n", False),
        ("Ngày: 1/2/2003\nTóm tắt: nói về bản nháp\n", False),
        ("Ngày: 1/2/2003\nTrạng thái: xuất bản\n", False),
    ],
)
def test_sources_that_no_reader_sees(content, write, head, held):
    write("bai-viet/a.md", f"Tiêu đề: a\n{head}\nx\n")
    assert list(unpublished(content, NOW)) == (["bai-viet/a.md"] if held else [])


def test_a_source_in_another_encoding_is_left_to_the_build(content, write):
    write("a.md", "Tiêu đề: a\nTrạng thái: bản nháp\n\nCải cách\n".encode("utf-16-le"))
    assert list(unpublished(content, NOW)) == []
