"""Word documents become drafts: what an article has a place for comes along, the rest is named."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile

import docx
import pytest
from PIL import Image

from scripts.word import NotWord, read_word
from tests.conftest import ROOT

TCVN3 = "C¶i c¸ch hµnh chÝnh nhµ n\u00adíc"


@pytest.fixture
def paper(tmp_path):
    """A document as an office writes it."""
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(picture, "PNG")
    document = docx.Document()
    document.add_paragraph("Quầy mới của phường", style="Title")
    document.add_paragraph("Phường mở ").add_run("quầy mới").bold = True
    document.add_heading("Ba loại hồ sơ", level=2)
    for name in ("Khai sinh", "Thường trú"):
        document.add_paragraph(name, style="List Bullet")
    for name in ("Nộp", "Nhận"):
        document.add_paragraph(name, style="List Number")
    table = document.add_table(rows=2, cols=2)
    cells = [cell for row in table.rows for cell in row.cells]
    for cell, text in zip(cells, ("Hồ sơ", "Ngày", "Khai sinh", "1"), strict=True):
        cell.text = text
    document.add_picture(io.BytesIO(picture.getvalue()))
    document.add_paragraph("Quầy sáng 23/11", style="Caption")
    run = document.add_paragraph().add_run(TCVN3)
    run.font.name = ".VnTime"
    document.save(tmp_path / "bai.docx")
    return tmp_path / "bai.docx"


def test_the_parts_of_a_document_come_along(paper):
    word = read_word(paper)
    assert word.title == "Quầy mới của phường"
    assert "Phường mở **quầy mới**" in word.body
    assert "## Ba loại hồ sơ" in word.body
    assert "- Khai sinh\n- Thường trú" in word.body
    assert "1. Nộp\n2. Nhận" in word.body
    assert "| Hồ sơ | Ngày |\n| --- | --- |\n| Khai sinh | 1 |" in word.body
    assert re.search(r'!\[Quầy sáng 23/11\]\(/anh/bai-1\.png "Quầy sáng 23/11"\)', word.body)
    assert "Cải cách hành chính nhà nước" in word.body
    assert word.title not in word.body
    assert word.losses == []


def _with(path, extra: str):
    """The document with further XML at the end of its text."""
    changed = path.with_name("them.docx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "word/document.xml":
                data = data.replace(b"<w:sectPr", extra.encode() + b"<w:sectPr")
            new.writestr(item, data)
    return changed


def test_what_is_lost_is_named(paper):
    math = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    lost = f"<w:p><m:oMath {math}><m:r><m:t>x</m:t></m:r></m:oMath></w:p>"
    gone = '<w:p><w:del w:id="1" w:author="Lan"><w:r><w:delText>cũ</w:delText></w:r></w:del></w:p>'
    losses = read_word(_with(paper, lost + gone)).losses
    assert [loss.split(" ", 2)[:2] for loss in losses] == [["1", "công"], ["1", "đoạn"]]


@pytest.mark.parametrize(
    ("name", "data"), [("a.doc", b"\xd0\xcf\x11\xe0 cu"), ("a.docx", b"PK khong"), ("a.docx", b"")]
)
def test_what_is_no_word_document_is_told_apart(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(NotWord, match=r"lưu thành \.docx"):
        read_word(tmp_path / name)


def test_a_draft_passes_the_check(paper, content, tmp_path):
    command = [sys.executable, "-m", "scripts.new", "--from", str(paper), "--content", str(content)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "kèm 1 ảnh" in done.stdout
    (draft,) = content.rglob("*.md")
    assert f"](/anh/{draft.stem}-1.png" in draft.read_text("utf-8")
    assert (content / "anh" / f"{draft.stem}-1.png").is_file()
    check = [sys.executable, "-m", "scripts.check", "--content", str(content), "--cache", str(tmp_path / "c")]
    found = subprocess.run(check, cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout
