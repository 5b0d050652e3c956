"""Addresses without end are bounded; long lists are not; postbacks are pressed."""

import re
import zlib
from urllib.parse import parse_qs

import pytest

from scripts.scrape.trap_budgets import ARTICLE_BUDGET, DEAD, PROBES
from tests.scripts.scrape.scrape_pages import address, article, links, sentence
from tests.scripts.scrape.scrape_results import responses


def calendar(peer):
    day = int(re.search(r"(\d+)$", peer.hit.target)[1])
    days = "".join(
        f'<a href="{re.sub(r"[0-9]+$", str(day + i), peer.hit.target)}">{i}</a>' for i in range(1, 31)
    )
    peer.answer(
        f"<html><body><p>Lịch công tác tháng {day % 12 + 1}/{2000 + day}</p>{days}"
        f"<a href='{address(1)}'>Tin</a></body></html>"
    )


def test_a_calendar_without_end_is_left_after_its_budget(site, crawl):
    site.page("/", links("/lich.aspx?thang=1", "/lich/1", address(1)))
    site.page(address(1), article(1))
    site.fallback = calendar
    result = crawl()
    assert 0 < len(site.asked("/lich.aspx")) <= 12
    assert 0 < len(site.asked("/lich/")) <= 12
    assert address(1) in responses(result.store)
    assert ("refused", "trap") in [(line["status"], line.get("reason")) for line in result.lines]
    assert result.code == 0


def random_text(peer, *onward):
    """A page that says something no page has said, but little of it, and leads on."""
    peer.answer(links(*onward).replace("<ul>", f"<p>Đang xem: {sentence(peer.hit.target, 18)}</p><ul>"))


def grown(target):
    """Addresses a generator makes of one of its own: later, deeper, of other words, of other tokens."""
    word, token = sentence(target, 1).strip(".").lower(), f"{zlib.crc32(target.encode()):08x}a1"
    return {
        "/lich": [
            re.sub(r"\d+$", lambda match: str(int(match[0]) + 1), target),
            f"{target[:-1]}7&xem={word}",
        ],
        "/bay": [f"{target}x/", f"{target}{word}/", f"{target}../{word}/y/"],
        "/loc": [
            f"{target}&{name}={word}" for name in ("tinh", "nam", "linh-vuc", "sap") if name not in target
        ],
        "/phien": [f"/phien/{token}/", f"/phien/{token[::-1]}/trang.html"],
        "/tu": [f"/tu/{word}-{sentence(token, 1).strip('.').lower()}.html"],
    }["/" + re.split(r"\W", target)[1]]


@pytest.mark.parametrize(
    "start", ["/lich?nam=2018&thang=1", "/bay/a/", "/loc?x=1", "/phien/1a2b3c4d/", "/tu/a.html"]
)
def test_pages_that_always_say_something_new_are_bounded_all_the_same(site, crawl, start):
    site.page("/", links(start, address(1)))
    site.page(address(1), article(1))
    site.fallback = lambda peer: random_text(peer, *grown(peer.hit.target))
    result = crawl()
    assert 3 < len(site.asked()) <= 2 + 12
    assert address(1) in responses(result.store)


def test_a_site_that_is_one_script_is_read_to_its_end(site, crawl):
    """Twenty lists say nothing themselves; what they lead to does."""
    site.page("/", links("/?m=1", *(f"/default.aspx?muc={n}" for n in range(20))))
    for n in range(20):
        site.page(f"/default.aspx?muc={n}", links(f"/default.aspx?id={n}", f"/default.aspx?muc={n}&trang=2"))
        site.page(f"/default.aspx?muc={n}&trang=2", links(f"/default.aspx?id={n + 20}"))
    for n in range(40):
        site.page(f"/default.aspx?id={n}", article(n))
    result = crawl()
    assert sum("?id=" in target for target in responses(result.store)) == 40


def test_one_article_under_numbers_without_end_is_bounded(site, crawl):
    def again(peer):
        number = int(re.search(r"(\d+)/$", peer.hit.target)[1])
        peer.answer(article(1, f'<a href="{address(number + 1)}">tiếp</a>').replace("12911485", str(number)))

    site.fallback = again
    crawl(address(1))
    assert len(site.asked()) <= 2 + ARTICLE_BUDGET + PROBES


def test_parameters_in_every_combination_are_bounded(site, crawl):
    def sorted_again(peer):
        query = peer.hit.target.partition("?")[2]
        peer.answer(links(*(f"/ds.aspx?{query}&{name}={i}" for name in "abc" for i in range(3))))

    site.page("/", links("/ds.aspx?x=1"))
    site.fallback = sorted_again
    crawl()
    assert 0 < len(site.asked("/ds.aspx")) <= 12


def test_relative_links_in_the_wrong_place_are_bounded(site, crawl):
    site.fallback = lambda peer: peer.answer('<html><body><a href="tin/con/index.html">x</a></body></html>')
    crawl("/tin/con/index.html")
    assert len(site.asked()) <= 16


def test_a_long_list_is_read_to_its_end(site, crawl):
    def pages(peer):
        number = int(peer.hit.target.rpartition("=")[2])
        articles = [address(number * 2), address(number * 2 + 1)] if number <= 40 else []
        peer.answer(links(*articles, f"/ds.aspx?trang={number + 1}"))

    site.fallback = lambda peer: (
        pages(peer)
        if "trang=" in peer.hit.target
        else peer.answer(article(int(re.search(r"(\d+)/$", peer.hit.target)[1])))
    )
    result = crawl("/ds.aspx?trang=1")
    assert sum("PortalPlus" in target for target in responses(result.store)) == 80
    assert len(site.asked("trang=")) <= 40 + 12


def test_a_pager_that_names_all_its_pages_at_once_is_read_to_its_end(site, crawl):
    site.page("/", links(*(f"/ds/{n}.html" for n in range(1, 41))))
    for n in range(1, 41):
        site.page(f"/ds/{n}.html", links(address(n)))
        site.page(address(n), article(n))
    result = crawl()
    assert sum("PortalPlus" in target for target in responses(result.store)) == 40


def pager(peer, last=4):
    """A list whose next page is a button; its state travels in __VIEWSTATE."""
    form = parse_qs(peer.hit.body.decode())
    argument = form.get("__EVENTARGUMENT", [""])[0]
    state = int(form.get("__VIEWSTATE", ["1"])[0])
    number = int(argument.removeprefix("Page$")) if argument.startswith("Page$") else state + bool(form)
    buttons = "<a href=\"javascript:__doPostBack('ctl00$Next','')\">Sau</a>" if number < last else ""
    peer.answer(
        "<html><body><form method='post' action='/ds.aspx'>"
        f"<input type='hidden' name='__VIEWSTATE' value='{number}'><a href='{address(number)}'>tin</a>"
        f"<a href=\"javascript:__doPostBack('ctl00$Grid','Page$2')\">2</a>{buttons}</form></body></html>"
    )


def test_the_pages_behind_postbacks_are_reached(site, crawl):
    site.routes["/ds.aspx"] = pager
    for n in range(1, 5):
        site.page(address(n), article(n))
    result = crawl("/ds.aspx")
    assert {address(n) for n in range(1, 5)} <= set(site.asked())
    assert result.why("#ctl00$Grid|Page$2") == ("stored", "")
    posts = [hit for hit in site.hits if hit.method == "POST"]
    assert all(parse_qs(hit.body.decode())["__VIEWSTATE"] for hit in posts)
    assert len(posts) <= 12


def test_buttons_of_articles_are_reported_not_pressed(site, crawl):
    site.page(address(1), article(1))
    result = crawl(address(1))
    assert [hit.method for hit in site.hits] == ["GET", "GET"]
    assert result.why("#0|0") == ("refused", "postback")


def test_buttons_that_change_something_are_not_pressed(site, crawl):
    buttons = "".join(
        f"<a href=\"javascript:__doPostBack('{target}','{argument}')\">{label}</a>"
        for target, argument, label in (
            ("grid", "Delete$1", "x"),
            ("ctl00$btnLogout", "", "x"),
            ("grid", "Sort$Ten", "x"),
            ("ctl00$del", "", "x"),
            ("ctl00$lnk1", "", "<b>Xóa</b> tất cả"),
        )
    )
    site.page(
        "/", f"<html><form method=post><input type=hidden name=__VIEWSTATE value=1>{buttons}</form></html>"
    )
    result = crawl()
    assert {hit.method for hit in site.hits} == {"GET"}
    assert result.why("#grid|Delete$1") == result.why("#ctl00$lnk1|") == ("refused", "postback")


def test_limits_of_a_run_end_it_and_the_next_goes_on(site, crawl):
    site.page("/", links(*(address(n) for n in range(1, 9))))
    for n in range(1, 9):
        site.page(address(n), article(n))
    first = crawl(max_pages=3)
    assert len(site.asked()) == 3
    assert sum(line["status"] == "waiting" for line in first.lines) == 6
    second = crawl(max_time=30)
    assert {line["status"] for line in second.lines if "#" not in line["address"]} == {"stored"}
    assert len(site.asked()) == 9


def test_time_is_bounded_too(site, crawl):
    site.page("/", links(*(address(n) for n in range(1, 9))))
    result = crawl(delay=0.2, max_time=0.5)
    assert len(site.asked()) <= 4
    assert {"waiting"} < {line["status"] for line in result.lines}


def test_dead_links_of_one_shape_are_not_all_asked_for(site, crawl):
    site.page("/", links(*(f"/{n}" for n in range(300))))
    site.fallback = lambda peer: peer.answer("", "404 Not Found")
    result = crawl()
    assert result.code == 1
    assert len(site.asked()) <= 1 + DEAD + PROBES
    assert result.why("/150") == ("refused", "trap")
