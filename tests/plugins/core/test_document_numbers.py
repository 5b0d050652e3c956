"""Document numbers, mentions of documents, and dates."""

from __future__ import annotations

import pytest

from plugins.core.document_numbers import numbers
from plugins.search.analysis import analyse_group
from plugins.search.postings import IN_BODY, IN_LEAD, IN_TITLE
from tests.plugins.search.archive import document


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nghị quyết số 35/NQ-CP ngày 16/05/2016", ["35/nq-cp", "~16/5/2016"]),
        ("Nghị quyết 30c/NQ-CP, Thông tư 15/2017/TT-BNV.", ["30c/nq-cp", "15/2017/tt-bnv"]),
        ("Quyết định 12/QĐ-TTg của Thủ tướng", ["12/qd-ttg"]),
        ("theo 63/2010/NĐ–CP và 92/2017/NĐ - CP của Chính phủ", ["63/2010/nd-cp", "92/2017/nd-cp"]),
        ("Quyết định 1085/QÐ-TTg; công văn 301/ BGDĐT-GDMN", ["1085/qd-ttg", "301/bgddt-gdmn"]),
        ("Nghị quyết 18-NQ/TW, 19–NQ/TW", ["18/nq-tw", "19/nq-tw"]),
        ("Nghị định 61 năm 2018, Nghị quyết 19-2017, Chỉ thị số 05", ["61/2018/nd", "19/2017/nq", "5/ct"]),
        ("Quyết định số 1667/2017, về việc", ["1667/2017/qd"]),
        ("Nghị định 61/2018/NĐ-CP - Bước tiến mới", ["61/2018/nd-cp"]),
        ("Luật số 57/2014/QH13", ["57/2014/qh13"]),
        ("ngày 6-5-2016 và 07.11.2017", ["~6/5/2016", "~7/11/2017"]),
        ("lãi 0,5 %, và/hoặc, 10.000.000 đồng", []),
        ("báo cáo 6 tháng, kế hoạch 5 năm, quyết định 2,5 tỷ", []),
        ("37/lượng, 100/giờ, theo 30c/nq-cp và 5/2017", ["30c/nq-cp", "5/2017"]),
        ("văn bản 1543/SYT-NVY", ["1543/syt-nvy"]),
    ],
)
def test_numbers_of_a_text(text: str, found: list[str]) -> None:
    assert [number for _, number in numbers(text)] == found


def test_where_a_number_stands_decides_its_zone() -> None:
    title, lead = "Về Nghị định 61/2018/NĐ-CP", "Thay Quyết định 09/2015/QĐ-TTg."
    body = "Theo 61/2018/NĐ-CP và 45/2016/QĐ-TTg."
    for item in ((document("1", title, summary=lead), body), (document("1", title), f"{lead}\n{body}")):
        zones = {number: zone for number, _, zone in analyse_group([item]).numbers}
        assert zones == {"61/2018/nd-cp": IN_TITLE, "9/2015/qd-ttg": IN_LEAD, "45/2016/qd-ttg": IN_BODY}
