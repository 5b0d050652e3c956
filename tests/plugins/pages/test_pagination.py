from __future__ import annotations

from collections.abc import Callable
from datetime import date
from urllib.parse import urljoin

from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.dates import parse_moment
from plugins.pages.pagination import cut, day_urls, pagination
from plugins.site.archive import periods
from tests.conftest import Built, Writer
from tests.plugins.samples import article


@given(st.integers(0, 500), st.integers(1, 50))
def test_every_article_stands_on_one_page_in_order(count: int, per_page: int) -> None:
    articles = list(range(count, 0, -1))  # newest first
    pages = cut("the/x.html", articles, per_page)
    assert [a for page in reversed(pages) for a in page.articles] == articles
    assert len({page.url for page in pages}) == len(pages)
    assert pages[-1].url == "the/x.html"
    assert all(len(page.articles) == per_page for page in pages[:-1])
    assert len(pages[-1].articles) < 2 * per_page


@given(st.integers(1, 300), st.integers(1, 20))
def test_one_more_article_changes_no_old_page(count: int, per_page: int) -> None:
    before = {p.url: p.articles for p in cut("x.html", list(range(count, 0, -1)), per_page)}
    after = {p.url: p.articles for p in cut("x.html", list(range(count + 1, 0, -1)), per_page)}
    changed = [url for url in before if before[url] != after.get(url)]
    assert changed == ["x.html"]


def test_numbers_lead_to_the_first_the_last_and_the_neighbours() -> None:
    pages = cut("the/x.html", list(range(100)), 5)
    links, newer, older = pagination(pages, 10)
    assert [link.label for link in links] == ["1", "8", "9", "10", "11", "12", "20"]
    assert [link.label for link in links if link.gap] == ["8", "20"]
    assert [link.url for link in links if link.current] == ["the/x/trang-11.html"]
    assert (newer, older) == ("the/x/trang-12.html", "the/x/trang-10.html")


def test_an_index_page_cuts_beside_itself() -> None:
    assert cut("2017/11/index.html", list(range(10)), 5)[0].url == "2017/11/trang-1.html"


def test_a_pager_of_few_pages_names_every_one() -> None:
    links, _, _ = pagination(cut("2017/11/index.html", list(range(60)), 5), 11)
    assert [link.label for link in links] == [str(n) for n in range(1, 13)]
    assert not any(link.gap for link in links)


def test_the_years_of_a_term_lie_beside_its_older_pages() -> None:
    urls = {page.url for page in cut("chuyen-muc/tin.html", list(range(30)), 10)}
    of_year = {page.url for page in cut("chuyen-muc/tin/2017.html", list(range(30)), 10, joint="-")}
    assert of_year == {f"chuyen-muc/tin/2017{end}.html" for end in ("", "-trang-1", "-trang-2")}
    assert not urls & of_year


MANY = """Tiêu đề: Bài số {0}
Mã: {0}
Ngày: {1:02}/{2:02}/{3} 09:{4:02}
Chuyên mục: Tin

Nội dung của bài số {0}.
"""


def test_a_day_begins_on_the_page_with_its_newest_articles() -> None:
    dates = [date(2017, 11, 2 + n // 30) for n in range(100)][::-1]
    articles = [article(id=str(n), date=parse_moment(f"{day:%d/%m/%Y} 09:00")) for n, day in enumerate(dates)]
    (month,) = periods(articles)[0].months
    assert day_urls(month) == {
        date(2017, 11, 5): "2017/11/index.html#ngay-05",
        date(2017, 11, 4): "2017/11/index.html#ngay-04",
        date(2017, 11, 3): "2017/11/index.html#ngay-03",
        date(2017, 11, 2): "2017/11/trang-1.html#ngay-02",
    }


def test_every_day_of_a_long_month_and_every_year_of_a_long_list_is_reached(
    make: Callable[..., Built], write: Writer
) -> None:
    for n in range(100):
        day, month, year = (1 + n // 10, 11, 2017) if n < 90 else (3, 5, 2016)
        write(f"bai-{n}.md", MANY.format(n, day, month, year, n % 60))
    built = make()
    assert built.code == 0, built.said
    index = BeautifulSoup(built.page("2017/11/index.html"), "lxml")
    # What leads to a day by the month's address alone finds its heading or, where that is elsewhere, the way to it.
    marks = {f"ngay-{day:02}": index.find(id=f"ngay-{day:02}") for day in range(1, 10)}
    assert [e.name for e in marks.values()] == ["a"] * 4 + ["h2"] * 5
    for record in built.records().values():
        soup = BeautifulSoup(built.page(record["url"][1:]), "lxml")
        page, _, mark = urljoin(record["url"], soup.select_one(".byline a")["href"]).partition("#")
        heading = BeautifulSoup(built.page(page[1:]), "lxml").find("h2", id=mark)
        assert f"{record['date'][8:10]}/{record['date'][5:7]}/{record['date'][:4]}" in heading.get_text()
    section = BeautifulSoup(built.page("chuyen-muc/tin.html"), "lxml")
    assert section.h1.get_text(" ", strip=True) == "Tin 100 bài"
    assert len(section.select("ol.told > li")) == 40
    assert section.select("main p.all a")[-1]["href"] == "../chuyen-muc/tin/2017.html"
    assert not (built.output / "chuyen-muc/tin/trang-1.html").exists()
    listed = [
        a["href"].removeprefix("../../")
        for url in ("2017.html", "2017-trang-1.html", "2016.html")
        for a in BeautifulSoup(built.page(f"chuyen-muc/tin/{url}"), "lxml").select("ol.told > li > a")
    ]
    assert sorted(f"/{url}" for url in listed) == sorted(r["url"] for r in built.records().values())
