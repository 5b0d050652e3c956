"""Feeds: which terms have one, and that one stands until its articles change."""

from __future__ import annotations

import json
from collections.abc import Callable

from plugins.site.archive import FEED_ABOVE
from tests.conftest import Built, Writer

ARTICLE = """Tiêu đề: Bài {0}
Mã: {0}
Ngày: {1:02}/11/2017 09:00
Chuyên mục: Tin
Nguồn: Báo Mẫu
Thẻ: {2}

Nội dung bài {0}.
"""


def test_tags_and_sources_of_many_articles_have_feeds_that_stand_until_they_change(
    make: Callable[..., Built], write: Writer
) -> None:
    for number in range(1, FEED_ABOVE + 2):
        write(
            f"bai-{number}.md",
            ARTICLE.format(number, number, "một cửa; riêng lẻ" if number < 4 else "một cửa"),
        )
    built = make()
    assert built.code == 0, built.said
    feeds = built.output / "feeds"
    assert {path.name for path in (feeds / "the").iterdir()} == {"mot-cua.atom.xml", "mot-cua.json"}
    source = json.loads((feeds / "nguon/bao-mau.json").read_text(encoding="utf-8"))
    assert [item["url"].rpartition("-")[2] for item in source["items"]][:2] == ["11.html", "10.html"]
    assert 'href="../feeds/the/mot-cua.atom.xml"' in (built.output / "the/mot-cua.html").read_text("utf-8")
    listed = (built.output / "nguon-cap-tin.html").read_text("utf-8")
    assert "feeds/nguon/bao-mau.atom.xml" in listed
    assert "feeds/the/rieng-le" not in listed

    numbers = {path.name: path.stat().st_ino for path in (feeds / "the").iterdir()}
    write("bai-12.md", ARTICLE.format(12, 2, "khác hẳn"))  # not among the newest, which stand on every page
    make()
    assert {path.name: path.stat().st_ino for path in (feeds / "the").iterdir()} == numbers
    source = json.loads((feeds / "nguon/bao-mau.json").read_text(encoding="utf-8"))
    assert len(source["items"]) == FEED_ABOVE + 2


def test_an_article_that_is_no_news_says_so_in_both_feeds(make: Callable[..., Built], write: Writer) -> None:
    day = "Ngày: 05/11/2017"
    written = ARTICLE.format(1, 5, "một cửa").replace(
        "Ngày: 05/11/2017 09:00", f"Loại bài: bài biên soạn\n{day}"
    )
    write("bai-1.md", written.replace("Mã: 1", "Mã: bs-001\nBiên soạn ngày: 20/11/2026"))
    write("bai-2.md", ARTICLE.format(2, 6, "một cửa"))
    built = make()
    assert built.code == 0, built.said
    items = json.loads((built.output / "feeds/tat-ca.json").read_text("utf-8"))["items"]
    assert [item["tags"] for item in items] == [["Tin", "một cửa"], ["bài biên soạn", "Tin", "một cửa"]]
    assert '<category term="bài biên soạn"' in (built.output / "feeds/tat-ca.atom.xml").read_text("utf-8")
