"""Articles and content folders that the rules' examples are made of."""

from __future__ import annotations

import io
import unicodedata
from typing import NamedTuple

from PIL import Image

File = str | bytes
Folder = dict[str, File]


class Examples(NamedTuple):
    """Each bad example breaks the rule; no good example breaks any rule."""

    bad: list[File | Folder]
    good: list[File | Folder]


def article(
    body: str = "Nội dung.", *, title: str = "Bài", date: str = "24/11/2017 09:56", **fields: str
) -> str:
    """A canonical article; `fields` by attribute."""
    keys = {
        "status": "Trạng thái",
        "section": "Chuyên mục",
        "tags": "Thẻ",
        "authors": "Tác giả",
        "source": "Nguồn",
    }
    names = {"id": "Mã", "slug": "Đường dẫn", **keys}
    order = ["id", "date", *keys, "summary", "slug"]
    values = {"date": date, "summary": "Tóm tắt.", **fields}
    names |= {"date": "Ngày", "summary": "Tóm tắt"}
    lines = [f"{names[a]}: {values[a]}\n" for a in order if values.get(a)]
    return f"Tiêu đề: {title}\n{''.join(lines)}\n{body}\n" if body else f"Tiêu đề: {title}\n{''.join(lines)}"


def picture(width: int = 40, height: int = 30) -> bytes:
    """A PNG picture."""
    out = io.BytesIO()
    Image.new("L", (width, height)).save(out, "PNG")
    return out.getvalue()


def articles(**texts: str) -> Folder:
    """A folder of articles by file name."""
    return {f"bai-viet/{name}.md": text for name, text in texts.items()}


def dated(count: int, year: str) -> Folder:
    """Articles of one year."""
    return articles(**{f"bai-{n}": article(id=str(n), date=f"01/01/{year}") for n in range(count)})


SECTIONS = '[[chuyen-muc]]\nten = "Hòa giải cơ sở"\n\n[[chuyen-muc]]\nten = "Tin tức"\n'
GOOD = article()
BASIS = "Luật Cán bộ, công chức số 22/2008/QH12 ngày 13/11/2008 của Quốc hội"
COMPILED = (
    "Tiêu đề: Bài\nMã: bs-1\nLoại bài: bài biên soạn\nNgày: 22/06/2007\nBiên soạn ngày: 22/11/2026\n"
    f"Căn cứ: {BASIS}\nTóm tắt: Tóm tắt.\n\nNội dung.\n"
)
DIGEST = (
    "Tiêu đề: Bài\nMã: 7\nLoại bài: bài tóm lược\nNgày: 24/11/2017 09:56\nBiên soạn ngày: 22/11/2026\n"
    "Tóm tắt: Tóm tắt.\nĐịa chỉ gốc: http://a.vn/1\n\nNội dung.\n"
)
FIGURE = article('![Biểu đồ chỉ số](../anh/bieu-do.png "Chỉ số năm 2017")')
LINKS = """\
[Bài kia](kia.md), [từ gốc](/bai-viet/kia.md), [địa chỉ](/2017/11/bai-7.html), [trang](/gioi-thieu.html),
[tệp](../tep/bao-cao.pdf), [mục](#muc), [ngoài](https://example.org/x.html), <https://example.org>,
[cũ](http://example.org/PortalPlus.aspx?/vi-VN/News/7/), [cũ](/PortalPlus.aspx?/vi-VN/News/75//1/0/7/),
[lưu trữ](/luu-tru.html), [tìm](/tim-kiem.html?q=m%E1%BB%99t), [mục](/chuyen-muc/tin-tuc.html), [thẻ](/the/a.html),
[năm](/2017/index.html), [tháng](/2017/11/index.html), [trang 2](/the/a/trang-2.html), [tin](/feeds/tat-ca.atom.xml),
[nhà](/), [thư](mailto:a@example.org), `[mã](khong-co.md)`, \\[không phải](khong-co.md), [[lồng]](kia.md)

    [mã](khong-co.md)

[định nghĩa][d]

[d]: kia.md "Bài kia"
"""
LINKED = {
    **articles(goc=article(LINKS), kia=article(id="7")),
    "trang/gioi-thieu.md": "Tiêu đề: Giới thiệu\n\nNội dung.\n",
    "tep/bao-cao.pdf": b"x",
}
NFD = unicodedata.normalize("NFD", "Nội dung")


def linking(target: str, **others: str) -> Folder:
    """One article that links to `target`, beside others."""
    return articles(goc=article(f"Một dòng.\n\n[chữ]({target})"), **others)
