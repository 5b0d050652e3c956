"""Captures that others made: a list of them and a replay service; the nearest complete one of each article wins."""

import pytest

from scripts.scrape.__main__ import main, run
from scripts.scrape.options import CrawlOptions
from tests.scripts.scrape.scrape_pages import address, article
from tests.scripts.scrape.scrape_results import BOUNDS, Result, records

HOST = "http://cchc.vi-du.gov.vn"
GOOD = article(7)


def line(moment, target, status="200", mime="text/html"):
    return f"vn,gov,vi-du,cchc)/ {moment} {HOST}:80{target} {mime} {status} AAAA 999\n"


@pytest.fixture
def fetch(site, tmp_path):
    """Run the command on a list of captures, the service being the test's own server."""

    def go(*lines, **options):
        (tmp_path / "list.cdx").write_text("".join(lines), encoding="utf-8")
        report = tmp_path / "r.jsonl"
        more = {"captures": tmp_path / "list.cdx", "replay": f"{site.url}/web/", "delay": 0.0, **options}
        code = run(CrawlOptions(f"{HOST}/", tmp_path / "c", report=report, **more), BOUNDS)
        return Result(code, tmp_path / "c", report)

    return go


def capture(site, moment, target, body, **how):
    site.page(f"/web/{moment}id_/{HOST}:80{target}", body, **how)


def stored(result):
    return [
        (r.headers["WARC-Date"], r.url, r.payload)
        for r in records(result.store)
        if r.kind == "response" and r.url.startswith(HOST)
    ]


def test_captures_stand_under_their_own_address_and_moment(site, fetch):
    capture(site, "20181021013000", address(7), GOOD)
    result = fetch(line("20181021013000", address(7)))
    assert stored(result) == [("2018-10-21T01:30:00Z", HOST + address(7), GOOD.encode())]
    notes = b"".join(r.payload for r in records(result.store) if r.kind == "metadata")
    assert f"asked-as: {site.url}/web/20181021013000id_/".encode() in notes
    assert b"fetched: " in notes
    assert result.code == 0


@pytest.mark.parametrize(
    ("near", "moment"), [("", "2019-01-01T00:00:00Z"), ("2017-02-01T00:00:00+00:00", "2017-01-01T00:00:00Z")]
)
def test_the_nearest_is_asked_for_and_no_other(site, fetch, near, moment):
    moments = ("20160101000000", "20170101000000", "20190101000000")
    for each in moments:
        capture(site, each, address(7), GOOD)
    result = fetch(*(line(each, address(7)) for each in moments), near=near)
    assert [when for when, _, _ in stored(result)] == [moment]
    assert len(site.asked()) == 1


@pytest.mark.parametrize(
    "broken",
    [
        {"body": "<html><body>Không tìm thấy bài viết</body></html>"},
        {"body": GOOD[:900], "X_Archive_Orig_Content_Length": str(len(GOOD.encode()))},
        {"body": "", "status": "404 Not Found"},
        {"body": ""},
    ],
)
def test_of_captures_the_nearest_complete_one_wins(site, fetch, broken):
    capture(site, "20190101000000", address(7), **broken)
    capture(site, "20180101000000", "/PortalPlus.aspx?/vi-VN/News/80//55/3/7/", GOOD)
    result = fetch(
        line("20190101000000", address(7)),
        line("20180101000000", "/PortalPlus.aspx?/vi-VN/News/80//55/3/7/"),
        line("20180601000000", address(7), status="404"),
    )
    assert [(when, body) for when, _, body in stored(result)] == [("2018-01-01T00:00:00Z", GOOD.encode())]
    assert result.code == 0


def test_an_address_has_failed_when_all_its_captures_have_and_the_next_run_tries_again(site, fetch):
    lines = [line("20190101000000", address(7)), line("20180101000000", address(7))]
    result = fetch(*lines)
    assert result.code == 1
    assert [each["reason"] for each in result.lines] == ["http-404"]
    capture(site, "20190101000000", address(7), GOOD)
    assert fetch(*lines).code == 0
    asked = len(site.asked())
    assert fetch(*lines).code == 0
    assert len(site.asked()) == asked


def test_the_service_may_lead_to_a_capture_near_by(site, fetch):
    site.routes[f"/web/20190101000000id_/{HOST}:80{address(7)}"] = lambda peer: peer.answer(
        "", "302 Found", Location=f"/web/20181231235959id_/{HOST}{address(7)}"
    )
    site.page(f"/web/20181231235959id_/{HOST}{address(7)}", GOOD)
    result = fetch(line("20190101000000", address(7)))
    assert [when for when, _, _ in stored(result)] == ["2018-12-31T23:59:59Z"]


def test_only_the_site_is_taken_from_a_list_and_robots_of_the_service_hold(site, fetch):
    site.page("/robots.txt", f"User-agent: *\nDisallow: /web/20190101000000id_/{HOST}:80/cam")
    other = line("20190101000000", "/").replace(HOST, "http://khac.gov.vn")
    result = fetch(other, line("20190101000000", "/cam"), line("nonsense", "/"), "\n")
    assert site.asked() == []
    assert [(each["status"], each["reason"]) for each in result.lines] == [("refused", "robots")]


def test_pages_in_captures_lead_no_further(site, fetch):
    capture(site, "20190101000000", "/", f'<html><a href="{address(8)}">x</a></html>')
    fetch(line("20190101000000", "/"))
    assert len(site.asked()) == 1


def test_a_list_that_is_not_there_is_wrong_usage(tmp_path):
    with pytest.raises(SystemExit) as leaving:
        main([HOST, "--store", str(tmp_path / "c"), "--captures", str(tmp_path / "none.cdx")])
    assert leaving.value.code == 2
