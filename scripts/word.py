"""Word document (.docx) into a draft: mammoth's HTML, read and written by the converter's own blocks.

Headings, lists, tables, pictures with captions, links and footnotes come along; runs in .VnTime or VNI fonts become
Unicode. What an article has no place for (equations, charts, comments, tracked deletions) is named.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import mammoth
from lxml import html

from plugins.core.addresses import slugify
from plugins.core.text import fold, tidy
from scripts.convert.markdown.blocks import Block
from scripts.convert.markdown.figures import attach_captions
from scripts.convert.markdown.html_to_blocks import BlockReader
from scripts.convert.markdown.serializer import render
from scripts.convert.text.text_repair import FONT_HINT, TextRepair

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Caption'] => p.caption:fresh
p[style-name='caption'] => p.caption:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
u => em
"""
_PICTURES = {"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp"}
_LARGEST = 80_000_000  # bytes of a document's own text once unpacked
_MAIN, _STYLE_SHEET = "word/document.xml", "word/styles.xml"
_FONT = re.compile(r'w:rFonts[^>]*w:(?:ascii|hAnsi)="([^"]+)"')
# What is in a document's text and would not be in the article: its element, what a person calls it.
_LOST = (
    ("<m:oMath[ >]", "công thức toán; hãy gõ lại bằng chữ hoặc chèn ảnh"),
    ("<c:chart[ >]", "biểu đồ; hãy chụp thành ảnh rồi chèn vào"),
    ("<dgm:relIds[ >]", "sơ đồ SmartArt; hãy chụp thành ảnh rồi chèn vào"),
    ("<o:OLEObject[ >]", "đối tượng nhúng (bảng Excel…); hãy đính kèm tệp gốc"),
    ("<w:commentReference[ >]", "lời nhận xét"),
    (
        "<w:del [^>]*w:author",
        "đoạn đã xóa theo dõi (Track Changes); hãy chấp nhận hoặc bỏ các thay đổi trước",
    ),
)


class NotWord(Exception):  # noqa: N818  # the name says what was found
    """A file that cannot be read as a Word document; the message (Vietnamese) says why and what to do."""


@dataclass
class WordText:
    """A document as an article: its title, its Markdown, its pictures by the address it gives them, its losses."""

    title: str
    body: str
    pictures: dict[str, bytes] = field(default_factory=dict)
    losses: list[str] = field(default_factory=list)


def _unpacked(path: Path) -> tuple[str, str]:
    """The XML of a document's text and of its styles; raises `NotWord`."""
    try:
        with zipfile.ZipFile(path) as parts:
            if parts.getinfo(_MAIN).file_size > _LARGEST:
                raise NotWord("tài liệu quá lớn; hãy tách thành nhiều tệp")
            names = parts.namelist()
            style = parts.read(_STYLE_SHEET).decode("utf-8", "replace") if _STYLE_SHEET in names else ""
            return parts.read(_MAIN).decode("utf-8", "replace"), style
    except (zipfile.BadZipFile, KeyError, OSError) as error:
        with path.open("rb") as file:
            old = path.suffix.lower() == ".doc" or file.read(4) == b"\xd0\xcf\x11\xe0"
        what = "tệp Word kiểu cũ (.doc)" if old else "tệp này không phải Word (.docx) hoặc đã hỏng"
        raise NotWord(f"{what}; hãy mở bằng Word hay LibreOffice rồi lưu thành .docx") from error


def _default_font(styles: str) -> str:
    """The legacy font in which a document is written where nothing else is said; empty where it is none."""
    return next((font for font in _FONT.findall(styles) if FONT_HINT.match(font)), "")


class _Reader:
    """Turns one document into HTML: letters of old fonts into Unicode, pictures into files of the archive."""

    def __init__(self, path: Path, name: str) -> None:
        self._path, self._name = path, name
        main, styles = _unpacked(path)
        self._font, self._repair = _default_font(styles), TextRepair()
        self.pictures: dict[str, bytes] = {}
        self.losses = [
            f"{len(re.findall(mark, main))} {name}" for mark, name in _LOST if re.search(mark, main)
        ]

    def html(self) -> str:
        """The document as mammoth writes it."""
        with self._path.open("rb") as file:
            done = mammoth.convert_to_html(
                file,
                style_map=_STYLES,
                convert_image=mammoth.images.img_element(self._picture),
                transform_document=mammoth.transforms.run(self._run),
            )
        return str(done.value)

    def _run(self, run: Any) -> Any:
        font = run.font or self._font
        return run.copy(children=[self._read(child, font) for child in run.children])

    def _read(self, child: Any, font: str) -> Any:
        value = getattr(child, "value", None)
        return child.copy(value=self._repair(value, font)) if isinstance(value, str) else child

    def _picture(self, image: Any) -> dict[str, str]:
        ending = _PICTURES.get(image.content_type)
        if ending is None:
            kind = image.content_type.rpartition("/")[2]
            what = f"1 ảnh kiểu {kind} mà trình duyệt không hiện được"
            self.losses.append(f"{what}; hãy lưu ảnh ấy thành .png rồi chèn lại")
            return {"src": ""}
        with image.open() as file:
            data = file.read()
        place = next((place for place, known in self.pictures.items() if known == data), "")
        place = place or f"/anh/{self._name}-{len(self.pictures) + 1}{ending}"
        self.pictures[place] = data
        return {"src": place}


def _footnotes(root: html.HtmlElement) -> None:
    """Notes as the archive writes them: "(1)" in the text, and a paragraph "(1) …" at the end."""
    for link in list(root.iter("a")):
        target = link.get("href", "")
        if re.match(r"#(?:foot|end)note-ref-", target):
            link.drop_tree()  # the arrow back
        elif re.match(r"#(?:foot|end)note-", target):
            link.text = f"({re.sub(r'[^0-9]', '', link.text_content())})"
            del link.attrib["href"]
    items = [li for li in root.iter("li") if re.match(r"(?:foot|end)note-", li.get("id", ""))]
    for number, item in enumerate(items, 1):
        note = html.fromstring("<p></p>")
        note.text = f"({number}) {tidy(item.text_content())}"
        item.getparent().addprevious(note)
    for notes in list(root.iter("ol")):
        if len(notes) and all(re.match(r"(?:foot|end)note-", li.get("id", "")) for li in notes):
            notes.drop_tree()


def _drawn(blocks: list[Block], losses: list[str]) -> Iterator[Block]:
    """The blocks without pictures that could not be kept."""
    for block in blocks:
        if block.kind == "embed":
            losses.append("1 nội dung nhúng")
        else:
            yield block


def _is_title(block: Block, title: str) -> bool:
    return block.kind in ("heading", "text") and fold(block.text) == fold(title)


def read_word(path: Path, title: str = "") -> WordText:
    """Read a document; its title is `title`, else its own, else the name of the file. Raises `NotWord`."""
    reader = _Reader(path, slugify(title or path.stem, 40))
    root = html.fromstring(f"<div>{reader.html()}</div>")
    _footnotes(root)
    heads = [tidy(head.text_content()) for head in root.iter("h1")]
    name = title or next(filter(None, heads), "") or tidy(path.stem.replace("-", " ").replace("_", " "))
    blocks = list(_drawn(attach_captions(BlockReader("", {}).read(root)), reader.losses))
    if blocks and _is_title(blocks[0], name):
        del blocks[0]
    return WordText(name, render(blocks), reader.pictures, reader.losses)
