"""Document numbers and dates."""

from __future__ import annotations

import pytest

from plugins.search.document_numbers import canonical_number, numbers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nghị quyết số 35/NQ-CP ngày 16/05/2016", ["35/nq-cp", "16/5/2016"]),
        ("Nghị quyết 30c/NQ-CP, Thông tư 15/2017/TT-BNV.", ["30c/nq-cp", "15/2017/tt-bnv"]),
        ("Quyết định 12/QĐ-TTg của Thủ tướng", ["12/qd-ttg"]),
        ("ngày 6-5-2016 và 07.11.2017", ["6/5/2016", "7/11/2017"]),
        ("lãi 0,5 %, và/hoặc, 10.000.000 đồng", []),
        ("37/lượng, 100/giờ, theo 30c/nq-cp và 5/2017", ["30c/nq-cp", "5/2017"]),
        ("văn bản 1543/SYT-NVY", ["1543/syt-nvy"]),
    ],
)
def test_numbers_of_a_text(text: str, found: list[str]) -> None:
    assert numbers(text) == found


def test_one_spelling_of_a_date() -> None:
    assert {canonical_number(d) for d in ("06/02/2017", "6/2/2017", "6-2-2017", "06.02.2017")} == {"6/2/2017"}
