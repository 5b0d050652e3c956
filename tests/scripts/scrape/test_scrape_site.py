"""The whole of a hostile copy of the legacy portal at once: every good article, nothing bad, by itself to the end."""

import gzip
from dataclasses import replace

import pytest

from plugins.system.fixity import compare, digests, read_manifest, record_of
from scripts.scrape.store import warc_files
from tests.scripts.scrape.scrape_pages import FIRST, address, article, links
from tests.scripts.scrape.scrape_results import BOUNDS, records, responses
from tests.scripts.scrape.test_scrape_bodies import GZIP_BOMB, JPEG, drip, endless, stall

PATIENT = replace(BOUNDS, idle=1.5, total=5.0)  # so that a busy machine is no silent server
GOOD = range(FIRST, FIRST - 27, -1)
OFFICE = "Thứ Hai, ngày 21/10/2018"


def once(problem):
    """A route that has a problem at the first visit only."""

    def route(peer):
        body = article(int(peer.hit.target.rstrip("/").rpartition("/")[2]), clock=OFFICE)
        problem(peer, body) if peer.visit == 1 else peer.answer(body)

    return route


TROUBLES = (
    once(lambda p, _: p.answer("", "503 Busy", Retry_After="1")),
    once(lambda p, _: p.answer("", "500 Error")),
    once(lambda p, body: p.answer(body[:700], length=9000)),
    once(lambda p, body: p.answer(body, Content_Type="text/html; charset=windows-1252")),
    once(lambda p, body: p.answer(gzip.compress(body.encode()), Content_Encoding="gzip")),
    once(lambda p, body: p.answer(body, length=None)),
    once(lambda p, body: p.answer(body, Content_Encoding="gzip")),
)
BAD = {
    "/trang/nho-giot": drip,
    "/trang/im": stall,
    "/trang/dai": endless,
    "/trang/bom": lambda p: p.answer(GZIP_BOMB, Content_Encoding="gzip"),
    "/trang/cut": lambda p: p.answer(article(1)[:600], length=9000),
    "/trang/khong": lambda p: p.answer("<html><body><p>Không tìm thấy nội dung yêu cầu</p></body></html>"),
    "/trang/anh": lambda p: p.answer(JPEG),
    "/trang/het": lambda p: p.answer("", "404 Not Found"),
    "/trang/vong": lambda p: p.answer("", "302 Found", Location="/trang/vong2"),
    "/trang/vong2": lambda p: p.answer("", "302 Found", Location="/trang/vong"),
}


@pytest.fixture
def portal(site, elsewhere):
    site.page("/robots.txt", "User-agent: *\nDisallow: /quan-tri/")
    away = [f"{elsewhere.url}/x", "/ra-ngoai", "/quan-tri/a.aspx", "mailto:a@vi-du.vn"]
    site.page("/", links("/lists/1", "/lich.aspx?ngay=1", *BAD, *away))
    site.routes["/ra-ngoai"] = lambda p: p.answer("", "302 Found", Location=f"{elsewhere.url}/y")
    for page in range(3):
        numbers = GOOD[page * 9 : page * 9 + 9]
        site.page(
            f"/lists/{page + 1}",
            links(*(address(n) + f"&sid=a1b2c3d4{n}" for n in numbers), f"/lists/{page + 2}"),
        )
    for i, number in enumerate(GOOD):
        site.routes[address(number)] = (
            TROUBLES[i % len(TROUBLES)] if i < 14 else once(lambda p, body: p.answer(body))
        )
    site.routes |= BAD
    site.fallback = lambda p: (
        p.answer(links(f"/lich.aspx?ngay={int(p.hit.target.rpartition('=')[2]) + 1}"))
        if "ngay=" in p.hit.target
        else p.answer("", "404 Not Found")
    )
    return site


def test_every_good_article_and_nothing_else(portal, crawl):
    result = crawl(delay=0.05, bounds=PATIENT)
    stored = responses(result.store)
    articles = {target: body for target, body in stored.items() if "PortalPlus" in target}
    assert articles == {address(n): article(n, clock=OFFICE).encode() for n in GOOD}
    assert not set(stored) & set(BAD)
    assert not [target for target in portal.asked() if target.startswith("/quan-tri")]
    whole = [
        (one, two) for one, two in zip(portal.hits, portal.hits[1:], strict=False) if one.target not in BAD
    ]
    assert min(two.began - one.ended for one, two in whole) >= 0.05
    assert len(portal.asked("/lich.aspx")) <= 12
    named = {line["address"].removeprefix(portal.url): line["status"] for line in result.lines}
    assert {named[target] for target in BAD} == {"failed"}
    assert len(named) == len(result.lines)
    assert result.code == 1


def test_conversion_can_read_the_records(portal, crawl):
    """Address, date and payload of each response stand where readers of WARC files look for them."""
    result = crawl(bounds=PATIENT)
    good = [
        r
        for r in records(result.store)
        if r.kind == "response" and "PortalPlus" in r.url and r.status == "200"
    ]
    assert len(good) == 27
    for record in good:
        assert record.headers["WARC-Date"].endswith("Z")
        assert record.url == portal.url + address(int(record.url.rstrip("/").rpartition("/")[2]))
        assert record.headers["WARC-IP-Address"] == "127.0.0.1"
    assert len(warc_files(result.store)) == 1
    # What was collected is on record, so that a byte gone bad is found.
    recorded = read_manifest(record_of(result.store))
    assert {result.store / path for path in recorded} == {
        *warc_files(result.store),
        result.store / "ledger.sqlite",
    }
    assert compare(recorded, digests(result.store, list(recorded))).changed == []
