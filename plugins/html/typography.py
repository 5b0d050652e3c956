"""Typography of Vietnamese prose: curly quotes, dashes, and spaces that must not break.

typogrify's ``caps``, ``widont``, ``initial_quotes`` and ``amp`` stay off: ``caps`` takes UBND but not HĐND and cuts
``TP.HCM`` and ``NĐ-CP``; ``widont`` puts ``&nbsp;`` into plain titles. What is left, and useful, is smartypants.
"""

from __future__ import annotations

import re

from typogrify.filters import smartypants

_PIECE = re.compile(r"(<[^>]*>)")
# "số 35/NQ-CP", "ngày 17/11", "TP. HCM", "Điều 5", "khoản 2": a number stays with the word that announces it.
# Each pattern begins with what is looked for, so that the engine can skip to it; what stands before is looked at after.
_WORDS = ("[Ss]ố", "[Nn]gày", "[Tt]háng", "[Nn]ăm", "[Đđ]iều", "[Kk]hoản", "[Qq]uý", "[Mm]ức độ")
_AFTER = "|".join(rf"(?<={word} )(?<![^\W\d_]{word} )" for word in _WORDS)
_NUMBER = re.compile(rf" (?=\d)(?:{_AFTER})")
_CITY = re.compile(r"TP\. (?<![^\W\d_]TP\. )(?=[\dA-ZĐ])")
_CURLED = ('"', "'", "`", "--", "...", "&quot;", "&#39;")  # what smartypants looks for
_NBSP = "\u00a0"
# smartypants' own rules for a double quote that stands beside no other, in paragraphs of plain text: it opens a word
# after white space; else it closes before white space, at the beginning before punctuation, and after anything but an
# ASCII blank, a bracket or a hyphen; else it opens.
_OPENING = re.compile(
    r"""
    "(?: (?=\w) (?<=\s")
       | (?!\s) (?: (?<=<p>") (?![!"#$%'()*+,\-./:;=>?@\[\\\]^_`{|}~]) | (?<=[ \t\r\n\[{(\-]") )
    )""",
    re.VERBOSE,
)
_NOT_SO_PLAIN = ("'", '""', ". . .")  # left to smartypants


def _unbroken(text: str) -> str:
    return _CITY.sub(f"TP.{_NBSP}", _NUMBER.sub(_NBSP, text))


def _curls(text: str) -> bool:
    return any(mark in text for mark in _CURLED)


def typeset(html: str) -> str:
    """Curl quotes, join dashes and keep numbers with their words in the text of an HTML fragment.

    Tags, attributes, ``<code>`` and ``<pre>`` are left alone; no character of a document number changes.
    """
    if _curls(html) and _curls(_PIECE.sub("", html)):
        html = str(smartypants(html))
    return "".join(piece if i % 2 else _unbroken(piece) for i, piece in enumerate(_PIECE.split(html)))


def typeset_plain(html: str) -> str | None:
    """What nh3 leaves of `typeset`; None where that takes smartypants itself.

    `html` holds paragraphs of text only, in which no ``<``, ``>`` and ``&`` stands but in ``&amp;``.
    """
    if any(mark in html for mark in _NOT_SO_PLAIN):
        return None
    html = html.replace("--", "—").replace("...", "…")
    if '"' in html:
        html = _OPENING.sub("“", html).replace('"', "”")
    return _unbroken(html).replace(_NBSP, "&nbsp;")
