"""Pages of the documents that articles name."""

from __future__ import annotations

from collections.abc import Callable

from bs4 import BeautifulSoup

from plugins.pages.document_index import PER_PAGE, index_parts
from plugins.site.document_table import NamedDocument
from tests.conftest import Built, Writer

ARTICLE = """Tiêu đề: {0}
Mã: {1}
Ngày: {2:02}/11/2017 09:00
Chuyên mục: Tin

{3}
"""


def _listed(built: Built, url: str) -> dict[str, list[str]]:
    """Headings of a list, each with the titles under it."""
    soup = BeautifulSoup((built.output / url).read_text(encoding="utf-8"), "lxml")
    return {
        heading.get_text(): [a.get_text() for a in heading.find_next("ol").select("li > a")]
        for heading in soup.select("main h2")
    }


def test_a_document_tells_who_is_about_it_and_who_names_it(make: Callable[..., Built], write: Writer) -> None:
    write(
        "a-1.md", ARTICLE.format("Bài một", 1, 1, "Theo Nghị quyết số 35/NQ-CP ngày 16/5/2016 và thêm chữ.")
    )
    write("b-2.md", ARTICLE.format("Nghị quyết 35/NQ-CP: một năm", 2, 2, "Nhìn lại chặng đường đã qua."))
    write(
        "c-3.md", ARTICLE.format("Bài ba", 3, 3, "Đoạn đầu.\n\nNhắc 35/NQ–CP rồi Quyết định 09/2015/QĐ-TTg.")
    )
    built = make()
    assert _listed(built, "van-ban/35-nq-cp.html") == {
        "Bài viết về văn bản này": ["Nghị quyết 35/NQ-CP: một năm", "Bài một"],
        "Bài viết có nhắc tới văn bản này": ["Bài ba"],
    }
    page = (built.output / "van-ban/35-nq-cp.html").read_text(encoding="utf-8")
    assert "<h1>Nghị quyết 35/NQ-CP <span>3 bài</span></h1>" in page
    assert "16/05/2016" in page
    index = BeautifulSoup((built.output / "van-ban/index.html").read_text(encoding="utf-8"), "lxml")
    assert [(a["href"], a.get_text()) for a in index.select("main .group a")] == [
        ("../van-ban/35-nq-cp.html", "35/NQ-CP"),
        ("../van-ban/9-2015-qd-ttg.html", "09/2015/QĐ-TTg"),
    ]


def test_many_documents_are_cut_by_their_kinds() -> None:
    many = [NamedDocument(f"{n}/qd-ttg") for n in range(PER_PAGE + 1)]
    parts = index_parts({"Quyết định": many, "Nghị quyết": [NamedDocument("35/nq-cp")]})
    assert [(part.url, len(part.documents)) for part in parts] == [
        ("van-ban/loai/quyet-dinh.html", PER_PAGE),
        ("van-ban/loai/quyet-dinh-2.html", 1),
        ("van-ban/loai/nghi-quyet.html", 1),
    ]
