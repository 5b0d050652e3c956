"""Answers that lie, stall and break: what is stored is whole and good, the rest is named."""

import gzip
import zlib

import pytest
from scrape_pages import address, article, links, sentence
from scrape_results import records, responses

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(2000)
GOOD = article(1)


def drip(peer):
    peer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while not peer.stopped.wait(0.05):
        peer.write(b"a")


def drip_headers(peer):
    peer.write(b"HTTP/1.1 200 OK\r\n")
    while not peer.stopped.wait(0.05):
        peer.write(b"X: y\r\n")


def stall(peer):
    peer.stopped.wait(10)


def stall_half_way(peer):
    peer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<html>")
    peer.stopped.wait(10)


def endless(peer):
    peer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while not peer.stopped.is_set():
        peer.write(b"<p>tin</p>" * 1000)


def bomb():
    """100 MB of nothing in 100 kB of gzip."""
    pack = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(pack.compress(bytes(1 << 20)) for _ in range(100)) + pack.flush()


GZIP_BOMB, DEFLATE_BOMB = bomb(), zlib.compress(bytes(100 << 20))


def reset(peer):
    peer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n")


def half_a_chunk(peer):
    peer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc")


def no_last_chunk(peer):
    peer.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"
    )


BAD = {
    "cut short": (lambda p: p.answer(GOOD[:900], length=5000), "truncated"),
    "half a chunk": (half_a_chunk, "truncated"),
    "no last chunk": (no_last_chunk, "truncated"),
    "half a gzip": (
        lambda p: p.answer(gzip.compress(GOOD.encode())[:-30], Content_Encoding="gzip"),
        "truncated",
    ),
    "half a gzip to the end of the connection": (
        lambda p: p.answer(gzip.compress(GOOD.encode())[:-30], length=None, Content_Encoding="gzip"),
        "truncated",
    ),
    "broken gzip": (
        lambda p: p.answer(b"\x1f\x8b\x08\x00" + b"x" * 200, Content_Encoding="gzip"),
        "bad-encoding",
    ),
    "drip": (drip, "too-slow"),
    "drip of headers": (drip_headers, "too-slow"),
    "silence": (stall, "timeout"),
    "silence half-way": (stall_half_way, "timeout"),
    "endless": (endless, "too-large"),
    "gzip bomb": (lambda p: p.answer(GZIP_BOMB, Content_Encoding="gzip"), "too-large"),
    "deflate bomb": (lambda p: p.answer(DEFLATE_BOMB, Content_Encoding="deflate"), "too-large"),
    "too large": (lambda p: p.answer(b"x" * 2_050_000), "too-large"),
    "closed at once": (lambda p: None, "bad-response"),
    "closed in the headers": (reset, "truncated"),
    "not HTTP": (lambda p: p.write(b"SSH-2.0-OpenSSH\r\n\r\n"), "bad-response"),
    "a flood of headers": (lambda p: p.answer("x", **{f"X-{i}": "y" for i in range(300)}), "bad-response"),
    "nothing": (lambda p: p.answer(b""), "empty"),
    "white space": (lambda p: p.answer("\r\n  \r\n"), "empty"),
    "part of it": (lambda p: p.answer(GOOD, "206 Partial Content"), "partial"),
    "soft 404": (lambda p: p.answer("<html><body><h1>Không tìm thấy trang</h1></body></html>"), "soft-404"),
    "soft 404 among chrome": (
        lambda p: p.answer(
            "<html><head><title>Cải cách hành chính</title></head><body><a href='/'>Trang chủ</a>"
            "<p>Không tìm thấy bài viết bạn yêu cầu.</p><p>Giấy phép số 79/GP-BC</p></body></html>"
        ),
        "soft-404",
    ),
    "soft 404 with prose": (
        lambda p: p.answer(
            f"<html><title>Không tìm thấy trang</title><body><p>{sentence('a', 99)}</p></body></html>"
        ),
        "soft-404",
    ),
    "soft 404 in English": (
        lambda p: p.answer("<html><title>404 - Page Not Found</title><body>Sorry.</body></html>"),
        "soft-404",
    ),
    "soft 404 in windows-1258": (
        lambda p: p.answer(
            "<html><body>Không tìm thấy trang này</body></html>".encode("utf-16-le")
            .decode("utf-16-le")
            .replace("ấ", "â\u0301")
            .replace("ô", "ô")
            .replace("ì", "i\u0300")
            .encode("cp1258"),
            Content_Type="text/html; charset=windows-1258",
        ),
        "soft-404",
    ),
    "picture as HTML": (lambda p: p.answer(JPEG), "wrong-type"),
    "gone": (lambda p: p.answer(GOOD, "404 Not Found"), "http-404"),
    "broken": (lambda p: p.answer(GOOD, "500 Error"), "http-500"),
    "not modified since never": (lambda p: p.answer(b"", "304 Not Modified"), "http-304"),
    "to nowhere": (lambda p: p.answer("", "302 Found"), "bad-redirect"),
    "to itself": (lambda p: p.answer("", "302 Found", Location=p.hit.target), "redirect-loop"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_answer_is_named_and_never_stored(site, crawl, name):
    route, reason = BAD[name]
    site.page("/", links("/bad", "/good"))
    site.routes |= {"/bad": route, "/good": lambda p: p.answer(GOOD)}
    result = crawl()
    assert result.why("/bad") == ("failed", reason)
    assert result.of("/bad")["message"]
    assert set(responses(result.store)) == {"/", "/good"}
    assert result.code == 1


def chunked(peer):
    body = GOOD.encode()
    pieces = [body[i : i + 700] for i in range(0, len(body), 700)]
    framed = b"".join(b"%x;x=y\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    peer.write(
        b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
        + framed
        + b"0\r\n\r\n"
    )


ODD = {
    "chunked": chunked,
    "gzip": lambda p: p.answer(gzip.compress(GOOD.encode()), Content_Encoding="gzip"),
    "zlib": lambda p: p.answer(zlib.compress(GOOD.encode()), Content_Encoding="deflate"),
    "plain text called gzip": lambda p: p.answer(GOOD, Content_Encoding="gzip"),
    "to the end of the connection": lambda p: p.answer(GOOD, length=None),
    "longer than announced": lambda p: p.answer(GOOD + "rác", length=len(GOOD.encode())),
    "100 first": lambda p: (p.write(b"HTTP/1.1 100 Continue\r\n\r\n"), p.answer(GOOD)),
    "line feeds alone": lambda p: p.write(b"HTTP/1.0 200 OK\nContent-Type: text/html\n\n" + GOOD.encode()),
    "a charset it has not": lambda p: p.answer(GOOD, Content_Type="text/html; charset=iso-8859-1"),
    "no type at all": lambda p: p.answer(GOOD, Content_Type=""),
    "slow but steady": lambda p: (p.stopped.wait(0.3), p.answer(GOOD)),
    "cut short at first": lambda p: p.answer(GOOD[:900], length=5000) if p.visit == 1 else p.answer(GOOD),
    "broken at first": lambda p: p.answer("", "500 Error") if p.visit < 3 else p.answer(GOOD),
    "silent at first": lambda p: p.stopped.wait(0.7) if p.visit == 1 else p.answer(GOOD),
    "no end tag, no length, cut at first": lambda p: p.answer(
        GOOD[: 900 if p.visit == 1 else None], length=None
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_answer_is_stored_byte_for_byte(site, crawl, name):
    site.page("/", links("/odd"))
    site.routes["/odd"] = ODD[name]
    result = crawl()
    assert result.why("/odd") == ("stored", "")
    assert responses(result.store)["/odd"] == GOOD.encode()


def test_a_page_that_never_had_an_end_tag_is_stored_once_it_comes_twice_the_same(site, crawl):
    site.routes["/"] = lambda p: p.answer(GOOD.replace("</html>", ""), length=None)
    assert crawl().why("/") == ("stored", "")
    assert site.asked() == ["/", "/"]


def test_an_article_that_speaks_of_things_not_found_is_an_article(site, crawl):
    body = article(
        1, f"<p>Không tìm thấy trang nào trong hồ sơ. {sentence('x')}</p><p>Không tìm thấy dữ liệu.</p>"
    )
    site.page("/", body)
    assert crawl().why("/") == ("stored", "")


def test_html_in_the_place_of_a_picture_is_not_the_picture(site, crawl):
    site.page("/", '<html><body><img src="/a.jpg"><img src="/b.jpg"></body></html>')
    site.page("/a.jpg", "<html><body>Đăng nhập</body></html>")
    site.page("/b.jpg", JPEG, Content_Type="image/jpeg")
    result = crawl()
    assert result.why("/a.jpg") == ("failed", "wrong-type")
    assert responses(result.store)["/b.jpg"] == JPEG


def test_a_document_called_html_is_the_document_all_the_same(site, crawl):
    site.page("/", links("/Uploads/van-ban.doc", "/van-ban"))
    site.page("/Uploads/van-ban.doc", b"\xd0\xcf\x11\xe0" + bytes(500))
    site.page("/van-ban", b"\xd0\xcf\x11\xe0" + bytes(501))
    result = crawl()
    assert result.why("/Uploads/van-ban.doc") == ("stored", "")
    assert result.why("/van-ban") == ("failed", "wrong-type")


def test_the_links_of_a_page_judged_missing_are_followed_all_the_same(site, crawl):
    site.page("/", "<html><body><p>Không tìm thấy dữ liệu.</p><a href='/a'>a</a></body></html>")
    site.page("/a", GOOD)
    result = crawl()
    assert result.why(site.url + "/") == ("failed", "soft-404")
    assert result.why("/a") == ("stored", "")


def test_headers_that_break_the_rules_break_nothing(site, crawl):
    site.routes["/"] = lambda p: p.answer(
        GOOD, ETag='"a"\r\n folded', Set_Cookie="a=\x01b; c", Last_Modified="h\xf4m qua", X_Odd="\xff"
    )
    assert crawl().why("/") == ("stored", "")
    assert crawl().why("/") == ("not-modified", "")


def test_a_wrong_charset_is_noted_beside_the_bytes(site, crawl):
    site.page("/", GOOD, Content_Type="text/html; charset=iso-8859-1")
    result = crawl()
    notes = [r.payload.decode() for r in records(result.store) if r.kind == "metadata"]
    assert any("header says iso-8859-1, body is utf-8" in note for note in notes)


def test_records_hold_what_was_on_the_wire(site, crawl):
    site.routes["/"] = lambda p: p.write(
        b"HTTP/1.1  200 Duoc\r\ncOnTent-TYPE:text/html\r\nX-Odd:  1\r\n\r\n<html>tin</html>"
    )
    result = crawl()
    raw = b"".join(gzip.decompress(path.read_bytes()) for path in sorted(result.store.glob("*.warc.gz")))
    assert (
        b"\r\n\r\nHTTP/1.1  200 Duoc\r\ncOnTent-TYPE:text/html\r\nX-Odd:  1\r\n\r\n<html>tin</html>\r\n\r\n"
        in raw
    )
    assert b"\r\n\r\nGET / HTTP/1.1\r\nHost: " in raw
    kinds = [r.kind for r in records(result.store)]
    assert kinds[:3] == ["warcinfo", "request", "response"]


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
