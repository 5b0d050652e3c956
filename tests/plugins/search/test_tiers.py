"""Where the border between base and recent tier lies, and that new articles move it rarely."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from plugins.search import weights
from plugins.search.tiers import recent_border, split_by_border
from tests.plugins.search.archive import document


def days(first: date, count: int, a_day: int = 1, step: int = 1) -> list[date]:
    return [first + timedelta(days=step * i) for i in range(count) for _ in range(a_day)]


@pytest.fixture(autouse=True)
def bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "TIERED_FROM", 100)
    monkeypatch.setattr(weights, "RECENT_ARTICLES", 50)


def test_a_small_archive_has_one_tier() -> None:
    assert recent_border(days(date(2017, 1, 1), 99)) is None
    assert recent_border([]) is None


@pytest.mark.parametrize(
    ("some", "number", "recent"),
    [
        (
            days(date.fromordinal(1024), 150),
            1024 + 128,
            22,
        ),  # 128 days later; the 50 newest begin with day 1124
        (days(date.fromordinal(1024), 190), 1024 + 160, 30),  # of 1164 to 1213 it is divisible by 32
        (days(date.fromordinal(1024), 100, step=30), 3072, 31),  # of 2524 to 3994 by 1024
        (days(date.fromordinal(1024), 61, a_day=10), 1080, 50),  # of 1080 to 1084 by 8
    ],
)
def test_the_border_is_the_day_of_the_highest_power_of_two(
    some: list[date], number: int, recent: int
) -> None:
    border = recent_border(some)
    assert border == recent_border(some[::-1])
    assert (border and border.toordinal(), sum(day >= border for day in some if border)) == (number, recent)


def test_a_day_is_not_cut() -> None:
    assert recent_border(days(date(2017, 1, 1), 3, a_day=60)) is None
    assert recent_border(days(date(2017, 1, 1), 20, a_day=40)) == date(2017, 1, 20)


@pytest.mark.parametrize("a_day", [1, 3, 7, 30])
def test_new_articles_move_the_border_forward_and_rarely(a_day: int) -> None:
    everything = days(date(2015, 1, 1), 400, a_day)
    found = [recent_border(everything[:count]) for count in range(100, len(everything))]
    borders = [border for border in found if border]
    assert len(borders) == len(found)
    assert borders == sorted(borders)
    assert len(borders) / len(set(borders)) > 50 / 3


def test_the_recent_articles_come_in_order_of_time() -> None:
    documents = [document(str(i), "Bài", i) for i in range(150)]
    base, recent = split_by_border(documents[::-1])
    assert [int(d.key) for d in recent] == list(range(int(recent[0].key), 150))
    assert len(recent) <= 50
    assert {d.key for d in base} | {d.key for d in recent} == {d.key for d in documents}
