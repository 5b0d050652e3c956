"""Markdown serializer: blocks in the archive's one dialect, tables and sane lists, no attribute lists."""

from __future__ import annotations

from collections.abc import Iterable

from scripts.convert.markdown import escape
from scripts.convert.markdown.blocks import BREAK, Block, Cell, Segment

_LINE_BREAK = "<br>"  # on one line: safe in lists and cells, and no editor strips it
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LIST_GAP = "<!-- -->"  # keeps two lists that follow each other two lists


def render(blocks: list[Block]) -> str:
    """The Markdown of an article's blocks; blocks are separated by one empty line."""
    out: list[str] = []
    before = ""
    for block in blocks:
        if not (text := _block(block)):
            continue
        if block.kind == "list" and before == "list":
            out.append(_LIST_GAP)
        out.append(text)
        before = block.kind
    return escape.opening("\n\n".join(out))


def _block(block: Block) -> str:
    match block.kind:
        case "heading":
            return f"{'#' * min(max(block.level, 2), 4)} {_heading(block.segments)}"
        case "picture":
            return picture(block)
        case "list":
            return _list(block)
        case "quote":
            return "\n".join(f"> {line}".rstrip() for line in render(block.items[0]).split("\n"))
        case "table":
            return _table(block.rows)
        case "embed":
            return f"[{escape.text(block.alt) or 'Nội dung nhúng'}]({escape.address(block.source)})"
        case "code":
            return _code(block.segments)
        case _:
            return escape.start(inline(block.segments))


def _code(segments: list[Segment]) -> str:
    """Preformatted lines, their columns kept; an empty line inside stays one."""
    lines = "".join("\n" if s.text == BREAK else s.text for s in segments).split("\n")
    return "\n".join(f"    {line}".rstrip() for line in lines)


def _heading(segments: list[Segment]) -> str:
    line = inline([s._replace(bold=False) for s in segments])
    return f"{line[:-1]}\\#" if line.endswith("#") else line


def picture(block: Block) -> str:
    """The one figure form, ``![alt](source "caption")``; the caption stands in for a missing alt."""
    caption = block.text
    alt, source = escape.text(block.alt or caption), escape.address(block.source)
    return f'![{alt}]({source} "{escape.title(caption)}")' if caption else f"![{alt}]({source})"


def inline(segments: Iterable[Segment], *, raw: bool = False) -> str:
    """Styled text on one line, as Markdown or, with `raw`, as HTML."""
    out = ""
    pending: list[Segment] = []
    for segment in segments:
        if pending and segment.href != pending[0].href:
            out = _joined(out, _link(pending, out, raw=raw))
            pending = []
        pending.append(segment)
    return (_joined(out, _link(pending, out, raw=raw)) if pending else out).strip()


def _joined(before: str, link: str) -> str:
    """Words and what follows them; an exclamation mark right before a link would make it a picture."""
    return f"{before[:-1]}\\!{link}" if before.endswith("!") and link.startswith("[") else before + link


def _link(segments: list[Segment], before: str, *, raw: bool) -> str:
    href = segments[0].href
    body = ""
    for segment in segments:
        body += _styled(segment, (before if not href else "") + body, raw=raw)
    if not href or not body.strip():
        return body
    head, core, tail = _split(body)
    address = escape.address(href)
    return f'{head}<a href="{address}">{core}</a>{tail}' if raw else f"{head}[{core}]({address}){tail}"


def _split(text: str) -> tuple[str, str, str]:
    """White space before, words, white space after."""
    core = text.strip()
    at = text.find(core)
    return text[:at], core, text[at + len(core) :]


def _styled(segment: Segment, before: str, *, raw: bool) -> str:
    if segment.text == BREAK:
        return _LINE_BREAK
    head, core, tail = _split(segment.text)
    if not core:
        return segment.text
    done = escape.markup(core) if raw else escape.text(core)
    if segment.vertical:
        done = f"<{segment.vertical}>{done}</{segment.vertical}>"
    if segment.struck:
        done = f"<del>{done}</del>"
    if segment.bold or segment.italic:
        # Two runs of asterisks that touch would be read as one: the second run is written as HTML.
        tags = raw or (not head and before.endswith("*") and not before.endswith("\\*"))
        done = _tagged(done, segment) if tags else _starred(done, segment)
    return f"{head}{done}{tail}"


def _tagged(text: str, segment: Segment) -> str:
    text = f"<em>{text}</em>" if segment.italic else text
    return f"<strong>{text}</strong>" if segment.bold else text


def _starred(text: str, segment: Segment) -> str:
    stars = "*" * (2 * segment.bold + segment.italic)
    return f"{stars}{text}{stars}"


def _list(block: Block) -> str:
    if block.numbering:
        return _lettered(block)
    lines = []
    loose = any(len(_item(item)) > 1 for item in block.items)
    for number, item in enumerate(block.items, block.start):
        parts = _item(item)
        mark = f"{number}. " if block.ordered else "- "
        lines.append(mark + parts[0])
        for part in parts[1:]:
            lines += ["", *(f"    {line}".rstrip() for line in part.split("\n"))]
        if loose:
            lines.append("")
    return "\n".join(lines).rstrip("\n")


def _lettered(block: Block) -> str:
    """Items counted by letters or Roman figures, which Markdown does not count: each is a paragraph that begins with
    its own mark, so that “điểm b” in the text still finds it.
    """
    parts: list[str] = []
    for number, item in enumerate(block.items, block.start):
        first, *rest = _item(item) or [""]
        parts += [escape.start(f"{_mark(number, block.numbering)}) {first}"), *rest]
    return "\n\n".join(parts)


def _mark(number: int, numbering: str) -> str:
    """A number in letters (1 is a, 27 is aa) or in Roman figures."""
    mark = ""
    if numbering in "aA":
        while number > 0:
            number, letter = divmod(number - 1, 26)
            mark = chr(ord("a") + letter) + mark
    else:
        for value, figure in _ROMAN:
            count, number = divmod(number, value)
            mark += figure * count
    return mark.upper() if numbering in "AI" else mark


def _item(blocks: list[Block]) -> list[str]:
    """The parts of a list item; the first is always a line of text, as Python-Markdown needs it."""
    flat = [b for block in blocks for b in (_simple(block))]
    if flat and flat[0].kind == "list":
        head, *rest = flat[0].items
        more = [Block("list", items=rest, ordered=flat[0].ordered, start=flat[0].start + 1)] if rest else []
        return _item([*head, *more, *flat[1:]])
    return [_block(block) for block in flat]


def _simple(block: Block) -> list[Block]:
    if block.kind == "heading":
        return [Block("text", [s._replace(bold=s.text != BREAK) for s in block.segments])]
    return [b for inner in block.items for b in inner] if block.kind == "quote" else [block]


def _table(rows: list[list[Cell]]) -> str:
    if any(cell.columns > 1 or cell.rows > 1 for row in rows for cell in row):
        return _raw_table(rows)
    width = max(map(len, rows))
    lines = [[escape.cell(inline(cell.segments)) for cell in row] + [""] * (width - len(row)) for row in rows]
    lines.insert(1, ["---"] * width)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _raw_table(rows: list[list[Cell]]) -> str:
    lines = "\n".join(f"<tr>{''.join(map(_raw_cell, row))}</tr>" for row in rows)
    return f"<table>\n{lines}\n</table>"


def _raw_cell(cell: Cell) -> str:
    tag = "th" if cell.head else "td"
    spans = "".join(f' {n}="{v}"' for n, v in (("colspan", cell.columns), ("rowspan", cell.rows)) if v > 1)
    return f"<{tag}{spans}>{inline(cell.segments, raw=True)}</{tag}>"
