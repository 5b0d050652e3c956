"""Unlinked lists of other articles: headlines with dates under a label, in pages whose links are lost or never were.

What follows the first of them to the end of the page stands beside the text, unless more text follows than came before.
"""

from __future__ import annotations

import re
from itertools import accumulate

from scripts.convert import weights
from scripts.convert.dom.button_lines import is_button_line
from scripts.convert.dom.lines import Line
from scripts.convert.dom.link_boxes import is_label
from scripts.convert.text.date_grammar import read_date_line

_DAY = r"\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d"
_TIME = r"(?:[\s,|-]*\d{1,2}\s?[:h]\s?\d\d(?::\d\d)?(?:\s?[AP]M)?)"
# “Headline -24/11/2017 09:50”, “Headline (24/11/2017)”; “24/11/2017 09:50 Headline”.
_STAMP_BEHIND = re.compile(
    rf"(?P<said>.+?)(?:[\s ]*[-–—|([]\s*(?:{_DAY})\s*{_TIME}?|\s+{_DAY}{_TIME})\s*[)\]]?$"
)
_STAMP_BEFORE = re.compile(rf"[(\[]?{_DAY}{_TIME}\s*[)\]]?\s*[-–—|:]*\s*(?P<said>\S.+)$")
_DATED = re.compile(_DAY)
_DIGIT = re.compile(r"\d")
_SENTENCE = (".", "!", ";", ":")


def mark_unlinked_lists(lines: list[Line]) -> None:
    """Mark the entries and labels of such lists, and what stands beside the text after the first."""
    for line in lines:
        line.listed = line.length <= weights.BUTTONS_LONGEST and line.is_prose and is_button_line(line)
    labels = [False, *(not x.linked and is_label(x) for x in lines)]
    before = [0, *accumulate(x.length if x.is_prose and not x.unlikely else 0 for x in lines)]
    first = -1
    at = 0
    while at < len(lines):
        if not labels[at] and not _DIGIT.search(lines[at].text):
            at += 1
            continue
        least = 1 if labels[at] else weights.LIST_LEAST
        end = max(_entries(lines, at, least), _pairs(lines, at, least))
        end = max(end, _bare_headlines(lines, at)) if labels[at] else end
        if end == at:
            at += 1
            continue
        begin = at - 1 if at and is_label(lines[at - 1]) else at
        for line in lines[begin:end]:
            line.listed = True
        # Most of the page's text stands before: what follows is beside it. Entries themselves are no text.
        if (
            first < 0
            and before[begin] > 0
            and before[-1] - before[end] < weights.LIST_TEXT_AFTER * before[begin]
        ):
            first = begin
        at = end
    for line in lines[first:] if first >= 0 else ():
        line.listed = True


def _is_plain(line: Line) -> bool:
    return not line.linked and not line.excluded and line.length <= weights.HEADLINE_LONGEST


def _entries(lines: list[Line], at: int, least: int) -> int:
    """The end of a run of lines that are each a headline with its date."""
    end = at
    while end < len(lines) and _is_entry(lines[end]) and _is_typed_alike(lines[end], lines[at]):
        end += 1
    return end if end - at >= least else at


def _is_entry(line: Line) -> bool:
    if not _is_plain(line) or not _DATED.search(line.text):
        return False
    match = _STAMP_BEHIND.match(line.text) or _STAMP_BEFORE.match(line.text)
    return match is not None and len(match["said"]) >= weights.HEADLINE_SHORTEST


def _pairs(lines: list[Line], at: int, least: int) -> int:
    """The end of a run of lines that are by turns a date with its time and a headline, whichever is first."""
    end = at
    while end + 1 < len(lines) and _is_pair(lines[end], lines[end + 1]):
        if not all(_is_typed_alike(lines[end + n], lines[at + n]) for n in (0, 1)):
            break
        end += 2
    return end if end - at >= 2 * least else at


def _is_typed_alike(line: Line, first: Line) -> bool:
    """True for a line set as the first of a list is: the headline of the page's own text is larger, or bold."""
    return (line.heading, line.bold, line.large) == (first.heading, first.bold, first.large)


def _is_pair(first: Line, second: Line) -> bool:
    if not _DIGIT.search(first.text) or not _is_plain(first) or not _is_plain(second):
        return False
    stamp = read_date_line(first.text)
    if stamp is None or not stamp.bare or stamp.moment.precision != "minute":
        return False
    return second.length >= weights.HEADLINE_SHORTEST and read_date_line(second.text) is None


def _bare_headlines(lines: list[Line], at: int) -> int:
    """The end of a run of headlines without dates, right under a label."""
    end = at
    while end < len(lines) and _is_bare(lines[end]) and _is_typed_alike(lines[end], lines[at]):
        end += 1
    if end > at and read_date_line(
        lines[at].text
    ):  # dates stand before their headlines: the last one is none's
        while end > at and read_date_line(lines[end - 1].text):
            end -= 1
    return end if end - at >= weights.LIST_LEAST else at


def _is_bare(line: Line) -> bool:
    if not _is_plain(line) or is_label(line) or line.heading:
        return False
    return line.length >= weights.HEADLINE_SHORTEST and not line.folded.endswith(_SENTENCE)
