"""Title of a page without a profile: ranked candidates among its lines, else what its metadata say."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.core.text import tone_key
from scripts.convert.dom.lines import Line, PageLines
from scripts.convert.dom.link_boxes import is_label
from scripts.convert.dom.roles import LEAD, TITLE, roles_of
from scripts.convert.dom.site_statistics import SiteStatistics
from scripts.convert.fields.metadata import Metadata, title_parts
from scripts.convert.text.date_grammar import is_clock_text, read_date_line

TITLE_LEAST = 1.5
TITLE_DATED = 4.0  # marked as a title; sure enough where its date stands beside it
TITLE_SURE = 6.0  # a heading, or one that the page's own title repeats
_NO_TITLE = 4.0  # taken from what is named a lead, or reads as the label of a list
_BELOW = 2.0  # and from a plain line under the first paragraph
_LONG_TITLE = 130  # visible characters; longer lines are leads rather
_STAMPED = 2  # lines between a title and the date that stands beside it
_TITLE_LENGTHS = range(8, 301)
_HEADLINE = 15  # visible characters of a line that is a headline at least


@dataclass(frozen=True, slots=True)
class BodyRange:
    """Indexes of the first and the last line of the body."""

    first: int
    last: int


def find_headline(page: PageLines, meta: Metadata) -> int:
    """The index of the line that is surely the article's headline, -1 where none is: the one the page's
    metadata name, else its only unlinked <h1>.
    """
    named = {tone_key(meta.headline), *map(tone_key, title_parts(meta.page_title))}
    heads = [x for x in page.lines if x.heading and not x.excluded and not x.linked and x.length >= _HEADLINE]
    said = [x for x in heads if tone_key(x.text) in named]
    first = [x for x in heads if x.heading == 1]
    if said:
        return said[0].index
    return first[0].index if len(first) == 1 else -1


def _title_score(
    line: Line,
    body_range: BodyRange,
    headline: str | None,
    parts: set[str],
    listed: str | None,
    *,
    unlikely: bool,
) -> float:
    key = tone_key(line.text)
    score = {1: 5.0, 2: 3.0, 3: 2.0}.get(line.heading, 0.0) + line.large + line.bold
    roles = roles_of(line.names)
    score += 3.0 if roles & TITLE else -_NO_TITLE if roles & LEAD else 0.0
    score += 8.0 if key == headline else 0.0
    score += 5.0 if key in parts and len(key) >= 15 else 0.0
    score += 8.0 if key == listed else 0.0
    score -= 3.0 if line.linked * 2 > line.length and key not in parts else 0.0
    score -= 6.0 if unlikely else 0.0
    score -= _NO_TITLE if is_label(line) and key not in parts else 0.0
    score -= 1.5 if line.text.endswith((".", ";")) and not line.heading and not line.large else 0.0
    score -= 1.0 if line.length > _LONG_TITLE else 0.0
    score -= min(4.0, 0.15 * abs(body_range.first - line.index))
    if line.index > body_range.first:
        return score if line.heading or roles & TITLE else score - _BELOW
    return score + (1.0 if line.index == body_range.first - 1 and not line.is_prose else 0.0)


def _begins_content(page: PageLines, body_range: BodyRange, line: Line) -> bool:
    """True for the first words of what holds the text: nothing but links and dates stands before them there."""
    holder = page.lines[body_range.first].holder
    while holder is not None and page.spans[holder][0] > line.index:
        holder = holder.getparent()
    first = page.spans[holder][0] if holder is not None else 0
    return all(x.linked * 2 > x.length or read_date_line(x.text) for x in page.lines[first : line.index])


def choose_title(
    page: PageLines, body_range: BodyRange, meta: Metadata, statistics: SiteStatistics, key: str
) -> tuple[str, int, float]:
    """(title, index of its line, score); the line is -1 where only the page's metadata hold the title, ""
    for none.
    """
    parts = {tone_key(p) for p in title_parts(meta.page_title)}
    headline, listed = tone_key(meta.headline) or None, tone_key(statistics.titles.get(key, "")) or None
    heads = [x.text for x in page.lines if x.echo]
    stamped = [
        x.index
        for x in page.lines[: body_range.first + 1 + _STAMPED]
        if read_date_line(x.text) and not is_clock_text(x.text)
    ]
    best, found = TITLE_LEAST, None
    for line in page.lines[: body_range.first + 3]:
        if (
            len(line.text) not in _TITLE_LENGTHS
            or read_date_line(line.text)
            or statistics.is_boilerplate(line)
            or line.excluded
        ):
            continue
        out = bool(line.unlikely)
        score = _title_score(line, body_range, headline, parts, listed, unlikely=out)
        score += 4.0 if any(h.startswith(line.text) for h in heads) else 0.0
        score += 1.5 if any(abs(at - line.index) <= _STAMPED for at in stamped) else 0.0
        score += (
            1.0
            if (line.bold or line.large) and not line.linked and _begins_content(page, body_range, line)
            else 0.0
        )
        if score > best:
            best, found = score, line
    if found is not None:
        return found.text, found.index, best
    named = meta.headline or next(iter(title_parts(meta.page_title)[1:]), "")
    return (named, -1, TITLE_SURE) if meta.is_article else ("", -1, 0.0)
