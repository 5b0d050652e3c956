"""What must hold on every page the templates make, and on the awkward ones."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from jinja2 import Environment, UndefinedError

from tests.theme import sample_pages, samples

ENV = sample_pages.environment()
PAGES = {values["page"].url: (template, values) for template, values in sample_pages.pages(ENV)}


def soup_of(template: str, values: dict[str, Any], env: Environment = ENV) -> BeautifulSoup:
    return BeautifulSoup(env.get_template(template).render(values), "lxml")


def article_soup(item: Any, **more: Any) -> BeautifulSoup:
    return soup_of("article.html", sample_pages.article_page(ENV, item, **more))


@pytest.fixture(params=PAGES, name="page")
def _page(request: pytest.FixtureRequest) -> BeautifulSoup:
    return soup_of(*PAGES[request.param])


def test_head_says_what_the_page_is(page: BeautifulSoup) -> None:
    assert page.html["lang"] == "vi"
    assert page.title.string.strip()
    for name in ("description", "page-kind", "viewport", "color-scheme"):
        assert page.find("meta", attrs={"name": name})["content"], name
    assert page.find("meta", property="og:title")["content"]


def test_policy_allows_nothing_inline_and_nothing_foreign(page: BeautifulSoup) -> None:
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not page.find_all("style")
    scripts = [s for s in page.find_all("script") if s.get("type") != "application/ld+json"]
    assert all(s.get("src") and not s.string for s in scripts)
    for tag in page.find_all(True):
        assert not [a for a in tag.attrs if a == "style" or a.startswith("on")], tag
    sources = [
        t[a]
        for t in page.find_all(["script", "img", "link"])
        for a in ("src", "href")
        if t.get(a) and t.get("rel") not in (["canonical"], ["schema.DC"])
    ]
    assert not [s for s in sources if urlsplit(s).netloc]


def test_skip_link_comes_first_and_landmarks_are_single(page: BeautifulSoup) -> None:
    first = page.body.find(["a", "button", "input", "summary"])
    assert first["href"] == "#noi-dung"
    assert page.find(id="noi-dung").name == "main"
    assert len(page.find_all("main")) == 1
    assert len(page.body.find_all(["header", "footer"], recursive=False)) == 2
    assert not page.main.find_all("aside")
    names = Counter(n["aria-label"] for n in page.find_all("nav"))
    assert max(names.values()) == 1, names


def test_headings_descend_one_level_at_a_time(page: BeautifulSoup) -> None:
    levels = [int(h.name[1]) for h in page.find_all(re.compile("^h[1-6]$"))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


def test_ids_are_unique_and_fragments_lead_somewhere(page: BeautifulSoup) -> None:
    ids = [t["id"] for t in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert {a["href"][1:] for a in page.find_all("a", href=re.compile("^#"))} <= set(ids)


def test_latest_block_stands_once_with_dated_links(page: BeautifulSoup) -> None:
    (block,) = page.find_all(attrs={"data-block": "latest"})
    items = block.find("ol").find_all("li", recursive=False)
    assert len(items) >= 5
    assert all(li.find("a", recursive=False) and li.find("time", recursive=False)["datetime"] for li in items)


def test_controls_that_need_a_script_are_hidden_without_one(page: BeautifulSoup) -> None:
    for button in page.find_all(attrs={"data-do": True}):
        assert button.find_parent(hidden=True) is not None


def test_texts_are_shown_as_written_never_obeyed() -> None:
    title = "<b>9 < 10</b> & {{ root }} 'điểm' \"hài lòng\""
    page = article_soup(samples.article(title=title, correction="<i>sai</i>"))
    assert page.h1.string == title
    assert page.find("meta", property="og:title")["content"] == title
    assert page.find(class_="correction").find("i") is None


def test_summary_opens_the_text_unless_the_text_begins_with_it() -> None:
    assert (
        article_soup(samples.article(summary="Ba quận & một cửa")).find(class_="sapo").string
        == "Ba quận & một cửa"
    )
    begins_so = "Sáng 16/5, đoàn công tác làm việc với ba quận…"
    assert article_soup(samples.article(summary=begins_so)).find(class_="sapo") is None
    assert article_soup(samples.article(summary="")).find(class_="sapo") is None


def test_foreign_text_says_its_language() -> None:
    assert article_soup(samples.article(lang="en")).find("article")["lang"] == "en"
    assert not article_soup(samples.article()).find("article").has_attr("lang")


def test_mail_link_carries_title_and_address() -> None:
    page = article_soup(samples.article(title="Một cửa: 100% & hơn?"))
    link = page.find("a", href=re.compile("^mailto:"))["href"]
    fields = parse_qs(urlsplit(link).query)
    assert fields["subject"] == ["Một cửa: 100% & hơn?"]
    assert fields["body"] == [f"{sample_pages.SITEURL}/2017/11/bai-mau-100.html"]


def test_article_tells_where_its_copy_comes_from() -> None:
    page = article_soup(samples.article())
    details = page.find("details", class_="provenance")
    assert (
        details.summary.get_text() == "Bản lưu của cu.example.vn · lưu ngày 21/10/2018 · mã băm 3fa9c10b0b0b…"
    )
    original = details.find("a")
    assert original["rel"] == ["original", "nofollow"]
    assert original["href"] == original.get_text() == samples.article().metadata.original_url
    assert samples.article().metadata.sha256 in details.get_text()
    printed = page.find(class_="printed").get_text()
    assert samples.article().metadata.original_url in printed
    assert "21/10/2018 08:30" in printed


@pytest.mark.parametrize("address", ["mailto:ban@example.vn", "bài viết tay", "http://"])
def test_an_original_address_that_is_none_is_text_not_a_link(address: str) -> None:
    details = article_soup(samples.article(original_url=address)).find("details", class_="provenance")
    assert address in details.get_text()
    assert details.find("a") is None


@pytest.mark.parametrize("scheme", ["javascript", "data", "JavaScript"])
def test_a_dangerous_original_address_is_never_a_link(scheme: str) -> None:
    page = article_soup(samples.article(original_url=f"{scheme}://x/%0aalert(1)"))
    assert not page.find("a", href=re.compile(f"{scheme}://"))


def test_article_with_nothing_but_a_text_still_stands() -> None:
    page = article_soup(samples.BARE, related=[], older=[], newer=None, previous=None, siteurl="")
    assert page.find(attrs={"data-block": "related"}).find("a") is None
    assert "chưa có bài nào gần" in page.find(attrs={"data-block": "related"}).get_text()
    assert page.find("link", rel="canonical") is None
    assert page.find("p", class_="provenance") is not None


def test_reports_of_one_event_are_marked_and_the_list_stays_one() -> None:
    block = article_soup(samples.article()).find(attrs={"data-block": "related"})
    items = block.select("ol > li")
    assert [item.a.get_text() for item in items] == [a.title for a in samples.ARTICLES[1:11]]
    assert ["Cùng việc" in item.get_text() for item in items] == [False, True, True, *[False] * 7]


def test_few_related_articles_are_said_to_be_few() -> None:
    block = article_soup(samples.article(), related=samples.ARTICLES[:3]).find(
        attrs={"data-block": "related"}
    )
    assert [a["href"] for a in block.find_all("a")] == [f"../../{a.url}" for a in samples.ARTICLES[:3]]
    assert "Chỉ có 3 bài" in block.get_text()
    assert "Chỉ có" not in article_soup(samples.article()).find(attrs={"data-block": "related"}).get_text()


def test_menu_marks_the_section_of_the_page_and_of_its_articles() -> None:
    def marked(url: str) -> list[tuple[str, str]]:
        menu = soup_of(*PAGES[url]).find("nav", class_="menu")
        return [(a.get_text(), a["aria-current"]) for a in menu.find_all("a", attrs={"aria-current": True})]

    assert marked("chuyen-muc/muc-0.html") == [("Tin tức - Sự kiện", "page")]
    assert marked("2017/11/bai-mau-101.html") == [("Tin tức - Sự kiện", "true")]
    assert marked("luu-tru.html") == [("Theo năm", "page")]
    assert marked("gioi-thieu.html") == []


def test_dublin_core_names_the_record() -> None:
    page = article_soup(samples.article())
    found = {m["name"]: m["content"] for m in page.find_all("meta", attrs={"name": re.compile(r"^DC\.")})}
    assert found["DC.date"] == "2017-11-24T09:56:00+07:00"
    assert found["DC.creator"] == "Xuân An"
    assert found["DC.publisher"] == "Thời báo mẫu"
    assert found["DC.identifier"] == f"{sample_pages.SITEURL}/2017/11/bai-mau-100.html"


def test_month_cells_keep_their_place_in_the_year() -> None:
    page = soup_of(*PAGES["luu-tru.html"])
    first = page.find_all("section", class_="year")[-1]  # the first year begins in September
    assert [li["class"] for li in first.find_all("li")] == [["m09"], ["m10"], ["m11"], ["m12"]]


def test_every_page_of_the_missing_page_leads_from_the_root() -> None:
    page = soup_of(*PAGES["404.html"])
    hrefs = [a["href"] for a in page.find_all("a") if not a["href"].startswith("#")]
    assert hrefs
    assert all(h.startswith("/") for h in hrefs), hrefs


def test_a_missing_value_is_an_error_not_a_blank() -> None:
    values = sample_pages.article_page(ENV, samples.article())
    del values["cite"]
    with pytest.raises(UndefinedError):
        ENV.get_template("article.html").render(values)
