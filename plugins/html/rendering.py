"""Markdown into safe HTML.

The order is: Markdown, nh3, typography, and nh3 again as the last step on the final HTML: what is sanitised before
Markdown, Markdown can make dangerous again. Only text without any character that means something to Markdown or to
HTML goes without: each step would leave it as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from itertools import count
from xml.etree import ElementTree

import markdown
import nh3
from markdown.treeprocessors import Treeprocessor

from plugins.core.markup import MARKDOWN_EXTENSIONS
from plugins.html.autolinks import link_addresses
from plugins.html.link_placeholders import insert_placeholders
from plugins.html.paragraphs import only_paragraphs, plain_paragraphs, split_paragraphs, split_runs
from plugins.html.typography import typeset, typeset_plain

_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "dfn", "div", "dl", "dt", "em",
    "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p",
    "pre", "q", "s", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead",
    "time", "tr", "u", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "time": {"datetime"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "blockquote": {"cite"},
}
_FOREIGN_PICTURE = re.compile(r'<img(?: alt="([^"]*)")? src="(https?:[^"]*)"[^>]*>')
# What is left of a picture whose old address leads nowhere (`dia-chi-cu:`, written by the converter).
_LOST_PICTURE = re.compile(r'<img(?: alt="([^"]*)")?>')
_TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)


class _ArticleBlocks(Treeprocessor):
    """Shifts headings below the page's own, and makes lone images figures."""

    def run(self, root: ElementTree.Element) -> None:
        shift = any(e.tag == "h1" for e in root.iter())
        for element in list(root.iter()):
            if shift and re.fullmatch("h[1-5]", element.tag):
                element.tag = f"h{int(element.tag[1]) + 1}"
            elif element.tag == "p" and len(element) == 1 and element[0].tag == "img":
                _make_figure(element)


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


def forget_converter() -> None:
    """Begin with a new Markdown object: the last one was interrupted and may hold half a text."""
    _converter.cache_clear()


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
    body = link_addresses(body)
    short = only_paragraphs(body)
    if short and (html := _plain(body)):
        return html
    html = _cleaner().clean(_by_paragraphs(split_paragraphs(body)) if short else _by_runs(body))
    html = _FOREIGN_PICTURE.sub(_picture_elsewhere, html)
    html = _LOST_PICTURE.sub(_picture_lost, html)
    return _TABLE.sub(_scrollable(), insert_placeholders(html, folder))


def _typed(body: str) -> str:
    """Markdown as HTML with its typography.

    smartypants misreads raw tags such as ``<a title="a>b">``: it is given canonical HTML, and never the last word.
    """
    return typeset(_cleaner().clean(_converter().reset().convert(body)))


def _plain(text: str) -> str | None:
    """Paragraphs without marks as all these steps would leave them: there is nothing to convert or to sanitise."""
    html = plain_paragraphs(text)
    return html and typeset_plain(html)


def _paragraph(text: str) -> str:
    """As `_typed`: HTML of a paragraph without marks is canonical as it stands."""
    html = plain_paragraphs(text)
    return (typeset_plain(html) or typeset(html)) if html else _typed(text)


def _by_paragraphs(paragraphs: Iterable[str]) -> str:
    return "\n".join(map(_paragraph, paragraphs)).strip()


def _by_runs(body: str) -> str:
    """As `_typed`: a heading or a list does not make the converter look at the paragraphs around it."""
    runs = split_runs(body)
    if runs is None:
        return _typed(body)
    return "\n".join(_by_paragraphs(run) if alone else _typed("\n\n".join(run)) for alone, run in runs)


def _scrollable() -> Callable[[re.Match[str]], str]:
    """Tables scroll inside a region of their own, which a keyboard can reach; its name tells it from the others."""
    numbers = count(1)
    return lambda m: (
        f'<section class="table" tabindex="0" aria-label="Bảng {next(numbers)}"><table>{m[1]}</table></section>'
    )


def _picture_elsewhere(match: re.Match[str]) -> str:
    """A picture on another host as a link: an archive's page asks no other server for anything."""
    return f'<a class="picture-elsewhere" href="{match[2]}">Ảnh chưa lưu{": " if match[1] else ""}{match[1] or ""}</a>'


def _picture_lost(match: re.Match[str]) -> str:
    return f'<span class="picture-elsewhere">Ảnh chưa lưu{": " if match[1] else ""}{match[1] or ""}</span>'
