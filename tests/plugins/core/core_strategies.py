"""What the property tests of the core draw from: Vietnamese text, moments, canonical articles."""

from __future__ import annotations

import string
import unicodedata
from datetime import datetime, timedelta
from itertools import product

from hypothesis import strategies as st

from plugins.core.article import Article
from plugins.core.dates import HANOI, Moment
from plugins.core.text import tidy, tidy_lines

TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
VOWELS = "aăâeêioôơuưy"
LETTERS = (
    "".join(unicodedata.normalize("NFC", v + t) for v, t in product(VOWELS, TONES)) + "bcdđghklmnpqrstvx"
)
# What legacy pages and word processors bring along: invisible, control and look-alike characters.
AWKWARD = "\u200b\u200e\u202e\ufeff\u00ad\x00\x0b\x0c\x1f\x85\u00a0\u2028\u3000\u0301\u031b\u0323Ð§¶"

letters = st.sampled_from(LETTERS + LETTERS.upper())
syllables = st.text(letters, min_size=1, max_size=6)
phrases = st.lists(syllables, min_size=1, max_size=6).map(" ".join)
any_text = st.text(
    st.one_of(letters, st.sampled_from(string.printable + AWKWARD), st.characters()), max_size=80
)
lines = any_text.map(tidy)

FIRST = datetime(1900, 1, 1)  # noqa: DTZ001  # what hypothesis draws between has no zone; the map gives it one
LAST = datetime(2099, 12, 31, 23, 59, 59)  # noqa: DTZ001  # as above
moments = st.one_of(
    st.datetimes(FIRST, LAST).map(lambda d: Moment(d.replace(microsecond=0, tzinfo=HANOI))),
    st.integers(0, 73048).map(lambda n: Moment(datetime(1900, 1, 1, tzinfo=HANOI) + timedelta(n), "day")),
)
items = lines.filter(lambda s: s and ";" not in s)
lists = st.lists(items, max_size=4, unique=True).map(tuple)
bodies = st.lists(st.one_of(any_text, phrases), max_size=5).map(
    lambda parts: tidy_lines("\n\n".join(parts)).rstrip()
)
ids = st.from_regex(r"[0-9a-z]{1,9}(-[0-9a-z]{1,9})?", fullmatch=True)


def _starts_with_text(body: str) -> bool:
    """A body as `parse_article` gives it begins with its first line that holds something."""
    return not body or bool(body.split("\n", 1)[0].strip())


articles = st.builds(
    Article,
    title=lines.filter(bool),
    date=moments,
    body=bodies.filter(_starts_with_text),
    id=st.one_of(st.just(""), ids),
    section=lines,
    tags=lists,
    authors=lists,
    photographers=lists,
    source=lines,
    summary=lines,
    original_url=lines,
    captured=st.one_of(st.none(), moments),
    sha256=st.one_of(st.just(""), st.from_regex(r"[0-9a-f]{64}", fullmatch=True)),
    status=st.sampled_from(("published", "draft", "hidden")),
    slug=lines,
    modified=st.one_of(st.none(), moments),
    correction=lines,
    lang=st.sampled_from(("", "vi", "en")),
)
