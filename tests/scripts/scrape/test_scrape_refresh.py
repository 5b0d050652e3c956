"""A second run over a finished store: conditional, and never taking anything away."""

import pytest

from tests.scripts.scrape.scrape_pages import address, article, links
from tests.scripts.scrape.scrape_results import records, responses


def conditional(body, tag):
    """A page that knows its ETag and its date."""

    def route(peer):
        if peer.hit.headers.get("if-none-match") == tag and "if-modified-since" in peer.hit.headers:
            peer.answer(b"", "304 Not Modified", length=None, ETag=tag)
        else:
            peer.answer(body, ETag=tag, Last_Modified="Fri, 24 Nov 2017 02:56:00 GMT")

    return route


@pytest.fixture
def portal(site):
    site.routes["/"] = conditional(links(address(1), address(2), address(3)), '"home"')
    for n in (1, 2, 3):
        site.routes[address(n)] = conditional(article(n), f'"{n}"')
    return site


def test_unchanged_pages_are_answered_304_and_become_revisits(portal, crawl):
    crawl()
    result = crawl()
    assert {line["status"] for line in result.lines if "#" not in line["address"]} == {"not-modified"}
    revisits = [r for r in records(result.store) if r.kind == "revisit"]
    originals = {r.url: r for r in records(result.store) if r.kind == "response" and r.status == "200"}
    assert len(revisits) == 4
    for revisit in revisits:
        assert revisit.headers["WARC-Payload-Digest"] == originals[revisit.url].headers["WARC-Payload-Digest"]
        assert revisit.headers["WARC-Refers-To-Date"] == originals[revisit.url].headers["WARC-Date"]
        assert revisit.headers["WARC-Profile"].endswith("/server-not-modified")
    assert len(responses(result.store)) == 4
    told = [r.payload for r in records(result.store) if r.kind == "metadata"]
    assert sum(b"answer: HTTP/1.1 304 Not Modified" in text for text in told) == 4


def test_a_changed_page_is_stored_again_and_its_new_links_followed(portal, crawl):
    crawl()
    portal.routes["/"] = conditional(links(address(1), address(4)), '"home 2"')
    portal.routes[address(4)] = conditional(article(4), '"4"')
    result = crawl()
    assert result.why(portal.url + "/") == ("stored", "")
    assert result.why(address(4)) == ("stored", "")
    assert result.why(address(1)) == ("not-modified", "")


def test_the_same_bytes_without_a_304_are_not_stored_again(site, crawl):
    site.page("/", article(1))
    crawl()
    result = crawl()
    assert result.why("/") == ("not-modified", "")
    assert [
        r.kind for r in records(result.store) if r.url == f"{site.url}/" and r.kind in ("response", "revisit")
    ] == ["response", "revisit"]


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "500 Error"])
def test_what_is_gone_stays_in_the_store(portal, crawl, status):
    crawl()
    portal.routes[address(2)] = lambda peer: peer.answer("", status)
    result = crawl()
    assert result.why(address(2)) == ("failed", f"http-{status[:3]}")
    assert result.of(address(2))["kept"]
    assert responses(result.store)[address(2)] == article(2).encode()
    portal.routes[address(2)] = conditional(article(2), '"2"')
    assert crawl().why(address(2)) == ("not-modified", "")


def test_a_soft_404_on_refresh_replaces_nothing(portal, crawl):
    crawl()
    portal.routes[address(2)] = lambda peer: peer.answer("<html><body>Không tìm thấy bài viết</body></html>")
    result = crawl()
    assert result.why(address(2)) == ("failed", "soft-404")
    assert responses(result.store)[address(2)] == article(2).encode()


def test_failures_are_tried_again_by_the_next_run(site, crawl):
    site.page("/", links(address(1)))
    site.routes[address(1)] = lambda peer: (
        peer.answer("", "404 Not Found") if peer.visit == 1 else peer.answer(article(1))
    )
    assert crawl().why(address(1)) == ("failed", "http-404")
    assert crawl().why(address(1)) == ("stored", "")


def test_the_pages_of_a_trap_are_not_asked_for_more_with_each_run(site, crawl):
    site.page("/", links("/lich?n=1"))
    site.fallback = lambda peer: peer.answer(links(f"/lich?n={int(peer.hit.target.rpartition('=')[2]) + 1}"))
    crawl()
    crawl()
    assert len(set(site.asked("/lich"))) <= 12
