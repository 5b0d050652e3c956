"""Link and text parser for HTML, style sheets and feeds, with ASP.NET postbacks. No tree is built.

The parser (libxml2, through lxml) calls back for each tag, so a page of 20 MB costs little more than its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from plugins.core.text import tidy
from scripts.convert.text.linked_resources import (
    LAZY_SOURCE_SETS,
    LAZY_SOURCES,
    source_set,
    unescape_script,
    viewed_document,
)
from scripts.scrape.page import MOST_BLOCKS, MOST_LINKS, MOST_TEXT, ParsedPage, Postback

_LINKS = {
    "a": "href",
    "area": "href",
    "link": "href",
    "frame": "src",
    "iframe": "src",
    "img": "src",
    "script": "src",
    "embed": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "track": "src",
    "bgsound": "src",
    "input": "src",
    "object": "data",
    "body": "background",
    "table": "background",
    "td": "background",
    "tr": "background",
}
_INLINE = {
    "a",
    "abbr",
    "b",
    "big",
    "cite",
    "code",
    "em",
    "font",
    "i",
    "img",
    "s",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "tt",
    "u",
    "wbr",
}
_SILENT = {"script", "style", "noscript", "select", "textarea"}
_HEADINGS = {"title", "h1", "h2", "h3"}
_POSTBACK = re.compile(
    r"(?:__doPostBack|WebForm_PostBackOptions)\(\s*['\"]?([^'\",)]*)['\"]?\s*,\s*['\"]?([^'\")]*)"
)
_MOVES = re.compile(
    r"location(?:\.href)?\s*=\s*['\"]([^'\"]+)|location\.(?:replace|assign)\(\s*['\"]([^'\"]+)"
)
_IN_SCRIPT = re.compile(
    r"['\"]((?:https?:/)?/[^'\"\s]+|[^'\"\s]+\.(?:aspx?|html?|php|jsp)(?:[?/][^'\"\s]*)?)['\"]", re.IGNORECASE
)
# Documents that a script shows: only what is named like one.
_DOCUMENT = re.compile(
    r"['\"]([^'\"\s<>]+\.(?:pdf|docx?|xlsx?|pptx?|rtf|zip|rar|mp3|mp4)(?:\?[^'\"\s<>]*)?)['\"]", re.IGNORECASE
)
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)
_CSS_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)", re.IGNORECASE)
_XML_LINK = re.compile(r"<(?:loc|link)>\s*(?:<!\[CDATA\[)?\s*([^<\]\s]+)", re.IGNORECASE)
_SOURCE_SETS = frozenset(("srcset", "imagesrcset", *LAZY_SOURCE_SETS))
_MORE = frozenset(
    (*LAZY_SOURCES, "data-href", "data-link", "data-file", "data-pdf", "data-poster", "poster", "longdesc")
)
_BUTTONS = frozenset(("a", "button", "input", "select"))
_LABEL = 200  # characters of what is written on a button
_PIECE = 1 << 16
_SCRIPT = 5000  # characters of a script that are looked at: those that only send on are short


class _LinkParser:
    """The parser's target: lxml calls start, end, data and close."""

    def __init__(self) -> None:
        self.page = ParsedPage()
        self._text: list[str] = []
        self._link = self._silent = 0
        self._in_script = False
        self._pressed: list[Postback] = []  # the calls of the button in hand
        self._heading = ""
        self._special = {"base": self._base, "meta": self._meta, "form": self._form, "input": self._input}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag not in _INLINE:
            self._flush()
        self._link += tag == "a"
        self._silent += tag in _SILENT
        self._in_script = tag == "script"
        self._heading = tag if tag in _HEADINGS else self._heading
        self._pressed = [] if tag in _BUTTONS else self._pressed
        if link := attributes.get(_LINKS.get(tag, ""), ""):
            self._found(link)
        for other in _other_links(tag, attributes):
            self._found(other)
        for name in ("onclick", "onchange"):
            if script := attributes.get(name):
                self._script(script)
        if special := self._special.get(tag):
            special(attributes)
        if self._pressed and (
            label := f"{attributes.get('value', '')} {attributes.get('title', '')}".strip()
        ):
            self._name_buttons(label)

    def _found(self, link: str) -> None:
        if link.lstrip().lower().startswith("javascript:"):
            self._script(link)
        elif not link.startswith(("#", "data:")):
            self._keep([link])
            if document := viewed_document(link):
                self._keep([document])

    def _keep(self, links: list[str]) -> None:
        room = MOST_LINKS - len(self.page.links)
        self.page.overfull = self.page.overfull or len(links) > room
        self.page.links |= dict.fromkeys(links[:room])

    def _script(self, script: str) -> None:
        calls = [Postback(*match.groups()) for match in _POSTBACK.finditer(script)]
        self.page.postbacks |= dict.fromkeys(calls)
        self._pressed = calls
        if not calls:
            self._keep([match[1] for match in _IN_SCRIPT.finditer(unescape_script(script))])

    def _name_buttons(self, words: str) -> None:
        for call in self._pressed:
            said = self.page.labels.get(call, "")
            self.page.labels[call] = f"{said} {words}"[:_LABEL].strip()

    def _base(self, attributes: dict[str, str]) -> None:
        self.page.base = self.page.base or attributes.get("href", "")

    def _meta(self, attributes: dict[str, str]) -> None:
        if attributes.get("http-equiv", "").lower() == "refresh" and (
            match := _REFRESH.search(attributes.get("content", ""))
        ):
            self._found(match[1])

    def _form(self, attributes: dict[str, str]) -> None:
        if attributes.get("method", "").lower() == "post":
            self.page.action = self.page.action or attributes.get("action", "")

    def _input(self, attributes: dict[str, str]) -> None:
        kind = attributes.get("type", "").lower()
        self.page.password = self.page.password or kind == "password"
        if kind == "hidden" and (name := attributes.get("name")):
            self.page.hidden.setdefault(name, attributes.get("value", ""))

    def end(self, tag: str) -> None:
        if tag not in _INLINE:
            self._flush()
        self._link -= tag == "a"
        self._silent -= tag in _SILENT
        self._in_script = False
        self._pressed = [] if tag in _BUTTONS else self._pressed
        self._heading = "" if tag == self._heading else self._heading

    def data(self, text: str) -> None:
        if self._pressed:
            self._name_buttons(text)
        if self._in_script:
            script = unescape_script(text[:_SCRIPT])
            self._keep([one or other for one, other in _MOVES.findall(script)])
            self._keep(_DOCUMENT.findall(script))
        if not self._silent and (not self._link or self._heading):
            self._text.append(text)

    def _flush(self) -> None:
        if self._text and (text := tidy("".join(self._text))):
            texts = self.page.headings if self._heading else self.page.blocks
            texts += [text] if len(texts) < MOST_BLOCKS else []
        self._text.clear()

    def close(self) -> ParsedPage:
        self._flush()
        return self.page


def _other_links(tag: str, attributes: dict[str, str]) -> Iterator[str]:
    """What an element may load or lead to besides its own address: lazy and responsive pictures, a film's still."""
    for name, value in attributes.items():
        if name in _SOURCE_SETS:
            yield from source_set(value)
        elif name in _MORE or (name == "value" and tag == "param"):
            if value and ("/" in value or "." in value) and not value.isspace():
                yield value.strip()
        elif name == "style" and "url(" in value:
            yield from (match[1].strip() for match in _CSS_URL.finditer(value))


def read_html(text: str) -> ParsedPage:
    """The parts of a page; never fails, broken markup gives what could be read."""
    reader = _LinkParser()
    # UTF-8 said aloud: a meta element would otherwise change the parser's mind half-way.
    parser = etree.HTMLParser(target=reader, encoding="utf-8", huge_tree=True)
    data = text[:MOST_TEXT].replace("\x00", "").encode("utf-8", "replace")
    try:
        for start in range(0, len(data), _PIECE):
            parser.feed(data[start : start + _PIECE])
        parser.close()
    except etree.LxmlError:
        reader.close()
    page = reader.page
    page.closed = "</html" in text[-2000:].lower()
    page.overfull = page.overfull or len(text) > MOST_TEXT
    return page


def read_links(text: str, content_type: str) -> ParsedPage:
    """The links of a style sheet, or of a feed or sitemap."""
    pattern = _CSS_URL if content_type == "text/css" else _XML_LINK
    found = (match[1].replace("&amp;", "&") for match in pattern.finditer(text))
    return ParsedPage(
        links=dict.fromkeys(
            link for link, _ in zip(found, range(MOST_LINKS), strict=False) if link[:5] != "data:"
        )
    )
