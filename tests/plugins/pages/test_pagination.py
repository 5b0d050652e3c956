from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from plugins.pages.pagination import cut, pagination


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
