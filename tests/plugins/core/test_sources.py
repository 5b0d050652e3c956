import hashlib
import unicodedata

import pytest

from plugins.system.content_tree import SIZE_LIMIT, walk_content


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


def test_the_archives_own_folders_are_no_content(content, write):
    write(".chuyen-doi/so-cai.jsonl", "x")
    write(".toan-ven/manifest-sha256.txt", "x")
    assert walk_content(content).problems == []


def test_a_hidden_folder_is_named(content, write):
    write("bai-viet/.cu/a.md", "x")
    assert rules(walk_content(content)) == {"bai-viet/.cu": "thu-muc-an"}


@pytest.mark.parametrize(
    "name",
    ["tep/CON.pdf", "anh/nul.tar.zip", "tep/a?.pdf", "tep/a:b.pdf", "tep/a\\b.pdf", "a./b.pdf", " a/b.pdf"],
)
def test_addresses_no_windows_can_store_are_named(content, write, name):
    write(name, b"x")
    assert rules(walk_content(content)) == {name: "ten-tep"}


def test_a_name_that_is_no_text_is_named(content):
    import os

    (content / os.fsdecode(b"b\xe0i.md")).write_text("x")
    assert [p.rule for p in walk_content(content).problems] == ["ten-tep"]


@pytest.mark.parametrize("harm", ["scandir", "read"])
def test_what_may_not_be_read_is_named(content, write, monkeypatch, harm):
    import os

    from plugins.system import stamps

    write("thu/a.md", "x")
    write("b.md", "x")
    scandir, read = os.scandir, stamps.read_whole

    def refuse(path, inner):
        if str(path).endswith(("thu", "a.md")):
            raise PermissionError(13, "Permission denied", str(path))
        return inner(path)

    if harm == "scandir":
        monkeypatch.setattr(os, "scandir", lambda path: refuse(path, scandir))
    else:
        monkeypatch.setattr(stamps, "read_whole", lambda path: refuse(path, read))
    tree = walk_content(content)
    assert [p.rule for p in tree.problems] == ["khong-doc-duoc"]
    assert [s.path for s in tree.sources] == ["b.md"]


def test_a_very_deep_folder_is_walked(content):
    deep = content / "/".join("a" * 900)
    deep.mkdir(parents=True)
    (deep / "b.md").write_text("x")
    assert len(walk_content(content).sources) == 1


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
