import hashlib
import unicodedata

import pytest

from plugins.core.sources import SIZE_LIMIT, walk_content


def rules(tree) -> dict[str, str]:
    return {p.path: p.rule for p in tree.problems}


def test_every_file_is_an_article_a_page_a_file_or_a_problem(content, write):
    write("bai-viet/2017/11/a-1.md", "x")
    write("trang/gioi-thieu.md", "x")
    write("anh/so-do.PNG", b"x")
    write("tep/ghi-chu.txt", "x")
    write("chuyen-muc.toml", "")
    tree = walk_content(content)
    assert [(s.path, s.stem, s.is_page) for s in tree.sources] == [
        ("bai-viet/2017/11/a-1.md", "a-1", False),
        ("trang/gioi-thieu.md", "gioi-thieu", True),
    ]
    assert tree.sources[0].digest == hashlib.sha256(b"x").hexdigest()
    assert tree.static == ["anh/so-do.PNG", "tep/ghi-chu.txt"]
    assert tree.problems == []


def test_what_cannot_be_taken_is_named(content, write):
    write("XAU.MD", "x")
    write("bai.txt", "x")
    write("anh/tap.exe", "x")
    write("khong-duoi", "x")
    write("qua-lon.md", "x" * (SIZE_LIMIT + 1))
    write(unicodedata.normalize("NFD", "tệp.md"), "x")
    (content / "lien-ket.md").symlink_to(content / "bai.txt")
    (content / "thu-muc").symlink_to("/")
    tree = walk_content(content)
    assert rules(tree) == {
        "XAU.MD": "loai-tep", "bai.txt": "loai-tep", "anh/tap.exe": "loai-tep", "khong-duoi": "loai-tep",
        "qua-lon.md": "qua-lon", unicodedata.normalize("NFD", "tệp.md"): "ten-tep", "lien-ket.md": "lien-ket",
        "thu-muc": "lien-ket",
    }  # fmt: skip
    assert (tree.sources, tree.static) == ([], [])


def test_what_systems_and_editors_leave_is_passed_over(content, write):
    for name in (".DS_Store", "anh/Thumbs.db", "bai.md~", ".git/config", ".gitkeep"):
        write(name, "x")
    tree = walk_content(content)
    assert (tree.sources, tree.static, tree.problems) == ([], [], [])


def test_a_pipe_is_not_read(content):
    import os

    os.mkfifo(content / "ong.md")
    assert rules(walk_content(content)) == {"ong.md": "loai-tep"}


def test_a_missing_folder_is_a_problem(tmp_path):
    assert [p.rule for p in walk_content(tmp_path / "khong-co").problems] == ["noi-dung"]


@pytest.mark.parametrize("order", [("b.md", "a.md", "A/c.md"), ("A/c.md", "a.md", "b.md")])
def test_the_order_is_the_names(content, write, order):
    for name in order:
        write(name, name)
    assert [s.path for s in walk_content(content).sources] == ["A/c.md", "a.md", "b.md"]
