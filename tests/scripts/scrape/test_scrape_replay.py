"""What was stored replays in pywb, byte for byte: originals, revisits, redirects, buttons."""

import gzip
import hashlib
import json
import subprocess
from pathlib import Path

import pytest

from tests.scripts.scrape.scrape_pages import address, article, links

TELL = Path(__file__).with_name("replay_pywb.py")
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9 + b"IEND"
LEGACY = article(3).replace("ư", "u").encode("cp1258", "replace")


@pytest.fixture
def replayed(player, tmp_path):
    """Address → the captures of it that pywb replays, in the order of time."""

    def tell(store):
        folder = tmp_path / "pywb"
        folder.mkdir()
        done = subprocess.run([player, TELL, store, folder], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        found = {}
        for line in done.stdout.splitlines():
            if line.startswith("{"):
                capture = json.loads(line)
                found.setdefault(capture["url"], []).append(capture)
        return found

    return tell


def chunks(peer):
    body = article(2).encode()
    peer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
    peer.write(b"%x\r\n%b\r\n%x\r\n%b\r\n0\r\n\r\n" % (700, body[:700], len(body) - 700, body[700:]))


def tagged(peer):
    if peer.hit.headers.get("if-none-match") == '"1"':
        peer.answer(b"", "304 Not Modified", length=None, ETag='"1"')
    else:
        peer.answer(gzip.compress(article(1).encode()), ETag='"1"', Content_Encoding="gzip")


def pager(peer):
    number = 2 if peer.hit.method == "POST" else 1
    peer.answer(
        f"<html><form method=post action=/ds.aspx><input type=hidden name=__VIEWSTATE value={number}>"
        f"<p>Trang {number}</p><a href=\"javascript:__doPostBack('pager','2')\">2</a></form></html>"
    )


def test_every_capture_replays(site, crawl, replayed):
    site.page("/", links(address(1), address(2), "/a", "/b", "/cu", "/anh.png", "/ds.aspx", "/xau"))
    site.routes |= {address(1): tagged, address(2): chunks, "/ds.aspx": pager}
    site.page("/a", LEGACY, Content_Type="text/html; charset=windows-1258")
    site.page("/b", LEGACY, Content_Type="text/html; charset=windows-1258")
    site.page("/anh.png", PICTURE, Content_Type="image/png")
    site.routes["/cu"] = lambda peer: peer.answer("", "301 Moved", Location=address(1))
    site.routes["/xau"] = lambda peer: peer.answer(article(9)[:500], length=9000)
    crawl()
    result = crawl()
    found = replayed(result.store)
    expected = {
        address(1): article(1).encode(),
        address(2): article(2).encode(),
        "/a": LEGACY,
        "/b": LEGACY,
        "/anh.png": PICTURE,
    }
    for target, body in expected.items():
        captures = found[site.url + target]
        assert len(captures) >= 1
        assert {(c["status"], c["sha256"]) for c in captures} == {(200, hashlib.sha256(body).hexdigest())}
    assert {c["mime"] for c in found[site.url + address(1)]} == {"text/html", "warc/revisit"}
    assert {c["status"] for c in found[f"{site.url}/cu"]} == {301}
    assert found[f"{site.url}/cu"][0]["to"].endswith(address(1))
    assert "POST" in {c["method"] for c in found[f"{site.url}/ds.aspx"]}
    assert f"{site.url}/xau" not in found
