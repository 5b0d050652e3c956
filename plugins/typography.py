"""Typography of Vietnamese prose: curly quotes, dashes, and spaces that must not break.

typogrify's ``caps``, ``widont``, ``initial_quotes`` and ``amp`` stay off: ``caps`` takes UBND but not HĐND and cuts
``TP.HCM`` and ``NĐ-CP``; ``widont`` puts ``&nbsp;`` into plain titles. What is left, and useful, is smartypants.
"""

from __future__ import annotations

import re

from typogrify.filters import smartypants

_PIECE = re.compile(r"(<[^>]*>)")
# "số 35/NQ-CP", "ngày 17/11", "TP. HCM", "Điều 5", "khoản 2": a number stays with the word that announces it.
_KEEP = re.compile(
    r"(?<![^\W\d_])((?:[Ss]ố|[Nn]gày|[Tt]háng|[Nn]ăm|[Đđ]iều|[Kk]hoản|[Qq]uý|[Mm]ức độ)|TP\.) (?=[\dA-ZĐ][\w/.-]*)"
)
_NEEDS_QUOTES = re.compile("[\"'`]|--|\\.\\.\\.|&quot;|&#39;")
_NBSP = "\u00a0"


def _keep(match: re.Match[str]) -> str:
    word, after = match[1], match.string[match.end()]
    return word + _NBSP if after.isdigit() or word == "TP." else match[0]


def _unbroken(html: str) -> str:
    pieces = _PIECE.split(html)
    return "".join(p if i % 2 else _KEEP.sub(_keep, p) for i, p in enumerate(pieces))


def typeset(html: str) -> str:
    """Curl quotes, join dashes and keep numbers with their words in the text of an HTML fragment.

    Tags, attributes, ``<code>`` and ``<pre>`` are left alone; no character of a document number changes.
    """
    if _NEEDS_QUOTES.search(_PIECE.sub("", html)):
        html = str(smartypants(html))
    return _unbroken(html)
