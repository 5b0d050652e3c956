"""Groups of synonyms in ``dong-nghia.toml``."""

import pytest

from plugins.core.synonyms import read_synonyms

GOOD = """\
[[nhom]]
cach-viet = ["sổ đỏ", "giấy chứng nhận quyền sử dụng đất"]

[[nhom]]
cach-viet = ["a b", "c d", "e"]
"""


def test_groups_in_their_order(content, write):
    write("dong-nghia.toml", GOOD)
    assert read_synonyms(content) == (
        [("sổ đỏ", "giấy chứng nhận quyền sử dụng đất"), ("a b", "c d", "e")],
        [],
    )


def test_an_archive_may_have_none(content):
    assert read_synonyms(content) == ([], [])


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (f'{GOOD}[[nhom]]\ncach-viet = ["Sổ Đỏ", "bìa đỏ"]\n', 6, "hai lần"),
        (f'{GOOD}[[nhom]]\ncach-viet = ["một mình"]\n', 6, "ít nhất hai"),
        (f'{GOOD}[[nhom]]\ncach-viet = "chuỗi"\n', 6, "cần đúng một dòng"),
        (f'{GOOD}[[nhom]]\ncach-viet = ["!", "a"]\n', 6, "cần đúng một dòng"),
        (f"{GOOD}[[nhom]\n", 6, "không đọc được"),
        ("khac = 1\n", 0, "bỏ những khóa khác"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(content, write, text, line, said):
    write("dong-nghia.toml", text)
    (problem,) = read_synonyms(content)[1]
    assert (problem.path, problem.line, problem.rule) == ("dong-nghia.toml", line, "dong-nghia")
    assert said in problem.message
