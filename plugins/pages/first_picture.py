"""First picture of an article: what stands for it on the home page and where it is shared."""

from __future__ import annotations

from collections.abc import Set
from typing import NamedTuple
from urllib.parse import quote

from plugins.pages.picture_versions import version_url
from plugins.pages.pictures import is_picture
from plugins.site.source_record import SourceRecord
from plugins.site.views import Pictures

ENOUGH = 640  # pixels that a picture beside a summary needs on a phone


class SizedPicture(NamedTuple):
    """A picture: its address from the site's root, its width and height (0 where unknown)."""

    url: str
    width: int
    height: int


def first_picture(record: SourceRecord, static: Set[str]) -> str:
    """Path of the first picture that an article's text shows or links to; ``""`` without one."""
    files = (link.partition("#")[0].removeprefix("/") for link in record.reading.links)
    return next((file for file in files if file in static and is_picture(file)), "")


def shown(path: str, pictures: Pictures) -> SizedPicture:
    """A picture in the smallest version that is wide enough."""
    width, height, versions = pictures(path)
    narrow = min((v for v in versions if v >= ENOUGH), default=0)
    if not narrow or narrow >= width:
        return SizedPicture(quote(path), width, height)
    return SizedPicture(quote(version_url(narrow, path)), narrow, round(height * narrow / width))
