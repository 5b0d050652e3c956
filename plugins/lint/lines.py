"""Markdown read by lines: where code stands, and which links and pictures a body holds."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

_BACKTICKS = re.compile(r"(?<!\\)`+")
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
_INDENTED = re.compile(r"(?: {4}|\t)")
_ITEM = re.compile(r" {0,3}(?:[*+-]|\d+\.)[ \t]")
# One level of brackets inside a link's text and of parentheses inside its address; bounded for speed.
INLINE = re.compile(
    r"""(?<!\\)(!?)\[((?:[^\[\]\\]|\\.|\[[^\[\]]{0,200}\]){0,1000})\]\(\s*
        (<[^<>\n]*>|(?:[^()\s\\]|\\.|\([^()\s]{0,200}\)|[ ](?=[^\s"'()])){0,2000})
        (?:\s+("(?:[^"\\]|\\.){0,2000}"|'(?:[^'\\]|\\.){0,2000}'))?\s*\)""",
    re.VERBOSE,
)
DEFINITION = re.compile(r"^ {0,3}\[(?!\^)([^\]\n]{1,200})\]:[ \t]*<?([^\s>]+)>?", re.MULTILINE)
_REFERENCE_PICTURE = re.compile(r"(?<!\\)!\[([^\[\]]{0,1000})\] ?\[[^\[\]\n]{0,200}\]")
_TAG = re.compile(r"<(a|img)\b([^<>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()>#+.!\"'-])")


@dataclass(frozen=True, slots=True)
class Link:
    """A link or picture: `at` is its offset in the body, `title` its caption; `alone` in its paragraph, `inline` as
    ``[text](target)``.
    """

    at: int
    target: str
    text: str
    title: str
    picture: bool
    alone: bool
    inline: bool = False


def blank(text: str) -> str:
    """Blanks in place of a text: same length, same lines."""
    return re.sub(r"[^\n]", " ", text)


def _mask_indented(body: str) -> str:
    """Lines indented by four after an empty line are code, unless a list goes on there."""
    out: list[str] = []
    before, in_list = "", False
    for line in body.split("\n"):
        indented = bool(_INDENTED.match(line))
        if line.strip() and not indented:
            in_list = bool(_ITEM.match(line)) or (in_list and bool(before.strip()))
        code = indented and not in_list and (not before.strip() or before == "\0")
        out.append(blank(line) if code else line)
        before = "\0" if code else line
    return "\n".join(out)


def _mask_spans(text: str) -> str:
    runs = [match.span() for match in _BACKTICKS.finditer(text)]
    following: list[int | None] = [None] * len(runs)
    nearest: dict[int, int] = {}
    for i in range(len(runs) - 1, -1, -1):
        length = runs[i][1] - runs[i][0]
        following[i] = nearest.get(length)
        nearest[length] = i
    out, at, i = [], 0, 0
    while i < len(runs):
        close = following[i]
        if close is not None:
            out += [text[at : runs[i][0]], blank(text[runs[i][0] : runs[close][1]])]
            at, i = runs[close][1], close
        i += 1
    return "".join([*out, text[at:]])


def mask_code(body: str) -> str:
    """The body with code blanked out: same length, same lines."""
    if "\n    " in body or "\n\t" in body or _INDENTED.match(body):
        body = _mask_indented(body)
    if "`" not in body:
        return body
    out, at = [], 0
    for end in _PARAGRAPH_END.finditer(body):
        out += [_mask_spans(body[at : end.start()]), end[0]]
        at = end.end()
    return "".join([*out, _mask_spans(body[at:])])


def _plain(target: str) -> str:
    return html.unescape(_ESCAPED.sub(r"\1", target.removeprefix("<").removesuffix(">"))).strip()


def _alone(prose: str, start: int, end: int) -> bool:
    """Whether nothing else stands in the paragraph: such a picture is a figure, and wants a caption."""
    before, after = prose[:start].rpartition("\n"), prose[end:].partition("\n")
    if before[2].strip() or after[0].strip():
        return False
    line_before = before[0].rpartition("\n")[2]
    line_after = after[2].partition("\n")[0]
    return not line_before.strip() and not line_after.strip()


def _inline(prose: str) -> Iterator[Link]:
    for match in INLINE.finditer(prose):
        picture = match[1] == "!"
        title = (match[4] or "")[1:-1].strip()
        alone = picture and _alone(prose, *match.span())
        yield Link(match.start(), _plain(match[3]), match[2].strip(), title, picture, alone, inline=True)
        if not picture and "![" in match[2]:  # a picture that is a link
            for inner in _inline(match[2]):
                yield Link(match.start(2) + inner.at, inner.target, inner.text, inner.title, True, False)


def _tags(prose: str) -> Iterator[Link]:
    for match in _TAG.finditer(prose):
        found = _ATTRIBUTE.finditer(match[2])
        values = {m[1].lower(): html.unescape(m[2] or m[3] or m[4] or "") for m in found}
        picture = match[1].lower() == "img"
        target = values.get("src" if picture else "href", "").strip()
        alt, title = values.get("alt", "").strip(), values.get("title", "")
        yield Link(match.start(), target, alt, title, picture, False)


def find_links(prose: str) -> list[Link]:
    """Every link and picture of a body (already `mask_code`d), in order, with plain targets."""
    links: list[Link] = []
    if "](" in prose:
        links += _inline(prose)
    if "]:" in prose:
        links += (Link(m.start(), _plain(m[2]), m[1], "", False, False) for m in DEFINITION.finditer(prose))
    if "![" in prose:
        found = _REFERENCE_PICTURE.finditer(prose)
        links += (Link(m.start(), "", m[1].strip(), "", True, False) for m in found)
    if "<" in prose:
        links += _tags(prose)
    return sorted(links, key=lambda link: link.at)
