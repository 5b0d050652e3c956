"""Date grammar: dates as legacy pages print them, read as moments; what is not certain stays unread."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from plugins.core.dates import DateError, Moment, parse_moment
from plugins.core.text import fold

_TIME = (
    r"(?P<hour>[0-2]?\d)\s*(?:[:h]|giờ|g)\s*(?P<minute>[0-5]\d)(?::[0-5]\d)?['’′]?(?:\s*phút)?"
    r"(?:\s*(?P<half>[AP]M|SA|CH)\b)?"
)
_NUMERIC = r"(?P<day>[0-3]?\d)\s*(?P<sep>[/.-])\s*(?P<month>[01]?\d)\s*(?P=sep)\s*(?P<year>(?:19|20)\d\d)"
_SPELLED = (
    r"(?P<day2>[0-3]?\d)\s+tháng\s+(?P<month2>[01]?\d|[a-zà-ỹ]+(?:\s+[a-zà-ỹ]+)?)\s*,?\s*(?:năm\s+)?"
    r"(?P<year2>(?:19|20)\d\d)"
)
_ENGLISH = (
    r"(?:(?P<name>[A-Z][a-z]{2,8})\.?\s+(?P<day3>[0-3]?\d)(?:st|nd|rd|th)?|(?P<day4>[0-3]?\d)(?:st|nd"
    r"|rd|th)?[\s/.-]+(?P<name2>[A-Z][a-z]{2,8})\.?)"
    r"[,/-]?\s*(?P<year3>(?:19|20)\d\d)"
)
_ISO = (
    r"(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d"
    r"(?:[T ][0-2]\d:[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?\s?(?:Z|[+-]\d\d:?\d\d)?)?)"
)
_BETWEEN = r"[\s,|\-–—•·()]*(?:lúc|hồi|vào lúc|at|ngày)?[\s,:|\-–—•·()]*"
_DAY = rf"(?:{_NUMERIC}|{_SPELLED}|{_ENGLISH})"
_DAY_TIME = re.compile(rf"(?<![\d/.-]){_DAY}(?![\d/])(?:{_BETWEEN}{_TIME})?", re.IGNORECASE)
_TIME_DAY = re.compile(
    rf"(?<![\d:]){_TIME}{_BETWEEN}(?:thứ\s+\w+|chủ nhật)?{_BETWEEN}{_DAY}(?![\d/])", re.IGNORECASE
)
_ISO_ONLY = re.compile(rf"(?<!\d){_ISO}")
_LONGEST = 100  # characters of a line that is a date
_ANY = re.compile(r"(?:19|20)\d\d")
_CLOCK_TIME = re.compile(r"(?<!\d)[0-2]?\d\s*[:h]\s*[0-5]\d(?!\d)")
_YEARLESS = re.compile(r"(?<!\d)[0-3]?\d/[01]?\d(?!\d|/)")
_MONTHS = (
    {
        name: number
        for number, names in enumerate(
            [
                "jan january",
                "feb february",
                "mar march",
                "apr april",
                "may",
                "jun june",
                "jul july",
                "aug august",
                "sep sept september",
                "oct october",
                "nov november",
                "dec december",
            ],
            1,
        )
        for name in names.split()
    }
    | {
        name: number
        for number, name in enumerate(
            ["một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai"], 1
        )
    }
    | {"giêng": 1, "chạp": 12, "bốn": 4, "bẩy": 7}
)
# Words a stamp may stand beside; anything else around a date makes it a sentence.
_BESIDE = re.compile(
    r"(?:cập nhật|đăng|ngày|lúc|hồi|thứ|chủ nhật|hai|ba|tư|năm|sáu|bảy|bẩy|tin|xuất bản|gửi|viết|giờ"
    r"|gmt|utc|am|pm|sa|ch"
    r"|mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday|posted"
    r"|published|on|at"
    r"|updated|date|by|posted on|đã|được|vào|thời gian|phút|lần|cuối|bởi|ra|phát hành|post|last"
    r"|modified|cn|t[2-7])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date found in a text: the moment, and the very words it stood in."""

    moment: Moment
    raw: str


def _month(match: re.Match[str]) -> int | None:
    found = match.groupdict()
    if text := found.get("month") or found.get("month2"):
        return int(text) if text.isdigit() else _MONTHS.get(" ".join(text.lower().split()))
    name = found.get("name") or found.get("name2")
    return _MONTHS.get(name.lower()) if name else None


def _clock(match: re.Match[str]) -> str:
    """`` HH:MM`` of a match; a half of the day is applied only where it can be (13:05 PM is 13:05)."""
    if not match["hour"]:
        return ""
    hour, half = int(match["hour"]), (match["half"] or "").upper()
    if half in ("PM", "CH") and hour < 12:
        hour += 12
    if half in ("AM", "SA") and hour == 12:
        hour = 0
    return f" {hour:02}:{match['minute']}"


def _moment(match: re.Match[str]) -> Moment | None:
    found = match.groupdict()
    if found.get("iso"):
        text = re.sub(r"\s(?=Z|[+-])", "", match["iso"])
    else:
        day = next(found[k] for k in ("day", "day2", "day3", "day4") if found.get(k))
        year = next(found[k] for k in ("year", "year2", "year3") if found.get(k))
        month = _month(match)
        if month is None:
            return None
        text = f"{int(day):02}/{month:02}/{year}{_clock(match)}"
    try:
        return parse_moment(text)
    except DateError:
        return None


def find_dates(text: str) -> Iterator[PrintedDate]:
    """Every certain date of a text in order; `Cập nhật lúc 09:56 24/11/2017` keeps its time."""
    if not _ANY.search(text):
        return
    at = 0
    while match := min((m for p in (_TIME_DAY, _DAY_TIME, _ISO_ONLY) if (m := p.search(text, at))),
                       key=lambda m: (m.start(), -m.end()), default=None):  # fmt: skip
        if moment := _moment(match):
            yield PrintedDate(moment, match[0].strip())
        at = max(match.end(), at + 1)


def read_date_line(text: str) -> PrintedDate | None:
    """The date of a line that is nothing but a date and its label; None for sentences that hold one."""
    return _stamp_line(text.strip()) if len(text) <= _LONGEST and _ANY.search(text) else None


@lru_cache(maxsize=1024)  # a page's lines are asked more than once
def _stamp_line(text: str) -> PrintedDate | None:
    found = list(find_dates(text))
    if not found or len({s.moment.when.date() for s in found}) > 1:
        return None
    rest = text
    for stamp in found:
        rest = rest.replace(stamp.raw, " ")
    if _CLOCK_TIME.search(rest):  # from … to …: the hours of an event
        return None
    words = re.findall(r"[^\W\d_]+", rest)
    strange = [w for w in words if not _BESIDE.fullmatch(w)]
    if len(strange) > 3 or (strange and len(words) > 6):
        return None
    return PrintedDate(found[0].moment, text)


def yearless(text: str) -> bool:
    """True for a line that is a day without a year: the right answer is an unknown date."""
    return (
        len(text) <= 40
        and bool(_YEARLESS.search(text))
        and not _ANY.search(text)
        and len(fold(text).split()) <= 6
    )


def is_clock_text(text: str) -> bool:
    """True for the page's own clock: a date with AM/PM, or one that says it is today's."""
    return bool(re.search(r"\d\s*[AP]M\b", text)) or says_now(text)


def says_now(text: str) -> bool:
    """True for a date that says it is now."""
    return any(word in text.lower() for word in ("hôm nay", "bây giờ"))
