"""Tags of a page without a profile: a box or a line that names them, else the page's metadata where it says so."""

from __future__ import annotations

import re

from plugins.core.text import fold, tidy
from scripts.convert import weights
from scripts.convert.dom.lines import Body, Line, PageLines
from scripts.convert.dom.roles import TAGS
from scripts.convert.dom.tree import Element, text_length, text_of
from scripts.convert.fields.metadata import Metadata

_LABEL = re.compile(r"\W*(?:tu khoa|the|tags?|keywords?)(?: lien quan| bai viet)?\s*[:：]\s*", re.IGNORECASE)
_BARE = re.compile(r"\W*(?:tu khoa|tags?|keywords?)\W*")  # a label without a colon, alone in its element
_SPLIT = re.compile(r"\s*[,;|#•·]\s*")
_COMMON = frozenset(
    ("tin tuc", "tin moi", "bao", "bao chi", "tags", "tag", "tu khoa", "xem them", "trang chu", "news")
)


def choose_tags(page: PageLines, body: Body, meta: Metadata) -> tuple[str, ...]:
    """The article's tags, in the order of the page; empty where nothing on the page shows any."""
    return _in_tag_box(page, body) or _on_labelled_line(page, body) or _in_metadata(meta)


def _usable(names: list[str]) -> tuple[str, ...]:
    tidied = (tidy(name).strip(' #,.;:-–"“”') for name in names)
    kept = dict.fromkeys(t for t in tidied if 2 <= len(t) <= weights.TAG_LONGEST and fold(t) not in _COMMON)
    return tuple(kept) if len(kept) <= weights.TAGS_MOST else ()


def _in_tag_box(page: PageLines, body: Body) -> tuple[str, ...]:
    """The links of an element named for tags, near the text."""
    first, last = body.prose[0].index, body.prose[-1].index
    for mark in page.marks:
        if mark.role == TAGS and first - weights.TAGS_AFTER // 4 <= mark.index <= last + weights.TAGS_AFTER:
            links = [text_of(a) for a in mark.element.iter("a")]
            if mark.element.tag == "a":
                links = [text_of(a) for a in _siblings(mark.element)]
            if links and (tags := _usable(links)):
                return tags
    return ()


def _siblings(link: Element) -> list[Element]:
    """The links beside one that is itself marked as a tag."""
    named = link.get("class"), link.get("rel")
    box = link.getparent()
    while box is not None and box.tag in ("li", "span"):
        box = box.getparent()
    return [
        a for a in (box.iter("a") if box is not None else [link]) if (a.get("class"), a.get("rel")) == named
    ]


def _on_labelled_line(page: PageLines, body: Body) -> tuple[str, ...]:
    """What follows “Từ khóa:” or “Tags:” on its line, or in the links right after it."""
    start, last = body.prose[0].index, body.prose[-1].index
    for line in page.lines[start : last + weights.TAGS_AFTER]:
        if len(line.text) > weights.TAG_LONGEST and ":" not in line.text and "：" not in line.text:
            continue
        text = line.folded
        if _LABEL.match(text):
            if rest := _after_label(line):
                return _usable(_SPLIT.split(rest) if "," in rest or ";" in rest else _links(line) or [rest])
            return _usable(_following(page, line.index + 1))
        if len(text) <= weights.TAG_LONGEST // 4 and _BARE.fullmatch(text):
            return _usable(_following(page, line.index + 1))
    return ()


def _after_label(line: Line) -> str:
    return re.split(r"[:：]", line.text, maxsplit=1)[1].strip()


def _links(line: Line) -> list[str]:
    return [text for a in line.holder.iter("a") if (text := text_of(a)) and text in line.text]


def _following(page: PageLines, at: int) -> list[str]:
    names = []
    for line in page.lines[at : at + weights.TAGS_MOST]:
        if line.linked * 5 < line.length * 4 or line.length > 2 * weights.TAG_LONGEST:
            break
        names += _links(line)
    return names


def _in_metadata(meta: Metadata) -> tuple[str, ...]:
    """Tags said to machines as an article's own: a page's general keywords say nothing."""
    return _usable(list(meta.tags)) if meta.is_article else ()


def tag_lines(body: Body, tags: tuple[str, ...]) -> dict[Element, str]:
    """The line of the body's end that names the tags: they stand in their own field."""
    last = body.prose[-1].index
    return {
        line.holder: "từ khóa, đã ghi vào “Thẻ”"
        for line in body.lines
        if tags and line.index > last - 1 and line.holder is not body.element and _LABEL.match(line.folded)
        and text_length(line.holder) == line.length
    }  # fmt: skip
