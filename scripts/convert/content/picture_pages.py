"""Picture pages: photographs under a title, with no running text. The place that holds them is the body."""

from __future__ import annotations

import re

from scripts.convert import weights
from scripts.convert.content.extraction import Extraction
from scripts.convert.content.stray_images import content_image
from scripts.convert.dom.lines import PageLines
from scripts.convert.dom.site_statistics import SiteStatistics
from scripts.convert.dom.tree import Element
from scripts.convert.fields.date import choose_date
from scripts.convert.fields.metadata import Metadata
from scripts.convert.fields.people import choose_people
from scripts.convert.fields.title import BodyRange, choose_title

_PHOTOGRAPH = re.compile(r"\.jpe?g(?:$|\?)", re.IGNORECASE)


def read_picture_page(
    root: Element, page: PageLines, meta: Metadata, statistics: SiteStatistics, key: str
) -> Extraction | None:
    """The photographs of a page without a text as an article; None where it has few, no title, or leads elsewhere.

    `key` is the page's address as `address_key` has it.
    """
    photographs = [x for x in root.iter("img") if _PHOTOGRAPH.search(content_image(x)) and x in page.spans]
    photographs = [x for x in photographs if not _is_excluded(x, page)]
    headlines = sum(x.is_headline_link for x in page.lines)
    if len(photographs) < weights.PICTURES_LEAST or headlines >= weights.PLAIN_PAGE_LINKS or not page.lines:
        return None
    body = _around(photographs)
    first, end = page.spans[body]
    last = len(page.lines) - 1
    body_range = BodyRange(min(first, last), min(max(first, end - 1), last))
    title, at, _ = choose_title(page, body_range, meta, statistics, key)
    if at < 0 or page.lines[at].linked:
        return None
    date, clock = choose_date(page, body_range, at, statistics, key)
    author, source = choose_people(page, body_range, meta, at)
    return Extraction(title, [body], date, author=author, source=source, clock=clock, url=meta.url)


def _is_excluded(picture: Element, page: PageLines) -> bool:
    """True in a place that holds no article: a banner, a foot, a sidebar."""
    places = {place for line in page.lines for place in line.unlikely}
    return any(above in places for above in picture.iterancestors())


def _around(pictures: list[Element]) -> Element:
    """The innermost element that holds all pictures."""
    found = pictures[0].getparent()
    inside = set(found.iter("img"))
    while not inside.issuperset(pictures):
        found = found.getparent()
        inside = set(found.iter("img"))
    return found
