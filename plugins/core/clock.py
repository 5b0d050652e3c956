"""Clock of a build or a check: the moment taken for now, and how far ahead of it a date may lie.

Articles dated after the clock wait for their day. A clock that is wrong, or a year typed wrong, would make them wait
without a word; ``TRUST_CLOCK=1`` says that both are meant.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta

from plugins.core.dates import HANOI, Moment
from plugins.core.problems import Problem

# A year and a day: articles are scheduled weeks ahead, those of an anniversary at most a year; mistyped years (2099 for
# 2009, 2107 for 2017) are further away.
AHEAD = timedelta(days=366)
# So many mistyped years, or one article in so many, are believed; more than both, and the clock is what is wrong.
FEW, SHARE = 10, 20
EPOCH, TRUST, DRAFTS = "SOURCE_DATE_EPOCH", "TRUST_CLOCK", "DRAFTS"


class ClockError(ValueError):
    """``SOURCE_DATE_EPOCH`` is no moment; the message (Vietnamese) says what is expected."""


def build_time() -> datetime:
    """The moment of the build: ``SOURCE_DATE_EPOCH`` where a reproducible one is wanted, else now.

    Raises `ClockError`.
    """
    epoch = os.environ.get(EPOCH)
    if not epoch:
        return datetime.now(HANOI)
    try:
        return datetime.fromtimestamp(int(epoch), HANOI)
    except (ValueError, OverflowError, OSError) as error:
        message = f"{EPOCH}={epoch} không phải số giây kể từ năm 1970; hãy sửa hoặc bỏ biến ấy"
        raise ClockError(message) from error


def is_trusted() -> bool:
    """Whether the person who started this says that whatever is dated after the clock is to wait."""
    return os.environ.get(TRUST, "") not in ("", "0")


def are_drafts_shown() -> bool:
    """Whether the person who started this wants drafts in the site, for a colleague to read (``DRAFTS=1``)."""
    return os.environ.get(DRAFTS, "") not in ("", "0")


def is_large(part: int, whole: int) -> bool:
    """Whether a part of the archive is more than a small share of it."""
    return part * SHARE > whole


def is_far(date: Moment, now: datetime) -> bool:
    """Whether a date lies further ahead than anybody schedules."""
    return date.when > now + AHEAD


def far_problem(path: str, line: int, date: Moment, now: datetime) -> Problem:
    """A date that is taken for a typing error."""
    today = Moment(now).day_display
    message = (
        f"ngày {date.display} xa hơn một năm kể từ hôm nay ({today}), có lẽ gõ nhầm năm; hãy sửa lại ngày, "
        f"hoặc ghi “Trạng thái: bản nháp” cho bài chưa đăng (đúng là hẹn xa thế thì chạy với {TRUST}=1)"
    )
    return Problem(path, line, "ngay-qua-xa", message)


def clock_problem(root: str, now: datetime, found: str) -> Problem:
    """A clock that the archive's own dates do not believe; `found` is what tells."""
    message = (
        f"{_clock()} đang là {Moment(now).display}, nhưng {found}; hãy chỉnh lại {_clock()} rồi chạy lại "
        f"(đúng là muốn dựng theo lúc ấy thì chạy với {TRUST}=1)"
    )
    return Problem(root, 0, "dong-ho", message)


def clock_note(now: datetime, found: str) -> str:
    """A sentence about a clock that is earlier than it was, where little comes of it."""
    return f"Chú ý: {_clock()} đang là {Moment(now).display}, sớm hơn lần dựng trước: {found}."


def _clock() -> str:
    return EPOCH if os.environ.get(EPOCH) else "đồng hồ của máy"


def many_far(far: int, whole: int) -> str:
    """What tells of a wrong clock: `far` of `whole` articles, dated further ahead than anybody schedules.

    ``""`` where they are few.
    """
    if far <= FEW or not is_large(far, whole):
        return ""
    return f"{far} trong {whole} bài ghi ngày sau lúc ấy hơn một năm"
