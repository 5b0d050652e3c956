"""robots.txt, delay, Retry-After: what the server sees of us."""

import pytest

from scripts.scrape.crawl import LONG_BUSY
from tests.scripts.scrape.scrape_pages import address, article, links
from tests.scripts.scrape.scrape_results import responses


def test_robots_is_read_first_and_obeyed(site, crawl):
    site.page("/robots.txt", "User-agent: *\nDisallow: /cam/\nDisallow: /*?in=", Content_Type="text/plain")
    site.page("/", links("/cam/a.html", "/b.html?in=1", "/b.html"))
    site.page("/b.html", article(1))
    result = crawl()
    assert site.hits[0].target == "/robots.txt"
    assert site.asked() == ["/", "/b.html"]
    assert result.why("/cam/a.html") == result.why("/b.html?in=1") == ("refused", "robots")
    assert result.code == 0


def test_rules_for_our_name_win_over_those_for_all(site, crawl):
    site.page("/robots.txt", "User-agent: *\nDisallow: /\n\nUser-agent: cchc-archive\nDisallow: /x")
    site.page("/", links("/x", "/y"))
    site.page("/y", article(1))
    crawl()
    assert site.asked() == ["/", "/y"]


@pytest.mark.parametrize("status", ["500 Error", "503 Busy", "429 Too Many"])
def test_a_robots_file_the_server_cannot_give_means_stay_out(site, crawl, status):
    site.routes["/robots.txt"] = lambda peer: peer.answer("", status)
    site.page("/", links("/a"))
    result = crawl()
    assert site.asked() == []
    assert result.code == 1
    assert result.of("/")["status"] == "refused"
    assert result.of("/")["reason"] == "robots-unavailable"


def test_staying_out_ends_when_the_server_recovers(site, crawl):
    site.routes["/robots.txt"] = lambda peer: peer.answer(
        "", "500 Error" if peer.visit <= 3 else "404 Not Found"
    )
    site.page("/", links("/a"))
    site.page("/a", article(1))
    assert crawl().code == 1
    assert crawl().why("/a") == ("stored", "")


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden"])
def test_no_robots_file_allows_everything(site, crawl, status):
    site.routes["/robots.txt"] = lambda peer: peer.answer("", status)
    site.page("/", article(1))
    assert crawl().why("/") == ("stored", "")


def test_robots_is_followed_through_redirects_but_not_away(site, elsewhere, crawl):
    site.routes["/robots.txt"] = lambda peer: peer.answer("", "301 Moved", Location="/r2.txt")
    site.page("/r2.txt", "User-agent: *\nDisallow: /cam")
    site.page("/", links("/cam", f"{elsewhere.url}/x"))
    assert crawl().why("/cam") == ("refused", "robots")


def test_the_pause_is_kept_from_the_end_of_each_answer(site, crawl):
    def slow(peer):
        peer.stopped.wait(0.1)
        peer.answer(article(1))

    site.routes |= {"/": lambda p: p.answer(links("/a", "/b", "/c")), "/a": slow, "/b": slow}
    crawl(delay=0.2)
    assert len(site.hits) == 5
    assert min(site.gaps()) >= 0.2


def test_crawl_delay_slows_us_down(site, crawl):
    site.page("/robots.txt", "User-agent: *\nCrawl-delay: 0.3")
    site.page("/", links("/a"))
    crawl()
    assert min(site.gaps()[1:]) >= 0.3


def test_crawl_delay_holds_from_the_first_page_on(site, crawl):
    site.page("/robots.txt", "User-agent: *\nCrawl-delay: 0.4")
    site.page("/", article(1))
    crawl()
    assert min(site.gaps()) >= 0.4


def test_a_second_run_keeps_the_pause_after_the_first(site, crawl):
    site.page("/", article(1))
    crawl(delay=0.3)
    crawl(delay=0.3)
    assert min(site.gaps()) >= 0.3


def test_an_endless_robots_file_is_read_as_far_as_it_must_be(site, crawl):
    site.page("/robots.txt", b"\xef\xbb\xbfUser-agent: *\nDisallow: /cam\n# \xf4\n" + b"# x\n" * 600_000)
    site.page("/", links("/cam", "/a"))
    site.page("/a", article(1))
    result = crawl()
    assert result.why("/cam") == ("refused", "robots")
    assert result.why("/a") == ("stored", "")


def test_request_rate_slows_us_down(site, crawl):
    site.page("/robots.txt", "User-agent: *\nRequest-rate: 4/1s")
    site.page("/", links("/a"))
    crawl()
    assert min(site.gaps()[1:]) >= 0.25


@pytest.mark.parametrize("status", ["503 Busy", "429 Too Many Requests"])
def test_retry_after_in_seconds_holds_every_request(site, crawl, status):
    site.page("/", links("/a", "/b"))
    site.routes["/a"] = lambda p: (
        p.answer("", status, Retry_After="1") if p.visit == 1 else p.answer(article(1))
    )
    site.page("/b", article(2))
    result = crawl()
    busy = next(i for i, hit in enumerate(site.hits) if hit.target == "/a")
    assert site.hits[busy + 1].began - site.hits[busy].ended >= 1
    assert result.why("/a") == result.why("/b") == ("stored", "")


def test_retry_after_as_a_date_is_measured_by_the_servers_own_clock(site, crawl):
    wrong_clock = {"Date": "Sun, 21 Oct 2001 08:30:00 GMT", "Retry_After": "Sun, 21 Oct 2001 08:30:01 GMT"}
    site.routes["/"] = lambda p: (
        p.answer("", "503 Busy", **wrong_clock) if p.visit == 1 else p.answer(article(1))
    )
    assert crawl().why("/") == ("stored", "")
    assert site.gaps()[1] >= 1


def test_a_server_busy_for_ever_is_left_after_growing_pauses(site, crawl):
    site.routes["/"] = lambda p: p.answer("", "503 Busy")
    assert crawl().why("/") == ("failed", "busy")
    pauses = site.gaps()[1:]
    assert len(pauses) == 3
    assert pauses == sorted(pauses)


def test_one_address_that_is_always_busy_holds_nobody_else(site, crawl):
    site.page("/", links("/ban", *(f"/{n}.html" for n in range(5))))
    site.routes["/ban"] = lambda p: p.answer("", "503 Busy", Retry_After="86400")
    for n in range(5):
        site.page(f"/{n}.html", article(n))
    result = crawl()
    assert len(responses(result.store)) == 6
    assert site.asked("/ban") == ["/ban"]
    assert crawl().why("/ban") == ("failed", "busy")
    assert site.asked("/ban") == ["/ban"], "a second run asked before the time was over"


def test_a_host_that_wants_to_be_left_alone_is(site, crawl, capsys):
    site.page("/", links(*(f"/{n}.html" for n in range(20))))
    site.fallback = lambda p: p.answer("", "429 Too Many", Retry_After="3600")
    assert crawl().code == 1
    assert len(site.asked()) == 1 + LONG_BUSY
    seen = len(site.hits)
    assert crawl().code == 1
    assert len(site.hits) == seen
    assert "đừng hỏi trước" in capsys.readouterr().err


def test_we_say_who_we_are(site, crawl):
    site.page("/", article(1))
    crawl(contact="luutru@vi-du.gov.vn")
    for hit in site.hits:
        assert hit.headers["user-agent"].startswith("cchc-archive/")
        assert "luutru@vi-du.gov.vn" in hit.headers["user-agent"]
        assert hit.headers["from"] == "luutru@vi-du.gov.vn"


@pytest.mark.parametrize("asked", ["nan", "-5", "x", ""])
def test_a_crawl_delay_that_is_no_number_delays_nothing(site, crawl, asked):
    site.page("/robots.txt", f"User-agent: *\nCrawl-delay: {asked}\n")
    site.page("/", article(1))
    assert crawl().why("/") == ("stored", "")


def test_cookies_handed_out_on_the_way_are_kept(site, crawl):
    def door(peer):
        if "cookie" in peer.hit.headers:
            peer.answer(article(1))
        else:
            peer.answer("", "302 Found", Location="/", Set_Cookie="ASP.NET_SessionId=abc; path=/; HttpOnly")

    site.routes["/"] = door
    assert crawl().why("/") == ("stored", "")
    assert site.hits[-1].headers["cookie"] == "ASP.NET_SessionId=abc"


def test_a_session_put_into_the_address_is_followed_and_forgotten(site, crawl):
    site.routes["/a.aspx"] = lambda p: p.answer("", "302 Found", Location="/(S(x1y2z3))/a.aspx")
    site.page("/(S(x1y2z3))/a.aspx", article(1, '<a href="/(S(x1y2z3))/b.aspx">b</a>'))
    site.page("/b.aspx", article(2))
    result = crawl("/a.aspx")
    assert site.asked() == ["/a.aspx", "/(S(x1y2z3))/a.aspx", "/b.aspx"]
    assert result.why("/b.aspx") == ("stored", "")
    assert address(1) not in site.asked()
