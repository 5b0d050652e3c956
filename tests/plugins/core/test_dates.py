from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.dates import HANOI, DateError, Moment, parse_moment
from tests.plugins.core.core_strategies import moments


@given(moments)
def test_what_is_written_is_read_again(moment):
    assert parse_moment(moment.written) == moment
    assert parse_moment(moment.iso) == moment


@given(moments)
def test_the_display_is_the_day_first(moment):
    day = f"{moment.when:%d/%m/}{moment.when.year}"
    assert moment.day_display == day
    assert moment.display == (day if moment.precision == "day" else f"{day} {moment.when:%H:%M}")


@given(st.integers(1900, 2099), st.integers(0, 13), st.integers(0, 32))
def test_only_days_of_the_calendar_are_dates(year, month, day):
    try:
        expected = date(year, month, day)
    except ValueError:
        with pytest.raises(DateError):
            parse_moment(f"{day:02}/{month:02}/{year}")
    else:
        assert parse_moment(f"{day}/{month}/{year}").when.date() == expected


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("05/11/2017", "2017-11-05"),
        ("24/11/2017 09:56", "2017-11-24T09:56:00+07:00"),
        (" 24-11-2017, 9:05 ", "2017-11-24T09:05:00+07:00"),
        ("24.11.2017 09h56", "2017-11-24T09:56:00+07:00"),
        ("24/11/2017 09:56:07", "2017-11-24T09:56:07+07:00"),
        ("2017-11-24", "2017-11-24"),
        ("2017-11-24T02:56:00Z", "2017-11-24T09:56:00+07:00"),
        ("2017-11-24 09:56 +0900", "2017-11-24T07:56:00+07:00"),
        ("2017-11-24T23:30:00.123-02:00", "2017-11-25T08:30:00+07:00"),
        ("29/02/2016", "2016-02-29"),
    ],
)
def test_forms_that_are_read(text, iso):
    assert parse_moment(text).iso == iso


@pytest.mark.parametrize(
    "text",
    [
        "", "2017", "09:56", "11/2017", "24/11/17", "31/04/2017", "29/02/2017", "00/01/2017", "24/13/2017",
        "24/11/2017 24:00", "24/11/2017 09:60", "24/11/2017 9 giờ", "hôm qua", "24/11-2017", "24/11/1899",
        "24/11/2100", "2017-11-24T09:56:00+25:99", "Thứ Sáu, 24/11/2017", "٢٤/١١/٢٠١٧", "2017-W47-5",
        "1900-01-01T00:00+14:00", "2099-12-31T23:00:00-05:00", "0000-00-00",
    ],
)  # fmt: skip
def test_nothing_is_guessed(text):
    with pytest.raises(DateError, match="hãy"):
        parse_moment(text)


def test_moments_sort_by_time():
    texts = ["24/11/2017 09:56", "23/11/2017", "24/11/2017", "01/01/2018"]
    assert [m.display for m in sorted(map(parse_moment, texts))] == [
        "23/11/2017", "24/11/2017", "24/11/2017 09:56", "01/01/2018",
    ]  # fmt: skip


def test_hanoi_is_seven_hours_ahead_the_whole_year():
    moment = Moment(datetime(2017, 7, 1, 0, 30, tzinfo=HANOI))
    assert moment.when.utcoffset() == timedelta(hours=7)
    assert moment.when.astimezone(UTC).isoformat() == "2017-06-30T17:30:00+00:00"


def test_every_day_of_two_centuries_is_read_as_it_is_written():
    day, end = date(1900, 1, 1), date(2099, 12, 31)
    while day <= end:
        written = f"{day.day:02}/{day.month:02}/{day.year}"
        for text in (written, f"{day.day}-{day.month}-{day.year}", day.isoformat()):
            moment = parse_moment(text)
            assert (moment.when.date(), moment.written, moment.iso) == (day, written, day.isoformat())
        if day.day <= 12 and day.day != day.month:  # never month first
            assert parse_moment(f"{written} 09:56").when.month == day.month
        day += timedelta(days=1)
