"""The articles that the browser searches in these tests, and how results are read from the page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from playwright.sync_api import Page

READY = "[data-results][data-state=ready]"
TEXTS = [
    (
        "cchc",
        "Đẩy mạnh cải cách hành chính ở cơ sở",
        "Cải cách hành chính (CCHC) là nhiệm vụ trọng tâm.\nBộ phận một cửa nhận hồ sơ.",
    ),
    ("tat", "Kết quả CCHC quý một", "Bài chỉ viết tắt, không nói tên."),
    ("dat", "Quản lý đất đai tại Đồng Tháp", "Sổ đỏ được cấp theo Nghị quyết số 30c/NQ-CP ngày 08/11/2011."),
    ("datdo", "Nghỉ mát ở xứ dắt dai", "Một bài chỉ giống khi bỏ dấu."),
    ("ban", "Người dân bán nhà", "Chuyện mua bán."),
    ("bancun", "Người dân bạn nhà", "Chuyện láng giềng."),
    ("hoa", "Hòa giải ở Ủy ban xã", "Kỹ năng hòa giải của cán bộ lý lịch tốt."),
    ("so", "Hỗ trợ doanh nghiệp", "Nghị quyết số 35/NQ-CP ngày 16/5/2016 và 350/QĐ-TTg."),
    ("cum", "Dịch vụ công trực tuyến", "Nộp hồ sơ qua mạng, trực tiếp nhận kết quả tuyến cuối."),
    ("xa", "Chuyện trực ban", "Tuyến đường trực thuộc huyện, dịch bệnh và vụ việc công khai."),
]


def found(page: Page) -> list[str]:
    """Keys of the results shown."""
    page.wait_for_selector(READY, state="attached")
    links = page.eval_on_selector_all("[data-results] > li > a:first-child", "all => all.map((a) => a.href)")
    return [link.rsplit("bai-", 1)[1].removesuffix(".html") for link in links]


def ask(page: Page, address: str, query: str, more: str = "") -> list[str]:
    """Results of a query in the address."""
    page.goto(f"{address}?q={quote(query)}{more}")
    return found(page)
