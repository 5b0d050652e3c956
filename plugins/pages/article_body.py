"""Reading aids in an article's body: contents, reading time, acronyms told, documents linked, pictures that open large.

The body comes from nh3: names in lower case, attributes in double quotes, every "<" of text escaped. It is cut at its
tags once, and only where there is something to find.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape, unescape
from types import MappingProxyType

from plugins.pages.drawings import set_in

CHAPTERS = 4  # headings from which a text has a table of contents
PACE = 220  # words a minute: what grown-up readers of Vietnamese syllables read
COLUMNS = range(2, 7)  # of a table whose rows become cards on a phone
_TAG = re.compile(r'(<[^>"]*(?:"[^"]*"[^>"]*)*>)')
_HEADING = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)
_ALTERNATIVE = re.compile(r' alt="([^"]*)"')
_PICTURE = re.compile(r'(<a [^>]*>\s*|<figure>\s*)?(<img [^>]*?src="([^"]*)"[^>]*>)')
_TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)
# What may be an acronym of running text. It begins with what is looked for, so that the engine can skip to it.
_CAPITALS = re.compile(r"[A-ZĐ](?<![\w/(-].)[A-ZĐ]{1,11}(?![\w/)-])")
_HEAD_CELL = re.compile(r"<th[^>]*>(.*?)</th>", re.DOTALL)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<(t[dh])([^>]*)>")
_NAME = re.compile(r"</?([a-z0-9]+)")
_CLOSED = frozenset(
    ("a", "abbr", "code", "pre", "h1", "h2", "h3", "h4", "th")
)  # no link or note is put into these
_NOTHING: Mapping[str, str] = MappingProxyType({})
Links = Sequence[tuple[str, str]]
"""Texts and the addresses to which their first mention leads."""


@dataclass(frozen=True, slots=True)
class ArticleBody:
    """A body with its reading aids: its chapters as (fragment, heading), empty where it is short, and its minutes."""

    html: str
    chapters: tuple[tuple[str, str], ...]
    minutes: int


class _Marker:
    """Marks first mentions in running text: each acronym once, each document once."""

    def __init__(self, acronyms: dict[str, str], documents: Links) -> None:
        self._open = acronyms
        self._documents = [(escape(said, quote=False), escape(url)) for said, url in documents]

    def mark(self, text: str) -> str:
        """A piece of text between two tags."""
        for number, (said, url) in enumerate(self._documents):
            at = text.find(said)
            if at >= 0 and _stands_alone(text, at, at + len(said)):
                del self._documents[number]
                link = f'<a class="number" href="{url}">{said}</a>'
                return self.mark(text[:at]) + link + self.mark(text[at + len(said) :])
        return _CAPITALS.sub(self._told, text) if self._open else text

    def _told(self, match: re.Match[str]) -> str:
        word = match[0]
        if word not in self._open:
            return word
        return f'<abbr title="{escape(self._open.pop(word))}">{word}</abbr>'


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() or before == "/" or after.isalnum() or (after in ("/", "-", "–") and after))


def _mark_text(html: str, documents: Links, acronyms: Mapping[str, str]) -> str:
    there = {word: acronyms[word] for word in acronyms.keys() & set(_CAPITALS.findall(html))}
    if not documents and not there:
        return html
    marker, inside = _Marker(there, documents), 0
    parts = _TAG.split(html)
    for at, part in enumerate(parts):
        if at % 2:
            name = _NAME.match(part)
            if name and name[1] in _CLOSED:
                inside += -1 if part[1] == "/" else 1
        elif part and not inside:
            parts[at] = marker.mark(part)
    return "".join(parts)


def _with_chapters(html: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    if html.count("<h2>") < CHAPTERS:
        return html, ()
    chapters: list[tuple[str, str]] = []

    def put(match: re.Match[str]) -> str:
        fragment = f"muc-{len(chapters) + 1}"
        chapters.append((fragment, unescape(_TAG.sub("", match[1])).strip()))
        return f'<h2 id="{fragment}">{match[1]}</h2>'

    return _HEADING.sub(put, html), tuple(chapters)


def _large(match: re.Match[str], drawn: Mapping[str, str]) -> str:
    """A picture as a link to its file, unless it is a link already; a drawing of a figure as part of the page."""
    before, picture, file = match.groups()
    if before and before.startswith("<a"):
        return match[0]
    if before and (svg := drawn.get(file)):
        told = _ALTERNATIVE.search(picture)
        return f"{before}{set_in(svg, told[1] if told else '', file)}"
    return f'{before or ""}<a class="large" href="{file}">{picture}</a>'


def _folding(match: re.Match[str]) -> str:
    """A plain table with the heading of its column at every cell, so that its rows can stand as cards."""
    inner = match[1]
    head, mark, rows = inner.partition("</thead>")
    labels = [unescape(_TAG.sub("", cell)).strip() for cell in _HEAD_CELL.findall(head)]
    if not mark or len(labels) not in COLUMNS or "span=" in inner:
        return match[0]

    def labelled(row: re.Match[str]) -> str:
        names = iter(labels)
        return f"<tr>{_CELL.sub(lambda cell: _labelled(cell, next(names, '')), row[1])}</tr>"

    return f'<table class="fold">{head}{mark}{_ROW.sub(labelled, rows)}</table>'


def _labelled(cell: re.Match[str], label: str) -> str:
    return f'<{cell[1]}{cell[2]} data-label="{escape(label)}">' if label else cell[0]


def article_body(
    html: str,
    documents: Links = (),
    drawn: Mapping[str, str] = _NOTHING,
    acronyms: Mapping[str, str] = _NOTHING,
) -> ArticleBody:
    """The body as its page shows it; `documents` are numbers of documents as written, and their pages, `drawn` the
    drawings that may stand in it by their addresses, `acronyms` those to tell, with their full names.
    """
    words = html.count(" ")
    html, chapters = _with_chapters(html)
    html = _mark_text(html, documents, acronyms)
    if "<img " in html:
        html = _PICTURE.sub(partial(_large, drawn=drawn), html)
    if "<thead>" in html:
        html = _TABLE.sub(_folding, html)
    return ArticleBody(html, chapters, max(1, round(words / PACE)))
