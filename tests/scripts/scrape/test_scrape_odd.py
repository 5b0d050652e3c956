"""Answers that are odd but good: stored byte for byte, with what is odd about them."""

import gzip
import zlib

import pytest

from tests.scripts.scrape.scrape_pages import article, links, sentence
from tests.scripts.scrape.scrape_results import records, responses

GOOD = article(1)


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
    "reset at first": lambda p: None if p.visit < 3 else p.answer(GOOD),
    "an error nobody has heard of at first": lambda p: (
        p.answer("", "520 ?") if p.visit < 3 else p.answer(GOOD)
    ),
    "busy without a word of how long": lambda p: p.answer("", "429 ?") if p.visit < 3 else p.answer(GOOD),
    "busy and confused": lambda p: (
        p.answer("", "503 Busy", Retry_After="soon") if p.visit == 1 else p.answer(GOOD)
    ),
    "plain text called br": lambda p: p.answer(GOOD, Content_Encoding="br" if p.visit == 1 else "identity"),
    "compressed unless asked not to": lambda p: (
        p.answer(GOOD)
        if p.hit.headers["accept-encoding"] == "identity"
        else p.answer(
            gzip.compress(GOOD.encode()[:500]) + gzip.compress(GOOD.encode()[500:]), Content_Encoding="gzip"
        )
    ),
    "headers that are none": lambda p: p.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nnot a header\r\n\r\n" + GOOD.encode()
    ),
    "sixty cookies": lambda p: p.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
        + b"".join(b"Set-Cookie: c%d=%d\r\n" % (i, i) for i in range(60))
        + b"\r\n"
        + GOOD.encode()
    ),
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
