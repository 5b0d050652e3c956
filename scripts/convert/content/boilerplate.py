"""Boilerplate removal inside a body: boxes, lists of other articles, forms; each drop is named, none is silent."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from scripts.convert import weights
from scripts.convert.content.foreign_text import find_foreign_text
from scripts.convert.dom.lines import Body, Line, PageLines
from scripts.convert.dom.link_boxes import REASON, find_link_boxes, is_label
from scripts.convert.dom.site_statistics import SiteStatistics
from scripts.convert.dom.tree import CONTROLS, Element, TextLengths, text_of
from scripts.convert.text.byline_grammar import read_byline


def find_boilerplate(body: Body, page: PageLines, statistics: SiteStatistics) -> dict[Element, str]:
    """Elements of the body that are not the article's, each with the reason a person reads."""
    skip = find_link_boxes(body.lines, body.element, page.lengths)
    inside = set(body.element.iter())
    skip.update(_named_as_boilerplate(body, page, inside))
    skip.update(_forms(body, page))
    skip.update(_nested_articles(body, page))
    skip.update(find_foreign_text(body, page))
    for line in body.lines if statistics.sitewide else ():
        alone = line.holder is not body.element and text_of(line.holder) == line.text
        if alone and statistics.is_sitewide(line) and not read_byline(line.text, bare=True):
            skip[line.holder] = "lặp lại trên nhiều trang"
    if skip:
        _skip_orphaned_headings(body, page, skip)
        _skip_emptied_places(body, page, skip)
    return skip


def _named_as_boilerplate(body: Body, page: PageLines, inside: set[Element]) -> Iterator[tuple[Element, str]]:
    """Places whose names say that they are no part of an article."""
    places = {place: line.excluded for line in reversed(body.lines) for place in line.unlikely}
    for place, never in places.items():
        if place in inside and place is not body.element and (never or _is_box(place, page.lengths)):
            yield place, f"khung của trang: {_label(place)}"


def _label(place: Element) -> str:
    return " ".join((place.get("class") or place.get("id") or place.tag).split())[:60]


def _is_box(place: Element, lengths: TextLengths) -> bool:
    """True for a badly named place that is no part of a text: links and buttons, no sentences or pictures."""
    linked = sum(lengths[a] for a in place.iter("a"))
    return (
        linked * weights.BOX_LINKED > lengths[place]
        or next(place.iter("input", "select", "button", "textarea"), None) is not None
    )


def _forms(body: Body, page: PageLines) -> Iterator[tuple[Element, str]]:
    """The largest place round a control that holds labels and no sentence."""
    for control in body.element.iter(*CONTROLS):
        if control.get("type") == "hidden" or control.tag == "option":
            continue
        place = control
        while (above := place.getparent()) is not None and above is not body.element:
            if not _is_form_part(above, page):
                break
            place = above
        if place is not control:
            yield place, "biểu mẫu của trang"


def _is_form_part(place: Element, page: PageLines) -> bool:
    """True for a place of few words, without a sentence or a picture."""
    if page.lengths[place] > weights.FORM_LONGEST or any(x.is_prose for x in page.lines_in(place)):
        return False
    return next(place.iter("img"), None) is None


def _nested_articles(body: Body, page: PageLines) -> Iterator[tuple[Element, str]]:
    """Articles side by side inside an article: cards of others, or comments; not where the text itself is in them."""
    nested = [
        article
        for article in body.element.iterdescendants("article")
        if next(article.iterancestors("article"), None) is not None
        and sum(1 for _ in article.getparent().iterchildren("article")) >= weights.NESTED_ARTICLES
    ]
    inside = {line.index for article in nested for line in page.lines_in(article)}
    held = sum(line.length for line in body.prose if line.index in inside)
    if held < weights.NESTED_TEXT * sum(line.length for line in body.prose):
        yield from ((article, REASON) for article in nested)


def _skip_orphaned_headings(body: Body, page: PageLines, skip: dict[Element, str]) -> None:
    """Headings of which nothing is left: what follows them, up to the next heading, leads elsewhere."""
    gone = _skipped_lines(page, skip)
    end = page.spans[body.element][1]
    for line in body.lines:
        if line.index in gone or not (line.heading or is_label(line)) or line.holder is body.element:
            continue
        if _leads_elsewhere(page.lines[line.index + 1 : end], gone) and text_of(line.holder) == line.text:
            skip[line.holder] = REASON


def _leads_elsewhere(following: list[Line], gone: set[int]) -> bool:
    """True where skipped lines with headline links follow, and then a heading or nothing."""
    skipped = list(takewhile(lambda line: line.index in gone, following))
    kept = following[len(skipped) :]
    return not (kept and not kept[0].heading) and any(x.is_headline_link for x in skipped)


def _skipped_lines(page: PageLines, skip: dict[Element, str]) -> set[int]:
    return {n for place in skip if place in page.spans for n in range(*page.spans[place])}


def _skip_emptied_places(body: Body, page: PageLines, skip: dict[Element, str]) -> None:
    """Skip what holds nothing but skipped places as well: their pictures and arrows."""
    gone = _skipped_lines(page, skip)
    for place in list(skip):
        above = place.getparent()
        while above is not None and above is not body.element and above not in skip:
            lines = range(*page.spans[above])
            if not lines or not gone.issuperset(lines):
                break
            skip[above] = skip[place]
            above = above.getparent()
