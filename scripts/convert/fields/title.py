"""Title of a page without a profile: ranked candidates among its lines, else what its metadata say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from plugins.core.text import tone_key
from scripts.convert import weights
from scripts.convert.dom.lines import Line, PageLines
from scripts.convert.dom.link_boxes import is_label
from scripts.convert.dom.roles import LEAD, TITLE, roles_of
from scripts.convert.dom.site_statistics import SiteStatistics
from scripts.convert.fields.metadata import Metadata, site_part, title_parts
from scripts.convert.fields.title_lines import heads_place, is_numbered_part, is_part, is_place, whole_heading
from scripts.convert.fields.toneless_titles import says_part, toneless_points, toneless_titles
from scripts.convert.text.byline_grammar import is_credit
from scripts.convert.text.date_grammar import is_clock_text, read_date_line
from scripts.convert.weights import added

_HEADINGS_MOST = 30  # before a text that are looked at: each candidate is compared with each


@dataclass(frozen=True, slots=True)
class BodyRange:
    """Indexes of the first and the last line of the body."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What a page says of its title elsewhere than in a candidate's own markup; texts are tone keys."""

    body: BodyRange
    headline: str | None  # of its metadata
    parts: set[str]  # of its <title>
    site: str | None  # the last of several parts of its <title>, where the site's name stands
    toneless: tuple[str, set[str]]  # of its <title> where that has no tones: the whole, its parts
    listed: str | None  # of its address, in other pages' lists
    echoes: list[str]  # lines that begin with another line's words, as they stand
    dated: list[int]  # indexes of lines that are a date
    headings: list[Line]  # unlinked ones before the text
    apart: list[int]  # how many of the first n lines part a heading from the text: links, boxes, other text

    def names(self, line: Line) -> bool:
        """Whether the page's metadata, its own title or other pages' lists say these very words."""
        key = tone_key(line.text)
        return self.says(key, line) or key in (self.headline, self.listed)

    def says(self, key: str, line: Line) -> bool:
        """Whether the page's own title says a line's words, and not those of the site or a section."""
        return key in self.parts and not self.is_site(key, line) and not is_place(line)

    def is_site(self, key: str, line: Line) -> bool:
        """Whether a line is the site's name in its banner: the page's own title ends with it."""
        return bool(line.unlikely) and key == self.site


def choose_title(
    page: PageLines, body_range: BodyRange, meta: Metadata, statistics: SiteStatistics, key: str
) -> tuple[str, int, float]:
    """(title, index of its line, score); the line is -1 where only the page's metadata hold the title, "" for none.

    `key` is the page's address as `address_key` has it.
    """
    ranked = rank_titles(page, body_range, meta, statistics, key)
    best, title = next(iter(ranked), (0.0, None))
    if title is not None and best > weights.TITLE_LEAST:
        return whole_heading(page, title), title.index, best
    _, parts = toneless_titles(meta.page_title)
    if (title := next((x for _, x in ranked if not x.linked and says_part(x.text, parts)), None)) is not None:
        return whole_heading(page, title), title.index, weights.TITLE_LEAST
    named = meta.headline or next(iter(title_parts(meta.page_title, meta.site)[1:]), "")
    return (named, -1, weights.TITLE_SURE) if meta.is_article else ("", -1, 0.0)


def rank_titles(
    page: PageLines, body_range: BodyRange, meta: Metadata, statistics: SiteStatistics, key: str
) -> list[tuple[float, Line]]:
    """The lines that may be the title with their points, the best first."""
    evidence = _evidence(page, body_range, meta, statistics.titles.get(key, ""))
    found = [(_title_score(x, page, evidence), x) for x in _candidates(page, body_range, statistics)]
    return sorted(found, key=lambda pair: (-pair[0], pair[1].index))


def _evidence(page: PageLines, body_range: BodyRange, meta: Metadata, listed: str) -> _Evidence:
    near = page.lines[: body_range.first + 1 + weights.TITLE_DATE_LINES]
    site = tone_key(site_part(meta.page_title)) or None
    return _Evidence(
        body_range,
        tone_key(meta.headline) or None,
        {tone_key(part) for part in title_parts(meta.page_title, meta.site)},
        site,
        toneless_titles(meta.page_title),
        tone_key(listed) or None,
        [x.text for x in page.lines if x.echo],
        [x.index for x in near if read_date_line(x.text) and not is_clock_text(x.text)],
        [
            x
            for x in near
            if 0 < x.heading <= weights.TITLE_HEADING_LOWEST
            and not x.linked
            and not x.excluded
            and not (x.unlikely and tone_key(x.text) == site)
        ][-_HEADINGS_MOST:],
        [0, *accumulate(x.linked * 2 > x.length or x.excluded or x.is_prose for x in near)],
    )


def _candidates(page: PageLines, body_range: BodyRange, statistics: SiteStatistics) -> Iterator[Line]:
    for line in page.lines[: body_range.first + weights.TITLE_LINES_BELOW]:
        if line.excluded or line.listed or not _has_title_length(line):
            continue
        if not read_date_line(line.text) and not statistics.is_boilerplate(line):
            yield line


def _has_title_length(line: Line) -> bool:
    """True for a line as long as titles are; a heading may be as short as a word."""
    marked = 0 < line.heading <= weights.TITLE_HEADING_LOWEST and not line.linked
    shortest = weights.TITLE_HEADING_SHORTEST if marked else weights.TITLE_LENGTHS[0]
    if not shortest <= len(line.text) <= weights.TITLE_LENGTHS[-1]:
        return False
    return sum(map(str.isalpha, line.text)) > sum(map(str.isdigit, line.text))


def _title_score(line: Line, page: PageLines, evidence: _Evidence) -> float:
    """Points of one candidate: by itself, by what agrees with it, by its place before the body."""
    score = _agreement(line, evidence, _markup(line))
    first = evidence.body.first
    score -= min(weights.TITLE_DISTANCE_MOST, _distance(line, evidence))
    score = _place(line, first, score)
    typed = (line.bold or line.large) and not line.linked
    score = added(
        score,
        (any(echo.startswith(line.text) for echo in evidence.echoes), weights.TITLE_ECHOED),
        (_date_beside(line, evidence), weights.TITLE_DATE_BESIDE),
        (typed and _begins_content(page, evidence.body, line), weights.TITLE_BEGINS),
    )
    # What follows only takes points away: a line that has too few is no title already.
    return (
        score
        if score <= weights.TITLE_LEAST or evidence.names(line)
        else _demoted(score, line, page, evidence)
    )


def _demoted(score: float, line: Line, page: PageLines, evidence: _Evidence) -> float:
    """The points of a line that nothing names, less those for reading as something else than a title."""
    return added(
        score,
        (is_part(line) or is_numbered_part(line, page), weights.TITLE_PART),
        (is_place(line) or heads_place(line, evidence.headings), weights.TITLE_PLACE),
        (_is_person(line) and not _heads_all(line, evidence), weights.TITLE_PERSON),
        (_is_subheading(line, page, evidence), weights.TITLE_SUBHEADING),
    )


def _is_person(line: Line) -> bool:
    """True for names alone; a high heading of foreign words is a title."""
    return is_credit(line.text, marked=not 0 < line.heading <= 2)


def _heads_all(line: Line, evidence: _Evidence) -> bool:
    """True for the first heading of a page, where it is a high one: a life of a person is called by the name."""
    if not 0 < line.heading <= 2 or any(x.index < line.index for x in evidence.headings):
        return False
    return not any(x.length > line.length and not is_credit(x.text, marked=True) for x in evidence.headings)


def _distance(line: Line, evidence: _Evidence) -> float:
    """What lies between a line and the text: under a heading the short lines of a document's head count little."""
    first = evidence.body.first
    if not line.heading or line.index > first:
        return weights.TITLE_DISTANCE * abs(first - line.index)
    apart = evidence.apart[first] - evidence.apart[min(line.index + 1, first)]
    return weights.TITLE_DISTANCE * apart + weights.TITLE_DISTANCE_HEAD * (max(first - line.index, 1) - apart)


def _is_subheading(line: Line, page: PageLines, evidence: _Evidence) -> bool:
    """True under a heading of a higher level, where no link stands between them: that is what the page is called."""
    level = line.heading or len(weights.TITLE_HEADINGS) + 4
    for above in reversed(evidence.headings):
        if above.index >= line.index or above.heading >= level or above.holder is line.holder:
            continue
        if not any(x.linked or x.excluded for x in page.lines[above.index : line.index]):
            return not _may_name_place(above, line, evidence)
    return False


def _may_name_place(above: Line, line: Line, evidence: _Evidence) -> bool:
    """True for a short heading that may name the section, over a longer line that reads as a title."""
    if is_place(above):
        return not is_part(line)
    short = above.length < weights.HEADLINE_SHORTEST and line.length >= 2 * weights.HEADLINE_SHORTEST
    return short and not line.is_prose and any(abs(at - line.index) <= 1 for at in evidence.dated)


def _markup(line: Line) -> float:
    """Points of a line for its type, its role and its own words."""
    roles = roles_of(line.names)
    plain = not line.heading and not line.large
    return added(
        weights.TITLE_HEADINGS.get(line.heading, 0.0) + line.large + line.bold,
        (line.centred and not line.linked and (line.bold or line.large), weights.TITLE_CENTRED),
        (roles & TITLE, weights.TITLE_ROLE),
        (roles & LEAD and not roles & TITLE, weights.TITLE_LEAD),
        (line.unlikely, weights.TITLE_UNLIKELY),
        (plain and line.text.endswith((".", ";")), weights.TITLE_SENTENCE),
        (line.length >= weights.TITLE_LONG_FROM, weights.TITLE_LONG),
    )


def _agreement(line: Line, evidence: _Evidence, score: float) -> float:
    """Points for what else names the title; a link or a label counts less where nothing does."""
    key = tone_key(line.text)
    named = evidence.says(key, line)
    return added(
        score + (toneless_points(line, *evidence.toneless) if not named else 0.0),
        (key == evidence.headline, weights.TITLE_METADATA),
        (evidence.is_site(key, line), weights.TITLE_PLACE),
        (named and len(key) >= weights.TITLE_PAGE_TITLE_SHORTEST, weights.TITLE_PAGE_TITLE),
        (key == evidence.listed, weights.TITLE_LISTED),
        (not named and line.linked * 2 > line.length, weights.TITLE_LINKED),
        (not named and is_label(line), weights.TITLE_LABEL),
    )


def _place(line: Line, first: int, score: float) -> float:
    """Points for the place of a line: under the first paragraph, right above it."""
    if line.index > first:
        marked = line.heading or roles_of(line.names) & TITLE
        return score if marked else score + weights.TITLE_BELOW
    return score + (weights.TITLE_RIGHT_ABOVE if line.index == first - 1 and not line.is_prose else 0.0)


def _date_beside(line: Line, evidence: _Evidence) -> bool:
    return any(abs(at - line.index) <= weights.TITLE_DATE_LINES for at in evidence.dated)


def _begins_content(page: PageLines, body_range: BodyRange, line: Line) -> bool:
    """True for the first words of what holds the text: nothing but links and dates stands before them there."""
    holder = page.lines[body_range.first].holder
    while holder is not None and page.spans[holder][0] > line.index:
        holder = holder.getparent()
    first = page.spans[holder][0] if holder is not None else 0
    return all(x.linked * 2 > x.length or read_date_line(x.text) for x in page.lines[first : line.index])
