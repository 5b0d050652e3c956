"""Dates of the archive: day first, Hanoi time, never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal

HANOI = timezone(timedelta(hours=7))
YEARS = range(1900, 2100)

_TIME = r"(?:(?P<hour>[0-9]{1,2})[:hg](?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?)"
_DAY_FIRST = re.compile(
    rf"(?P<day>[0-9]{{1,2}})(?P<sep>[/.-])(?P<month>[0-9]{{1,2}})(?P=sep)(?P<year>[0-9]{{4}})(?:[,\s]\s*{_TIME})?"
)
_ISO = re.compile(
    rf"(?P<year>[0-9]{{4}})-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})"
    rf"(?:[T\s]{_TIME}\s?(?P<zone>Z|[+-][0-9]{{2}}:?[0-9]{{2}})?)?"
)


class DateError(ValueError):
    """A text that is not a date of the archive; the message (Vietnamese) says what is expected."""


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A date with the precision its source gave; `when` is aware, in Hanoi time (+07:00)."""

    when: datetime
    precision: Literal["minute", "day"] = "minute"

    @property
    def day_display(self) -> str:
        """The day as readers write it: ``24/11/2017``."""
        w = self.when
        return f"{w.day:02}/{w.month:02}/{w.year}"

    @property
    def display(self) -> str:
        """Day and, where known, time: ``24/11/2017 09:56``."""
        if self.precision == "day":
            return self.day_display
        return f"{self.day_display} {self.when.hour:02}:{self.when.minute:02}"

    @property
    def clock(self) -> str:
        """The time alone, where known: ``09:56``."""
        return "" if self.precision == "day" else f"{self.when.hour:02}:{self.when.minute:02}"

    @property
    def written(self) -> str:
        """The form in an article's front matter: as `display`, with seconds where they are not zero."""
        exact = self.precision == "minute" and self.when.second
        return f"{self.display}:{self.when.second:02}" if exact else self.display

    @property
    def iso(self) -> str:
        """ISO 8601 for machines: ``2017-11-24T09:56:00+07:00``, or the day alone."""
        return self.when.date().isoformat() if self.precision == "day" else self.when.isoformat()


def _zone(text: str | None) -> timezone:
    if text is None:
        return HANOI
    if text == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))


def parse_moment(text: str) -> Moment:
    """Read ``dd/mm/yyyy [HH:MM[:SS]]`` or ISO 8601; anything else raises `DateError`.

    Day comes first, as in every Vietnamese source (dateutil without ``dayfirst`` turns 05/11 into May);
    missing parts are never completed from today. A time without a zone is Hanoi's.
    """
    match = _ISO.fullmatch(text.strip()) or _DAY_FIRST.fullmatch(text.strip())
    if not match:
        raise DateError(
            f"không hiểu ngày “{text.strip()}”; hãy viết dd/mm/yyyy HH:MM, ví dụ 24/11/2017 09:56"
        )
    part = {k: int(v) for k, v in match.groupdict().items() if v is not None and k not in ("sep", "zone")}
    try:
        when = datetime(**part, tzinfo=_zone(match.groupdict().get("zone"))).astimezone(HANOI)
    except (ValueError, OverflowError) as error:
        raise DateError(f"ngày “{text.strip()}” không có thật; hãy kiểm tra lại ngày, tháng, giờ") from error
    if part["year"] not in YEARS or when.year not in YEARS:  # a zone may carry New Year's Eve over the edge
        raise DateError(f"năm {part['year']} nằm ngoài khoảng 1900–2099; hãy kiểm tra lại ngày")
    return Moment(when, "minute" if "hour" in part else "day")
