"""Front matter inside a body: the title repeated, the date and the byline move to the article's fields."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from plugins.core.text import tone_key
from scripts.convert import weights
from scripts.convert.markdown.blocks import Block
from scripts.convert.text.byline_grammar import Byline, read_byline
from scripts.convert.text.date_grammar import find_dates, read_date_line

_AUTHOR_NAMES = re.compile(
    r" (?:author|authors|tacgia|tac gia|byline|source|nguon|writer|pauthor|credit|butdanh) "
)


_BY = re.compile(r"^(?:by|bởi|von|par|por)\s+(?=\w)", re.IGNORECASE)  # before the names of a byline


@dataclass(slots=True)
class SeparatedBody:
    """Blocks without what moved to the fields; `moved` names each move and its visible characters."""

    blocks: list[Block]
    byline: Byline = field(default_factory=Byline)
    moved: list[tuple[str, int]] = field(default_factory=list)


def _same(a: str, b: str) -> bool:
    return tone_key(a.strip(" .")) == tone_key(b.strip(" ."))


def separate_front_matter(
    blocks: list[Block], title: str, elsewhere: Byline, stamp: str = ""
) -> SeparatedBody:
    """Take the repeated title, lines that are only a date before the text, and the byline out of the body.

    `elsewhere` is what the page says elsewhere: its line is not said again at the head of the text, and a last line
    that names other authors is left in its place. `stamp` is the article's date as it stands on the page.
    """
    separated = SeparatedBody(list(blocks))
    _take_date(separated, stamp)
    _take_head(separated, title, elsewhere)
    _take_byline(separated, elsewhere.authors)
    return separated


def _take_head(separated: SeparatedBody, title: str, elsewhere: Byline) -> None:
    for block in separated.blocks[: weights.HEAD_BLOCKS]:
        if block.kind not in ("text", "heading"):
            continue
        text = block.text
        if _same(text, title):
            separated.moved.append(("tiêu đề", block.length))
        elif (printed := read_date_line(text)) is not None and printed.bare:
            separated.moved.append(("ngày đăng", block.length))
        elif elsewhere.raw and any(_same(_BY.sub("", text), line) for line in elsewhere.raw.split("; ")):
            separated.moved.append(("tác giả, nguồn", block.length))
        else:
            continue
        separated.blocks = [b for b in separated.blocks if b is not block]


def _take_date(separated: SeparatedBody, stamp: str) -> None:
    """The article's own date where it stands under the text."""
    for block in separated.blocks[-weights.TAIL_BLOCKS :] if stamp else ():
        if block.kind == "text" and _same_day(block.text, stamp):
            separated.moved.append(("ngày đăng", block.length))
            separated.blocks = [b for b in separated.blocks if b is not block]


def _same_day(text: str, stamp: str) -> bool:
    """True for a line that is nothing but the article's date, however it is written."""
    found, own = read_date_line(text), read_date_line(stamp) or next(find_dates(stamp), None)
    return (
        found is not None
        and found.bare
        and own is not None
        and found.moment.when.date() == own.moment.when.date()
    )


def _is_attachment(block: Block) -> bool:
    return block.linked == block.length > 0


def _take_byline(separated: SeparatedBody, elsewhere: tuple[str, ...]) -> None:
    """The last line (attachments and pictures apart) that reads as a byline, and a second one above it.

    Only lines the page sets apart leave the body: a plain last line is read, and stays where it is.
    """
    for block, byline in _last_bylines(separated.blocks, elsewhere):
        separated.byline = merge_bylines(separated.byline, byline)
        if _set_apart(block):
            separated.moved.append(("tác giả, nguồn", block.length))
            separated.blocks = [b for b in separated.blocks if b is not block]


def _last_bylines(blocks: list[Block], elsewhere: tuple[str, ...]) -> list[tuple[Block, Byline]]:
    """The last line that is a byline, and one above it where the page sets both apart, in their order."""
    found: list[tuple[Block, Byline]] = []
    for block in reversed(blocks[-weights.TAIL_BLOCKS :] if len(blocks) > 1 else []):
        if block.kind in ("picture", "embed") or _is_attachment(block):
            continue
        byline = _byline_of(block)
        if byline is None or _names_others(byline, elsewhere):
            break
        apart = _set_apart(block)
        if apart or not found:
            found.insert(0, (block, byline))
        if not apart or len(found) == 2:
            break
    return found


def _names_others(byline: Byline, elsewhere: tuple[str, ...]) -> bool:
    return bool(elsewhere and byline.authors) and byline.authors != elsewhere


def merge_bylines(first: Byline, second: Byline) -> Byline:
    """Two lines about who made the article, as one."""
    raw = "; ".join(filter(None, (first.raw, second.raw)))
    return Byline(
        raw,
        first.authors or second.authors,
        first.photographers or second.photographers,
        first.source or second.source,
    )


def _set_apart(block: Block) -> bool:
    """True for a line the page marks by its place, its weight or its name."""
    traits = block.traits
    return (
        traits.right
        or bool(_AUTHOR_NAMES.search(traits.names))
        or block.all_style("bold")
        or block.all_style("italic")
    )


def _byline_of(block: Block) -> Byline | None:
    if block.kind != "text" or len(block.text) > weights.BYLINE_LONGEST:
        return None
    return read_byline(block.text, bare=_set_apart(block))


def find_lead(blocks: list[Block], said: str) -> str:
    """Plain text of the lead: what the page marks as such (`said`), or the first block where it alone is bold."""
    texts = [b for b in blocks[: weights.HEAD_BLOCKS] if b.kind in ("text", "heading")]
    marked = next((b for b in texts if said and _same(b.text, said)), None)
    first = marked or next(iter(texts), None)
    if first is None or first.length not in weights.LEAD_LENGTHS:
        return ""
    return first.text if marked or _stands_out(first, blocks) else ""


def _stands_out(first: Block, blocks: list[Block]) -> bool:
    """True for a first block that alone is bold, or a heading as long as a paragraph."""
    if first.kind == "heading" and first.length > weights.HEADING_LONGEST:
        return True
    rest = [b for b in blocks if b.kind == "text" and b is not first]
    return first.all_style("bold") and sum(b.all_style("bold") for b in rest) * 2 < max(len(rest), 1)


def set_headings(blocks: list[Block], lead: str) -> None:
    """Short bold lines between paragraphs become headings; the lead and headings long as paragraphs become bold
    text.
    """
    for at, block in enumerate(blocks):
        if block.kind == "heading" and (
            block.length > weights.HEADING_MARKED * weights.HEADING_LONGEST or block.text == lead
        ):
            block.kind = "text"
            block.segments = [s._replace(bold=True) if s.text.strip() else s for s in block.segments]
        elif 0 < at < len(blocks) - 1 and _is_pseudo_heading(block, blocks[at + 1]):
            block.kind, block.level = "heading", 3


def _is_pseudo_heading(block: Block, following: Block) -> bool:
    if (
        block.kind != "text"
        or not block.all_style("bold")
        or block.length > weights.HEADING_LONGEST
        or block.linked
    ):
        return False
    ends = block.text.endswith((".", "!", "…", ":", ";", ",", "”", '"', ")"))
    return (
        not ends
        and following.kind in ("text", "list", "table")
        and not following.all_style("bold")
        and block.length >= 4
    )
