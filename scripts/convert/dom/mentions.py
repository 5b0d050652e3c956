"""Mentions of other articles in a page's lists: address, title and date in *Xem thêm*, *Tin mới nhất*, listings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from scripts.convert import weights
from scripts.convert.dom.tree import BLOCKS, Element, TextLengths, text_of
from scripts.convert.limits import ADDRESS
from scripts.convert.text.date_grammar import find_dates
from scripts.convert.text.urls import join

_YEAR = re.compile(r"(?:19|20)\d\d")
_DASH = re.compile(r"(?<!\d)-(?=\d)")  # title -24/11/2017
_NOWHERE = ("#", "javascript:", "mailto:", "tel:", "data:")


@dataclass(frozen=True, slots=True)
class Mention:
    """An article as a list on another page names it; `stamp` is ISO 8601, to the minute where the list is."""

    url: str
    title: str
    stamp: str


class _DatedTexts(dict[Element, str]):
    """The texts of entries, each read once; empty for those without a year."""

    def __missing__(self, entry: Element) -> str:
        text = " ".join(" ".join(entry.itertext()).split())
        self[entry] = text = text if _YEAR.search(text) else ""
        return text


def find_mentions(root: Element, base: str, lengths: TextLengths | None = None) -> list[Mention]:
    """Every link of a page that has a date beside it, each address once."""
    lengths = lengths if lengths is not None else TextLengths()
    found: dict[str, Mention] = {}
    dated = _DatedTexts()
    for link in root.iter("a"):
        if (mention := _mention(link, base, lengths, dated)) is not None:
            found.setdefault(mention.url, mention)
    return list(found.values())


def _mention(link: Element, base: str, lengths: TextLengths, dated: _DatedTexts) -> Mention | None:
    if not weights.MENTION_SHORTEST <= lengths[link] <= weights.MENTION_LONGEST:
        return None
    href = (link.get("href") or "").strip()
    if not href or len(href) > ADDRESS or href.lower().startswith(_NOWHERE):
        return None
    if not (stamp := _date_beside(link, lengths, dated)):
        return None
    try:
        return Mention(join(base, href), text_of(link), stamp)
    except ValueError:  # an address no one can read
        return None


def _date_beside(link: Element, lengths: TextLengths, dated: _DatedTexts) -> str:
    """The stamp nearest to a link: after it, then in the entries it is part of; what is longer than an entry ends
    the search.
    """
    if link.tail and (stamp := _iso_date(link.tail[: weights.MENTION_BESIDE])):
        return stamp
    entry, blocks, longest = link.getparent(), 0, lengths[link] + weights.MENTION_BESIDE
    while entry is not None and blocks < weights.MENTION_BLOCKS:
        if entry.tag in BLOCKS:
            if lengths[entry] > longest:
                return ""
            if lengths[entry] - lengths[link] >= weights.MENTION_DATE_SHORTEST:
                text = dated[entry]
                if text and (stamp := _iso_date(text.replace(text_of(link), " ", 1))):
                    return stamp
            blocks += 1
        entry = entry.getparent()
    return ""


@lru_cache(maxsize=4096)  # the same lists stand on page after page
def _iso_date(text: str) -> str:
    """The first date of a few words as ISO 8601; empty where there is none."""
    found = next(find_dates(_DASH.sub(" ", text)), None) if _YEAR.search(text) else None
    if found is None:
        return ""
    when = found.moment.when
    return when.date().isoformat() if found.moment.precision == "day" else when.strftime("%Y-%m-%dT%H:%M")
