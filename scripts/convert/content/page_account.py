"""Account over a whole page: every visible character outside the body is a field, chrome, another block, or a loss."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from plugins.core.text import tone_key
from scripts.convert import weights
from scripts.convert.content.extraction import Extraction
from scripts.convert.dom.button_lines import is_button_line
from scripts.convert.dom.lines import Line, PageLines
from scripts.convert.dom.link_boxes import is_label
from scripts.convert.dom.site_statistics import SiteStatistics
from scripts.convert.dom.tree import BLOCKS, Element, visible_length
from scripts.convert.text.date_grammar import read_date_line

FIELD, CHROME, BLOCK, LOST = "fields", "chrome", "blocks", "lost"
LOST_REASON = "chữ của trang nằm ngoài thân bài: hãy xem trang gốc và thêm vào nếu thuộc bài"


@dataclass(slots=True)
class BesideText:
    """Visible characters outside a body by their kind, and by the name of what they stand in; `lost` are the texts."""

    chars: dict[str, int] = field(default_factory=lambda: dict.fromkeys((FIELD, CHROME, BLOCK, LOST), 0))
    named: dict[tuple[str, str], int] = field(default_factory=dict)
    lost: list[tuple[str, int]] = field(default_factory=list)

    def add(self, kind: str, what: str, chars: int) -> None:
        """Count characters under their kind and name."""
        self.chars[kind] += chars
        self.named[kind, what] = self.named.get((kind, what), 0) + chars


def account_beside(page: PageLines, found: Extraction, statistics: SiteStatistics) -> BesideText:
    """What stands on a page outside the elements of an article's body."""
    inside = {below for element in found.body for below in element.iter()}
    beside = BesideText()
    whole = {at for e in found.body if e.tag in BLOCKS and e in page.spans for at in range(*page.spans[e])}
    first, last = _reach(page, found)
    outer = (
        (line, _outside(line, inside) if first <= line.index <= last else line.length)
        for line in page.lines
        if line.index not in whole
    )
    fields = _FieldTexts(found)
    names = _PlaceNames()
    told = [(line, chars, *_kind_of(line, fields, statistics, names)) for line, chars in outer if chars]
    for kind, run in groupby(_with_short_losses(told, first, last), key=lambda one: one[2]):
        lines = list(run)
        for _, chars, _, what in lines:
            beside.add(kind, what, chars)
        if kind == LOST:
            text = " ".join(line.text for line, *_ in lines)
            beside.lost.append((text, sum(chars for _, chars, *_ in lines)))
    if hidden := page.hidden_outside(inside):
        beside.add(CHROME, "phần bị ẩn trên trang", hidden)
    return beside


def _outside(line: Line, inside: set[Element]) -> int:
    """Visible characters of a line that no element of the body holds."""
    nodes = ((n.tail, n.getparent()) if tail else (n.text, n) for n, tail in line.text_nodes)
    return sum(visible_length(text or "") for text, holder in nodes if holder not in inside)


def _reach(page: PageLines, found: Extraction) -> tuple[int, int]:
    """Index of the first line of the body, and of the one after its last, which may begin in it."""
    spans = [page.spans[e] for e in found.body if e in page.spans]
    return (min(s[0] for s in spans), max(s[1] for s in spans)) if spans else (0, 0)


class _FieldTexts:
    """The texts of an article's fields, to know their lines by."""

    def __init__(self, found: Extraction) -> None:
        self._title = found.title
        self._stamps = {
            d.raw: name for d, name in ((found.clock, "ngày lưu trang"), (found.date, "ngày đăng")) if d
        }
        people = dict.fromkeys(map(tone_key, (found.byline, found.author, found.source)), "tác giả, nguồn")
        self._keys = {tone_key(found.section): "chuyên mục", **people}
        self._lengths = set(map(len, self._keys))

    def of(self, line: Line) -> str:
        """The field that a line is, where it is one."""
        if line.text == self._title or (line.heading and line.text in self._title):
            return "tiêu đề"
        if line.text in self._stamps:
            return self._stamps[line.text]
        if len(line.text) > weights.BYLINE_LONGEST or len(line.text) not in self._lengths:
            return ""
        return self._keys.get(tone_key(line.text), "")


_Told = tuple[Line, int, str, str]


def _with_short_losses(told: list[_Told], first: int, last: int) -> Iterator[_Told]:
    """Short lines beside lost text, and those amid the body, are lost with it."""
    lost = {line.index for line, _, kind, _ in told if kind == LOST}
    for line, chars, kind, what in told:
        plain = kind == CHROME and what == _SHORT
        amid = first <= line.index < last
        if plain and (amid or any(at in lost for at in range(line.index - 2, line.index + 3))):
            yield line, chars, LOST, _TEXT
        else:
            yield line, chars, kind, what


class _PlaceNames(dict[Element, str]):
    """What the places of a page are called in the report, each found once."""

    def __missing__(self, place: Element) -> str:
        self[place] = name = " ".join((place.get("class") or place.get("id") or place.tag).split())[:60]
        return name


_TEXT, _SHORT = "đoạn văn", "dòng ngắn ngoài thân bài"


def _kind_of(
    line: Line, fields: _FieldTexts, statistics: SiteStatistics, names: _PlaceNames
) -> tuple[str, str]:
    """(kind, name of the place) of a line outside the body."""
    if name := fields.of(line):
        return FIELD, name
    if line.excluded or line.unlikely:
        return CHROME, f"khung của trang: {names[line.unlikely[-1] if line.unlikely else line.holder]}"
    if statistics.is_boilerplate(line):
        return CHROME, "lặp lại trên nhiều trang"
    if line.listed or line.echo or line.teaser or line.is_headline_link or is_label(line):
        return BLOCK, "danh sách, lời giới thiệu bài khác"
    return _by_text(line)


def _by_text(line: Line) -> tuple[str, str]:
    if line.linked * 2 > line.length or is_button_line(line):
        return CHROME, "liên kết, nút của trang"
    if read_date_line(line.text):
        return CHROME, "ngày giờ của trang"
    return (LOST, _TEXT) if line.is_prose else (CHROME, _SHORT)
