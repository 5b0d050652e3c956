"""Inline elements that cross blocks (`<font><p>…</font>…</p>`), as FrontPage left them: set anew inside the block.

libxml2 ends the block with the inline element, and what follows loses its paragraph or heading; browsers do not.
"""

from __future__ import annotations

import re
from collections import defaultdict

_INLINE = frozenset(("font", "b", "i", "u", "strong", "em", "span", "big", "small"))
_INLINE_ENDS = frozenset(f"/{name}" for name in _INLINE)
_CELLS = frozenset(("td", "/td", "th", "/th"))
_LEAVES = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6")
)  # blocks that hold no other, and end with the next one
_TAG = re.compile(
    r"<(/?)(font|b|i|u|strong|em|span|big|small|p|h[1-6]|div|center|table|tbody|tr|td|th|ul|ol|li|blockquote|hr|form)"
    r"\b[^<>]*>",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"<(/?(?:font|form|b(?:ig|lockquote)?|i|u|ul|s(?:trong|pan|mall)|em|p|h[1-6r]|div|center|t(?:able|body|[rdh])|ol"
    r"|li))\b[^<>]*>",
    re.IGNORECASE,
)  # the same tags, their names alone: three times as fast
_Opened = list[tuple[str, str]]  # inline elements: their names, and their start tags as they stand


def nest_inline_elements(html: str) -> str:
    """The markup with the inline elements that end inside a paragraph or heading, and began before it, begun in it."""
    if not _crosses(html):
        return html
    parts: list[str] = []
    outer: _Opened = []  # open before the block in hand
    inner: _Opened = []  # opened inside it
    before: _Opened = []  # those of `outer` at its beginning
    leaf: re.Match[str] | None = None
    done = 0
    for tag in _TAG.finditer(html):
        name, ends = tag[2].lower(), bool(tag[1])
        if name in _INLINE:
            if not ends:
                (outer if leaf is None else inner).append((name, tag[0]))
            elif not _close(inner, name):
                _close(outer, name)
            continue
        if leaf is not None:
            end = tag.end() if ends and name == leaf[2].lower() else tag.start()
            if len(outer) < len(before):
                parts += [html[done : leaf.start()], _ends(before), leaf[0], _starts(before)]
                parts += [
                    html[leaf.end() : tag.start()],
                    _ends(outer),
                    html[tag.start() : end],
                    _starts(outer),
                ]
                done = end
            leaf, inner = None, []
        if name in _LEAVES and not ends:
            leaf, before = tag, outer.copy()
        elif name in ("td", "th"):
            outer = []
    return "".join([*parts, html[done:]]) if parts else html


def _crosses(html: str) -> bool:
    """True where an inline element ends inside a paragraph or heading that it was begun before: on few pages."""
    outer: defaultdict[str, int] = defaultdict(
        int
    )  # how many are open of a name: begun before the block in hand
    inner: defaultdict[str, int] = defaultdict(int)  # … and inside it
    inside = False
    for tag in _NAME.findall(html):
        name = tag.lower()
        if name in _INLINE:
            (inner if inside else outer)[name] += 1
        elif name not in _INLINE_ENDS:
            inside = name in _LEAVES
            if inside:
                inner.clear()
            elif name in _CELLS:
                outer.clear()
        elif inside and inner[name[1:]]:
            inner[name[1:]] -= 1
        elif outer[name[1:]]:
            if inside:
                return True
            outer[name[1:]] -= 1
    return False


def _close(opened: _Opened, name: str) -> bool:
    """Close the last element of a name; False where none is open."""
    for at in range(len(opened) - 1, -1, -1):
        if opened[at][0] == name:
            del opened[at]
            return True
    return False


def _ends(opened: _Opened) -> str:
    return "".join(f"</{name}>" for name, _ in reversed(opened))


def _starts(opened: _Opened) -> str:
    return "".join(start for _, start in opened)
