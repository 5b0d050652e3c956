"""Answers that lie, stall and break: what is stored is whole and good, the rest is named."""

import gzip
import zlib

import pytest

from tests.scripts.scrape.scrape_pages import article, links, sentence
from tests.scripts.scrape.scrape_results import responses

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
    "closed at once": (lambda p: None, "reset"),
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
    "login": (
        lambda p: p.answer(
            "<html><title>Đăng nhập</title><body><form method=post><input name=u>"
            "<input type=password name=p></form></body></html>"
        ),
        "login",
    ),
    "an error of the server's said with 200": (
        lambda p: p.answer(
            "<html><title>Runtime Error</title><h1>Server Error in '/' Application.</h1></html>"
        ),
        "soft-404",
    ),
    "maintenance": (
        lambda p: p.answer("<html><body><p>Hệ thống đang bảo trì, mời quay lại sau.</p></body></html>"),
        "soft-404",
    ),
    "zstd nobody asked for": (
        lambda p: p.answer(b"(\xb5/\xfd" + bytes(range(200)), Content_Encoding="zstd"),
        "bad-encoding",
    ),
    "gzip nobody speaks of": (lambda p: p.answer(gzip.compress(GOOD.encode())), "bad-encoding"),
    "gzip within chunks": (
        lambda p: p.write(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
        ),
        "bad-response",
    ),
    "two lengths": (
        lambda p: p.write(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\nContent-Length: 9\r\n\r\n<html></html>"),
        "bad-response",
    ),
    "words called a picture": (lambda p: p.answer("Error", Content_Type="image/jpeg"), "wrong-type"),
    "a form called PDF": (lambda p: p.answer("<table>", Content_Type="application/pdf"), "wrong-type"),
    "always busy": (lambda p: p.answer("", "503 Busy"), "busy"),
    "busy until tomorrow": (lambda p: p.answer("", "429 Too Many", Retry_After="86400"), "busy"),
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
