"""Where there is no terminal a long run says a plain line now and then, on the error stream."""

from __future__ import annotations

import pytest

from scripts.convert.job.progress import ConversionProgress
from scripts.scrape.progress import CrawlProgress
from scripts.support import progress_line


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(progress_line.time, "monotonic", clock)
    return clock


def test_a_line_is_said_every_ten_seconds(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    progress = ConversionProgress()
    with progress:
        progress.start(100)
        for _ in range(30):
            clock.now += 1
            progress.step(1)
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "10/100 trang · 1 trang/giây · còn 1:30",
        "20/100 trang · 1 trang/giây · còn 1:20",
        "30/100 trang · 1 trang/giây · còn 1:10",
    ]


def test_a_crawl_leaves_its_last_line(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    progress = CrawlProgress(lambda: {"stored": 3, "not-modified": 1, "waiting": 2, "failed": 1})
    clock.now += 4
    progress.asked()
    progress.close()
    assert capsys.readouterr().err == "xong 4 · chờ 2 · 0,2 trang/giây · lỗi 1\n"
