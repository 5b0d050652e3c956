"""Section of a page without a profile: the step after home in its breadcrumb, or the link above its title."""

from __future__ import annotations

import re

from plugins.core.text import fold
from scripts.convert import weights
from scripts.convert.dom.lines import Line, PageLines
from scripts.convert.dom.roles import CRUMBS, SECTION
from scripts.convert.dom.tree import Element, text_of, text_runs
from scripts.convert.fields.metadata import Metadata

_SEPARATOR = re.compile(r"\s*(?:>+|»|›|→|::|/|\||\\)\s*")
_HOME = re.compile(r"(?:trang chu|trang nhat|home|tin tuc trang chu|首页)")


def choose_section(page: PageLines, meta: Metadata, title: str, at: int) -> str:
    """The article's section, empty where nothing near its title (line `at`, -1 for none) names one."""
    if meta.section:
        return meta.section
    lines = page.lines[: at if at >= 0 else len(page.lines)]
    for mark in reversed([m for m in page.marks if m.role == CRUMBS]):
        if name := _first_of(_steps_of(mark.element), title):
            return name
    for line in reversed(lines):
        if name := _crumb(line, title):
            return name
    return _marked(page, at, title) or _above(page, at, title)


def _usable(name: str, title: str) -> bool:
    return (
        2 <= len(name) <= weights.SECTION_LONGEST
        and not _HOME.fullmatch(fold(name))
        and fold(name) != fold(title)
    )


def _first_of(names: list[str], title: str) -> str:
    return next((n for n in names if _usable(n, title)), "")


def _steps_of(element: Element) -> list[str]:
    """The steps of an element named for a breadcrumb: its links, else its parts."""
    links = [text_of(a) for a in element.iter("a")]
    rest = [part.strip(" .,-–>»›/") for piece in text_runs(element) for part in _SEPARATOR.split(piece)]
    return [*links, *rest]


def _crumb(line: Line, title: str) -> str:
    """The section of a line that begins with home and goes on by a few steps."""
    steps = [step.strip(" .,-–") for step in _SEPARATOR.split(line.text)]
    if not _HOME.fullmatch(fold(steps[0])):
        first = next(line.holder.iter("a"), None) if line.linked * 5 >= line.length * 4 else None
        if first is None or not _HOME.fullmatch(fold(text_of(first))):
            return ""
        steps = [text_of(a) for a in line.holder.iter("a")]
    menu = "|" in line.text or not _SEPARATOR.search(line.text)  # what a menu looks like as well
    most = weights.CRUMBS_PLAIN_MOST if menu else weights.CRUMBS_MOST
    return _first_of(steps[1:], title) if 2 <= len(steps) <= most else ""


def _marked(page: PageLines, at: int, title: str) -> str:
    """The one link of an element named for the section, beside the title."""
    for mark in page.marks:
        if mark.role == SECTION and abs(mark.index - at) <= weights.SECTION_BESIDE and at >= 0:
            links = [mark.element] if mark.element.tag == "a" else list(mark.element.iter("a"))
            if len(links) == 1 and _usable(name := text_of(links[0]), title):
                return name
    return ""


def _above(page: PageLines, at: int, title: str) -> str:
    """A short link alone on its line, right above the title and in one place with it."""
    for line in reversed(page.lines[max(0, at - weights.SECTION_ABOVE) : max(at, 0)]):
        if line.excluded or line.linked < line.length or not _usable(line.text, title):
            continue
        around = line.holder.getparent()
        if sum(1 for _ in line.holder.iter("a")) == 1 and around is not None:
            first, end = page.spans.get(around, (0, 0))
            if first <= at < end or first <= line.index == end - 1:
                return line.text
    return ""
