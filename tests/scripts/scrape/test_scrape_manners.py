"""Scope, robots.txt, delay, Retry-After: what the server sees of us."""

import pytest
from scrape_pages import address, article, links
from scrape_server import GRACE


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
    assert min(site.gaps()) >= 0.2 - GRACE


def test_crawl_delay_slows_us_down(site, crawl):
    site.page("/robots.txt", "User-agent: *\nCrawl-delay: 0.3")
    site.page("/", links("/a"))
    crawl()
    assert min(site.gaps()[1:]) >= 0.3 - GRACE


def test_request_rate_slows_us_down(site, crawl):
    site.page("/robots.txt", "User-agent: *\nRequest-rate: 4/1s")
    site.page("/", links("/a"))
    crawl()
    assert min(site.gaps()[1:]) >= 0.25 - GRACE


@pytest.mark.parametrize("status", ["503 Busy", "429 Too Many Requests"])
def test_retry_after_in_seconds_holds_every_request(site, crawl, status):
    site.page("/", links("/a", "/b"))
    site.routes["/a"] = lambda p: (
        p.answer("", status, Retry_After="1") if p.visit == 1 else p.answer(article(1))
    )
    site.page("/b", article(2))
    result = crawl()
    busy = next(i for i, hit in enumerate(site.hits) if hit.target == "/a")
    assert site.hits[busy + 1].began - site.hits[busy].ended >= 1 - GRACE
    assert result.why("/a") == result.why("/b") == ("stored", "")


def test_retry_after_as_a_date_is_measured_by_the_servers_own_clock(site, crawl):
    wrong_clock = {"Date": "Sun, 21 Oct 2001 08:30:00 GMT", "Retry_After": "Sun, 21 Oct 2001 08:30:01 GMT"}
    site.routes["/"] = lambda p: (
        p.answer("", "503 Busy", **wrong_clock) if p.visit == 1 else p.answer(article(1))
    )
    assert crawl().why("/") == ("stored", "")
    assert site.gaps()[1] >= 1 - GRACE


def test_a_server_busy_for_ever_is_left_after_growing_pauses(site, crawl):
    site.routes["/"] = lambda p: p.answer("", "503 Busy")
    assert crawl().why("/") == ("failed", "busy")
    pauses = site.gaps()[1:]
    assert len(pauses) == 4
    assert pauses == sorted(pauses)


def test_we_say_who_we_are(site, crawl):
    site.page("/", article(1))
    crawl(contact="luutru@vi-du.gov.vn")
    for hit in site.hits:
        assert hit.headers["user-agent"].startswith("cchc-archive/")
        assert "luutru@vi-du.gov.vn" in hit.headers["user-agent"]
        assert hit.headers["from"] == "luutru@vi-du.gov.vn"


def test_nothing_leaves_the_start_host(site, elsewhere, crawl):
    port = elsewhere.url.rsplit(":", 1)[1]
    away = [
        f"{elsewhere.url}/a",
        f"//127.0.0.1:{port}/b",
        f"http:\\\\127.0.0.1:{port}\\c",
        f"/\\127.0.0.1:{port}/d",
        f"http://localhost:{port}/e",
        f"{site.url}@127.0.0.1:{port}/f",
    ]
    strange = [
        "mailto:a@vi-du.vn",
        "ftp://127.0.0.1/x",
        "file:///etc/passwd",
        "http://[::1/x",
        "http://vi-du.gov.vn/g",
    ]
    hops = {
        "/r1": f"{elsewhere.url}/r",
        "/r2": f"//127.0.0.1:{port}/",
        "/r3": "file:///etc/passwd",
        "/r4": "http://10.0.0.1/",
        "/r5": "http://localhost/",
    }
    for target, location in hops.items():
        site.routes[target] = lambda peer, to=location: peer.answer("", "302 Found", Location=to)
    site.page("/", links(*away, *strange, *hops))
    result = crawl()
    assert set(site.asked()) == {"/", *hops}
    refused = {line["address"]: line["reason"] for line in result.lines if line["status"] == "refused"}
    assert len(refused) == len(away) + len(strange) + len(hops)
    assert result.why("/r1") == ("refused", "private-address")
    assert result.why("/r3") == ("refused", "scheme")
    assert result.why("http://vi-du.gov.vn/g") == ("refused", "off-site")
    assert result.code == 0


def test_another_host_only_when_a_person_says_so(site, crawl):
    port = site.url.rsplit(":", 1)[1]
    site.page("/", links(f"http://localhost:{port}/b"))
    site.page("/b", article(2))
    assert crawl().why("/b")[0] == "refused"
    assert crawl(allow_host=(f"localhost:{port}",)).why("/b") == ("stored", "")


def test_a_start_that_leads_away_is_a_problem_said_aloud(site, elsewhere, crawl, capsys):
    site.routes["/"] = lambda peer: peer.answer("", "301 Moved", Location=f"{elsewhere.url}/")
    assert crawl().code == 1
    assert f"{elsewhere.url}/" in capsys.readouterr().err


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
