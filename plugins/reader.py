"""Markdown sources into safe HTML and light fields; what was read once is remembered by content.

The order is: front matter, Markdown, typography, and nh3 as the last step on the final HTML: what is sanitised
before Markdown, Markdown can make dangerous again. Local links leave the reader as ``@@path`` (relative to content,
or ``@@/path`` from the site's root) and become addresses when a page is rendered, since the address of another
article may change while this source does not.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape, unescape
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import markdown
import nh3
from markdown.treeprocessors import Treeprocessor

from plugins.core.article import ATTRIBUTES, Article, parse_article
from plugins.core.dates import parse_moment
from plugins.core.markup import MARKDOWN_EXTENSIONS, plain_text
from plugins.core.problems import Problem
from plugins.core.sources import Source, decode_source
from plugins.typography import typeset

PACKAGES = ("markdown", "typogrify", "smartypants", "nh3")
LEAD_LENGTH = 200  # characters of the first paragraph used where an article has no summary

_TAGS = {
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "time": {"datetime"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "blockquote": {"cite"},
    **{f"h{n}": {"id"} for n in range(2, 7)},
}
# Right for what nh3 writes: lower-case names, double quotes, every "<" of text escaped.
_TARGET = re.compile(r'(<(?:a|img)(?: [a-z]+="[^"]*")*? (?:href|src)=")([^"]*)"')
_FOREIGN_PICTURE = re.compile(r'<img(?: alt="([^"]*)")? src="(https?:[^"]*)"[^>]*>')
_REST = re.compile(r"([^?#]*)(.*)", re.DOTALL)
_TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of a source once read: its `Article` without body, its opening words, its local links."""

    article: Article
    lead: str
    words: int
    links: tuple[str, ...]


class _ArticleBlocks(Treeprocessor):
    """Shifts headings below the page's own, and makes lone images figures."""

    def run(self, root: ElementTree.Element) -> None:
        shift = any(e.tag == "h1" for e in root.iter())
        for element in list(root.iter()):
            if shift and re.fullmatch("h[1-5]", element.tag):
                element.tag = f"h{int(element.tag[1]) + 1}"
            elif element.tag == "p" and len(element) == 1 and element[0].tag == "img":
                _make_figure(element)


def is_local(target: str) -> bool:
    """Whether a link stays inside the archive: no scheme, no host."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc


def resolve(target: str, folder: str) -> str:
    """A local link as ``/path`` from the site's root, or as a path relative to content; query and fragment stay."""
    path, rest = _REST.match(target).groups()  # type: ignore[union-attr]  # the pattern matches any text
    path = unquote(path)
    if not path.startswith("/"):
        path = posixpath.normpath(posixpath.join(folder, path))
    return path + rest


def _make_figure(paragraph: ElementTree.Element) -> None:
    """``![alt](src "caption")`` alone in its paragraph is a picture with its caption."""
    image = paragraph[0]
    if (paragraph.text or "").strip() or (image.tail or "").strip():
        return
    paragraph.tag = "figure"
    image.tail = None
    if caption := image.attrib.pop("title", ""):
        ElementTree.SubElement(paragraph, "figcaption").text = caption


@cache
def _converter() -> markdown.Markdown:
    """One Markdown object a process: making a new one for every file doubles the time."""
    converter = markdown.Markdown(extensions=list(MARKDOWN_EXTENSIONS), output_format="html")
    # After "inline" (20), which makes the images out of Markdown's own marks.
    converter.treeprocessors.register(_ArticleBlocks(converter), "archive-blocks", 5)
    return converter


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
        strip_comments=True,
        generic_attribute_prefixes=set(),
        clean_content_tags={"script", "style", "template"},
    )


def render_markdown(body: str, folder: str) -> str:
    """Safe HTML of a Markdown body whose relative links start from `folder` (relative to content)."""
    # smartypants misreads raw tags such as <a title="a>b">: it is given canonical HTML, and never the last word.
    clean = _cleaner().clean
    html = clean(typeset(clean(_converter().reset().convert(body))))
    html = _FOREIGN_PICTURE.sub(_picture_elsewhere, html)
    html = _TARGET.sub(lambda m: f'{m[1]}{_marked(m[2], folder)}"', html)
    return _TABLE.sub(_scrollable(), html)


def _scrollable() -> Callable[[re.Match[str]], str]:
    """Tables scroll inside a region of their own, which a keyboard can reach; its name tells it from the others."""
    numbers = count(1)
    return lambda m: (
        f'<section class="table" tabindex="0" aria-label="Bảng {next(numbers)}"><table>{m[1]}</table></section>'
    )


def _picture_elsewhere(match: re.Match[str]) -> str:
    """A picture on another host as a link: an archive's page asks no other server for anything."""
    return f'<a class="picture-elsewhere" href="{match[2]}">Ảnh chưa lưu{": " if match[1] else ""}{match[1] or ""}</a>'


def _marked(target: str, folder: str) -> str:
    """A target (escaped HTML) with its mark, where it is local; what is not is left as it is."""
    plain = unescape(target).strip()
    if not plain or plain.startswith("#") or not is_local(plain):
        return target
    return "@@" + escape(resolve(plain, folder))


def local_links(html: str) -> Iterator[str]:
    """The marked local links of rendered HTML, in order."""
    return (unescape(match[2])[2:] for match in _TARGET.finditer(html) if match[2].startswith("@@"))


Targets = Mapping[str, tuple[str, str]]
"""Local link → (its address, escaped; the further attributes of a picture that stands there)."""


def replace_links(html: str, targets: Targets) -> str:
    """Rendered HTML with every marked link made an address."""

    def put(match: re.Match[str]) -> str:
        if not match[2].startswith("@@"):
            return match[0]
        address, picture = targets[unescape(match[2])[2:]]
        return f'{match[1]}{address}"{picture if match[1].endswith("src=" + chr(34)) else ""}'

    return _TARGET.sub(put, html)


def read_source(root: Path, source: Source) -> tuple[Reading, str] | list[Problem]:
    """Read one source under `root`: its fields and the HTML of its body, or everything wrong with it."""
    text, faults = decode_source(source.path, (root / source.path).read_bytes())
    if text is None or faults:
        return faults
    article, problems = parse_article(text, source.path, dated=not source.is_page)
    if article is None:
        return problems
    html = render_markdown(article.body, posixpath.dirname(source.path))
    plain = plain_text(html)
    lead = plain[: LEAD_LENGTH * 2].replace("\n", " ")
    links = tuple(dict.fromkeys(local_links(html)))
    return Reading(article, shorten(lead, LEAD_LENGTH), len(plain.split()), links), html


def shorten(text: str, limit: int) -> str:
    """`text` cut at a word to at most `limit` characters, with an ellipsis where something was cut."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rpartition(" ")[0].rstrip(" ,;:.–-") + "…"


def dump_reading(reading: Reading) -> str:
    """A reading as JSON for the cache: JSON, since a cache may be carried between machines."""
    article = reading.article
    values = [getattr(article, name) for name in ATTRIBUTES if name != "body"]
    plain = [v.written if hasattr(v, "written") else v for v in values]
    return json.dumps([plain, reading.lead, reading.words, reading.links], ensure_ascii=False)


_MOMENTS = frozenset({"date", "captured", "modified"})


def load_reading(text: str) -> Reading:
    """The inverse of `dump_reading`."""
    plain, lead, count, links = json.loads(text)
    names = [name for name in ATTRIBUTES if name != "body"]
    values: dict[str, Any] = {n: _load_value(n, v) for n, v in zip(names, plain, strict=True)}
    return Reading(Article(**values), lead, count, tuple(links))


def _load_value(name: str, value: object) -> object:
    if isinstance(value, str) and name in _MOMENTS:
        return parse_moment(value)
    return tuple(value) if isinstance(value, list) else value
