"""Plain objects in the place of the archive's own, awkward on purpose: what templates show in tests."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup

from plugins.core.article import Article
from plugins.core.dates import parse_moment
from plugins.site.views import ArticleView

FOLDERS = {"section": "chuyen-muc", "tag": "the", "author": "tac-gia", "source": "nguon"}
SECTIONS = (
    "Tin tức - Sự kiện",
    "Ý kiến báo chí",
    "Câu chuyện cải cách hành chính",
    "Thảo luận",
    "Ý kiến người dân",
    "Chương trình tổng thể",
    "Tình hình triển khai",
    "Các cơ chế cải cách",
)
TITLES = (
    "Hà Nội thí điểm trả kết quả thủ tục đất đai tại nhà",
    "ĐỔI MỚI CƠ CHẾ “MỘT CỬA” Ở CẤP XÃ: NHỮNG VIỆC CẦN LÀM ĐỂ NGƯỜI DÂN KHÔNG PHẢI ĐI LẠI NHIỀU LẦN",
    "Nghị quyết số 35/NQ-CP: một năm nhìn lại",
    "Công bố Chỉ số cải cách hành chính của các bộ, cơ quan ngang bộ và Ủy ban nhân dân các tỉnh, thành phố",
    "TP. HCM: 9 < 10 & {{ chưa đủ }} 'điểm' \"hài lòng\"",
    "Bỏ sổ hộ khẩu giấy, dân được gì?",
    "Tên-tệp_không_có_dấu_cách" + "_rất_dài" * 28,
    "Kiểm tra công vụ đột xuất tại chín đơn vị",
    "Ẫm ờ chuyện Ể oải nơi công sở: Ộ, sao lâu thế?",
    "Dịch vụ công trực tuyến mức độ 4: số lượng tăng, hồ sơ vẫn ít",
)
BODY = Markup(Path(__file__).with_name("body.html").read_text("utf-8"))
STANDING = Markup(
    "<p>Kho này giữ lại các bài đã đăng về cải cách hành chính nhà nước.</p><h2>Cách dùng</h2>"
    "<p>Tìm theo từ khóa, theo năm hoặc theo chuyên mục.</p>"
)
STANDING_PAGES = [
    SimpleNamespace(url=url, title=title)
    for url, title in (
        ("gioi-thieu.html", "Giới thiệu"),
        ("lien-he.html", "Liên hệ"),
        ("tro-nang.html", "Trợ năng"),
    )
]
CITE = SimpleNamespace(
    text="Xuân An. “Hà Nội thí điểm”. Thời báo mẫu, 24/11/2017. https://luu-tru.example.vn/2017/11/ha-noi-100.html",
    bibtex="@misc{cchc100,\n  title = {Hà Nội thí điểm},\n  year = {2017}\n}",
    bibtex_file="data:application/x-bibtex;charset=utf-8,@misc%7Bcchc100%7D%0A",
    ris_file="data:application/x-research-info-systems;charset=utf-8,TY%20%20-%20NEWS%0A",
    ris="TY  - NEWS\nTI  - Hà Nội thí điểm\nER  - ",
    csl_json='[{"id": "100", "type": "article-newspaper"}]',
)


def term(kind: str, name: str, slug: str, count: int = 3, description: str = "") -> Any:
    """A term of the given kind, as the lists of the site see it."""
    feed = f"feeds/chuyen-muc/{slug}.atom.xml" if kind == "section" else ""
    url = f"{FOLDERS[kind]}/{slug}.html"
    return SimpleNamespace(
        kind=kind, name=name, slug=slug, url=url, count=count, description=description, feed=feed
    )


def day(number: int) -> Any:
    """A day of November 2017; the 24th stands on the first page of the month."""
    page = "index" if number == 24 else "trang-1"
    label = f"{number:02}/11/2017"
    return SimpleNamespace(label=label, url=f"2017/11/{page}.html#ngay-{number:02}", count=4, months=[])


def period(year: int, month: int = 0, count: int = 120) -> Any:
    """A month, or a year with its months; the archive begins in September 2003."""
    if month:
        url = f"{year}/{month:02}/index.html"
        return SimpleNamespace(label=f"Tháng {month}/{year}", url=url, count=count, months=[])
    months = [period(year, m, (m * 37 + year) % 310 + 1) for m in range(1 if year > 2003 else 9, 13)]
    total = sum(m.count for m in months)
    return SimpleNamespace(label=str(year), url=f"{year}/index.html", count=total, months=months)


SECTION_TERMS = [
    term("section", name, f"muc-{n}", 4000 // (n + 1), "Tin và bài của mục này, từ số đầu.")
    for n, name in enumerate(SECTIONS)
]
YEARS = [period(year) for year in range(2018, 2002, -1)]
AUTHOR, SOURCE = term("author", "Xuân An", "xuan-an"), term("source", "Thời báo mẫu", "thoi-bao-mau")
TAGS = tuple(
    term("tag", name, f"the-{n}")
    for n, name in enumerate(("một cửa", "đất đai", "Chỉ số hài lòng", "TP. HCM"))
)
METADATA = Article(
    title="",
    date=None,
    photographers=("Lê Vân",),
    lang="vi",
    summary="Người dân ba quận không phải đến cơ quan nhận kết quả hồ sơ đất đai nữa.",
    original_url="http://cu.example.vn/PortalPlus.aspx?/vi-VN/News/75//101147/0/26573/",
    captured=parse_moment("21/10/2018 08:30"),
    sha256="3fa9c1" + "0b" * 29,
)
COMPLETE = {
    "section": SECTION_TERMS[0],
    "tags": TAGS,
    "authors": (AUTHOR,),
    "source": SOURCE,
    "description": "Mô tả của bài.",
}


def article(number: int = 0, **changes: Any) -> ArticleView:
    """An article with everything filled in; `changes` empties or replaces fields, those of its front matter too."""
    own = {
        "id": str(100 + number),
        "url": f"2017/11/bai-mau-{100 + number}.html",
        "title": TITLES[number % len(TITLES)],
        "date": parse_moment(f"{24 - number % 20}/11/2017 09:56"),
    }
    shown = {field.name for field in fields(ArticleView)}
    said = {name: changes.pop(name) for name in [*changes] if name not in shown}
    return ArticleView(**{**COMPLETE, "metadata": replace(METADATA, **said), **own, **changes})


ARTICLES = [article(n) for n in range(40)]
PRESS = (SECTION_TERMS[1], ARTICLES[10:15])
BARE = article(
    6,
    url="2017/11/tro-troi.html",
    section=None,
    tags=(),
    authors=(),
    photographers=(),
    source=None,
    summary="",
    original_url="",
    captured=None,
    sha256="",
)
