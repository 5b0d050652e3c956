"""What is dated after the clock: a schedule stays silent, a wrong clock publishes nothing, a wrong year is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from plugins.core.clock import AHEAD, ClockError, build_time
from plugins.core.dates import HANOI
from tests.conftest import Built, Writer, tree

Make = Callable[..., Built]
ARTICLE = "Tiêu đề: Bài {0}\nMã: {0}\nNgày: {1:%d/%m/%Y %H:%M}\n\nNội dung bài {0}.\n"
NOW = datetime(2026, 6, 1, tzinfo=HANOI)


def at(when: datetime, **more: str) -> dict[str, str]:
    return {"SOURCE_DATE_EPOCH": str(int(when.timestamp())), **more}


def put(write: Writer, number: int, when: datetime) -> Path:
    return write(f"bai-viet/b-{number}.md", ARTICLE.format(number, when))


@pytest.fixture
def archive(write: Writer) -> None:
    """Forty articles, one a day, the newest the day before `NOW`."""
    for number in range(1, 41):
        put(write, number, NOW - timedelta(days=number))


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    "day", [datetime(2000, 1, 1, tzinfo=HANOI), NOW - timedelta(days=5), datetime(1970, 1, 2, tzinfo=HANOI)]
)
def test_a_clock_that_went_back_takes_nothing_away(make: Make, day: datetime) -> None:
    before = tree(make(env=at(NOW)).output)
    for env in (at(day), at(day, KEEP_GOING="1")):
        stopped = make(env=env)
        assert stopped.code == 1
        assert ": dong-ho: SOURCE_DATE_EPOCH đang là " in stopped.said
        assert "TRUST_CLOCK=1" in stopped.said
        assert stopped.said.count("\n") < 6, "one fault is one line"
        assert tree(stopped.output) == before
    assert make(env=at(day, TRUST_CLOCK="1")).code == 0
    assert len(make(env=at(day, TRUST_CLOCK="1")).records()) == sum(
        n >= (NOW - day).days for n in range(1, 41)
    )


@pytest.mark.usefixtures("archive")
def test_a_clock_that_is_a_day_slow_takes_little_away_and_says_so(make: Make) -> None:
    make(env=at(NOW))
    built = make(env=at(NOW - timedelta(days=1, hours=1)))
    assert (built.code, len(built.records())) == (0, 39)
    assert (
        "Chú ý: SOURCE_DATE_EPOCH đang là 30/05/2026 23:00, sớm hơn lần dựng trước: 1 trong 40 bài"
        in built.said
    )


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("day", [datetime(2000, 1, 1, tzinfo=HANOI), NOW - timedelta(days=30)])
def test_a_first_build_before_most_of_its_articles_publishes_nothing(make: Make, day: datetime) -> None:
    built = make(env=at(day))
    assert built.code == 1
    assert "40 bài ghi ngày sau lúc ấy và sẽ không hiện trên trang" in built.said
    assert not built.output.exists()


def test_many_articles_far_ahead_are_one_fault_of_the_clock(make: Make, write: Writer) -> None:
    for number in range(1, 61):
        put(write, number, NOW - timedelta(days=number if number > 20 else -600))
    built = make(env=at(NOW))
    assert built.code == 1
    assert "dong-ho: SOURCE_DATE_EPOCH đang là 01/06/2026 00:00, nhưng 20 trong 60 bài" in built.said
    assert "ngay-qua-xa" not in built.said


@pytest.mark.usefixtures("archive")
def test_a_schedule_of_weeks_is_silent_and_comes_true(make: Make, write: Writer) -> None:
    for number, weeks in ((50, 3), (51, 8), (52, 50)):
        put(write, number, NOW + timedelta(weeks=weeks))
    built = make(env=at(NOW))
    assert built.code == 0
    assert built.said.startswith("Xong: 40 bài")
    assert built.said.count("\n") == 1
    assert "3 bài chưa đăng" in built.said
    assert len(make(env=at(NOW + timedelta(weeks=9))).records()) == 42


@pytest.mark.usefixtures("archive")
def test_an_article_that_is_published_may_be_scheduled_anew(make: Make, write: Writer) -> None:
    make(env=at(NOW))
    for number in (1, 2, 3, 4):
        put(write, number, NOW + timedelta(days=number))
    built = make(env=at(NOW))
    assert (built.code, len(built.records())) == (0, 36)


@pytest.mark.usefixtures("archive")
def test_a_year_typed_wrong_is_named_with_its_line(make: Make, write: Writer, content: Path) -> None:
    before = tree(make(env=at(NOW)).output)
    write("bai-viet/nham.md", "Tiêu đề: Nhầm năm\nMã: 99\nNgày: 01/06/2099\n\nx\n")
    put(write, 98, NOW + AHEAD + timedelta(minutes=1))
    built = make(env=at(NOW))
    assert built.code == 1
    assert "bai-viet/nham.md:3: ngay-qua-xa: ngày 01/06/2099 xa hơn một năm" in built.said
    assert "bai-viet/b-98.md:3: ngay-qua-xa" in built.said
    assert tree(built.output) == before
    going = make(env=at(NOW, KEEP_GOING="1"))
    assert (going.code, len(going.records())) == (1, 40)
    assert make(env=at(NOW, TRUST_CLOCK="1")).code == 0
    assert make(env=at(NOW)).code == 1, "what was insisted on once is not so for good"
    (content / "bai-viet/nham.md").write_text(
        "Tiêu đề: Nháp\nMã: 99\nNgày: 01/06/2099\nTrạng thái: nháp\n\nx\n"
    )
    put(write, 98, NOW + AHEAD)
    assert make(env=at(NOW)).code == 1
    (content / "bai-viet/nham.md").write_text(
        "Tiêu đề: Nháp\nMã: 99\nNgày: 01/06/2099\nTrạng thái: bản nháp\n\nx\n"
    )
    assert make(env=at(NOW)).code == 0


@pytest.mark.usefixtures("archive")
def test_with_the_clock_everything_else_is_named_too(make: Make, write: Writer) -> None:
    write("bai-viet/hong.md", "Tiêu đề: Không ngày\n\nx")
    said = make(env=at(datetime(2000, 1, 1, tzinfo=HANOI))).said
    assert "bai-viet/hong.md:1: thieu-truong" in said
    assert "dong-ho" in said


@pytest.mark.parametrize("epoch", ["hôm nay", "1e9", "9" * 30])
def test_an_epoch_that_is_none_is_wrong_usage(
    make: Make, monkeypatch: pytest.MonkeyPatch, epoch: str
) -> None:
    built = make(env={"SOURCE_DATE_EPOCH": epoch})
    assert built.code == 2
    assert f"SOURCE_DATE_EPOCH={epoch} không phải số giây" in built.said
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(ClockError):
        build_time()
