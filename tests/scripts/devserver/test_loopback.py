"""Whatever is sent to the server of this machine: pages for its own browsers, a 4xx for everything else."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from scripts.devserver import loopback
from scripts.devserver.board import Board, Shown
from scripts.devserver.loopback import CONNECTIONS, LoopbackServer
from scripts.devserver.server import serve as server_of
from tests.conftest import running

HOST = "Host: localhost\r\n"
DRAFT = "<html><head></head><body><main>bản nháp mật</main></body></html>"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    (folder / "2017").mkdir(parents=True)
    (folder / "a.html").write_text("một", encoding="utf-8")
    (folder / "2017" / "index.html").write_text("năm", encoding="utf-8")
    (folder / "a.txt").write_text("chữ", encoding="utf-8")
    return folder


@pytest.fixture(params=["live", "only-serve"])
def server(output: Path, request: pytest.FixtureRequest) -> Iterator[LoopbackServer]:
    """Both servers: with previews, and of the built site alone."""
    board = Board() if request.param == "live" else None
    if board:
        board.show(Shown("x.md", "nhap.html", "Bài", "draft", DRAFT))
    server = server_of(output, 0, board)
    with running(server):
        yield server


def send(server: LoopbackServer, raw: bytes) -> bytes:
    """Send bytes as they are; everything that comes back."""
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as plug:
        plug.sendall(raw)
        return b"".join(iter(lambda: plug.recv(65536), b""))


def status(answer: bytes) -> int:
    head = answer.split(b"\r\n")[0].split(b" ")
    assert head[0] == b"HTTP/1.0", answer[:200]
    return int(head[1])


def get(server: LoopbackServer, target: str, headers: str = HOST) -> bytes:
    return send(server, f"GET {target} HTTP/1.1\r\n{headers}\r\n".encode("latin-1"))


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:8000", "127.0.0.1", "127.0.0.1:{port}", "127.8.9.1", "[::1]:80"]
)
def test_names_of_this_machine_are_answered(server: LoopbackServer, host: str) -> None:
    answer = get(server, "/a.html", f"Host: {host.format(port=server.server_port)}\r\n")
    assert status(answer) == 200
    assert "một".encode() in answer
    assert b"X-Content-Type-Options: nosniff" in answer
    assert b"access-control-allow-origin" not in answer.lower()


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ("", 400),
        ("Host: localhost\r\nHost: evil.example\r\n", 400),
        ("Host:\r\n", 421),
        ("Host: evil.example\r\n", 421),
        ("Host: evil.example:8000\r\n", 421),
        ("Host: localhost.evil.example\r\n", 421),
        ("Host: 127.0.0.1.evil.example\r\n", 421),
        ("Host: evil@127.0.0.1\r\n", 421),
        ("Host: 192.168.0.1\r\n", 421),
        ("Host: 0.0.0.0\r\n", 421),
        (f"{HOST}Origin: http://evil.example\r\n", 403),
        (f"{HOST}Origin: null\r\n", 403),
        (f"{HOST}Origin: http://localhost:1\r\n", 403),
        (f"{HOST}Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n", 403),
        (f"{HOST}Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: cors\r\n", 403),
        (f"{HOST}Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n", 403),
        (f"{HOST}X: {'x' * 70_000}\r\n", 431),
        (HOST + "".join(f"X{n}: x\r\n" for n in range(200)), 431),
    ],
)
@pytest.mark.parametrize("target", ["/a.html", "/a.txt", "/nhap.html", "/xem-thu/tin"])
def test_others_are_refused(server: LoopbackServer, target: str, headers: str, code: int) -> None:
    answer = get(server, target, headers)
    assert status(answer) == code
    assert "mật".encode() not in answer
    assert b"text/plain; charset=utf-8" in answer


def test_a_link_from_elsewhere_may_be_followed_and_the_own_pages_ask(server: LoopbackServer) -> None:
    followed = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n"
    assert status(get(server, "/a.html", HOST + followed)) == 200
    own = "Origin: http://localhost\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\n"
    assert status(get(server, "/a.html", HOST + own)) == 200


ODD = [
    ("/%00", 400),
    ("/a%00.html", 400),
    ("/a.html%0d%0aX:x", 400),
    ("/" + "a" * 6000, 414),
    ("/" + "a" * 6000 + ".html", 414),
    ("/" + "a" * 300 + ".html", 404),
    ("/" + "a/" * 900, 404),
    ("/%ff.html", 400),
    ("/%c3.html", 400),
    ("/\xe1\xba\xa3.html", 404),
    ("/../etc/passwd", 400),
    ("/2017/../a.txt", 400),
    ("/%2e%2e/%2e%2e/etc/passwd", 400),
    ("/..%2f..%2fetc%2fpasswd", 400),
    ("/..\\..\\windows\\win.ini", 404),
    ("/%5c%5cserver%5cshare", 404),
    ("/C:/windows/win.ini", 404),
    ("/con", 404),
    ("/NUL.html", 404),
    ("/com1.txt", 404),
    ("/a.txt::$DATA", 404),
    ("/a.txt.", 404),
    ("/khong-co.txt", 404),
    ("/a.txt/", 404),
    ("/khong/co/", 404),
    ("http://evil.example/a.html", 400),
    ("http://localhost/a.html", 400),
    ("//[/a.html", 404),
    ("*", 400),
    ("a.html", 400),
]


@pytest.mark.parametrize(("target", "code"), ODD, ids=[target[:30] for target, _ in ODD])
def test_odd_addresses(server: LoopbackServer, capfd, target: str, code: int) -> None:
    assert status(get(server, target)) == code
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"GET /a.html\r\n\r\n", 400),
        (b"GET\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n\r\n\r\n", 400),
        (bytes(range(1, 256)) + b"\r\n\r\n", 400),
        (b"GET /a.html HTTP/9.9\r\nHost: localhost\r\n\r\n", 400),
        (b"GET /a.html FTP/1.0\r\nHost: localhost\r\n\r\n", 400),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
        (b"POST /xem-thu/tin HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello", 405),
        (b"OPTIONS /a.html HTTP/1.1\r\nHost: localhost\r\n\r\n", 405),
        (b"TRACE /a.html HTTP/1.1\r\nHost: localhost\r\n\r\n", 405),
        (b"CONNECT evil.example:80 HTTP/1.1\r\nHost: localhost\r\n\r\n", 405),
        (b"answer /a.html HTTP/1.1\r\nHost: localhost\r\n\r\n", 405),
    ],
)
def test_what_is_no_request_for_a_file(server: LoopbackServer, capfd, raw: bytes, code: int) -> None:
    answer = send(server, raw)
    # HTTP 2 and later are another protocol: 505 is what is said to them
    assert status(answer) == (505 if b"HTTP/9" in raw else code)
    assert capfd.readouterr().err == ""


def test_heads_are_sent_alone(server: LoopbackServer) -> None:
    for target, code in (("/a.html", 200), ("/a.txt", 200), ("/khong-co.html", 404)):
        answer = send(server, f"HEAD {target} HTTP/1.1\r\n{HOST}\r\n".encode())
        assert status(answer) == code
        assert answer.endswith(b"\r\n\r\n")


def test_folders_are_not_listed_and_sent_on_to_their_slash(server: LoopbackServer, output: Path) -> None:
    (output / "rieng").mkdir()
    (output / "rieng" / "bi-mat.txt").write_text("x")
    assert status(get(server, "/rieng/")) == 404
    assert "năm".encode() in get(server, "/2017/")
    answer = get(server, "/2017")
    assert status(answer) == 301
    assert b"Location: /2017/\r\n" in answer


def test_links_out_of_the_folder_and_what_is_no_file_are_not_served(
    server: LoopbackServer, output: Path, tmp_path: Path
) -> None:
    (tmp_path / "mat.txt").write_text("mật")
    (tmp_path / "mat").mkdir()
    (tmp_path / "mat" / "index.html").write_text("mật")
    (output / "ra.txt").symlink_to(tmp_path / "mat.txt")
    (output / "ra").symlink_to(tmp_path / "mat")
    (output / "vong.html").symlink_to("vong.html")
    (output / "trong.txt").symlink_to("a.txt")
    os.mkfifo(output / "ong.html")
    for target in ("/ra.txt", "/ra/", "/ra", "/ra/index.html", "/vong.html", "/ong.html"):
        assert status(get(server, target)) == 404, target
    assert status(get(server, "/trong.txt")) == 200


def test_an_output_that_is_a_link_itself_is_served(output: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(output)
    server = server_of(tmp_path / "link", 0, base="/cchc/")
    with running(server):
        assert status(get(server, "/cchc/a.txt")) == 200
        assert status(get(server, "/a.txt")) == 404


def test_it_listens_on_loopback_alone(server: LoopbackServer) -> None:
    assert server.server_address[0] == "127.0.0.1"


def test_slow_senders_are_bounded_in_time(
    server: LoopbackServer, monkeypatch: pytest.MonkeyPatch, capfd
) -> None:
    monkeypatch.setattr(loopback, "PATIENCE", 0.3)
    with (
        socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as plug,
        pytest.raises(ConnectionError),
    ):
        for letter in "GET /a.html HTTP/1.1\r\n" * 100:  # one every 50 ms: no single wait is long
            plug.sendall(letter.encode())
            time.sleep(0.05)
    assert capfd.readouterr().err == ""


def test_connections_are_bounded_in_number(server: LoopbackServer, monkeypatch: pytest.MonkeyPatch) -> None:
    before = threading.active_count()
    with ExitStack() as plugs:
        for _ in range(CONNECTIONS + 40):
            plug = socket.create_connection(("127.0.0.1", server.server_port), timeout=10)
            plugs.enter_context(closing(plug))
        assert plug.recv(1) == b""  # the last is closed
        assert threading.active_count() - before <= CONNECTIONS
    deadline = time.monotonic() + 30
    while threading.active_count() > before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert status(get(server, "/a.txt")) == 200


def test_a_browser_that_goes_early_is_no_error(server: LoopbackServer, output: Path, capfd) -> None:
    (output / "to.txt").write_bytes(b"x" * 50_000_000)
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as plug:
            plug.sendall(f"GET /to.txt HTTP/1.1\r\n{HOST}\r\n".encode())
            plug.recv(100)
            plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # a reset
    assert status(get(server, "/a.txt")) == 200
    assert capfd.readouterr().err == ""
