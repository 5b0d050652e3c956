"""One article under many addresses is stored once; redirects are followed, and loops end."""

from tests.scripts.scrape.scrape_pages import address, article, links, sentence
from tests.scripts.scrape.scrape_results import records, responses

GOOD = article(1)


def test_one_article_is_asked_for_once_whatever_its_addresses(site, crawl):
    site.page(
        "/",
        links(
            address(7),
            address(7).rstrip("/"),
            address(7) + "&sid=a8f3e0c2b1d4",
            address(7).upper().replace("NEWS", "News"),
            address(7) + "#top",
            "/PortalPlus.aspx?/vi-VN/News/80//55/3/7/",
            "/PortalPlus.aspx?%2Fvi-VN%2FNews%2F75%2F%2F101147%2F0%2F7%2F",
        ),
    )
    site.page(address(7), article(7))
    result = crawl()
    assert len(site.asked()) == 2
    assert result.why("/55/3/7/") == ("refused", "duplicate")


def test_one_article_under_two_numbers_is_stored_once_despite_its_counter(site, crawl):
    site.page("/", links(address(7), address(8)))
    site.page(address(7), article(7))
    site.page(address(8), article(7).replace("12911485", "12911486"))
    result = crawl()
    assert set(responses(result.store)) == {"/", address(7)}
    assert result.why(address(8)) == ("refused", "duplicate")
    assert result.of(address(8))["same_as"].endswith(address(7))


def test_an_alias_is_asked_for_when_the_first_address_fails(site, crawl):
    site.page("/", links(address(7), "/PortalPlus.aspx?/vi-VN/News/80//55/3/7/"))
    site.page("/PortalPlus.aspx?/vi-VN/News/80//55/3/7/", article(7))
    assert crawl().why("/55/3/7/") == ("stored", "")


def test_the_same_bytes_again_become_a_revisit(site, crawl):
    site.page("/", links("/a", "/b"))
    site.page("/a", GOOD)
    site.page("/b", GOOD)
    result = crawl()
    (revisit,) = [r for r in records(result.store) if r.kind == "revisit"]
    assert revisit.headers["WARC-Refers-To-Target-URI"] == f"{site.url}/a"
    assert revisit.headers["WARC-Payload-Digest"] == next(
        r.headers["WARC-Payload-Digest"]
        for r in records(result.store)
        if r.url == f"{site.url}/a" and r.kind == "response"
    )
    assert result.why("/b") == ("stored", "duplicate")


def test_redirects_are_stored_and_followed_and_loops_end(site, crawl):
    hops = {
        "/old": "/new",
        "/x": "/y",
        "/y": "/x",
        **{f"/chain/{'i' * i}": f"/chain/{'i' * (i + 1)}" for i in range(1, 40)},
    }
    for target, location in hops.items():
        site.routes[target] = lambda peer, to=location: peer.answer("", "301 Moved", Location=to)
    site.page("/", links("/old", "/x", "/chain/i"))
    site.page("/new", GOOD)
    result = crawl()
    assert result.why("/old") == ("stored", "redirect")
    assert result.why("/new") == ("stored", "")
    assert result.why("/x") == result.why("/y") == ("failed", "redirect-loop")
    assert len(site.asked("/chain/")) <= 12
    assert ("refused", "too-many-redirects") in [
        (line["status"], line.get("reason")) for line in result.lines
    ]


def test_reports_that_differ_in_their_numbers_alone_are_two(site, crawl):
    report = article(7).replace(
        "<p>", "<p>Trong tháng có 412 hồ sơ đúng hạn, 7 hồ sơ quá hạn trên tổng số. ", 1
    )
    site.page("/", links(address(7), address(8)))
    site.page(address(7), report)
    site.page(address(8), report.replace("412", "389"))
    assert set(responses(crawl().store)) == {"/", address(7), address(8)}


def test_an_article_at_an_address_of_another_kind_is_the_same_article(site, crawl):
    site.page("/", links("/tin/7.html", address(7), "/in/7"))
    for target, count in (("/tin/7.html", "1"), (address(7), "2"), ("/in/7", "3")):
        site.page(target, article(7).replace("12911485", count))
    result = crawl()
    assert set(responses(result.store)) == {"/", "/tin/7.html"}
    assert result.why("/in/7") == result.why(address(7)) == ("refused", "duplicate")


def test_lists_with_one_introduction_are_different_pages(site, crawl):
    introduction = "".join(f"<p>{sentence(f'gt{i}')}</p>" for i in range(4))
    site.page("/", links("/a", "/b"))
    site.page("/a", links("/c").replace("<ul>", introduction))
    site.page("/b", links("/d").replace("<ul>", introduction))
    assert {"/a", "/b"} <= set(responses(crawl().store))
    assert {"/c", "/d"} <= set(site.asked())


def test_a_cookie_handed_out_by_another_page_opens_the_door(site, crawl):
    def door(peer):
        if "cookie" in peer.hit.headers:
            peer.answer(GOOD)
        else:
            peer.answer("", "302 Found", Location="/cua?ve=1")

    site.page("/", links("/a"))
    site.routes["/a"] = door
    site.routes["/cua?ve=1"] = lambda p: p.answer("", "302 Found", Location="/a", Set_Cookie="vao=1")
    result = crawl()
    assert result.why("/a") == ("stored", "")
    assert responses(result.store)["/a"] == GOOD.encode()


def test_a_door_that_never_opens_is_a_loop(site, crawl):
    site.routes["/"] = lambda p: p.answer("", "302 Found", Location="/cua")
    site.routes["/cua"] = lambda p: p.answer("", "302 Found", Location="/", Set_Cookie="vao=1")
    result = crawl()
    assert {line["reason"] for line in result.lines} == {"redirect-loop"}
    assert len(site.asked()) <= 4


def test_a_redirect_in_vietnamese_letters_is_followed(site, crawl):
    site.routes["/"] = lambda p: p.write("HTTP/1.1 302 F\r\nLocation: /bài.html\r\n\r\n".encode())
    site.page("/b%C3%A0i.html", GOOD)
    assert crawl().why("/b%C3%A0i.html") == ("stored", "")


def test_a_link_by_the_wrong_scheme_is_the_same_address(site, crawl):
    site.page("/", links(f"https{site.url.removeprefix('http')}/a", "/a"))
    site.page("/a", GOOD)
    assert crawl().why("/a") == ("stored", "")
