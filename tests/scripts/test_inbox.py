"""Accepted articles of the editor's inbox get id and place; drafts wait, and what cannot be read is named."""

from scripts.inbox import main
from tests.conftest import build

ARTICLE = (
    "---\ntieude: Quầy mới\nngay: 24/11/2017 09:56\ntrangthai: {0}\nthe:\n  - một cửa\n---\n\nĐoạn văn.\n"
)


def test_what_is_published_gets_id_and_place(write, content, tmp_path, capsys):
    write("hop-thu/quay-moi.md", ARTICLE.format("xuất bản"))
    write("hop-thu/nhap.md", ARTICLE.format("bản nháp"))
    assert main(["--content", str(content)]) == 0
    (filed,) = (content / "bai-viet" / "2017" / "11").iterdir()
    assert filed.name.startswith("quay-moi-")
    assert filed.read_text("utf-8").startswith("Tiêu đề: Quầy mới\nMã: ")
    assert "Thẻ: một cửa\n" in filed.read_text("utf-8")
    assert sorted(p.name for p in (content / "hop-thu").iterdir()) == ["nhap.md"]
    assert build(content, tmp_path / "output", tmp_path / "cache").code == 0
    assert main(["--content", str(content)]) == 0


def test_what_cannot_be_read_is_named_and_stays(write, content, capsys):
    write("hop-thu/sai.md", ARTICLE.format("xong"))
    assert main(["--content", str(content)]) == 1
    assert "hop-thu/sai.md:4: trangthai:" in capsys.readouterr().out
    assert (content / "hop-thu" / "sai.md").is_file()
