"""What is asked for: the start host and nothing else, by whatever trick an address leads away."""

from scripts.scrape.__main__ import run
from scripts.scrape.options import CrawlOptions
from tests.scripts.scrape.scrape_pages import article, links
from tests.scripts.scrape.scrape_results import Result
from tests.scripts.scrape.scrape_server import Site, served


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


def test_a_base_that_leads_away_or_nowhere(site, elsewhere, crawl):
    site.page("/", links("/xa", "/hong"))
    site.page(
        "/xa",
        f'<html><base href="{elsewhere.url}/"><a href="b.html">b</a><a href="{site.url}/c">c</a></html>',
    )
    site.page("/hong", '<html><base href="http://["><a href="/d">d</a></html>')
    site.page("/c", article(1))
    site.page("/d", article(2))
    result = crawl()
    assert result.why("/b.html") == ("refused", "private-address")
    assert result.why("/c") == result.why("/d") == ("stored", "")


def test_frames_pictures_and_refreshes_lead_no_further(site, elsewhere, crawl):
    away = elsewhere.url
    site.page(
        "/",
        f'<html><head><meta http-equiv="refresh" content="0; url={away}/1"><script>location.href="{away}/2"</script>'
        f'<link rel="stylesheet" href="/s.css"></head><iframe src="{away}/3"></iframe><img src="{away}/4.png"></html>',
    )
    site.page("/s.css", f"a {{ background: url({away}/5.png) }}", Content_Type="text/css")
    result = crawl()
    assert [line["reason"] for line in result.lines if line["address"].startswith(away)] == [
        "private-address"
    ] * 5


def test_a_page_that_a_script_sends_us_to_is_asked_for(site, crawl):
    site.page("/", '<html><script>window.location.replace("/a")</script></html>')
    site.page("/a", article(1))
    assert crawl().why("/a") == ("stored", "")


def test_a_host_named_by_an_ipv6_address(tmp_path):
    with served(Site(), host="::1") as site:
        site.page("/", links("/a"))
        site.page("/a", article(1))
        report = tmp_path / "r.jsonl"
        assert run(CrawlOptions(f"{site.url}/", tmp_path / "c", delay=0.0, report=report)) == 0
        assert Result(0, tmp_path / "c", report).why("/a") == ("stored", "")
