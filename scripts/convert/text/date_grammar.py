"""Date grammar: dates as legacy pages print them, read as moments; what is not certain stays unread."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from plugins.core.dates import DateError, Moment, parse_moment
from plugins.core.text import fold

_TIME = (
    r"(?P<hour>[0-2]?\d)\s*(?:[:h]|giờ|g)\s*(?P<minute>[0-5]\d)(?::[0-5]\d)?['’′]?(?:\s*phút)?"
    r"(?:\s*(?P<half>[AP]\.?M\b\.?|SA\b|CH\b|sáng|trưa|chiều|tối|đêm|khuya))?"
)
_NUMERIC = r"(?P<day>[0-3]?\d)\s*(?P<sep>[/.-])\s*(?P<month>[01]?\d)\s*(?P=sep)\s*(?P<year>(?:19|20)\d\d)"
_SPELLED = (
    r"(?P<day2>[0-3]?\d)\s+tháng\s+(?P<month2>[01]?\d|[a-zà-ỹ]+(?:\s+(?!năm\b)[a-zà-ỹ]+)?)\s*,?\s*(?:năm\s+)?"
    r"(?P<year2>(?:19|20)\d\d)"
)
_ENGLISH = (
    r"(?:(?P<name>[A-Z][a-z]{2,8})\.?\s+(?P<day3>[0-3]?\d)(?:st|nd|rd|th)?|(?P<day4>[0-3]?\d)(?:st|nd"
    r"|rd|th)?[\s/.-]+(?P<name2>[A-Z][a-z]{2,8})\.?)"
    r"[,/-]?\s*(?P<year3>(?:19|20)\d\d)"
)
# WordPress in Vietnamese: “Tháng Mười Một 24, 2017”, “Th11 24, 2017”, “24 Th11, 2017”.
_MONTH_NAME = r"(?:tháng\s+(?:[01]?\d|mười\s+một|mười\s+hai|[a-zà-ỹ]+)|th(?:g|áng)?\.?\s?[01]?\d)"
_MONTH_FIRST = (
    rf"(?P<month3>{_MONTH_NAME})\s+(?P<day5>[0-3]?\d)\s*,\s*(?P<year4>(?:19|20)\d\d)"
    rf"|(?P<day6>[0-3]?\d)\s+(?P<month4>th(?:g)?\.?\s?[01]?\d)\s*,?\s*(?P<year5>(?:19|20)\d\d)"
)
_ISO = (
    r"(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d"
    r"(?:[T ][0-2]\d:[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?\s?(?:Z|[+-]\d\d:?\d\d)?)?)"
)
_BETWEEN = r"[\s,|\-–—•·()]*(?:lúc|hồi|vào lúc|at|ngày)?[\s,:|\-–—•·()]*"
_DAY = rf"(?:{_NUMERIC}|{_SPELLED}|{_MONTH_FIRST}|{_ENGLISH})"
_DAY_TIME = re.compile(rf"(?<![\w/.-]){_DAY}(?![\d/])(?:{_BETWEEN}{_TIME})?", re.IGNORECASE)
_TIME_DAY = re.compile(
    rf"(?<![\d:]){_TIME}{_BETWEEN}(?:thứ\s+\w+|chủ nhật)?{_BETWEEN}{_DAY}(?![\d/])", re.IGNORECASE
)
_ISO_ONLY = re.compile(rf"(?<!\d){_ISO}")
_HALF_DAY = re.compile(r"\d\s*[AP]M\b")
_LONGEST = 100  # characters of a line that is a date
_ANY = re.compile(r"(?:19|20)\d\d")
# Without one of these, or a month's name, no year is a date's.
_DAY_BESIDE = re.compile(r"[/.-]\s*(?:19|20)\d\d|(?:19|20)\d\d-[01]|th(?:g|áng)?\.?\s?[01]?\d")
_MONTH_BEGINNINGS = ("tháng", *"jan feb mar apr may jun jul aug sep oct nov dec".split())  # noqa: SIM905  # as words
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
# Words a stamp may stand beside, counters of readers among them; anything else around a date makes it a sentence.
_BESIDE = frozenset(
    "đăng ngày lúc hồi thứ hai ba tư năm sáu bảy bẩy tin gửi viết giờ gmt utc am pm sa ch"  # noqa: SIM905  # as words
    " mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday posted published on at"
    " updated date by đã được vào thời gian phút lần cuối bởi ra phát hành post last modified cn t sửa chỉnh đổi tạo"
    " sáng trưa chiều tối created edited revised update publish mới nhất lượt xem đọc views view hits".split()
)
# Who put a page on the site, at the head of a stamp: a field of its own, of whatever words.
_BY_WHOM = re.compile(
    r"\b(?:by|bởi|người (?:đăng|gửi|viết))\b:?\s+(?:(?!vào|lúc|thứ|ngày|on|at)[^\W\d_]+\s*){1,4}",
    re.IGNORECASE,
)


# The words that say of a date what it is the date of, as they stand right before it (folded).
_POSTED = re.compile(
    r"\b(?:dang|xuat ban|phat hanh|dua tin|gui|viet|tao|posted|published|publish|created|submitted)\b|\bngay ra\b"
)
_UPDATED = re.compile(
    r"\b(?:cap nhat|sua|chinh sua|sua doi|thay doi|updated?|modified|edited|revised|changed|last update)\b"
)


# Words of labels that say nothing when they stand alone.
_LABEL_WORDS = frozenset(
    "cập nhật xuất bản chủ tức bài viết mục thời điểm est edt pst pdt cst cdt bst ist cet et".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date found in a text: the moment, and the very words it stood in."""

    moment: Moment
    raw: str
    updated: bool = False  # its words say that it is the day of a change, not of publication
    posted: bool = False  # … of publication
    bare: bool = True  # nothing stands beside it but words of its label
    signed: bool = False  # it is the day a document was signed or issued


def _month(match: re.Match[str]) -> int | None:
    found = match.groupdict()
    if text := next((found[k] for k in ("month", "month2", "month3", "month4") if found.get(k)), ""):
        words = text.lower().split()
        name = " ".join(words[1:] if words[0] == "tháng" else words)
        digits = re.sub(r"^th(?:g|áng)?\.?\s?(?=\d)", "", name)
        return int(digits) if digits.isdigit() else _MONTHS.get(name)
    name = found.get("name") or found.get("name2") or ""
    return _MONTHS.get(name.lower())


def _clock(match: re.Match[str]) -> str:
    """`` HH:MM`` of a match; a half of the day is applied only where it can be (13:05 PM is 13:05)."""
    if not match["hour"]:
        return ""
    hour = _hour(int(match["hour"]), (match["half"] or "").lower().replace(".", ""))
    return f" {hour:02}:{match['minute']}"


def _hour(hour: int, half: str) -> int:
    """The hour of the day: 3 chiều is 15, 12 đêm is 0, 1 trưa is 13."""
    if half in ("am", "sa", "sáng"):
        return hour % 12 if hour <= 12 else hour
    if half in ("đêm", "khuya"):
        return hour % 12 if hour in (12, 24) else hour + 12 if 6 <= hour < 12 else hour
    if half == "trưa":
        return hour + 12 if hour < 6 else hour
    return hour + 12 if half and hour < 12 else hour


def _moment(match: re.Match[str]) -> Moment | None:
    found = match.groupdict()
    if found.get("iso"):
        text = re.sub(r"\s(?=Z|[+-])", "", match["iso"])
    else:
        day = next(found[k] for k in ("day", "day2", "day3", "day4", "day5", "day6") if found.get(k))
        year = next(found[k] for k in ("year", "year2", "year3", "year4", "year5") if found.get(k))
        month = _month(match)
        if month is None:
            return None
        text = f"{int(day):02}/{month:02}/{year}{_clock(match)}"
    try:
        return parse_moment(text)
    except DateError:
        return None


def _may_hold_day(text: str) -> bool:
    """A quick look: whether a day and a month may stand beside a year."""
    lowered = text.lower()
    return bool(_DAY_BESIDE.search(lowered)) or any(name in lowered for name in _MONTH_BEGINNINGS)


def find_dates(text: str) -> Iterator[PrintedDate]:
    """Every certain date of a text in order; `Cập nhật lúc 09:56 24/11/2017` keeps its time."""
    if not _ANY.search(text) or not _may_hold_day(text):
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
    if not found:
        return None
    rest = text
    for stamp in found:
        rest = rest.replace(stamp.raw, " ", 1)
    if _CLOCK_TIME.search(rest):  # from … to …: the hours of an event
        return None
    unsigned = _BY_WHOM.sub(" ", rest)
    words = re.findall(r"[^\W\d_]+", unsigned.lower())
    strange = [w for w in words if w not in _BESIDE]
    if len(strange) > 3 or (strange and len(words) > 6):
        return None
    found_date = _labelled(text, found)
    bare = unsigned == rest and not set(strange) - _LABEL_WORDS
    return replace(found_date, bare=bare) if found_date is not None else None


def read_label(text: str) -> tuple[bool, bool]:
    """(day of a change, day of publication): what the words before a date say of it."""
    label = fold(text)
    posted = _POSTED.search(label) is not None
    return _UPDATED.search(label) is not None and not posted, posted


def _labelled(text: str, found: list[PrintedDate]) -> PrintedDate | None:
    """The date of a line with what its label says; of several days the one of publication, else none."""
    told, at = [], 0
    for stamp in found:
        start = text.index(stamp.raw, at)
        told.append(PrintedDate(stamp.moment, text, *read_label(text[at:start])))
        at = start + len(stamp.raw)
    if (published := next((d for d in told if d.posted), None)) is not None:
        return published
    rest = [d for d in told if not d.updated] or told
    return rest[0] if len({d.moment.when.date() for d in rest}) == 1 else None


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
    return _HALF_DAY.search(text) is not None or says_now(text)


def says_now(text: str) -> bool:
    """True for a date that says it is now."""
    return any(word in text.lower() for word in ("hôm nay", "bây giờ"))
