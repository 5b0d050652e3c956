"""Pictures and their captions: centred paragraph, layout table, div or <figure> all become one block."""

from __future__ import annotations

import re
from itertools import takewhile

from plugins.core.text import fold
from scripts.convert import weights
from scripts.convert.dom.tree import Element
from scripts.convert.markdown.blocks import BREAK, Block, Segment

_CAPTION_NAMES = re.compile(
    r" (?:caption|captions|fig|figcaption|image|img|photo|picture|chu|thich|ghichu|note|desc"
    r"|description|legend|pic) "
)
_NOT_CAPTION = re.compile(r" (?:quote|quotes|notification|related|author|source|title) ")


def attach_captions(blocks: list[Block]) -> list[Block]:
    """Blocks with every caption moved into its picture; nothing else changes place."""
    out: list[Block] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        at += 1
        for item in range(len(block.items)):
            block.items[item] = attach_captions(block.items[item])
        out.append(block)
        if run := _paired_captions(blocks, at - 1):
            pictures, captions = run
            for picture, caption in zip(pictures, captions, strict=True):
                _add_caption(picture, caption)
            out += pictures[1:]
            at += 2 * len(pictures) - 1
        elif block.kind == "picture":
            while at < len(blocks) and _is_caption_of(block, blocks, at):
                _add_caption(block, blocks[at])
                at += 1
    return out


def _paired_captions(blocks: list[Block], at: int) -> tuple[list[Block], list[Block]] | None:
    """A run of pictures in one box and as many short lines behind them, each in a place of its own: they belong to the
    pictures in their order. None for anything else.
    """
    if blocks[at].kind != "picture":
        return None
    pictures = list(takewhile(lambda b: b.kind == "picture" and not b.segments, blocks[at:]))
    box = blocks[at + len(pictures)].traits.figure if at + len(pictures) < len(blocks) else None
    if len(pictures) < 2 or box is None or box.tag == "table":
        return None  # of a table the cells tell (`dom.picture_tables`)
    behind = blocks[at + len(pictures) :]
    captions = list(takewhile(lambda b: b.kind == "text" and b.traits.figure is box, behind))
    if len(captions) != len(pictures) or len({id(b.traits.holder) for b in captions}) != len(captions):
        return None
    short = all(b.length <= weights.CAPTION_DIV_LONGEST for b in captions)
    return (pictures, captions) if short and all(_is_inside(b, box) for b in pictures) else None


def _is_inside(picture: Block, box: Element) -> bool:
    """True for a picture in a box, or in one inside it."""
    own = picture.traits.figure
    return own is box or (own is not None and box in own.iterancestors())


def _add_caption(picture: Block, caption: Block) -> None:
    if picture.segments:
        picture.segments.append(Segment(BREAK))
    picture.segments += caption.segments


def _is_caption_of(picture: Block, blocks: list[Block], at: int) -> bool:
    """True where the block at `at`, which follows the picture, is (a further line of) its caption."""
    block = blocks[at]
    length = block.length
    ours, its = picture.traits, block.traits
    if block.kind not in ("text", "heading") or _NOT_CAPTION.search(its.names):
        return False
    if length > weights.CAPTION_LONGEST:
        return False
    if ours.figure is not None and its.figure is ours.figure:
        if _is_one_of_many(picture, blocks, at):
            return False
        return picture.length + length <= weights.CAPTION_LONGEST and not _is_prose_beside(block)
    if picture.segments:
        return False  # further lines only inside the picture's own box
    if _is_marked_caption(picture, block):
        return True
    if length > weights.CAPTION_WEAK_LONGEST or ours.right:
        return False
    return _looks_like_caption(block, blocks[at + 1 : at + 2])


def _is_one_of_many(picture: Block, blocks: list[Block], at: int) -> bool:
    """True where several pictures of one box stand before several lines in places of their own: whose each is, nobody
    can tell.
    """
    box = picture.traits.figure
    before = list(takewhile(lambda b: b.kind == "picture" and b.traits.figure is box, reversed(blocks[:at])))
    after = list(takewhile(lambda b: b.kind == "text" and b.traits.figure is box, blocks[at:]))
    return len(before) > 1 and len({id(b.traits.holder) for b in after}) > 1


def _is_marked_caption(picture: Block, block: Block) -> bool:
    """True for a block that its markup, or the picture's own alternative text, calls a caption."""
    its = block.traits
    named = _CAPTION_NAMES.search(its.names) and its.holder is not picture.traits.holder
    return its.caption or bool(named) or block.text == picture.alt


def _is_prose_beside(block: Block) -> bool:
    """Inside a box, prose beside a floated picture: long, upright, not centred, with a sentence's end."""
    plain = not (
        block.traits.centred or block.traits.small or block.traits.caption or block.all_style("italic")
    )
    named = _CAPTION_NAMES.search(block.traits.names) or block.traits.table is not None
    box = block.traits.figure
    in_div = box is not None and box.tag == "div"
    longest = weights.CAPTION_DIV_LONGEST if in_div else weights.CAPTION_WEAK_LONGEST
    return plain and not named and block.length > longest


def _looks_like_caption(block: Block, following: list[Block]) -> bool:
    if fold(block.text).startswith(("anh:", "anh :", "(anh", "anh minh hoa")):
        return True
    italic = block.all_style("italic")
    if italic or block.traits.small:
        return True
    if not (block.traits.centred and block.length <= weights.CAPTION_CENTRED_LONGEST):
        return False
    # A page that centres everything says nothing by centring.
    return not (
        following
        and following[0].kind == "text"
        and following[0].traits.centred
        and following[0].length > weights.CAPTION_CENTRED_LONGEST
    )
