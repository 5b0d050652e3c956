from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError

import pytest

from plugins.core.problems import Problem
from scripts.devserver.board import Board, Shown
from scripts.devserver.server import serve as server_of
from tests.conftest import running

PAGE = '<html lang="vi"><head><title>{0}</title></head><body><main>{0}</main></body></html>'


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    folder.mkdir()
    (folder / "a.html").write_text(PAGE.format("một"), encoding="utf-8")
    return folder


@pytest.fixture
def started() -> Iterator[Callable[[ThreadingHTTPServer], str]]:
    with ExitStack() as servers:
        yield lambda server: servers.enter_context(running(server))


def text(url: str) -> str:
    return urllib.request.urlopen(url, timeout=10).read().decode()


def test_a_site_that_was_exchanged_shows_at_once(output: Path, tmp_path: Path, started) -> None:
    address = started(server_of(output, 0)) + "/a.html"
    assert text(address) == PAGE.format("một")
    output.rename(tmp_path / "old")
    output.mkdir()
    (output / "a.html").write_text("hai", encoding="utf-8")
    answer = urllib.request.urlopen(address)
    assert answer.read().decode() == "hai"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_preview_stands_in_place_of_the_built_page(output: Path, started) -> None:
    board = Board()
    site = started(server_of(output, 0, board))
    assert "<main>một</main>" in text(f"{site}/a.html")
    board.show(Shown("x.md", "a.html", "Bài", "published", PAGE.format("mới")))
    assert "<main>mới</main>" in text(f"{site}/a.html")
    assert "người đọc chưa thấy" not in text(f"{site}/a.html")
    board.drop("x.md")
    assert "<main>một</main>" in text(f"{site}/a.html")


def test_what_is_not_published_is_marked(output: Path, started) -> None:
    board = Board()
    board.show(Shown("x.md", "2026/11/b.html", "Bài", "draft", PAGE.format("nháp")))
    page = text(started(server_of(output, 0, board)) + "/2026/11/b.html")
    assert "Xem thử (bản nháp): người đọc chưa thấy bài này" in page
    assert "<main>nháp</main>" in page


def test_a_source_that_broke_leaves_its_last_page(output: Path, started) -> None:
    board = Board()
    board.show(Shown("x.md", "b.html", "Bài", "draft", PAGE.format("lành")))
    board.show(Shown("x.md", "", "", "", ""))
    assert "<main>lành</main>" in text(started(server_of(output, 0, board)) + "/b.html")


def test_the_state_is_streamed_at_once_and_after_a_change(output: Path, started) -> None:
    board = Board()
    site = started(server_of(output, 0, board))
    stream = urllib.request.urlopen(f"{site}/xem-thu/tin", timeout=10)

    def told() -> dict:
        line = next(line for line in stream if line.startswith(b"data: "))
        return json.loads(line.removeprefix(b"data: "))

    assert told()["problems"] == []
    board.blame("x.md", [Problem("x.md", 3, "ngay", "ngày không có thật")])
    assert told()["problems"] == ["x.md:3: ngay: ngày không có thật"]


def test_reading_a_source_again_forgets_what_the_last_build_said_of_it() -> None:
    board = Board()
    other = Problem("y.md", 1, "ngay", "sai")
    board.blame("", [Problem("x.md", 3, "ngay", "sai"), other])
    board.blame("x.md", [])
    assert board.problems() == [other]


def test_a_page_that_is_not_there_yet_waits_for_it(output: Path, started) -> None:
    with pytest.raises(HTTPError) as caught:
        text(started(server_of(output, 0, Board())) + "/2026/11/chua-co.html")
    assert caught.value.code == 404
    assert "xem-thu.js" in caught.value.read().decode()
