"""A page of another site, in a real browser, against the server of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from scripts.devserver.board import Board, Shown
from scripts.devserver.server import serve as server_of
from tests.conftest import CHROMIUM_FLAGS, running

DRAFT = '<html lang="vi"><head><title>x</title></head><body><main>bản nháp mật</main></body></html>'
# What a page of another origin can try: to read, to listen, to show.
READ = "url => fetch(url, {mode: 'cors'}).then(a => a.text(), () => 'refused')"
LISTEN = """url => new Promise(done => { const news = new EventSource(url);
  news.onmessage = ({data}) => done(data); news.onerror = () => done('refused') })"""
LOAD = """url => new Promise(done => { const script = document.createElement('script');
  script.src = url; script.onload = () => done('loaded'); script.onerror = () => done('refused');
  document.head.append(script) })"""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    board = Board()
    board.show(Shown("x.md", "nhap.html", "Bài mật", "draft", DRAFT))
    with running(server_of(tmp_path, 0, board)) as site:
        yield site


@pytest.fixture
def rebound(chromium_path: str, browser):
    """A browser for which every name means this machine, as after DNS rebinding."""
    rules = "--host-resolver-rules=MAP *.example 127.0.0.1"
    chromium = browser.browser_type.launch(executable_path=chromium_path, args=[*CHROMIUM_FLAGS, rules])
    yield chromium
    chromium.close()


def test_a_name_that_comes_to_mean_this_machine_reads_nothing(address: str, rebound) -> None:
    port = address.rpartition(":")[2]
    page = rebound.new_page()
    assert page.goto(f"{address}/nhap.html").status == 200
    answer = page.goto(f"http://evil.example:{port}/nhap.html")
    assert answer.status == 421
    assert "mật" not in answer.text()


def test_the_same_name_reads_drafts_from_a_server_that_asks_for_no_host(tmp_path: Path, rebound) -> None:
    """What the server of this machine is held against: Python's own answers whatever it is called."""
    (tmp_path / "nhap.html").write_text(DRAFT, encoding="utf-8")
    plain = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(tmp_path)))
    with running(plain):
        page = rebound.new_page()
        answer = page.goto(f"http://evil.example:{plain.server_port}/nhap.html")
        assert (answer.status, "mật" in answer.text()) == (200, True)


@pytest.mark.parametrize(
    ("tried", "target"),
    [(READ, "nhap.html"), (LISTEN, "xem-thu/tin"), (LOAD, "xem-thu/xem-thu.js")],
    ids=["read", "listen", "load"],
)
def test_a_page_of_another_origin_is_refused(
    address: str, rebound, serve, tmp_path: Path, tried, target
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "index.html").write_text("<html><head></head><body></body></html>")
    page = rebound.new_page()
    for origin in (serve(other), serve(other).replace("127.0.0.1", "evil.example")):
        page.goto(f"{origin}/index.html")
        assert page.evaluate(tried, f"{address}/{target}") == "refused"


def test_its_own_pages_are_told_and_links_lead_to_it(address: str, rebound, serve, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "index.html").write_text(f'<a href="{address}/nhap.html">x</a>')
    page = rebound.new_page()
    page.goto(f"{serve(other).replace('127.0.0.1', 'evil.example')}/index.html")
    page.click("a")
    page.wait_for_selector(".xem-thu a:has-text('Bài mật')")  # the stream of news came
    assert "bản nháp mật" in page.inner_text("main")
