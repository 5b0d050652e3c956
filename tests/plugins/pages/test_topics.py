"""Topic pages: whose articles they gather, and what of many stands there."""

from __future__ import annotations

from collections.abc import Callable

from bs4 import BeautifulSoup

from plugins.pages.topics import LEAST, SHOWN, timeline
from tests.conftest import Built, Writer
from tests.plugins.samples import article

ARTICLE = """Tiêu đề: {0}
Mã: {1}
Ngày: 02/11/{2} 09:00
Chuyên mục: Tin
Thẻ: {3}

Nội dung.
"""


def test_a_topic_gathers_by_tag_and_by_title_and_tells_years(
    make: Callable[..., Built], write: Writer
) -> None:
    write("a-1.md", ARTICLE.format("Bài một", 1, 2015, "một cửa"))
    write("b-2.md", ARTICLE.format("Cơ chế MỘT CỬA ở xã", 2, 2017, "").replace("Thẻ: \n", ""))
    write("c-3.md", ARTICLE.format("Một cửa hàng mới", 3, 2017, "chợ; liên thông"))
    write("d-4.md", ARTICLE.format("Chuyện khác", 4, 2017, "khác"))
    write(
        "chu-de/mot-cua.md",
        "Tiêu đề: Cơ chế một cửa\nThẻ: một cửa\n\nLời *giới thiệu* và [bài](../a-1.md).\n",
    )
    built = make()
    assert built.code == 0, built.said
    soup = BeautifulSoup((built.output / "chu-de/mot-cua.html").read_text("utf-8"), "lxml")
    assert soup.select_one("main .body em").get_text() == "giới thiệu"
    assert soup.select_one("main .body a")["href"] == "../2015/11/a-1.html"
    listed = {
        h["id"]: [a.get_text() for a in h.find_next("ol").select("li > a")]
        for h in soup.select("main h2[id]")
    }
    assert listed == {"nam-2017": ["Cơ chế MỘT CỬA ở xã"], "nam-2015": ["Bài một"]}
    assert 'href="../chu-de/index.html"' in str(soup.footer)
    index = (built.output / "chu-de/index.html").read_text("utf-8")
    assert "Cơ chế một cửa" in index
    assert not (built.output / "mot-cua.html").exists()


def test_of_many_articles_each_year_shows_its_newest() -> None:
    many = [article(id=str(number)) for number in range(SHOWN + 1)]
    (year,) = timeline("chu-de/x.html", many)
    assert (year.count, len(year.articles)) == (SHOWN + 1, SHOWN)
    assert SHOWN > LEAST
